"""What people do with a reimplementation: name its paper, correct the verdict, judge the code, meet who wrote it."""

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from candidates.channels.models import Channel, ChannelKind
from candidates.papers.models import Paper
from candidates.people.actions import add_candidate, add_identity, locked
from candidates.people.enums import Rung
from candidates.people.handles import Handle, handles_in
from candidates.people.models import Candidate, Evidence
from candidates.people.queries import only_acts
from candidates.people.records import add_evidence, take_away
from candidates.repositories.models import Reimplementation, Repository
from candidates.repositories.refusals import CodeError
from candidates.repositories.verdicts import decide_whose_code
from workspace.activity.actions import log_activity
from workspace.staff.models import User

LONGEST_JUDGEMENT = 5_000
SOURCE = "GitHub"


@transaction.atomic
def name_paper(*, seen: Reimplementation, paper: Paper, by: User) -> Reimplementation:
    """Say which paper a repository is of."""
    seen = _locked(seen)
    if seen.paper_id == paper.pk:
        return seen
    if other := Reimplementation.objects.filter(repository=seen.repository_id, paper=paper).first():
        raise CodeError(f"{other.repository} is listed under this paper already.")
    seen.paper = paper
    seen.save(update_fields=["paper", "updated_at"])
    log_activity(verb="named_paper_of_code", subject=paper, by=by)
    return decide_whose_code(seen)


@transaction.atomic
def set_verdict(*, seen: Reimplementation, verdict: str, why: str, by: User) -> Reimplementation:
    """Let a person say whose code it is; empty, the rule decides again."""
    seen = _locked(seen)
    seen.verdict_by = by if verdict else None
    if not verdict:
        seen.save(update_fields=["verdict_by", "updated_at"])
        return decide_whose_code(seen)
    why = " ".join(why.split())
    if not why:
        raise CodeError("Write how you know: the next reader will ask.")
    seen.verdict, seen.reasons = verdict, [why[:300]]
    seen.save(update_fields=["verdict", "reasons", "verdict_by", "updated_at"])
    return seen


@transaction.atomic
def set_number(*, seen: Reimplementation, metric: str, value: float | None, by: User) -> Reimplementation:
    """Keep a number of the paper to hold the README against, or forget it."""
    seen = _locked(seen)
    metric = " ".join(metric.split())[:60]
    if value is not None and not metric:
        raise CodeError("Write which metric the number is of, as the paper calls it.")
    seen.metric, seen.paper_number = (metric, value) if value is not None else ("", None)
    seen.save(update_fields=["metric", "paper_number", "updated_at"])
    return seen


@transaction.atomic
def judge_code(*, seen: Reimplementation, judgement: str, execution: int | None, by: User) -> Reimplementation:
    """Write what an engineer who read the code thinks; it stands with the evidence in the implementer's file too."""
    seen = _locked(seen)
    judgement = judgement.strip()[:LONGEST_JUDGEMENT]
    if not judgement:
        raise CodeError("Write what you saw: a mark without words helps nobody.")
    seen.judgement, seen.execution, seen.judged_by, seen.judged_at = judgement, execution, by, timezone.now()
    seen.save(update_fields=["judgement", "execution", "judged_by", "judged_at", "updated_at"])
    if seen.candidate and (evidence := evidence_of(seen, seen.candidate)):
        _copy_judgement(seen, evidence)
    return seen


@transaction.atomic
def set_aside(*, seen: Reimplementation, aside: bool, by: User) -> Reimplementation:
    """Put a repository out of the way, or take it back."""
    seen = _locked(seen)
    seen.set_aside_at, seen.set_aside_by = (timezone.now(), by) if aside else (None, None)
    seen.save(update_fields=["set_aside_at", "set_aside_by", "updated_at"])
    return seen


