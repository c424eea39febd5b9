"""What several tables say together, made of nothing but the numbers they show. Loads numpy: only for workers and commands."""

from collections.abc import Mapping, Sequence
from typing import Any

from insights.fairness.counting import LEFT_OUT, STAGES
from insights.fairness.terms import NOBODY, Outcomes
from insights.fairness.together import Pairs, common_ratio, compare_together

# Half-years that are read together: four years, in which a team's hiring is still much the same.
MOST_HALF_YEARS = 8
Groups = Mapping[str, Outcomes]


def together(tables: Sequence[Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Return the stages of several tables of one question as they may be kept.

    [{stage, of: name of the reference, groups: [{name, tables, passed, decided, of_passed, of_decided, ratio, low, high, p, word, needed,
    flips, alike}]}]; a group's numbers, and those of the reference beside it, are sums over the tables that show them both.
    """
    return [_stage(stage, [groups for table in tables if (groups := _shown(table, stage))]) for stage in STAGES]


def _shown(table: Sequence[Mapping[str, Any]], stage: str) -> Groups:
    """The groups of one stage of one table that are shown apart and known."""
    rows = [row for one in table if one["stage"] == stage for row in one["groups"] if row["known"]]
    return {row["name"]: Outcomes(row["passed"], row["decided"]) for row in rows}


def _stage(stage: str, tables: Sequence[Groups]) -> dict[str, Any]:
    sums: dict[str, Outcomes] = {}
    for table in tables:
        for name, outcomes in table.items():
            sums[name] = sums.get(name, NOBODY) + outcomes
    said = sum(outcomes.decided for outcomes in sums.values())
    compared = sorted(name for name, outcomes in sums.items() if outcomes.decided >= LEFT_OUT * said)
    reference = max(compared, key=lambda name: (*_standing(name, compared, tables), sums[name].decided), default="")
    groups = [
        _row(name, pairs) for name in compared if name != reference and (pairs := _pairs(name, reference, tables))
    ]
    return {"stage": stage, "of": reference, "groups": groups}


def _pairs(name: str, reference: str, tables: Sequence[Groups]) -> Pairs:
    return [(table[name], table[reference]) for table in tables if name in table and reference in table]


def _standing(name: str, groups: Sequence[str], tables: Sequence[Groups]) -> tuple[int, float]:
    """How well a group would do as the reference: beside how many groups it stands somewhere, and how far the best of them is from outdoing it."""
    ratios = [common_ratio(pairs) for other in groups if other != name and (pairs := _pairs(other, name, tables))]
    return len(ratios), -max(ratios, default=0.0)


def _row(name: str, pairs: Pairs) -> dict[str, Any]:
    one, other = sum((one for one, _ in pairs), NOBODY), sum((other for _, other in pairs), NOBODY)
    said = compare_together(pairs)
    return {
        "name": name,
        "tables": len(pairs),
        "passed": one.passed,
        "decided": one.decided,
        "of_passed": other.passed,
        "of_decided": other.decided,
        "ratio": round(said.ratio, 4),
        "low": round(said.low, 4),
        "high": round(said.high, 4),
        "p": round(said.mid_p, 4),
        "word": said.word.value,
        "needed": said.needed,
        "flips": said.flips,
        "alike": None if said.alike is None else round(said.alike, 4),
    }
