"""The defaults of defaults.toml, read for the stages and channels at hand. Each is replaced by the organisation's own figures as they come."""

import functools
import pathlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

DATA = pathlib.Path(__file__).with_name("defaults.toml")


@dataclass(frozen=True)
class StageDefault:
    """A share of those who reach the stage, the median days it takes, and the spread of the logarithm of the days."""

    passes: float
    days: float
    spread: float
    source: str


@dataclass(frozen=True)
class ChannelDefault:
    """The first stage's pass rate, people a week per open role, and how likely these dwindle with the role's age."""

    passes: float
    per_week: float
    decays: float
    source: str


@functools.cache
def _shipped() -> dict[str, Any]:
    with DATA.open("rb") as file:
        return tomllib.load(file)


def default_stages(names: Sequence[str]) -> list[StageDefault]:
    """One default for each stage, in order: by its name; else by its place, first, last or between."""
    shipped, other = _shipped()["stages"], _shipped()["other"]
    middle = {"passes": other["stage_passes"], "days": other["stage_days"], "spread": other["stage_spread"]}
    found = []
    for place, name in enumerate(names):
        row = next((one for one in shipped if name.strip().lower() in one["names"]), None)
        if row is None and len(names) == len(shipped):
            row = shipped[place]
        if row is None and place in {0, len(names) - 1}:
            row = shipped[0] if place == 0 and len(names) > 1 else shipped[-1]
        row = row or {**middle, "source": other["source"]}
        found.append(StageDefault(row["passes"], row["days"], row["spread"], row["source"]))
    return found


def default_channels(names: Sequence[str]) -> list[ChannelDefault]:
    """One default for each channel, in order."""
    shipped, other = _shipped()["channels"], _shipped()["other"]
    rest = ChannelDefault(other["channel_passes"], other["channel_per_week"], other["channel_decays"], other["source"])
    found = []
    for name in names:
        row = next((one for one in shipped if name.strip().lower() in one["names"]), None)
        found.append(ChannelDefault(row["passes"], row["per_week"], row["decays"], row["source"]) if row else rest)
    return found


def default_withdrawals() -> float:
    """The share of those who do not pass a stage because they withdrew."""
    return float(_shipped()["other"]["withdraws"])


def sources() -> dict[str, str]:
    """Where the defaults come from, by the key that the rows name."""
    return dict(_shipped()["sources"])
