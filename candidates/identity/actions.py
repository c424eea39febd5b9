"""Linking mentions to candidates and parting them again: the only place that writes `Authorship.candidate` of one mention."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates.identity.models import LinkChange, LinkState, MentionLink
from candidates.identity.refusals import LinkRefused
from candidates.papers.models import Authorship
from candidates.people.models import Candidate
from workspace.activity.actions import log_activity
from workspace.staff.models import User

VERBS = {
    LinkState.LINKED: "linked_mention",
    LinkState.APART: "kept_mention_apart",
    LinkState.UNDONE: "unlinked_mention",
    LinkState.PROPOSED: "unlinked_mention",
}


@transaction.atomic
def link_mention(
    *,
    authorship: Authorship,
    candidate: Candidate,
    evidence: Sequence[str] = (),
    strength: float = 1.0,
    by: User | None,
    verb: str = "linked_mention",
) -> MentionLink:
    """Say that a mention is this candidate; raises LinkRefused. Without `by` it is automatic, and never against a person's word."""
    authorship = _locked(authorship)
    link, before = _row(authorship, candidate, evidence, strength)
    if by is None and before not in {"", LinkState.PROPOSED}:
        raise LinkRefused("Somebody decided about this link already.")
    return _change(link, authorship, before, LinkState.LINKED, by, verb)


@transaction.atomic
def propose_link(
    *, authorship: Authorship, candidate: Candidate, evidence: Sequence[str], strength: float
) -> MentionLink | None:
    """Put a link before a person; None where the mention is linked, or somebody decided about the pair already."""
    authorship = _locked(authorship)
    if authorship.candidate_id:
        return None
    link, before = _row(authorship, candidate, evidence, strength)
    if before == LinkState.PROPOSED:
        MentionLink.objects.filter(pk=link.pk).update(evidence=list(evidence), strength=strength)
    elif not before:
        LinkChange.objects.create(link=link, after=LinkState.PROPOSED)
    return link if link.state == LinkState.PROPOSED else None


@transaction.atomic
def accept_link(*, link: MentionLink, by: User) -> MentionLink:
    """Confirm a proposal, or a link that was made automatically."""
    authorship = _locked(link.authorship)
    link = MentionLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    return _change(link, authorship, link.state, LinkState.LINKED, by)


@transaction.atomic
def keep_apart(*, authorship: Authorship, candidate: Candidate, by: User) -> MentionLink:
    """Say that a mention is not this candidate: a link between them is cut, and the pair is not proposed again."""
    authorship = _locked(authorship)
    link, before = _row(authorship, candidate, (), 0.0)
    if not before and authorship.candidate_id == candidate.pk:
        before = LinkState.LINKED  # linked before links had rows
    return _change(link, authorship, before, LinkState.APART, by)


@transaction.atomic
def release_mention(*, authorship: Authorship, by: User, verb: str = "unlinked_mention") -> None:
    """Take a link back without saying that the two are different people."""
    authorship = _locked(authorship)
    if authorship.candidate is None:
        return
    link, before = _row(authorship, authorship.candidate, (), 0.0)
    _change(link, authorship, before or LinkState.LINKED, LinkState.UNDONE, by, verb)


@transaction.atomic
def undo_last_change(*, link: MentionLink, by: User) -> MentionLink:
    """Put a link back to what it was before its last change."""
    authorship = _locked(link.authorship)
    link = MentionLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    last = link.changes.order_by("-pk").first()
    if last is None or last.after != link.state:
        raise LinkRefused("There is nothing to undo any more.")
    return _change(link, authorship, link.state, LinkState(last.before or LinkState.UNDONE), by)


def _locked(authorship: Authorship) -> Authorship:
    """The mention first, then its link: always in this order, so that nobody waits in a circle."""
    rows = Authorship.objects.select_for_update(of=("self",)).select_related("candidate", "paper")
    return rows.get(pk=authorship.pk)


def _row(
    authorship: Authorship, candidate: Candidate, evidence: Sequence[str], strength: float
) -> tuple[MentionLink, str]:
    """Return the row of a pair and its state, "" where it is new."""
    link, is_new = MentionLink.objects.select_for_update(of=("self",)).get_or_create(
        authorship=authorship,
        candidate=candidate,
        defaults={"state": LinkState.PROPOSED, "evidence": [words[:300] for words in evidence], "strength": strength},
    )
    return link, "" if is_new else link.state


def _change(
    link: MentionLink, authorship: Authorship, before: str, after: LinkState, by: User | None, verb: str = ""
) -> MentionLink:
    """Write the new state everywhere it stands."""
    if after == LinkState.LINKED:
        _refuse_impossible(authorship, link)
    if before == after and not (link.is_automatic and by):
        return link
    link.state = after
    proposed = after == LinkState.PROPOSED
    link.decided_by, link.decided_at = (None, None) if proposed else (by, timezone.now())
    try:
        with transaction.atomic():
            link.save(update_fields=["state", "decided_by", "decided_at", "updated_at"])
    except IntegrityError as error:
        raise LinkRefused("This author was linked to another candidate meanwhile. Undo that link first.") from error
    LinkChange.objects.create(link=link, before=before, after=after, by=by)
    holder = link.candidate_id if after == LinkState.LINKED else None
    if holder or authorship.candidate_id == link.candidate_id:
        authorship.candidate_id = holder
        authorship.save(update_fields=["candidate", "updated_at"])
    if after == LinkState.LINKED:
        waiting = MentionLink.objects.filter(authorship=authorship, state=LinkState.PROPOSED).exclude(pk=link.pk)
        waiting.delete()  # a mention is one person's
    log_activity(verb=verb or VERBS[after], subject=link.candidate, by=by, candidate=link.candidate.uuid)
    return link


def _refuse_impossible(authorship: Authorship, link: MentionLink) -> None:
    candidate = link.candidate
    if candidate.merged_into_id or candidate.erased_at:
        raise LinkRefused("The candidate was merged or erased meanwhile. Reload the page.")
    if authorship.candidate_id and authorship.candidate_id != candidate.pk:
        raise LinkRefused("This author is linked to another candidate already. Undo that link first.")
    beside = candidate.authorships.filter(paper=authorship.paper_id).exclude(pk=authorship.pk)
    if beside.exists():
        raise LinkRefused(
            f"{candidate.name} is linked to another author of this paper. One of the two is somebody else."
        )
