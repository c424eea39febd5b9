"""From an author to a prospect, with the paper as evidence and the reader's note."""

from django.db import transaction
from django.db.models import ProtectedError

from candidates.channels.models import Channel, ChannelKind
from candidates.identity.actions import link_mention, release_mention
from candidates.identity.refusals import LinkRefused
from candidates.papers.models import Authorship
from candidates.people.actions import add_candidate, add_identity, locked
from candidates.people.enums import IdentityKind, Rung
from candidates.people.handles import Handle, handle_of
from candidates.people.models import Candidate, Evidence
from candidates.people.queries import only_acts
from candidates.people.records import add_evidence, take_away
from candidates.people.refusals import CandidateError
from candidates.sourcing.refusals import SourcingError
from workspace.staff.models import User


@transaction.atomic
def flag_author(
    *,
    authorship: Authorship,
    note: str = "",
    channel: Channel | None = None,
    candidate: Candidate | None = None,
    by: User,
) -> Candidate:
    """Make an author a prospect: a new person, or `candidate` where a person said that this is them.

    The paper becomes evidence, the note stands with it. An author who is a prospect already gets no second record.
    """
    authorship = Authorship.objects.select_for_update(of=("self",)).select_related("paper").get(pk=authorship.pk)
    known = authorship.candidate
    if known and candidate and known.pk != candidate.pk:
        raise SourcingError("This author is linked to another candidate already. Undo that link first.")
    chosen = known or candidate
    person = locked(chosen) if chosen else _new_prospect(authorship, channel, by)
    if known is None:
        _link(authorship, person, by)
    paper = authorship.paper
    evidence = add_evidence(
        candidate=person,
        rung=Rung.CREATIVE,
        title=paper.title,
        url=paper.url,
        happened_on=paper.published_on,
        source=paper.source,
        paper=paper,
        note=note,
        by=by,
    )
    _add_to_note(evidence, note, by)
    return person


@transaction.atomic
def unflag_author(*, authorship: Authorship, by: User) -> bool:
    """Undo `flag_author`; return whether the person's record was taken away with it.

    A record that somebody has worked on since stays, and only the link and its evidence go.
    """
    authorship = Authorship.objects.select_for_update(of=("self",)).get(pk=authorship.pk)
    if authorship.candidate is None:
        raise SourcingError("This author is not linked to anybody any more.")
    person = locked(authorship.candidate)
    for evidence in Evidence.objects.filter(candidate=person, paper=authorship.paper_id):
        take_away(row=evidence, by=by)
    release_mention(authorship=authorship, by=by, verb="unlinked_author")
    if not _only_flagged(person):
        return False
    try:
        person.delete()
    except ProtectedError:  # an app higher up holds on to them: an application, an interview
        return False
    return True


def handles_of(authorship: Authorship) -> list[Handle]:
    """Return the handles the paper's source tells of an author."""
    handles = []
    for kind, text in ((IdentityKind.ORCID, authorship.orcid), (IdentityKind.OPENREVIEW, authorship.openreview)):
        if text:
            try:
                handles.append(handle_of(kind, text))
            except CandidateError:  # a source may hold a broken one; the author is welcome without
                continue
    return handles


def channel_for_papers() -> Channel | None:
    """Return the channel that reading papers is."""
    return Channel.objects.filter(kind=ChannelKind.ARXIV, is_active=True).order_by("position", "pk").first()


def _new_prospect(authorship: Authorship, channel: Channel | None, by: User) -> Candidate:
    return add_candidate(
        name=authorship.name,
        headline=authorship.affiliation,
        channel=channel or channel_for_papers(),
        channel_detail=authorship.paper.title[:200],
        handles=handles_of(authorship),
        owner=by if by.is_recruiting else None,
        by=by,
    )


def _link(authorship: Authorship, person: Candidate, by: User) -> None:
    """Say that this author is this person, and take over the handles the paper's source tells."""
    try:
        link_mention(authorship=authorship, candidate=person, by=by, verb="linked_author")
    except LinkRefused as error:
        raise SourcingError(str(error)) from error
    for handle in handles_of(authorship):
        add_identity(candidate=person, handle=handle, by=by)


def _add_to_note(evidence: Evidence, note: str, by: User) -> None:
    """Keep what an earlier reader wrote, and put this reader's words under it."""
    note = note.strip()
    if note and note not in evidence.note:
        evidence.note = f"{evidence.note}\n\n{by.name}: {note}".strip()
        evidence.save(update_fields=["note", "updated_at"])


def _only_flagged(person: Candidate) -> bool:
    """Say whether nobody has done anything with this person but flag and unflag them."""
    own = {"linked_author", "unlinked_author", "linked_mention", "unlinked_mention"}
    return only_acts(person, own) and not person.files.exists()