@transaction.atomic
def meet_implementer(
    *, seen: Reimplementation, candidate: Candidate | None = None, channel: Channel | None = None, by: User
) -> Candidate:
    """Make who wrote most of it a prospect: a new person, or `candidate` where a person said that this is them.

    The repository becomes evidence that they get projects done. An implementer who is a prospect already gets no second record.
    """
    seen = _locked(seen)
    if seen.candidate and candidate and seen.candidate_id != candidate.pk:
        raise CodeError("This implementer is linked to another candidate already. Undo that link first.")
    if not seen.repository.implementer:
        raise CodeError("GitHub names no person behind these commits, so there is nobody to make a prospect.")
    known = seen.candidate or candidate
    person = locked(known) if known else _new_prospect(seen, channel, by)
    for handle in handles_of(seen.repository):
        add_identity(candidate=person, handle=handle, by=by)
    if seen.candidate_id is None:
        seen.candidate = person
        seen.save(update_fields=["candidate", "updated_at"])
        log_activity(verb="linked_implementer", subject=person, by=by, candidate=person.uuid)
    if evidence_of(seen, person) is None:
        _copy_judgement(seen, _add_evidence(seen, person, by))
    return person


@transaction.atomic
def release_implementer(*, seen: Reimplementation, by: User) -> bool:
    """Undo `meet_implementer`; return whether the person's record was taken away with it.

    A record that somebody has worked on since stays, and only the link and its evidence go.
    """
    seen = _locked(seen)
    if seen.candidate is None:
        raise CodeError("The implementer is not linked to anybody any more.")
    person = locked(seen.candidate)
    if evidence := evidence_of(seen, person):
        take_away(row=evidence, by=by)
    seen.candidate = None
    seen.save(update_fields=["candidate", "updated_at"])
    log_activity(verb="unlinked_implementer", subject=person, by=by, candidate=person.uuid)
    if not _only_met_here(person):
        return False
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:  # an app higher up holds on to them: an application, an interview
        return False
    return True


def handles_of(repository: Repository) -> list[Handle]:
    """Return the implementer's account as a handle."""
    return handles_in(f"https://github.com/{repository.implementer}") if repository.implementer else []


def channel_for_code() -> Channel | None:
    """Return the channel that reading code is."""
    found = Channel.objects.filter(kind=ChannelKind.REIMPLEMENTATION, is_active=True)
    return found.order_by("position", "pk").first()


def evidence_of(seen: Reimplementation, person: Candidate) -> Evidence | None:
    """Return the evidence this repository is in a person's file."""
    return Evidence.objects.filter(candidate=person, url=seen.repository.url, rung=Rung.PROJECTS).first()


def title_of(seen: Reimplementation) -> str:
    return f"{seen.repository.name}, after “{seen.paper.title}”" if seen.paper else seen.repository.name


def _add_evidence(seen: Reimplementation, person: Candidate, by: User) -> Evidence:
    facts = seen.repository.told
    return add_evidence(
        candidate=person,
        rung=Rung.PROJECTS,
        title=title_of(seen)[:500],
        url=seen.repository.url,
        happened_on=facts.pushed_on if facts else None,
        source=SOURCE,
        by=by,
    )


def _copy_judgement(seen: Reimplementation, evidence: Evidence) -> None:
    if not seen.judgement:
        return
    if seen.judgement not in evidence.note:
        evidence.note = f"{evidence.note}\n\n{seen.judgement}".strip()
    evidence.execution = seen.execution or evidence.execution
    evidence.noted_by = seen.judged_by
    evidence.save(update_fields=["note", "execution", "noted_by", "updated_at"])


def _new_prospect(seen: Reimplementation, channel: Channel | None, by: User) -> Candidate:
    repository = seen.repository
    name = repository.implementer_name if any(c.isalpha() for c in repository.implementer_name) else ""
    return add_candidate(
        name=name or f"{repository.implementer} (GitHub)",
        channel=channel or channel_for_code(),
        channel_detail=title_of(seen)[:200],
        handles=handles_of(repository),
        owner=by if by.is_recruiting else None,
        by=by,
    )


def _only_met_here(person: Candidate) -> bool:
    """Say whether nobody has done anything with this person but link and unlink them."""
    return (
        only_acts(person, {"linked_implementer", "unlinked_implementer"})
        and not Reimplementation.objects.filter(candidate=person).exists()
        and not person.files.exists()
    )


def _locked(seen: Reimplementation) -> Reimplementation:
    rows = Reimplementation.objects.select_for_update(of=("self",))
    return rows.select_related("repository", "paper", "candidate").get(pk=seen.pk)
