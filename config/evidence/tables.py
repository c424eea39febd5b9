"""Markdown for figures: a table, and a figure beside what was aimed for. A missed target is printed as missed."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def share(figure: float) -> str:
    """Return a share as the literature prints it: “.991”, “1.000”."""
    return f"{figure:.3f}".removeprefix("0")


def beside(figure: float, target: float) -> str:
    """Return a share that should be at least `target`, with “missed” where it is not. Judged before rounding."""
    return share(figure) if figure >= target else f"{share(figure)} **missed**"
