"""One CP-SAT model: the cheapest loop that uses each of the given days. Free of Django; imports the solver, so it stays out of the web process.

One integer variable for each start, on the grid; a literal for each pair's order (the candidate meets one at a time), for each part's day and for each
part's interviewer, who narrows the starts to when they are free. Every rule of `loops.faults` is a constraint and `loops.price` is the objective, both
written a second time, so that the tests can hold one against the other.
"""

import itertools
from collections.abc import Iterable, Sequence

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import Literal

from interviews.proposals.loops import (
    APART,
    DISLIKED,
    FURTHER_DAY,
    LATER,
    LOAD,
    ONE_SIDED,
    TWICE,
    WAITING,
    Day,
    Loop,
    Part,
    Person,
    Placed,
    Problem,
    Span,
    could_mix,
    inside,
)

SEED = 20261121


class DayModel:
    """Variables, rules and costs of a loop over `chosen`, places of days that are all used."""

    def __init__(self, problem: Problem, chosen: Sequence[int], known: Sequence[int]) -> None:
        self.problem, self.terms = problem, problem.terms
        self.days: list[Day] = [problem.days[n] for n in chosen]
        self.model = cp_model.CpModel()
        self.people = {person.key: person for person in problem.people}
        self.able = [tuple(key for key in part.interviewers if key in self.people) for part in problem.parts]
        self.base = min(day.during[0] for day in self.days) // self.terms.grid * self.terms.grid
        self.horizon = max(day.during[1] for day in self.days) - self.base
        self.costs: list[cp_model.LinearExprT] = [LATER * max(chosen) + FURTHER_DAY * (len(chosen) - 1)]
        self.offered = [self._offered(part) for part in problem.parts]
        self.is_hopeless = any(not starts for starts in self.offered) or not self._place()
        if not self.is_hopeless:
            self._keep_order()
            self._keep_days()
            self._keep_people()
            self._keep_apart_from(known)

    def run(self, seconds: float) -> tuple[Loop | None, bool]:
        """Return the loop, if one was found, and whether that is the last word: nothing is cheaper, or there is none."""
        if self.is_hopeless:
            return None, True
        self.model.minimize(sum(self.costs))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = SEED
        solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, status == cp_model.INFEASIBLE
        placed = [
            Placed(
                part,
                self.base + solver.value(self.start[i]),
                tuple(self.people[key] for key in self.able[i] if solver.value(self.holds[i, key])),
            )
            for i, part in enumerate(self.problem.parts)
        ]
        return Loop(tuple(sorted(placed, key=lambda one: one.start))), status == cp_model.OPTIMAL

    # --- Where each part may lie ---------------------------------------------------------------------------------

    def _offered(self, part: Part) -> list[int]:
        """The starts that the candidate's windows leave, before anybody is asked to hold it."""
        return sorted(
            {
                start
                for day in self.days
                for first, last in day.offered
                for start in _on_grid((max(first, day.during[0]), last - part.minutes), self.terms.grid)
                if start < day.during[1]
            }
        )

    def _free(self, person: Person, part: Part, starts: Iterable[int]) -> list[int]:
        full = [room.during for room in person.rooms if room.most <= 0 and self.terms.keep_caps]
        return [
            start
            for start in starts
            if inside(start, start + part.minutes + self.terms.buffer, person.free)
            and not any(first <= start < last for first, last in full)
        ]

    def _place(self) -> bool:
        """Make the starts, and who may hold what when; False where too few could hold a part."""
        self.start: list[cp_model.IntVar] = []
        self.step: list[cp_model.IntVar] = []
        self.holds: dict[tuple[int, str], cp_model.IntVar] = {}
        for i, part in enumerate(self.problem.parts):
            free = {key: self._free(self.people[key], part, self.offered[i]) for key in self.able[i]}
            self.able[i] = tuple(key for key in self.able[i] if free[key])
            if len(self.able[i]) < part.needed:
                return False
            step = self.model.new_int_var_from_domain(self._domain(set().union(*free.values())), f"step {i}")
            self.step.append(step)
            self.start.append(step * self.terms.grid)  # type: ignore[arg-type]
            for key in self.able[i]:
                literal = self.holds[i, key] = self.model.new_bool_var(f"{i} by {key}")
                self.model.add_linear_expression_in_domain(step, self._domain(free[key])).only_enforce_if(literal)
            self.model.add(sum(self.holds[i, key] for key in self.able[i]) == part.needed)
            self.costs += [LOAD * self.people[key].load * self.holds[i, key] for key in self.able[i]]
        return True

    def _domain(self, starts: Iterable[int]) -> cp_model.Domain:
        return cp_model.Domain.from_values([(start - self.base) // self.terms.grid for start in starts])

    # --- The order, and the days ---------------------------------------------------------------------------------

    def _keep_order(self) -> None:
        """One at a time, a gap between, and first what comes first."""
        parts = self.problem.parts
        self.before: dict[tuple[int, int], Literal] = {}
        for i, j in itertools.combinations(range(len(parts)), 2):
            literal = self.model.new_bool_var(f"{i} before {j}")
            self.before[i, j], self.before[j, i] = literal, literal.negated()
            for one, after in ((i, j), (j, i)):
                self.model.add(
                    self.step[after] >= self.step[one] + self._steps(parts[one].minutes + self.terms.gap)
                ).only_enforce_if(self.before[one, after])
        places = {part.key: n for n, part in enumerate(parts)}
        for first, then in self.terms.before:
            self.model.add_bool_and(self.before[places[first], places[then]])

    def _steps(self, minutes: int) -> int:
        return -(-minutes // self.terms.grid)

    def _keep_days(self) -> None:
        self.on: dict[tuple[int, int], cp_model.IntVar] = {}
        for i, starts in enumerate(self.offered):
            for n, day in enumerate(self.days):
                of_day = [start for start in starts if day.during[0] <= start < day.during[1]]
                if of_day:
                    literal = self.on[i, n] = self.model.new_bool_var(f"{i} on day {n}")
                    self.model.add_linear_expression_in_domain(self.step[i], self._domain(of_day)).only_enforce_if(
                        literal
                    )
            self.model.add_exactly_one(literal for (part, _), literal in self.on.items() if part == i)
        for n in range(len(self.days)):
            held = {i: literal for (i, day), literal in self.on.items() if day == n}
            self.model.add_bool_or(held.values())
            self._wait_little(n, held)
            self._leave_lunch(n, held)
        self._keep_rests()
        for i, part in enumerate(self.problem.parts):
            self._mind_dislikes(i, part)

    def _wait_little(self, n: int, held: dict[int, cp_model.IntVar]) -> None:
        first = self.model.new_int_var(0, self.horizon, f"day {n} begins")
        length = self.model.new_int_var(0, self.horizon, f"day {n} lasts")
        for i, literal in held.items():
            minutes = self.problem.parts[i].minutes
            self.model.add(first <= self.start[i]).only_enforce_if(literal)
            self.model.add(first + length >= self.start[i] + minutes).only_enforce_if(literal)
        talk = sum(self.problem.parts[i].minutes * literal for i, literal in held.items())
        self.model.add(length >= talk)
        self.costs.append(WAITING * (length - talk))

    def _leave_lunch(self, n: int, held: dict[int, cp_model.IntVar]) -> None:
        window, lunch = self.days[n].lunch, self.terms.lunch
        if window is None or not held:
            return
        first, last = (moment - self.base for moment in window)
        if last - first < lunch:
            self.model.add_bool_and(literal.negated() for literal in held.values())
            return
        eats = self.model.new_int_var(first, last - lunch, f"lunch on day {n}")
        for i, literal in held.items():
            early = self.model.new_bool_var(f"{i} before lunch on day {n}")
            over = self.start[i] + self.problem.parts[i].minutes
            self.model.add(over <= eats).only_enforce_if(literal, early)
            self.model.add(self.start[i] >= eats + lunch).only_enforce_if(literal, early.negated())

    def _keep_rests(self) -> None:
        parts, terms = self.problem.parts, self.terms
        for size in range(2, len(parts) + 1):
            for chosen in itertools.combinations(range(len(parts)), size):
                talk = sum(parts[i].minutes for i in chosen)
                if talk <= terms.longest:
                    continue
                begins = self.model.new_int_var(0, self.horizon, "")
                ends = self.model.new_int_var(0, self.horizon, "")
                self.model.add_min_equality(begins, [self.start[i] for i in chosen])
                self.model.add_max_equality(ends, [self.start[i] + parts[i].minutes for i in chosen])
                self.model.add(ends - begins >= talk + terms.rest)

    def _mind_dislikes(self, i: int, part: Part) -> None:
        fine = [
            start
            for start in self.offered[i]
            for day in self.days
            if day.during[0] <= start < day.during[1]
            and (not day.liked or inside(start, start + part.minutes, day.liked))
        ]
        if len(fine) < len(self.offered[i]):
            liked = self.model.new_bool_var(f"{i} is liked")
            self.model.add_linear_expression_in_domain(self.step[i], self._domain(fine)).only_enforce_if(liked)
            self.costs.append(DISLIKED * (1 - liked))

    # --- The people ----------------------------------------------------------------------------------------------

    def _keep_people(self) -> None:
        parts, terms = self.problem.parts, self.terms
        of: dict[str, list[int]] = {}
        for i, key in self.holds:
            of.setdefault(key, []).append(i)
        for key, able in of.items():
            for i, j in itertools.permutations(able, 2):
                both = self.holds[i, key], self.holds[j, key]
                if i < j and terms.keep_apart and set(parts[i].probes) & set(parts[j].probes):
                    self.model.add_at_most_one(*both)
                if terms.buffer > terms.gap:
                    after = self.step[i] + self._steps(parts[i].minutes + terms.buffer)
                    self.model.add(self.step[j] >= after).only_enforce_if(*both, self.before[i, j])
            if len(able) > 1:
                again = self.model.new_int_var(0, len(able) - 1, f"{key} again")
                self.model.add(again >= sum(self.holds[i, key] for i in able) - 1)
                self.costs.append(TWICE * again)
            self._keep_rooms(self.people[key], able)
        if could_mix(self.problem):
            mixed = self.model.new_bool_var("mixed")
            for side in ("researcher", "engineer"):
                holding = [literal for (_, key), literal in self.holds.items() if self.people[key].side == side]
                self.model.add(sum(holding) >= mixed)
            self.costs.append(ONE_SIDED * (1 - mixed))

    def _keep_rooms(self, person: Person, able: Sequence[int]) -> None:
        for room in person.rooms if self.terms.keep_caps else ():
            if not 0 < room.most < len(able):
                continue
            within = []
            for i in able:
                starts = [start for start in self.offered[i] if room.during[0] <= start < room.during[1]]
                outside = [start for start in self.offered[i] if not room.during[0] <= start < room.during[1]]
                if not starts:
                    continue
                counts = self.model.new_bool_var("")
                elsewhere = self.model.new_bool_var("")
                self.model.add_linear_expression_in_domain(self.step[i], self._domain(outside)).only_enforce_if(
                    elsewhere
                )
                self.model.add_bool_or(counts, elsewhere, self.holds[i, person.key].negated())
                within.append(counts)
            self.model.add(sum(within) <= room.most)

    def _keep_apart_from(self, known: Sequence[int]) -> None:
        if not known:
            return
        first = self.model.new_int_var(0, self.horizon, "first")
        self.model.add_min_equality(first, self.start)
        for moment in known:
            away = cp_model.Domain.from_intervals(
                [[0, moment - self.base - APART], [moment - self.base + APART, self.horizon]]
            )
            self.model.add_linear_expression_in_domain(first, away)


def _on_grid(span: Span, grid: int) -> range:
    """The moments on the grid from the first to the last of a span, both taken in."""
    return range(-(-span[0] // grid) * grid, span[1] + 1, grid)
