"""Which interview to book next: the kit and the person that would close most of what the plan still lacks.

Greedy, one step at a time, because after each interview the picture is different. Of all pairs of a kit and somebody who
is trained for it, has room for it soon and does not see this candidate yet, the best one

    1. closes most looks the plan cannot do without,
    2. then most looks it would be better off with,
    3. comes from the role's own plan,
    4. goes to the side the kit asks for, then to a side the panel is missing,
    5. is the shortest for the candidate, work at home included,
    6. goes to the person with fewest interviews this week,
    7. and comes first by name, so that the answer never depends on the order of the input.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from interviews.plans.coverage import Cover, covers
from interviews.plans.panel import Booked, Interviewer, Kit, Panel, Side
from interviews.plans.remarks import missing_sides
from interviews.rule.terms import Key
from interviews.rule.wording import listed


@dataclass(frozen=True, slots=True)
class NextInterview:
    """The interview that would close most. `closes` are names of criteria it helps, in the plan's order."""

    kit: Kit
    interviewer: Interviewer
    closes: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class _Gain:
    needed: int
    wished: int
    names: tuple[str, ...]


def next_interview(
    panel: Panel,
    *,
    kits: Iterable[Kit],
    interviewers: Iterable[Interviewer],
    only: Key | None = None,
) -> NextInterview | None:
    """The next interview to book, or None when nothing more would help or nobody is free to hold it.

    Whoever sees this candidate already (in any seat), is not trained for a kit or has no room for it is left out here.
    With `only`, just the pairs that bring a look at that criterion are considered.
    """
    before, missing = covers(panel), missing_sides(panel.booked)
    busy = {one.interviewer.key for one in panel.booked}
    free = [person for person in interviewers if person.key not in busy]
    own = {kit.key for kit in panel.planned}
    best: tuple[tuple[object, ...], Kit, Interviewer, _Gain] | None = None
    for kit in {kit.key: kit for kit in (*panel.planned, *kits)}.values():
        gain: _Gain | None = None
        for person in free:
            if not person.holds(kit) or not person.has_time_for(kit):
                continue
            # What a look adds depends on the kit alone: everybody left here is new to this candidate.
            gain = gain or _gain(panel, before, kit, person, only)
            if not gain.needed and not gain.wished:
                break
            rank = _rank(kit, person, gain, missing, kit.key in own)
            if best is None or rank < best[0]:
                best = (rank, kit, person, gain)
    return None if best is None else _found(*best[1:], missing)


def why_nobody(
    panel: Panel, *, kits: Sequence[Kit], interviewers: Sequence[Interviewer], only: Key | None = None
) -> str:
    """Why `next_interview` found none: nothing is left to close, nobody is free, or nobody is trained. In words."""
    anybody = [replace(person, kits=None, minutes=None) for person in interviewers]
    stranger = Interviewer(key="", name="")
    wanted = next_interview(panel, kits=kits, interviewers=[*anybody, stranger], only=only)
    if wanted is None:
        return "Nothing more to book: everything has the looks it needs."
    someday = [replace(person, minutes=None) for person in interviewers]
    if found := next_interview(panel, kits=kits, interviewers=someday, only=only):
        return (
            f"{found.kit.name} would close most ({listed(list(found.closes))}), but nobody who is trained for it has room "
            "in the next two weeks."
        )
    return (
        f"{wanted.kit.name} would close most ({listed(list(wanted.closes))}), but nobody is left who is trained for it and "
        "does not see this candidate yet."
    )


def _gain(panel: Panel, before: tuple[Cover, ...], kit: Kit, person: Interviewer, only: Key | None) -> _Gain:
    after = covers(replace(panel, booked=(*panel.booked, Booked(kit, person))))
    pairs = [
        (old, new)
        for old, new in zip(before, after, strict=True)
        if new.booked > old.booked and old.booked < old.wished
    ]
    if only is not None and all(old.criterion != only for old, _ in pairs):
        return _Gain(0, 0, ())
    return _Gain(
        needed=sum(_short(old, old.needed) - _short(new, new.needed) for old, new in pairs),
        wished=sum(_short(old, old.wished) - _short(new, new.wished) for old, new in pairs),
        names=tuple(old.name for old, _ in pairs),
    )


def _short(cover: Cover, of: int) -> int:
    return max(0, of - cover.booked)


def _rank(kit: Kit, person: Interviewer, gain: _Gain, missing: tuple[Side, ...], is_own: bool) -> tuple[object, ...]:
    return (
        -gain.needed,
        -gain.wished,
        not is_own,
        kit.side is not Side.OTHER and person.side is not kit.side,
        person.side not in missing,
        kit.minutes + kit.homework,
        person.load,
        person.name,
        kit.name,
        str(person.key),
        str(kit.key),
    )


def _found(kit: Kit, person: Interviewer, gain: _Gain, missing: tuple[Side, ...]) -> NextInterview:
    return NextInterview(kit=kit, interviewer=person, closes=gain.names, sentence=_sentence(kit, person, gain, missing))


def _sentence(kit: Kit, person: Interviewer, gain: _Gain, missing: tuple[Side, ...]) -> str:
    side = f", and brings in {_with_article(person.side)}" if person.side in missing else ""
    helps = "closes most of what is open" if gain.needed else "would give a second look"
    return f"{person.name} with {kit.name} ({kit.minutes} minutes) {helps}: {listed(list(gain.names))}{side}."


def _with_article(side: Side) -> str:
    return f"{'an' if side is Side.ENGINEER else 'a'} {side.value}"
