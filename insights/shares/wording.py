"""How shares and differences are written: with their range, and not at all where there are too few to tell."""

from insights.narrowing.tables import Cell
from insights.shares.comparison import ENOUGH, Share, Verdict, compare

SPACE = "\N{NO-BREAK SPACE}"
MINUS, PLUS = "\N{MINUS SIGN}", "+"


def percent(share: Share) -> str:
    return f"{share.value * 100:.0f}{SPACE}%"


def share_cell(share: Share, url: str = "") -> Cell:
    """Write a share as a percentage with its 95 % range, or say that there are too few."""
    if not share.entered:
        return Cell(None)
    counts = f"{share.reached} of {share.entered}"
    if not share.is_enough:
        return Cell(None, "too few to tell", counts)
    low, high = share.interval
    return Cell(
        round(share.value * 100),
        percent(share),
        f"likely {low * 100:.0f}\N{EN DASH}{high * 100:.0f}{SPACE}%, {counts}",
        url,
    )


def change_cell(now: Share, before: Share) -> Cell:
    """Say whether a share is another one than before, where that is at least 95 % sure."""
    if not (now.is_enough and before.is_enough):
        return Cell(None, "too few to tell", f"{before.reached} of {before.entered} before")
    verdict = compare(now, before)
    words = {Verdict.MORE: "higher", Verdict.FEWER: "lower", Verdict.CANNOT_TELL: "cannot tell apart"}[verdict]
    return Cell(verdict.value, words, f"{percent(before)} before")


def count_change(now: int, before: int, url: str = "") -> Cell:
    """Write a count of the period before with how far this one is from it."""
    difference = now - before
    note = "the same" if not difference else f"now {PLUS if difference > 0 else MINUS}{abs(difference)}"
    return Cell(before, note=note, url=url)


def days_cell(days: float | None, number: int, note: str = "") -> Cell:
    """Write days; a typical time of fewer than ten people is no typical time."""
    if days is None or not number:
        return Cell(None)
    if number < ENOUGH:
        return Cell(None, "too few to tell", f"{number} left")
    return Cell(round(days, 1), f"{days:.1f}", note)
