"""A year of hiring up to a given moment.

Everything is drawn from one random generator, so a seed and a moment make the same year. A walk never goes beyond `now`: what
would come later has not happened yet.
"""

import datetime as dt
import math
import random
import zoneinfo
from collections.abc import Callable, Sequence

from config.demo.clock import Diary, working_moment
from config.demo.company import Featured, Person, RolePlan
from config.demo.panels import RoleFacts, Voices
from config.demo.walking import Walking
from config.demo.walks import Walk

# How many beginnings are tried for an arranged walk.
TRIES = 1200


class Year:
    """The invented year: what its walks share, that is chance, the diary, the words used so far, and now."""

    def __init__(
        self,
        *,
        rng: random.Random,
        now: dt.datetime,
        zone: zoneinfo.ZoneInfo,
        people: dict[str, Person],
        names: dict[str, str],
        summaries: dict[str, Sequence[str]],
    ) -> None:
        self.rng, self.now, self.zone, self.people, self.names = rng, now, zone, people, names
        self.summaries = summaries
        self.diary = Diary()
        self.voices = Voices(rng)
        self._number = 0

    def next_number(self) -> int:
        """A number that no other walk has."""
        self._number += 1
        return self._number

    def walk(
        self,
        role: RolePlan,
        facts: RoleFacts,
        channel: str,
        start: dt.datetime,
        *,
        story: str = "",
        goal: str = "",
        signs: bool = False,
    ) -> Walk:
        """One application from its arrival on.

        With a `goal` it gets to that stage and no further, unless the manager `signs` there; `story` is what interviews show.
        """
        return Walking(self, role, facts, channel, start, story=story, goal=goal, signs=signs).run()

    def arranged(self, role: RolePlan, facts: RoleFacts, one: Featured, fits: Callable[[Walk], bool]) -> Walk:
        """A walk that ends where somebody featured is meant to stand, tried from different beginnings.

        On some days of the week not everything can be had; then it is the walk that comes nearest.
        """
        target = self.now - dt.timedelta(days=one.days)
        usual = {
            "sourced": 0,
            "contacted": 4,
            "review": 8,
            "screen": 11,
            "assessment": 18,
            "onsite": 26,
            "decision": 36,
        }
        signs = one.signs or one.stage == "hired"
        begun = self.diary
        nearest: tuple[float, Walk, Diary] | None = None
        for attempt in range(TRIES):
            days = usual.get(one.stage, 44) * self.rng.uniform(0.5, 1.6) + attempt / (TRIES / 4)
            self.diary = begun.copy()
            start = target - dt.timedelta(days=days)
            walk = self.walk(role, facts, one.channel, start, story=one.story, goal=one.stage, signs=signs)
            if not walk.moves or one.stage not in {walk.stage, walk.standing}:
                continue
            away = abs((walk.moves[-1].at - target).total_seconds()) / 86_400
            if fits(walk) and away < 1.2 + attempt / 400:
                return walk
            away += 0 if fits(walk) else 100
            if nearest is None or away < nearest[0]:
                nearest = (away, walk, self.diary)
        if nearest is None:
            raise RuntimeError(f"{one.name} never gets to “{one.stage}”")
        self.diary = nearest[2]
        return nearest[1]

    def after(self, moment: dt.datetime, days: tuple[float, float]) -> dt.datetime:
        """A working moment some days later, drawn from a log-normal with this median and spread."""
        waited = math.exp(self.rng.gauss(math.log(days[0]), days[1]))
        return working_moment(moment + dt.timedelta(days=waited), self.zone, self.rng)

    def weighted(self, choices: Sequence[tuple[str, int]]) -> str:
        """One of some choices, by weight."""
        return self.rng.choices([name for name, _ in choices], [weight for _, weight in choices])[0]
