"""`lint`: what the rules find in a role's text. Pure, and linear in the text's length."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from hiring.linter import asks, demands, law, levels, offer, wording, years
from hiring.linter.mentions import FOLDER
from hiring.linter.reading import RoleText, read
from hiring.linter.terms import Facts, Finding, Hit, Severity

Check = Callable[[RoleText, Facts], Iterator[Hit]]
# What a hit's variant may be: the keys of its message in `rules.toml`.
VARIANTS = ("message", "scope", "unset", "alone")
_MODULES = (asks, years, demands, levels, wording, law, offer)


@dataclass(frozen=True)
class RuleSpec:
    """What `rules.toml` says of a rule, and the function that decides whether it fires."""

    id: str
    worst: Severity
    title: str
    messages: dict[str, str]
    suggestions: dict[str, str]
    basis: str
    check: Check


@cache
def rules() -> tuple[RuleSpec, ...]:
    """Return all rules, in the order of `rules.toml`. Raises AttributeError for one without a function."""
    rows = tomllib.loads((FOLDER / "rules.toml").read_text(encoding="utf-8"))["rule"]
    return tuple(
        RuleSpec(
            id=row["id"],
            worst=Severity[row["severity"].upper()],
            title=row["title"],
            messages={key: row[key] for key in VARIANTS if key in row},
            suggestions={key: row.get(f"{key}_suggestion", row["suggestion"]) for key in VARIANTS},
            basis=row["basis"],
            check=_check(row["id"]),
        )
        for row in rows
    )


def rule(rule_id: str) -> RuleSpec | None:
    """Return the rule of this id, or None."""
    return next((one for one in rules() if one.id == rule_id), None)


def lint(text: str, facts: Facts) -> tuple[Finding, ...]:
    """Return what the rules find, the worst first, else in the order of the rules. Nothing typed yet means nothing found."""
    role = read(text)
    if not role.word_count:
        return ()
    found = [_finding(spec, hit) for spec in rules() for hit in spec.check(role, facts)]
    return tuple(sorted(found, key=lambda one: -one.severity))


def _finding(spec: RuleSpec, hit: Hit) -> Finding:
    return Finding(
        rule=spec.id,
        severity=hit.severity,
        title=spec.title,
        message=spec.messages[hit.variant].format(**hit.words),
        basis=spec.basis,
        suggestion=spec.suggestions[hit.variant],
        spans=hit.spans,
        rewrites=hit.rewrites,
    )


def _check(rule_id: str) -> Check:
    """The function named like the rule: `years.numeric` is `years_numeric`."""
    name = rule_id.replace(".", "_")
    module = next((one for one in _MODULES if hasattr(one, name)), None)
    if module is None:
        raise AttributeError(f"no function {name} for the rule {rule_id}")
    check: Check = getattr(module, name)
    return check
