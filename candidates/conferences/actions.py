"""Everything that changes a conference, a trip or an encounter."""

import datetime as dt
import uuid as uuids
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from candidates.channels.models import Channel, ChannelKind
from candidates.conferences.models import Conference, Consent, Encounter, PlannedMeeting, Trip
from candidates.conferences.refusals import ConferenceError, EncounterTaken
from candidates.people.actions import add_candidate, add_identity, clean_name, locked, set_do_not_contact
from candidates.people.enums import Rung
from candidates.people.handles import handles_in
from candidates.people.models import Candidate
from candidates.people.queries import only_acts
from candidates.people.records import add_evidence, take_away
from workspace.activity.actions import log_activity
from workspace.staff.models import User

FIELDS = frozenset({"name", "year", "starts_on", "ends_on", "place", "time_zone", "venue", "url", "channel"})
# A clock that is wrong by more than this is not believed; what was met in the future was met now.
CLOCK_SLACK = dt.timedelta(minutes=10)


def add_conference(*, by: User, **fields: Any) -> Conference:
    """Write down an edition of a conference; one of this name and year is there once."""
    assert fields.keys() <= FIELDS, fields.keys() - FIELDS
    try:
        with transaction.atomic():
            conference = Conference.objects.create(**fields, added_by=by)
            log_activity(verb="added_conference", subject=conference, by=by)
    except IntegrityError as error:
        raise ConferenceError("This conference of this year is on the list already.") from error
    return conference


def edit_conference(*, conference: Conference, changes: dict[str, Any], by: User) -> Conference:
    assert changes.keys() <= FIELDS, changes.keys() - FIELDS
    for field, value in changes.items():
        setattr(conference, field, value)
    try:
        with transaction.atomic():
            conference.save(update_fields=[*changes, "updated_at"])
            log_activity(verb="edited_conference", subject=conference, by=by)
    except IntegrityError as error:
        raise ConferenceError("This conference of this year is on the list already.") from error
    return conference


@transaction.atomic
def set_trip(*, conference: Conference, traveller: User, goes: bool) -> None:
    """Say that somebody goes, or does not; whom they meant to meet is free again then."""
    if goes:
        Trip.objects.get_or_create(conference=conference, traveller=traveller)
        return
    Trip.objects.filter(conference=conference, traveller=traveller).delete()
    PlannedMeeting.objects.filter(conference=conference, traveller=traveller).delete()


@transaction.atomic
def set_claim(*, conference: Conference, candidate: Candidate, traveller: User | None) -> PlannedMeeting | None:
    """Say who of the travellers meets somebody; None frees them again."""
    candidate = locked(candidate)
    if traveller is None:
        PlannedMeeting.objects.filter(conference=conference, candidate=candidate).delete()
        return None
    if not Trip.objects.filter(conference=conference, traveller=traveller).exists():
        raise ConferenceError(f"{traveller.name} does not go to {conference}. Add them to the trip first.")
    planned, _ = PlannedMeeting.objects.update_or_create(
        conference=conference, candidate=candidate, defaults={"traveller": traveller}
    )
    return planned


def log_encounter(*, uuid: uuids.UUID, met_at: dt.datetime | None, by: User, **fields: Any) -> tuple[Encounter, bool]:
    """Keep an encounter once, however often it is sent; return it and whether it is new. What is there already stays as it is."""
    now = timezone.now()
    fields["name"] = clean_name(fields["name"])
    if met_at is None or met_at > now + CLOCK_SLACK:
        met_at = now
    try:
        with transaction.atomic():
            if known := _known(uuid, by):
                return known, False
            encounter = Encounter.objects.create(uuid=uuid, met_at=met_at, met_by=by, **fields)
            log_activity(verb="logged_encounter", subject=encounter, by=by)
            return encounter, True
    except IntegrityError:
        if known := _known(uuid, by):  # the same one came twice at once
            return known, False
        raise


