"""What happened to an application, put into words when it is read: a name that was erased since is gone from the past as well."""

import datetime as dt
from dataclasses import dataclass

from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application, StageChange
from workspace.activity.models import Activity
from workspace.activity.veils import unveiled
from workspace.activity.wording import PHRASES, in_words
from workspace.staff.models import User

ICONS = {
    Standing.HIRED: "confetti",
    Standing.REJECTED: "x",
    Standing.WITHDRAWN: "arrow-back-up",
    Standing.ACTIVE: "arrow-right",
}
TONES = {Standing.HIRED: "met", Standing.REJECTED: "danger", Standing.WITHDRAWN: "quiet", Standing.ACTIVE: "info"}
MOST_ACTS = 100


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `undo` is the change that can still be taken back, `undone` says that it was."""

    icon: str
    tone: str
    actor: User | None
    words: str
    detail: str
    note: str
    happened_at: dt.datetime
    undone: bool = False
    undo: StageChange | None = None


def timeline(application: Application, *, viewer: User) -> list[Entry]:
    """Return everything that happened, newest first: the moves, and what else was logged that this viewer may learn of."""
    changes = list(application.changes.select_related("before", "after", "by", "reason").order_by("happened_at", "pk"))
    undone = {change.undoes_id for change in changes if change.undoes_id}
    latest = max((change.pk for change in changes), default=0)
    entries = [_moved(change, change.pk in undone, change.pk == latest) for change in changes]
    return sorted(entries + _acts(application, viewer), key=lambda entry: entry.happened_at, reverse=True)


def _moved(change: StageChange, undone: bool, latest: bool) -> Entry:
    undoable = latest and not undone and change.undoes_id is None and change.before_id is not None
    return Entry(
        icon="arrow-back-up" if change.undoes_id else "plus" if change.before is None else ICONS[_after(change)],
        tone="quiet" if change.undoes_id else TONES[_after(change)],
        actor=change.by,
        words=words_of(change),
        detail=str(change.reason) if change.reason and not change.undoes_id else "",
        note=change.note,
        happened_at=change.happened_at,
        undone=undone,
        undo=change if undoable else None,
    )


def words_of(change: StageChange) -> str:
    """Say what a change did, as a clause after the actor's name."""
    if change.undoes_id:
        if change.standing_after != Standing.ACTIVE:
            return f"undid the reopening: {_after(change).label.lower()} again"
        return f"undid that: back in “{change.after}”"
    if change.before is None:
        return f"added to “{change.after}”"
    if change.standing_after == change.standing_before:
        return f"moved from “{change.before}” to “{change.after}”"
    if change.standing_after == Standing.ACTIVE:
        return f"reopened in “{change.after}”"
    if change.standing_after == Standing.WITHDRAWN:
        return f"noted that the candidate withdrew, in “{change.after}”"
    return f"{_after(change).label.lower()} in “{change.after}”"


def _after(change: StageChange) -> Standing:
    return Standing(change.standing_after)


def _acts(application: Application, viewer: User) -> list[Entry]:
    """What features logged about this application and said how to read. The moves stand in their own table; looks are no acts."""
    rows = Activity.objects.filter(application=application.uuid, is_view=False).exclude(subject_kind="stagechange")
    rows = rows.filter(verb__in=list(PHRASES)).select_related("actor").order_by("-pk")
    lines = in_words(unveiled(rows, viewer)[:MOST_ACTS])
    return [
        Entry(
            icon="point",
            tone="quiet",
            actor=line.actor,
            words=line.words,
            detail=line.subject.text,
            note="",
            happened_at=line.happened_at,
        )
        for line in lines
    ]
