"""Two records of one person become one, and two again if that was wrong. Nobody sees more than before."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from candidates.matching.models import Merge, NotSamePerson, Proposal
from candidates.matching.signals import MergeRefused, candidates_merging, merge_undoing
from candidates.papers.models import Authorship
from candidates.people.actions import refresh_search, touch
from candidates.people.enums import Audience
from candidates.people.models import Candidate, CandidateFile, Evidence, Identity, Note
from workspace.activity.actions import log_activity
from workspace.staff.models import User

# What the kept record takes over where it says nothing itself.
FILLED = ("headline", "location", "time_zone", "channel_id", "channel_detail", "owner_id")
FOLLOW_UP = ("follow_up_on", "follow_up_by_id", "follow_up_note")
GUARDED: tuple[type[Model], ...] = (Note, CandidateFile)


@transaction.atomic
def merge_candidates(*, kept: Candidate, absorbed: Candidate, by: User) -> Merge:
    """Make `absorbed` part of `kept`; raises MergeRefused where something is in the way.

    The absorbed record stays as it is under the kept one, so that the merge can be undone. Notes and files of both keep to
    those who recruit from now on: whoever could see one of the two must not read what was meant for readers of the other.
    """
    kept, absorbed = _locked(kept, absorbed)
    merge = Merge(kept=kept, absorbed=absorbed, merged_by=by, moved={}, before={})
    _move_rows(merge)
    _guard(merge)
    _fill(merge)
    candidates_merging.send(Merge, merge=merge, kept=kept, absorbed=absorbed, by=by)
    earlier = Candidate.objects.filter(merged_into=absorbed)
    merge.moved[_label(Candidate)] = sorted(earlier.values_list("pk", flat=True))
    earlier.update(merged_into=kept)
    absorbed.merged_into = kept
    absorbed.save(update_fields=["merged_into", "updated_at"])
    merge.save()
    pair = Q(first=absorbed) | Q(second=absorbed)
    Proposal.objects.filter(pair).delete()
    NotSamePerson.objects.filter(pair, Q(first=kept) | Q(second=kept)).delete()
    _settle(merge, "merged_candidates", by)
    return merge


@transaction.atomic
def undo_merge(*, merge: Merge, by: User) -> Merge:
    """Part two records again: what came over goes back, what was changed since stays where it is."""
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at:
        raise MergeRefused("This merge was undone already.")
    merge.kept = Candidate.objects.select_for_update(of=("self",)).get(pk=merge.kept_id)
    if merge.kept.merged_into_id or merge.kept.erased_at:
        raise MergeRefused("The record was merged once more or erased since. Undo the later merge first.")
    absorbed = Candidate.objects.select_for_update(of=("self",)).get(pk=merge.absorbed_id)
    absorbed.merged_into = None
    absorbed.save(update_fields=["merged_into", "updated_at"])
    Candidate.objects.filter(pk__in=merge.moved.get(_label(Candidate), []), merged_into=merge.kept).update(
        merged_into=absorbed
    )
    for model in (Identity, Evidence, Note, CandidateFile, Authorship):
        model._default_manager.filter(pk__in=merge.moved.get(_label(model), []), candidate=merge.kept).update(
            candidate=absorbed
        )
    _unguard(merge)
    _unfill(merge)
    merge_undoing.send(Merge, merge=merge, by=by)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by", "updated_at"])
    _settle(merge, "undid_merge", by)
    return merge


def _locked(kept: Candidate, absorbed: Candidate) -> tuple[Candidate, Candidate]:
    if kept.pk == absorbed.pk:
        raise MergeRefused("This is one record already.")
    # Always in the same order, so that two merges of the same pair cannot wait for each other.
    rows = Candidate.objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, absorbed.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if any(row.merged_into_id or row.erased_at for row in found.values()) or len(found) < 2:
        raise MergeRefused("One of the two was merged or erased meanwhile. Reload the page.")
    return found[kept.pk], found[absorbed.pk]


def _move_rows(merge: Merge) -> None:
    """Hand over every row the kept record does not have already; what it has stays with the absorbed one."""
    kept, absorbed = merge.kept, merge.absorbed
    if Authorship.objects.filter(candidate=absorbed, paper__in=kept.authorships.values("paper")).exists():
        raise MergeRefused("They stand side by side as two authors of one paper, so they are two people.")
    known = set(kept.identities.values_list("kind", "value"))
    identities = [row.pk for row in absorbed.identities.all() if (row.kind, row.value) not in known]
    shared = set(kept.evidence.filter(paper__isnull=False).values_list("paper", flat=True))
    works = [row for row in absorbed.evidence.all() if row.paper_id not in shared]
    _keep_words(merge, [row for row in absorbed.evidence.all() if row.paper_id in shared])
    _hand_over(merge, Identity, identities)
    _hand_over(merge, Evidence, [row.pk for row in works])
    for model in (Note, CandidateFile, Authorship):
        rows: Any = model._default_manager
        _hand_over(merge, model, list(rows.filter(candidate=absorbed).values_list("pk", flat=True)))
    for name in ("tags", "motivations"):
        mine, theirs = getattr(kept, name), getattr(absorbed, name)
        new = sorted(set(theirs.values_list("pk", flat=True)) - set(mine.values_list("pk", flat=True)))
        mine.add(*new)
        merge.moved[name] = new


def _hand_over(merge: Merge, model: type[Model], keys: list[int]) -> None:
    model._default_manager.filter(pk__in=keys).update(candidate=merge.kept)
    merge.moved[_label(model)] = sorted(keys)


def _keep_words(merge: Merge, doubled: list[Evidence]) -> None:
    """Put what readers of the other record wrote about the same paper under what was written here."""
    words: dict[str, list[str]] = {}
    for row in doubled:
        mine = merge.kept.evidence.filter(paper=row.paper_id).first()
        if mine is not None and row.note and row.note not in mine.note:
            both = f"{mine.note}\n\n{row.note}".strip()
            words[str(mine.pk)] = [mine.note, both]
            Evidence.objects.filter(pk=mine.pk).update(note=both)
    merge.moved["evidence_notes"] = words


def _guard(merge: Merge) -> None:
    """Keep notes and files of both to recruiters, and remember who could read them before."""
    for model in GUARDED:
        rows = model._default_manager.filter(candidate=merge.kept).exclude(audience=Audience.RECRUITING)
        merge.moved[f"audience of {_label(model)}"] = {
            str(key): audience for key, audience in rows.values_list("pk", "audience")
        }
        rows.update(audience=Audience.RECRUITING)


def _unguard(merge: Merge) -> None:
    for model in GUARDED:
        for key, audience in merge.moved.get(f"audience of {_label(model)}", {}).items():
            model._default_manager.filter(pk=int(key), audience=Audience.RECRUITING).update(audience=audience)


def _fill(merge: Merge) -> None:
    kept, absorbed = merge.kept, merge.absorbed
    changes = {name: getattr(absorbed, name) for name in FILLED if not getattr(kept, name) and getattr(absorbed, name)}
    if not kept.follow_up_on and absorbed.follow_up_on and not kept.do_not_contact:
        changes |= {name: getattr(absorbed, name) for name in FOLLOW_UP}
    if absorbed.do_not_contact and not kept.do_not_contact:  # a wish not to be contacted holds for the person
        changes |= {"do_not_contact": True, "follow_up_on": None, "follow_up_by_id": None, "follow_up_note": ""}
    for name, value in changes.items():
        merge.before[name] = [_plain(getattr(kept, name)), _plain(value)]
        setattr(kept, name, value)
    kept.save(update_fields=[*changes, "updated_at"])


def _unfill(merge: Merge) -> None:
    """Put back each field that nobody changed since."""
    kept, back = merge.kept, []
    for name, (before, since) in merge.before.items():
        if _plain(getattr(kept, name)) == since:
            setattr(kept, name, dt.date.fromisoformat(before) if name == "follow_up_on" and before else before)
            back.append(name)
    kept.save(update_fields=[*back, "updated_at"])
    kept.tags.remove(*merge.moved.get("tags", []))
    kept.motivations.remove(*merge.moved.get("motivations", []))
    for key, (note_before, note_since) in merge.moved.get("evidence_notes", {}).items():
        Evidence.objects.filter(pk=int(key), note=note_since).update(note=note_before)


def _settle(merge: Merge, verb: str, by: User) -> None:
    for candidate in (merge.kept, merge.absorbed):
        refresh_search(candidate)
        touch(candidate)
    log_activity(verb=verb, subject=merge.kept, by=by, candidate=merge.kept.uuid)


def _label(model: type[Model]) -> str:
    return model._meta.label_lower


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
