"""Asking for proposals, and finding them."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from hiring.pipeline.models import Application
from interviews.kits.models import Kit
from interviews.proposals.apart import Answer, SolverLost, solve_apart
from interviews.proposals.gathering import Wishes, problem_of
from interviews.proposals.loops import MOST_PARTS, Loop, Placed, Problem
from interviews.proposals.models import LoopSearch, SearchState
from interviews.proposals.wording import reasons
from interviews.refusals import InterviewsError
from workspace.activity.actions import log_activity
from workspace.staff.models import User

LONGEST_WINDOW = 35


class SearchRefused(InterviewsError):
    """Such a loop cannot be looked for."""


@transaction.atomic
def start_search(
    *,
    application: Application,
    kits: Sequence[Kit],
    first_day: dt.date,
    last_day: dt.date,
    wishes: Wishes,
    by: User,
) -> LoopSearch:
    """Ask for proposals, or raise SearchRefused. They are found by a task; the row says when."""
    from interviews.proposals.tasks import find_loops

    if not application.is_active:
        raise SearchRefused(
            f"This application is {application.get_standing_display().lower()}. Reopen it before you book."
        )
    if not 1 <= len(kits) <= MOST_PARTS:
        raise SearchRefused(f"Choose between one and {MOST_PARTS} interviews.")
    if not 0 <= (last_day - first_day).days < LONGEST_WINDOW:
        raise SearchRefused(f"The last day lies at most {LONGEST_WINDOW} days after the first, and not before it.")
    search = LoopSearch.objects.create(
        application=application,
        by=by,
        first_day=first_day,
        last_day=last_day,
        zone=application.candidate.time_zone or by.time_zone,
        kits=[kit.slug for kit in kits],
        terms=wishes.as_row(),
    )
    log_activity(
        verb="searched_loop",
        subject=search,
        candidate=application.candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
        facts={"interviews": len(kits)},
        by=by,
    )
    find_loops.delay_on_commit(search.pk)  # type: ignore[attr-defined]
    return search


def work_off(
    search_id: int, *, now: dt.datetime | None = None, solve: Callable[[Problem], Answer] | None = None
) -> str:
    """Find the proposals of a search, unless that was done; return its state. Two workers may both try: one answer is kept.

    `solve` is where the solver runs: in a process of its own, unless the caller ends soon anyway.
    """
    search = LoopSearch.objects.select_related("application__candidate", "application__role").get(pk=search_id)
    if search.state != SearchState.WAITING:
        return search.state
    try:
        problem = problem_of(search, now or timezone.now())
        answer = (solve or solve_apart)(problem)
    except SolverLost:
        return _finish(search, SearchState.FAILED, {"hints": ["The search was interrupted. Search again."]})
    found = {
        "loops": [_as_row(problem, answer, n) for n in range(len(answer.loops))],
        "hints": list(answer.hints),
        "is_proven": answer.is_proven,
        "seconds": answer.seconds,
    }
    return _finish(search, SearchState.DONE, found)


def _as_row(problem: Problem, answer: Answer, number: int) -> dict[str, Any]:
    chosen = answer.loops[number]
    parts = {part.key: part for part in problem.parts}
    loop = Loop(
        tuple(Placed(parts[one.part], one.start, tuple(problem.person(key) for key in one.people)) for one in chosen)
    )
    return {
        "placed": [{**dataclasses.asdict(one), "minutes": parts[one.part].minutes} for one in chosen],
        "reasons": reasons(problem, loop),
    }


def _finish(search: LoopSearch, state: SearchState, found: dict[str, Any]) -> str:
    now = timezone.now()
    rows = LoopSearch.objects.filter(pk=search.pk, state=SearchState.WAITING)
    rows.update(state=state, finished_at=now, updated_at=now, **found)
    return state.value
