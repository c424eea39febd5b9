"""What was measured, beside what was aimed for. A missed target is printed as missed."""

import argparse
import datetime as dt
import platform
from typing import Any

from config.bench import loops

# Aimed-for ratio to the floor, queries and bytes at 100,000 candidates.
AIMS: dict[str, tuple[float | None, int | None, int | None]] = {
    "list": (2.5, 8, None),
    "candidate": (4.0, 15, None),
    "search": (0.8, 8, None),
    "board": (1.7, 8, 150_000),
    "move": (2.5, None, None),
    "dashboard": (0.9, 15, None),
    "home": (None, 15, None),
    "scorecard save": (None, None, None),
    "scorecard submit": (None, None, None),
    "plan": (None, 15, None),
    "debrief": (None, 15, None),
    "papers": (None, 15, None),
    "feed": (None, 15, None),
    "identity desk": (None, 15, None),
    "flagged": (None, 15, None),
    "channels": (4.0, 15, None),
    "funnel": (4.0, 15, None),
    "time": (4.0, 15, None),
    "inputs": (4.0, 15, None),
    "interviewers": (4.0, 15, None),
    "reasons": (4.0, 15, None),
}
# Every dashboard is measured against the same floor: two group-bys over all applications.
FLOOR_OF = dict.fromkeys(("channels", "funnel", "time", "inputs", "interviewers", "reasons"), "dashboard")
MOST_MEMORY = 400
LEAST_RATE = 60
MOST_GROWTH = 1.2


def report(results: dict[int, dict[str, Any]], given: argparse.Namespace) -> str:
    """Return the page as Markdown."""
    small, large = results[given.small], results[given.candidates]
    lines = [
        "# Speed",
        "",
        f"Measured on {dt.date.today()} with `make bench` at {given.candidates:,} candidates and {given.candidates * 3 // 2:,} applications, 20 open roles, one"  # noqa: DTZ011
        f" with 5,000 active applications. {given.times} requests each over HTTP to the production web server, after a warm-up; Python {platform.python_version()}.",
        f"The pages of sourcing stand over {given.papers:,} papers with three authors each, at {given.small:,} candidates over {given.papers * given.small // given.candidates:,}.",
        "Every third application had an interview with a submitted scorecard of five ratings; plan and debrief are of one that four people judged.",
        "The floor is bare Django over the same rows in the same run: a session, the same query, 50 rows, no permissions. Milliseconds mean little on a shared",
        "machine; the ratio to the floor is what to read.",
        "",
        "| action | median ms | p95 ms | floor ms | ratio | aim | queries | kB | at " + f"{given.small:,} | growth |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [row(name, large, small) for name in AIMS]
    lines += [
        "",
        f"Four clients at once: {large['rate']:.0f} lists a second (floor {large['floor_rate']:.0f}; aim {LEAST_RATE}).{verdict(large['rate'] >= LEAST_RATE)}",
        memory_line(large["memory"]),
        "",
        loops.measure(),
    ]
    return "\n".join(lines)


def row(name: str, large: dict[str, Any], small: dict[str, Any]) -> str:
    """One action: what it took, against the floor and against the smaller world."""
    figures, floor, before = (
        large["product"][name],
        large["floor"].get(FLOOR_OF.get(name, name)),
        small["product"][name],
    )
    ratio_aim, queries_aim, size_aim = AIMS[name]
    ratio = figures.median / floor.median if floor else None
    growth = figures.median / before.median
    ratio_words = "–" if ratio is None else f"{ratio:.2f}{'' if ratio_aim is None or ratio <= ratio_aim else ' missed'}"
    queries = figures.queries
    too_many = queries_aim is not None and queries is not None and queries > queries_aim
    too_large = size_aim is not None and figures.size > size_aim
    cells = [
        name,
        f"{figures.median:.1f}",
        f"{figures.p95:.1f}",
        f"{floor.median:.1f}" if floor else "–",
        ratio_words,
        "–" if ratio_aim is None else f"≤ {ratio_aim}",
        f"{queries}{' missed' if too_many else ''}",
        f"{figures.size / 1000:.0f}{' missed' if too_large else ''}",
        f"{before.median:.1f}",
        f"{growth:.2f}{' missed' if growth > MOST_GROWTH else ''}",
    ]
    return f"| {' | '.join(cells)} |"


def verdict(is_met: bool) -> str:
    return "" if is_met else " **Missed.**"


def memory_line(memory: dict[str, float]) -> str:
    """What each process holds; the worker's depends on which of its tasks came round meanwhile."""
    parts, whole = ", ".join(f"{name} {size:.0f}" for name, size in memory.items()), sum(memory.values())
    return f"Memory after all this, in MiB: {parts}; together {whole:.0f} (aim at most {MOST_MEMORY}).{verdict(whole <= MOST_MEMORY)}"
