"""Everything that writes a scorecard. Drafts overwrite each other in order; what was submitted is never changed, only followed."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from hiring.roles.models import Competency, Role
from interviews.schedule.models import Seat
from interviews.scorecards.blindness import Card, could_read_before
from interviews.scorecards.draft import NOT_ASSESSED, STRENGTH, Draft, TypedRating
from interviews.scorecards.drafting import complete, is_news, write_draft
from interviews.scorecards.models import Rating, Scorecard, ScorecardVersion
from interviews.scorecards.queries import criteria_for, due_after, latest_version, typed_in
from interviews.scorecards.refusals import Incomplete, ScorecardError, StaleDraft
from interviews.scorecards.signals import scorecard_submitted
from workspace.activity.actions import log_activity
from workspace.staff.models import User


def open_scorecard(*, seat: Seat, counts: bool, at: dt.datetime | None = None) -> Scorecard:
    """Ask whoever holds this seat for their judgement. A trainee's is read, but decides nothing: it does not count.

    Who had a seat in this interview before finds what they had typed.
    """
    earlier = Scorecard.objects.filter(author=seat.user_id, seat__interview=seat.interview_id, submitted_at=None)
    return Scorecard.objects.create(
        seat=seat,
        application_id=seat.interview.application_id,
        author_id=seat.user_id,
        kit_id=seat.interview.kit_id,
        counts=counts,
        opened_at=at or timezone.now(),
        due_at=due_after(seat.during.upper),
        draft=earlier.order_by("-pk").values_list("draft", flat=True).first() or {},
    )


def release_scorecards(*, seats: Iterable[Seat], at: dt.datetime | None = None) -> int:
    """Stop expecting the scorecards of seats that are no more; their drafts stay their authors'. Return how many."""
    owed = Scorecard.objects.owed().filter(seat__in=list(seats))
    return owed.update(released_at=at or timezone.now(), updated_at=timezone.now())


@transaction.atomic
def save_draft(*, scorecard: Scorecard, draft: Draft, revision: int, by: User) -> Scorecard:
    """Keep what was typed so far, or raise StaleDraft where that would overwrite something newer.

    Any author may keep typing, even once nobody expects the scorecard: nothing typed is lost.
    """
    scorecard = Scorecard.objects.select_for_update(of=("self",)).get(pk=scorecard.pk)
    if is_news(scorecard, draft, revision, what="scorecard"):
        write_draft(scorecard, draft)
    return scorecard


def submit_scorecard(
    *, scorecard: Scorecard, draft: Draft, revision: int | None = None, at: dt.datetime | None = None, by: User
) -> ScorecardVersion:
    """Submit a scorecard for the first time, or raise a ScorecardError with the draft kept.

    Asking twice with the same words answers twice with the same version. `revision` is None where no window can be stale.
    """
    # Two transactions on purpose: a refused submission must leave the draft behind.
    if done := _keep(scorecard, draft, revision, by, first=1):
        return done
    return _submit(scorecard=scorecard, draft=draft, at=at or timezone.now(), by=by)


def amend_scorecard(
    *, scorecard: Scorecard, draft: Draft, revision: int | None = None, at: dt.datetime | None = None, by: User
) -> ScorecardVersion:
    """Follow the last version with another that says why (`draft.reason`); earlier ones stay as they are."""
    if done := _keep(scorecard, draft, revision, by, first=2):
        return done
    return _amend(scorecard=scorecard, draft=draft, at=at or timezone.now(), by=by)


def _keep(scorecard: Scorecard, draft: Draft, revision: int | None, by: User, *, first: int) -> ScorecardVersion | None:
    """Save the draft before it is judged; return the version, from number `first` on, that says the same: it was submitted already."""
    if done := _submitted_as(scorecard, draft, first):
        return done
    if revision is None:
        revision = Scorecard.objects.values_list("draft_revision", flat=True).get(pk=scorecard.pk)
    try:
        save_draft(scorecard=scorecard, draft=draft, revision=revision, by=by)
    except StaleDraft:
        # The other window may have been the same click, twice.
        if done := _submitted_as(scorecard, draft, first):
            return done
        raise
    return None


@transaction.atomic
def _submit(*, scorecard: Scorecard, draft: Draft, at: dt.datetime, by: User) -> ScorecardVersion:
    scorecard = _locked(scorecard)
    if done := _submitted_as(scorecard, draft):
        return done
    if scorecard.submitted_at:
        raise ScorecardError(
            "This scorecard was submitted already. What you wrote is kept as the draft of an amendment."
        )
    if scorecard.released_at:
        raise ScorecardError("This scorecard is no longer expected. What you wrote is kept.")
    ratings = complete(draft, criteria_for(scorecard))
    if at < scorecard.seat.during.lower:
        # Whoever submits reads the others': before they met the candidate that would be no rating of their own.
        raise ScorecardError(
            "The interview has not begun. What you wrote is kept: submit it from then on. If it took place earlier, have it moved."
        )
    version = ScorecardVersion.objects.create(
        scorecard=scorecard,
        number=1,
        submitted_at=at,
        summary=draft.summary,
        after_reading=_could_read_before(scorecard, by),
        from_memory=scorecard.is_memory_by(at),
    )
    _store(version, ratings)
    scorecard.submitted_at = at
    _finish(scorecard, "submitted_scorecard", {"version": 1}, by)
    scorecard_submitted.send(sender=Scorecard, version=version)
    return version


