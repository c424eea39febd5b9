"""Objecting to hear from us: it takes effect at once, reaches every way a record comes in, and outlives the record."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from candidates.people.actions import set_do_not_contact
from candidates.people.enums import IdentityKind
from candidates.people.handles import Handle
from candidates.people.models import Candidate, Identity
from candidates.people.refusals import CandidateError
from candidates.privacy.actions import records_of
from candidates.privacy.enums import Way
from candidates.privacy.models import Objection, SuppressedHandle
from candidates.privacy.signals import objected
from candidates.privacy.suppression import digest
from workspace.activity.actions import log_activity
from workspace.staff.models import User

NAMES = {
    IdentityKind.EMAIL: "e-mail address",
    IdentityKind.PHONE: "phone number",
    IdentityKind.ORCID: "ORCID",
    IdentityKind.HOMEPAGE: "home page",
    IdentityKind.ARXIV: "arXiv author page",
    IdentityKind.OPENREVIEW: "OpenReview profile",
    IdentityKind.LINKEDIN: "LinkedIn profile",
}
SALT = "candidates.privacy.objection"


def digest_of(kind: str, value: str) -> str:
    return digest(settings.SUPPRESSION_KEY, kind, value)


@transaction.atomic
def object_to_contact(*, candidate: Candidate, way: Way, by: User | None) -> Objection:
    """Note that somebody does not want to hear from us, and stop everything. Objecting twice is objecting once."""
    candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    objection = Objection.objects.filter(candidate=candidate, lifted_at=None).first()
    if objection is None:
        objection = Objection.objects.create(candidate=candidate, way=way, noted_by=by)
        log_activity(verb="objected", subject=candidate, by=by, candidate=candidate.uuid, facts={"way": way.label})
    suppress_handles_of(candidate, objection)
    objected.send(Candidate, candidate=candidate, objection=objection, by=by)
    if not candidate.do_not_contact and not candidate.erased_at:
        set_do_not_contact(candidate=candidate, value=True, by=by)
    return objection


def suppress_handles_of(candidate: Candidate, objection: Objection) -> None:
    """Remember every handle of a person, those that were taken away too, so that they can be recognised and not read."""
    keys = [record.pk for record in records_of(candidate)]
    found = Identity.with_deleted.filter(candidate__in=keys).values_list("kind", "value")
    suppress(objection, list(found))


def suppress(objection: Objection, handles: Collection[tuple[str, str]]) -> None:
    rows = [SuppressedHandle(objection=objection, kind=kind, digest=digest_of(kind, value)) for kind, value in handles]
    SuppressedHandle.objects.bulk_create(rows, ignore_conflicts=True)


def suppressed(handles: Collection[Handle], *, but_for: Candidate | None = None) -> dict[Handle, dt.datetime]:
    """Return which of these handles belong to somebody who objected, and when they did. One query.

    `but_for` leaves out a record's own objection: their own file may be kept in order.
    """
    by_digest = {digest_of(handle.kind, handle.value): handle for handle in handles}
    rows = SuppressedHandle.objects.filter(digest__in=list(by_digest), objection__lifted_at=None)
    if but_for is not None:
        rows = rows.exclude(objection__candidate=but_for)
    found = rows.values_list("digest", "objection__created_at")
    return {by_digest[key]: moment for key, moment in found}


def refusal(handle: Handle, moment: dt.datetime) -> str:
    """Say why a handle is not taken in, and what to do if that is wrong."""
    kind = IdentityKind(handle.kind).label
    return (
        f"Whoever has this {NAMES.get(handle.kind, f'{kind} account')} objected on {moment:%-d %B %Y} to being kept and "
        "contacted, so nothing was saved. If they want to hear from us again, an admin lifts the objection under Settings, Privacy."
    )


@transaction.atomic
def lift_objections(*, handle: Handle, because: str, by: User) -> int:
    """Lift the objections of whoever has this handle, for a reason; return how many. Marks on records are lifted with them."""
    because = " ".join(because.split())[:300]
    if not because:
        raise CandidateError("Say how they told us, so that whoever asks later can be told.")
    rows = Objection.objects.filter(lifted_at=None, handles__digest=digest_of(handle.kind, handle.value)).distinct()
    found = list(Objection.objects.filter(pk__in=rows.values("pk")).select_related("candidate"))
    for objection in found:
        objection.lifted_at, objection.lifted_by, objection.lifted_because = timezone.now(), by, because
        objection.save(update_fields=["lifted_at", "lifted_by", "lifted_because", "updated_at"])
        if objection.candidate and not objection.candidate.erased_at and not objection.candidate.merged_into_id:
            set_do_not_contact(candidate=objection.candidate, value=False, by=by)
            log_activity(
                verb="lifted_objection", subject=objection.candidate, by=by, candidate=objection.candidate.uuid
            )
    return len(found)


# --- The link in every letter ----------------------------------------------------------------------------------------


def objection_url(candidate: Candidate, address: str) -> str:
    """Return the address at which somebody objects with one click. It names nobody, and works when their record is gone."""
    token = signing.dumps([candidate.uuid.hex, digest_of("email", address)], salt=SALT)
    return settings.SITE_URL + reverse("candidates:objection", args=[token])


def read_token(token: str) -> tuple[uuid.UUID, str]:
    """Return whom a link is about and the hash of the address it was sent to; raises CandidateError where it is not ours."""
    try:
        person, address = signing.loads(token, salt=SALT)
        return uuid.UUID(person), str(address)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise CandidateError(
            "This link was cut short or altered. Answer the letter instead: a word is enough."
        ) from error


@transaction.atomic
def object_by_link(token: str, *, way: Way) -> None:
    """Take an objection from the link in a letter. The address it went to is remembered even when the record is gone."""
    person, address = read_token(token)
    candidate = Candidate.objects.filter(uuid=person).first()
    while candidate is not None and candidate.merged_into_id:
        candidate = Candidate.objects.get(pk=candidate.merged_into_id)
    if candidate is not None and not candidate.erased_at:
        objection = object_to_contact(candidate=candidate, way=way, by=None)
    elif not SuppressedHandle.objects.filter(digest=address, objection__lifted_at=None).exists():
        objection = Objection.objects.create(way=way)
    else:
        return
    SuppressedHandle.objects.get_or_create(objection=objection, digest=address, defaults={"kind": IdentityKind.EMAIL})
