"""Who of the invented staff stands close to whom: two conflicts that wait, one colleague who is recused, one conflict that was none."""

import datetime as dt

from candidates.conflicts.enums import ConflictKind, ConflictState, SelfKind, TieKind
from candidates.conflicts.models import Conflict, ConflictChange, OwnHandle, Tie
from config.demo.house import House
from config.demo.rows import at, create
from hiring.pipeline.models import Application
from interviews.schedule.models import Seat
from workspace.staff.enums import Persona
from workspace.staff.models import User

# kind, evidence, note, what became of it and why
STORIES: tuple[tuple[ConflictKind, tuple[str, ...], str, ConflictState, str], ...] = (
    (
        ConflictKind.COAUTHOR,
        ("2 shared papers since 2023, the last in 2025: “Tactile priors for cluttered bins”.",),
        "",
        ConflictState.PROPOSED,
        "",
    ),
    (
        ConflictKind.EMPLOYER,
        ("Vestfold Robotics: the candidate in 2025, on a paper.",),
        "",
        ConflictState.PROPOSED,
        "",
    ),
    (ConflictKind.PERSONAL, (), "We shared a flat for three years.", ConflictState.RECUSED, "Better not."),
    (
        ConflictKind.COAUTHOR,
        ("1 shared paper since 2023, the last in 2024: “A benchmark by everybody”.",),
        "",
        ConflictState.CLEARED,
        "Two of ninety authors; they never met.",
    ),
)


def write_conflicts(house: House, now: dt.datetime) -> None:
    """Write statements and conflicts, of interviewers who have no seat with the candidate in question."""
    interviewers = [one for one in house.staff.values() if one.persona == Persona.INTERVIEWER]
    _write_statements(interviewers)
    seated = set(Seat.objects.values_list("user", "interview__application__candidate"))
    rows: list[Conflict] = []
    active = Application.objects.active().select_related("role__recruiter", "role__hiring_manager", "candidate")
    for application in active.order_by("-stage__position", "-applied_at", "pk")[:60]:
        if len(rows) == len(STORIES):
            break
        free = [one for one in interviewers if (one.pk, application.candidate_id) not in seated]
        if not free or application.candidate_id in {one.candidate_id for one in rows}:
            continue
        kind, evidence, note, state, reason = STORIES[len(rows)]
        by = application.role.recruiter or application.role.hiring_manager
        moment = now - dt.timedelta(days=1 + len(rows), hours=2)
        decided = {} if state == ConflictState.PROPOSED else {"decided_by": by, "decided_at": moment, "reason": reason}
        who = free[len(rows) % len(free)]
        rows.append(
            Conflict(
                user=who,
                candidate=application.candidate,
                kind=kind,
                evidence=list(evidence),
                note=note,
                declared_by=who if note else None,
                state=state,
                **decided,
                **at(moment),
            )
        )
    create(Conflict, rows)
    changes = [ConflictChange(conflict=row, after=row.state, by=row.decided_by, **at(row.created_at)) for row in rows]
    create(ConflictChange, changes)


def _write_statements(interviewers: list[User]) -> None:
    handles, ties = [], []
    for place, person in enumerate(interviewers[:3]):
        first, *_, last = person.name.split()
        handles.append(
            OwnHandle(
                user=person,
                kind=SelfKind.NAME,
                value=f"{first[0]}. {last}",
                name_keys=[f"{last.lower()} {first[0].lower()}"],
            )
        )
        ties.append(Tie(user=person, kind=TieKind.EMPLOYER, name="Vestfold Robotics", since=2019 + place, until=2025))
    ties += [Tie(user=person, kind=TieKind.LAB, name="Fjord Learning Lab", until=2022) for person in interviewers[:1]]
    OwnHandle.objects.bulk_create(handles)
    Tie.objects.bulk_create(ties)