@transaction.atomic
def attach_encounter(*, encounter: Encounter, candidate: Candidate | None, by: User) -> Candidate:
    """Say who it was: `candidate`, or somebody new. The encounter becomes evidence of interest in their file."""
    encounter = _locked(encounter)
    if encounter.candidate:
        raise ConferenceError(f"This encounter is in the file of {encounter.candidate.name} already. Undo that first.")
    person = locked(candidate) if candidate else _new_prospect(encounter, by)
    for handle in handles_in(encounter.handle):
        add_identity(candidate=person, handle=handle, by=by)
    encounter.candidate = person
    encounter.evidence = add_evidence(
        candidate=person,
        rung=Rung.INTEREST,
        title=title_of(encounter),
        url=encounter.conference.url if encounter.conference else "",
        happened_on=timezone.localdate(encounter.met_at, encounter.met_by.zone),
        source=str(encounter.conference or "In person"),
        note=encounter.said,
        by=by,
    )
    encounter.save(update_fields=["candidate", "evidence", "updated_at"])
    if encounter.consent == Consent.NO and not person.do_not_contact:
        set_do_not_contact(candidate=person, value=True, by=by)
    log_activity(verb="attached_encounter", subject=person, by=by, candidate=person.uuid)
    return person


@transaction.atomic
def detach_encounter(*, encounter: Encounter, by: User) -> bool:
    """Undo `attach_encounter`; return whether the person's record was taken away with it. A wish not to be contacted stays."""
    encounter = _locked(encounter)
    if encounter.candidate is None:
        raise ConferenceError("This encounter is in nobody's file any more.")
    person = locked(encounter.candidate)
    if encounter.evidence and encounter.evidence.deleted_at is None:
        take_away(row=encounter.evidence, by=by)
    encounter.candidate = encounter.evidence = None
    encounter.save(update_fields=["candidate", "evidence", "updated_at"])
    log_activity(verb="detached_encounter", subject=person, by=by, candidate=person.uuid)
    if not _only_met(person):
        return False
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:  # an app higher up holds on to them
        return False
    return True


@transaction.atomic
def remove_encounter(*, encounter: Encounter, by: User) -> None:
    """Delete what was written down by mistake, or what somebody asked not to be kept. One in a file is taken out of it first."""
    encounter = _locked(encounter)
    if encounter.candidate:
        raise ConferenceError(f"This encounter is in the file of {encounter.candidate.name}. Undo that first.")
    log_activity(verb="removed_encounter", subject=by, by=by)
    encounter.delete()


@transaction.atomic
def settle_follow_up(*, encounter: Encounter, done: bool) -> Encounter:
    """Say that what was promised is done, or that it is not."""
    encounter = _locked(encounter)
    encounter.followed_up_at = timezone.now() if done else None
    encounter.save(update_fields=["followed_up_at", "updated_at"])
    return encounter


def title_of(encounter: Encounter) -> str:
    place = f" ({encounter.place})" if encounter.place else ""
    return f"Met at {encounter.conference}{place}" if encounter.conference else f"Met in person{place}"


def channel_of(conference: Conference | None) -> Channel | None:
    """Return the channel people met there come through."""
    if conference and conference.channel:
        return conference.channel
    found = Channel.objects.filter(kind=ChannelKind.CONFERENCE, is_active=True)
    return found.order_by("position", "pk").first()


def _new_prospect(encounter: Encounter, by: User) -> Candidate:
    return add_candidate(
        name=encounter.name,
        channel=channel_of(encounter.conference),
        channel_detail=str(encounter.conference or ""),
        owner=by if by.is_recruiting else None,
        by=by,
    )


def _only_met(person: Candidate) -> bool:
    """Say whether nobody has done anything with this person but note that they were met."""
    met = Encounter.objects.filter(candidate=person)
    return only_acts(person, {"attached_encounter", "detached_encounter"}) and not met.exists()


def _known(uuid: uuids.UUID, by: User) -> Encounter | None:
    known = Encounter.objects.filter(uuid=uuid).first()
    if known and known.met_by_id != by.pk:
        raise EncounterTaken("This entry was sent by somebody else already. Write it down anew.")
    return known


def _locked(encounter: Encounter) -> Encounter:
    rows = Encounter.objects.select_for_update(of=("self",))
    return rows.select_related("candidate", "evidence", "conference", "met_by").get(pk=encounter.pk)
