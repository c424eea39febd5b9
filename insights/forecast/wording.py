"""A forecast in words. Chances by a day first; a date never stands alone. Free of Django."""

import datetime as dt
from collections.abc import Sequence

from interviews.rule.wording import opened

# Above this share of the expected hires one channel is called what the forecast hangs on.
ONE_CHANNEL = 0.6
# Losing everybody who is on their way may cost this much before it is called out.
ONE_PIPELINE = 0.25
# Within how many days chances are said.
SAID_FOR = (30, 60, 90)
TELLING = 20  # scored forecasts from which on a share of them says something

STAGE_NAMES = {
    "review": "review",
    "screen": "the screen",
    "tech": "the assessment",
    "onsite": "the onsite",
    "offer": "the offer",
}


def chance_words(chance: float) -> str:
    """A chance as a whole per cent, and never more sure than a forecast can be: “under 1 %”, “48 %”, “over 99 %”."""
    if chance < 0.01:
        return "under 1 %"
    return "over 99 %" if chance > 0.99 else f"{chance * 100:.0f} %"


def chance_by(chances: Sequence[float], days: float) -> float:
    """P(filled) within so many days, from chances at the end of each week, straight lines between."""
    weeks = min(days / 7, len(chances))
    whole = int(weeks)
    before = chances[whole - 1] if whole else 0.0
    after = chances[min(whole, len(chances) - 1)]
    return before + (after - before) * (weeks - whole)


def day_words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def range_words(made_on: dt.date, quantiles: Sequence[float | None], horizon: int) -> str:
    """The 10, 50 and 90 % days as a sentence."""
    end = day_words(made_on + dt.timedelta(days=horizon))

    def when(level: int) -> str:
        day = quantiles[level - 1]
        return f"after {end}" if day is None else f"by {day_words(made_on + dt.timedelta(days=round(day)))}"

    return f"One time in ten filled {when(10)}, as likely as not {when(50)}, nine times in ten {when(90)}."


def odds_words(made_on: dt.date, chances: Sequence[float]) -> str:
    """The chance of being filled within two months as a sentence of its own, with the day it was worked out."""
    return f"The forecast of {day_words(made_on)} gives it {chance_words(chance_by(chances, 60))} to be filled within 60 days."


def data_words(own_share: float) -> str:
    """Whose figures the forecast stands on."""
    if own_share < 0.5:
        return f"Based on defaults, not your data: your own history counts for {own_share * 100:.0f} %."
    return f"Based on your own history; outside defaults count for {(1 - own_share) * 100:.0f} %."


def lever_words(kind: str, what: str, name: str) -> str:
    """What was tried, as the beginning of a sentence about the chance; `name` is a channel's."""
    if kind == "more":
        return f"One more person a week from {name}"
    if kind == "faster":
        return f"{opened(STAGE_NAMES[what])} half as fast again" if what else "Every stage half as fast again"
    if kind == "better_odds":
        return f"Odds of passing {STAGE_NAMES[what]} half as high again"
    return {
        "fewer_stages": "Without the assessment",
        "freeze": "Two weeks in which nothing moves, from today",
        "second_opening": "One more opening to fill",
        "afresh": "Were everybody now on their way to drop out",
    }[kind]


def risks(
    by_channel: Sequence[tuple[str, float]], names: dict[str, str], chance: float, afresh: float | None
) -> list[str]:
    """What the forecast hangs on, where it hangs on one thing."""
    found = []
    if by_channel and by_channel[0][1] >= ONE_CHANNEL:
        channel, share = by_channel[0]
        found.append(
            f"It hangs on one channel: {names.get(channel, channel)} brings {share * 100:.0f} % of the hires expected. Open a second one."
        )
    if afresh is not None and chance - afresh >= ONE_PIPELINE:
        found.append(
            f"It hangs on the people already on their way: without them {chance_words(chance)} falls to {chance_words(afresh)}. Keep others coming."
        )
    return found


def record_words(scored: int, ours: float, naive: float, average: float, covered: float) -> str:
    """How past forecasts did: mean scores in days, and the share of truths inside the 80 % range."""
    if not scored:
        return "No forecast has been settled yet: that takes a role that was filled."
    settled = "one settled forecast" if scored == 1 else f"{scored} settled forecasts"
    compared = (
        f"Over {settled} the range of 80 % held {covered * 100:.0f} % of the time; the average error was {ours:.0f} days, beside "
        f"{average:.0f} for the plain average time to fill and {naive:.0f} for a range made from it."
    )
    return compared if scored >= TELLING else f"{compared} Too few to tell: {TELLING} are needed, of several roles."