@transaction.atomic
def _amend(*, scorecard: Scorecard, draft: Draft, at: dt.datetime, by: User) -> ScorecardVersion:
    scorecard = _locked(scorecard)
    if scorecard.submitted_at is None:
        raise ScorecardError("There is nothing to amend yet: submit the scorecard first.")
    if not draft.reason:
        raise Incomplete({"reason": "Say why you change what you submitted."})
    before = latest_version(scorecard)
    stored = list(before.ratings.select_related("competency"))
    criteria = criteria_for(scorecard)
    ratings = complete(draft, criteria)
    asked = {criterion.key for criterion in criteria}
    # A hypothesis withdrawn since is no longer asked about, yet what was said of it still stands.
    carried = tuple(rating for rating in typed_in(stored) if rating.key not in asked)
    if (
        sorted(map(_gist, (*ratings, *carried))) == sorted(map(_gist, typed_in(stored)))
        and draft.summary == before.summary
    ):
        raise Incomplete({"reason": "Nothing differs from what you submitted."})
    version = ScorecardVersion.objects.create(
        scorecard=scorecard,
        number=before.number + 1,
        submitted_at=at,
        summary=draft.summary,
        amendment_reason=draft.reason,
        after_reading=_can_read_now(scorecard, by),
        from_memory=scorecard.is_memory_by(at),
    )
    _store(version, (*ratings, *carried))
    _finish(scorecard, "amended_scorecard", {"version": version.number}, by)
    scorecard_submitted.send(sender=Scorecard, version=version)
    return version


def _locked(scorecard: Scorecard) -> Scorecard:
    # of=("self",): lock this row only, never the application, the kit or the seat.
    rows = Scorecard.objects.select_related("application__role", "application__candidate", "kit", "seat")
    return rows.select_for_update(of=("self",)).get(pk=scorecard.pk)


def _submitted_as(scorecard: Scorecard, draft: Draft, first: int = 1) -> ScorecardVersion | None:
    """Return the latest version if it says what `draft` says: the second of two equal submissions."""
    version = ScorecardVersion.objects.filter(scorecard=scorecard, number__gte=first).order_by("-number").first()
    if version is None or (version.summary, version.amendment_reason) != (draft.summary, draft.reason):
        return None
    stored = typed_in(version.ratings.select_related("competency"))
    return version if sorted(map(_gist, stored)) == sorted(map(_gist, draft.ratings)) else None


def _gist(rating: TypedRating) -> tuple[str, str, str]:
    return rating.key, rating.choice, rating.seen


def _store(version: ScorecardVersion, ratings: Iterable[TypedRating]) -> None:
    ratings = list(ratings)
    slugs = [rating.competency for rating in ratings]
    known = {competency.slug: competency for competency in Competency.objects.filter(slug__in=slugs)}
    Rating.objects.bulk_create(
        Rating(
            version=version,
            competency=known[rating.competency],
            scale=rating.scale,
            level=int(rating.choice) if rating.scale == STRENGTH and rating.is_assessed else None,
            mark=rating.choice if rating.scale != STRENGTH and rating.is_assessed else None,
            observation=rating.seen,
        )
        for rating in ratings
        if rating.is_assessed or rating.choice == NOT_ASSESSED
    )


def _finish(scorecard: Scorecard, verb: str, facts: dict[str, int], by: User) -> None:
    # The next revision, so that a window that still holds the old draft is told and cannot bring it back.
    scorecard.draft = {}
    scorecard.draft_revision += 1
    scorecard.save(update_fields=["submitted_at", "draft", "draft_revision", "updated_at"])
    application = scorecard.application
    log_activity(
        verb=verb,
        subject=scorecard,
        candidate=application.candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
        facts=facts,
        by=by,
    )


def _could_read_before(scorecard: Scorecard, by: User) -> bool:
    fields = ("author", "opened_at", "submitted_at", "released_at")
    others = Scorecard.objects.filter(application=scorecard.application_id).exclude(pk=scorecard.pk)
    cards = [Card(*row) for row in others.values_list(*fields)]
    # What travelled here could be read from then on by who sees the role, and before by who was on the panel it came from.
    ratings = Rating.objects.filter(travels__application=scorecard.application_id)
    ratings = ratings.exclude(version__scorecard__author=scorecard.author_id)
    brought = dict(ratings.values_list("version__scorecard__author", "travels__created_at"))
    cards += [Card(author, moment, moment, None) for author, moment in brought.items()]
    panels = Scorecard.objects.submitted().filter(author=scorecard.author_id, submitted_at__lt=scorecard.opened_at)
    if panels.filter(application__in=ratings.values("version__scorecard__application")).exists():
        return True
    return could_read_before(
        cards,
        author=scorecard.author_id,
        opened_at=scorecard.opened_at,
        sees_role=Role.objects.visible_to(by).filter(pk=scorecard.application.role_id).exists(),
    )


def _can_read_now(scorecard: Scorecard, by: User) -> bool:
    others = Scorecard.objects.filter(application=scorecard.application_id).exclude(author=scorecard.author_id)
    return others.readable_by(by).exists()


__all__ = [
    "Incomplete",
    "ScorecardError",
    "StaleDraft",
    "amend_scorecard",
    "open_scorecard",
    "release_scorecards",
    "save_draft",
    "submit_scorecard",
]
