"""Conferences, plans and encounters as pages show them."""

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import Count, Q, QuerySet

from candidates.conferences.models import Conference, Encounter, PlannedMeeting
from candidates.matching.queries import Lookalike, lookalikes, profile_of_typed
from candidates.papers.models import Authorship, Paper
from candidates.people.handles import handles_in
from candidates.people.models import Candidate, Identity, walls_before_candidates
from workspace.staff.models import User

MOST_REASONS = 4


@dataclasses.dataclass(frozen=True, slots=True)
class ToMeet:
    """Somebody to meet at a conference: why, who goes to meet them, and whether they were met."""

    candidate: Candidate
    reasons: list[str]
    planned: PlannedMeeting | None
    met: Encounter | None


def conferences_shown(viewer: User) -> "QuerySet[Conference]":
    open_to_viewer = ~walls_before_candidates.q(viewer, "encounters__candidate")
    return Conference.objects.annotate(
        travellers=Count("trips", distinct=True), met=Count("encounters", distinct=True, filter=open_to_viewer)
    )


def people_to_meet(conference: Conference, *, viewer: User) -> "QuerySet[Candidate]":
    """Return whom we know among the authors of the conference's papers: linked by a person, or of the same ORCID or OpenReview profile."""
    visible = Candidate.objects.visible_to(viewer)
    if not conference.venue:
        return visible.filter(planned_meetings__conference=conference)
    authors = Authorship.objects.filter(paper__venue=conference.venue)
    linked = authors.exclude(candidate=None).values("candidate")
    by_orcid = Identity.objects.filter(kind="orcid", value__in=authors.exclude(orcid="").values("orcid"))
    by_profile = Identity.objects.filter(
        kind="openreview", value__in=authors.exclude(openreview="").values("openreview")
    )
    planned = PlannedMeeting.objects.filter(conference=conference).values("candidate")
    return visible.filter(
        Q(pk__in=linked)
        | Q(pk__in=by_orcid.values("candidate"))
        | Q(pk__in=by_profile.values("candidate"))
        | Q(pk__in=planned)
    )


def papers_of(conference: Conference) -> "QuerySet[Paper]":
    return Paper.objects.filter(venue=conference.venue) if conference.venue else Paper.objects.none()


def with_reasons(rows: Sequence[Candidate], conference: Conference) -> list[ToMeet]:
    """Say of each why to meet them. A constant number of queries."""
    keys = [row.pk for row in rows]
    reasons = _reasons(keys, conference)
    planned = {
        one.candidate_id: one
        for one in PlannedMeeting.objects.filter(conference=conference, candidate__in=keys).select_related("traveller")
    }
    met = {
        one.candidate_id: one
        for one in Encounter.objects.filter(conference=conference, candidate__in=keys).select_related("met_by")
    }
    return [ToMeet(row, reasons[row.pk], planned.get(row.pk), met.get(row.pk)) for row in rows]


def _reasons(keys: Collection[int], conference: Conference) -> dict[int, list[str]]:
    """Return the places of these people on the conference's papers, in words."""
    found: dict[int, list[str]] = defaultdict(list)
    if not conference.venue:
        return found
    profiles: dict[tuple[str, str], int] = {
        (kind, value): key
        for key, kind, value in Identity.objects.filter(
            candidate__in=keys, kind__in=("orcid", "openreview")
        ).values_list("candidate", "kind", "value")
    }
    ids = [value for _, value in profiles]
    rows = Authorship.objects.filter(
        Q(candidate__in=keys) | Q(orcid__in=ids) | Q(openreview__in=ids), paper__venue=conference.venue
    )
    for row in rows.select_related("paper").order_by("position", "pk"):
        key = row.candidate_id or profiles.get(("orcid", row.orcid)) or profiles.get(("openreview", row.openreview))
        if key and len(found[key]) < MOST_REASONS:
            place = "First author" if row.position == 1 else f"Author {row.position}"
            found[key].append(f"{place} of “{row.paper.title}”")
    return found


def meetings_of(conference: Conference, traveller: User) -> list[ToMeet]:
    """Return whom a traveller has taken upon themselves. Names and papers are public; their files are not opened by this."""
    rows = Candidate.objects.present().filter(
        planned_meetings__conference=conference, planned_meetings__traveller=traveller
    )
    rows = rows.exclude(walls_before_candidates.q(traveller))
    return with_reasons(list(rows.order_by("folded_name")[:200]), conference)


def lookalikes_of(encounter: Encounter, *, viewer: User) -> list[Lookalike]:
    """Return who of those the viewer may see this may have been."""
    profile = profile_of_typed(encounter.name, handles_in(encounter.handle))
    return lookalikes({0: profile}, within=Candidate.objects.visible_to(viewer), most=6)[0]
