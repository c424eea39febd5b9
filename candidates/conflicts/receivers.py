"""What conflicts do when a record is merged, erased or read about in the log."""

from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.urls import reverse

from candidates.conflicts.enums import ConflictState
from candidates.conflicts.models import Conflict, ConflictChange
from candidates.conflicts.queries import about_the_recused
from candidates.conflicts.signals import conflict_decided
from candidates.matching.models import Merge
from candidates.matching.signals import candidates_merging, merge_undoing
from candidates.people.models import Candidate
from candidates.people.page import PageLink
from candidates.people.signals import candidate_copy_wanted, candidate_erasing, candidate_links_wanted
from workspace.activity.veils import hang_veil
from workspace.activity.wording import say
from workspace.panels import Panel
from workspace.profile.signals import profile_panels_wanted
from workspace.reminders.actions import stop_telling
from workspace.staff.models import User
from workspace.staff.settings_cards import SettingsCard, add_settings_card

LABEL = "candidates.conflict"


@receiver(candidates_merging, dispatch_uid="candidates.hand_over_conflicts")
def hand_over_conflicts(sender: type, *, merge: Merge, kept: Candidate, absorbed: Candidate, **_: Any) -> None:
    """A conflict is with the person: what the kept record knows of the same kind counts, unless only the other one recuses."""
    mine = {(row.user_id, row.kind): row for row in Conflict.objects.filter(candidate=kept)}
    moved, swapped = [], []
    for row in Conflict.objects.filter(candidate=absorbed).order_by("pk"):
        same = mine.get((row.user_id, row.kind))
        if same is None:
            moved.append(row.pk)
        elif row.state == "recused" != same.state:
            swapped.append([row.pk, same.pk])
    Conflict.objects.filter(pk__in=moved).update(candidate=kept)
    for theirs, ours in swapped:
        _swap(theirs, ours)
    merge.moved[LABEL] = moved
    merge.moved[f"swapped {LABEL}"] = swapped


@receiver(merge_undoing, dispatch_uid="candidates.give_back_conflicts")
def give_back_conflicts(sender: type, *, merge: Merge, **_: Any) -> None:
    Conflict.objects.filter(pk__in=merge.moved.get(LABEL, []), candidate=merge.kept).update(candidate=merge.absorbed_id)
    for theirs, ours in merge.moved.get(f"swapped {LABEL}", []):
        if Conflict.objects.filter(pk__in=[theirs, ours]).count() == 2:
            _swap(theirs, ours)


def _swap(one: int, other: int) -> None:
    """Let two rows of one kind change candidates; by way of a kind that is nobody's, as the pair and kind are unique."""
    first, second = Conflict.objects.get(pk=one), Conflict.objects.get(pk=other)
    Conflict.objects.filter(pk=one).update(kind="swapping")
    Conflict.objects.filter(pk=other).update(candidate=first.candidate_id)
    Conflict.objects.filter(pk=one).update(candidate=second.candidate_id, kind=first.kind)


@receiver(conflict_decided, dispatch_uid="candidates.stop_telling_the_recused")
def stop_telling_the_recused(conflict: Conflict, **_: Any) -> None:
    """What was about to leave must not leave any more."""
    if conflict.state == ConflictState.RECUSED:
        for record in records_of(conflict.candidate):
            stop_telling(user=conflict.user, candidate=record.uuid)


def records_of(candidate: Candidate) -> list[Candidate]:
    """The candidate, and the records merged into theirs."""
    return [candidate, *Candidate.objects.filter(merged_into=candidate)]


@receiver(candidate_erasing, dispatch_uid="candidates.forget_conflicts")
def forget_conflicts(candidate: Candidate, **_: Any) -> None:
    """Who stood close to somebody is about both of them; it goes."""
    ConflictChange.erasable.filter(conflict__candidate=candidate).delete()
    Conflict.objects.filter(candidate=candidate).delete()


@receiver(profile_panels_wanted, dispatch_uid="candidates.own_ties_panel")
def own_ties_panel(viewer: User, **_: Any) -> list[Panel]:
    """The way to one's own statement. One query."""
    stated = viewer.own_handles.exists() or viewer.ties.exists()
    return [Panel("candidates/conflicts/profile_panel.html", order=10, context={"stated": stated}, tab="Ties")]


@receiver(candidate_links_wanted, dispatch_uid="candidates.conflicts_link")
def conflicts_link(candidate: Candidate, viewer: User, **_: Any) -> list[PageLink]:
    return [
        PageLink(
            "Conflicts of interest…", reverse("candidates:conflicts", args=[candidate.uuid]), "shield-half", order=60
        )
    ]


@receiver(candidate_copy_wanted, dispatch_uid="candidates.copy_conflicts")
def copy_conflicts(candidate: Candidate, **_: Any) -> dict[str, Any]:
    """Tell a person what is kept about conflicts with them; not with which colleague."""
    rows = Conflict.objects.filter(candidate=candidate).order_by("pk")
    return {"conflicts of interest": list(rows.values("kind", "state", "evidence", "note", "reason", "created_at"))}


def acts_about_the_recused(viewer: User) -> Q:
    """The acts about people this viewer must learn nothing of, in any log."""
    return about_the_recused(viewer, "candidate") | about_the_recused(viewer, "subject")


hang_veil("conflicts", acts_about_the_recused)
say("declared_conflict", "declared a conflict of interest ({kind}) with")
say("recused_colleague", "recused, for a conflict of interest ({kind}),")
say("cleared_conflict", "cleared a conflict of interest ({kind}) of")
add_settings_card(
    SettingsCard(
        "candidates:all_conflicts",
        "shield-half",
        "Conflicts of interest",
        "Who is recused from whom, what waits, and how long things count.",
        75,
    )
)
