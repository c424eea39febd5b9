"""Reading together: verdicts, notes, what counts, and authors who become prospects."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from candidates.matching.author_order import is_alphabetical
from candidates.papers.models import Authorship, Paper
from candidates.people.models import Candidate
from candidates.sourcing.actions import flag_author, unflag_author
from candidates.watches.enums import Act, Verdict
from candidates.watches.models import Opinion, Reading, Watch, WatchFlag
from candidates.watches.refusals import WatchError
from candidates.watches.tasks import rank_watch
from workspace.activity.actions import log_activity
from workspace.staff.models import User

VERDICTS = {Act.LIKE: Verdict.LIKE, Act.DISLIKE: Verdict.DISLIKE, Act.CLEAR: ""}
MOST_STRUCK = 200


@transaction.atomic
def keep_watch(*, watch: Watch, by: User) -> Watch:
    """Keep a watch that was written or changed; whoever makes one is a member."""
    is_new = watch.pk is None
    watch.taught_at = timezone.now()
    if is_new:
        watch.added_by = by
    watch.save()
    if is_new:
        watch.members.add(by)
    log_activity(verb="added_watch" if is_new else "changed_watch", subject=watch, by=by)
    teach(watch)
    return watch


def teach(watch: Watch) -> None:
    """Say that the ranking has something to learn, and have it learnt."""
    watch.taught_at = timezone.now()
    watch.save(update_fields=["taught_at", "updated_at"])
    rank_watch.delay_on_commit(watch.pk)  # type: ignore[attr-defined]


@transaction.atomic
def say_of_paper(*, watch: Watch, paper: Paper, act: Act, note: str = "", by: User) -> Opinion:
    """Write down one thing somebody says of a paper; likes and dislikes are learnt at once. Saying it twice changes nothing."""
    opinion, _ = Opinion.objects.get_or_create(watch=watch, paper=paper, person=by)
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    note = note.strip()
    if act == Act.NOTE:
        if not note:
            raise WatchError("Write something first.")
        Reading.objects.create(watch=watch, paper=paper, person=by, act=act, note=note)
        return opinion
    before = (opinion.verdict, opinion.is_saved)
    if act in VERDICTS:
        opinion.verdict = VERDICTS[act]
    else:
        opinion.is_saved = act == Act.SAVE
    if (opinion.verdict, opinion.is_saved) == before:
        return opinion
    opinion.save(update_fields=["verdict", "is_saved", "updated_at"])
    Reading.objects.create(watch=watch, paper=paper, person=by, act=act)
    if act in VERDICTS:
        teach(watch)
    return opinion


@transaction.atomic
def strike_term(*, watch: Watch, term: str, back: bool = False) -> None:
    """Let a term no longer count, or count again."""
    term = " ".join(term.lower().split())[:100]
    if not term:
        raise WatchError("Name the term to strike.")
    watch = Watch.objects.select_for_update(of=("self",)).get(pk=watch.pk)
    struck = [one for one in watch.struck if one != term]
    if not back:
        struck.append(term)
    if len(struck) > MOST_STRUCK:
        raise WatchError(f"A watch strikes {MOST_STRUCK} terms at most. Let one count again first.")
    watch.struck = struck
    watch.save(update_fields=["struck", "updated_at"])
    teach(watch)


@transaction.atomic
def seed_with(*, watch: Watch, paper: Paper, back: bool = False) -> None:
    """Rank more like this paper, or no longer."""
    if back:
        watch.seeds.remove(paper)
    else:
        watch.seeds.add(paper)
    teach(watch)


@transaction.atomic
def flag_leads(*, watch: Watch, paper: Paper, note: str = "", by: User) -> list[Candidate]:
    """Make the first author, and all who contributed equally, prospects with the paper and the note as what to open with.

    Raises WatchError where the paper does not say who led it.
    """
    leads = leads_of(list(paper.authorships.order_by("position")))
    if not leads:
        raise WatchError("Nobody can be told to have led this paper. Open it and choose an author yourself.")
    flagged = []
    for authorship in leads:
        person = flag_author(authorship=authorship, note=note, by=by)
        given: dict[str, Any] = {"candidate": person, "by": by}
        WatchFlag.objects.get_or_create(watch=watch, paper=paper, position=authorship.position, defaults=given)
        flagged.append(person)
    return flagged


@transaction.atomic
def unflag_leads(*, watch: Watch, paper: Paper, by: User) -> int:
    """Undo `flag_leads` where this reader flagged; return how many were taken back."""
    flags = list(WatchFlag.objects.select_for_update(of=("self",)).filter(watch=watch, paper=paper, by=by))
    for flag in flags:
        authorship = Authorship.objects.filter(paper=paper, position=flag.position, candidate=flag.candidate_id).first()
        WatchFlag.objects.filter(pk=flag.pk).delete()
        if authorship is not None:
            unflag_author(authorship=authorship, by=by)
    return len(flags)


def leads_of(authorships: list[Authorship]) -> list[Authorship]:
    """Return who led a paper: those marked as equal, else the first; nobody where the order is merely alphabetical."""
    equal = [one for one in authorships if one.contributed_equally]
    if equal:
        return equal
    if is_alphabetical([one.name for one in authorships]):
        return []
    return authorships[:1]
