"""Items as they are written down, in TOML or as kept in a row, made into values that are checked as they are read. Free of Django."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from interviews.questions.items import (
    Area,
    Depth,
    Draw,
    Fault,
    FaultyCode,
    Form,
    Item,
    ItemError,
    Line,
    NumericAnswer,
    Option,
    Pair,
    Plot,
)
from interviews.questions.variants import vary
from workspace.catalogue.entries import CatalogueError, Entry

FOLDER = Path(__file__).parent / "catalogue"

MOST_VALUES = 2_000
TRIED_SEEDS = range(12)


def read_item(values: Mapping[str, Any], *, where: str = "") -> Item:
    """Make an item of a table of fields, or raise ItemError naming the field that is wrong."""
    entry = Entry(dict(values), where=where or str(values.get("slug", "question")))
    try:
        return entry.finish(_item(entry))
    except CatalogueError as error:
        raise ItemError(str(error)) from error


def check_item(item: Item) -> Item:
    """Make an item's first variants, so that nothing is kept that cannot be asked; raise ItemError otherwise."""
    for seed in TRIED_SEEDS:
        try:
            vary(item, seed)
        except ItemError as error:
            raise ItemError(f"{item.slug}: {error}") from error
    return item


def read_document(text: str, *, where: str = "file") -> list[dict[str, Any]]:
    """The tables under [[item]] of a TOML text, each of which `read_item` takes; or raise ItemError."""
    try:
        tables = tomllib.loads(text).get("item", [])
    # A number of thousands of digits is a plain ValueError, brackets in brackets without end a RecursionError.
    except (ValueError, RecursionError) as error:
        raise ItemError(f"{where} is not TOML: {error}") from error
    if not isinstance(tables, list) or not tables or not all(isinstance(one, dict) for one in tables):
        raise ItemError(f"{where} holds no [[item]]: start each question with a line that says [[item]]")
    return tables


@cache
def shipped_tables() -> tuple[dict[str, Any], ...]:
    """Every shipped item as it is written, in the order of the areas."""
    found: list[dict[str, Any]] = []
    for area in Area:
        path = FOLDER / f"{area}.toml"
        for table in read_document(path.read_text(encoding="utf-8"), where=path.name):
            found.append({"area": area.value, **table})
    return tuple(found)


@cache
def shipped_items() -> tuple[Item, ...]:
    """Every shipped item."""
    return tuple(check_item(read_item(table)) for table in shipped_tables())


def _item(entry: Entry) -> Item:
    form = Form(entry.one_of("form", [one.value for one in Form]))
    parts = READERS[form](entry)
    if form is Form.PLOT or entry.has("plots"):
        parts["plots"] = tuple(_plot(one) for one in entry.tables("plots"))
    slug, title = entry.slug(), entry.text("title")
    if len(slug) > 80 or len(title) > 120:
        raise entry.fail("the name may have 80 characters and the title 120")
    return Item(
        slug=slug,
        title=title,
        area=Area(entry.one_of("area", [one.value for one in Area])),
        depth=Depth(entry.one_of("depth", [one.value for one in Depth])),
        form=form,
        minutes=entry.whole("minutes", low=1, high=30),
        text=_needed(entry, "text"),
        explanation=_needed(entry, "explanation"),
        draws=_draws(entry.table("draws")) if entry.has("draws") else (),
        computed=_formulas(entry.table("computed")) if entry.has("computed") else (),
        require=entry.texts("require", at_least=0),
        **parts,
    )


def _needed(entry: Entry, name: str) -> str:
    text = entry.verbatim(name).strip()
    if not text:
        raise entry.fail(f"“{name}” is missing or empty")
    return text


def _draws(entry: Entry) -> tuple[Draw, ...]:
    draws = []
    for name in entry.names:
        if entry.holds_table(name):
            draws.append(Draw(name, _span(entry.table(name))))
        else:
            draws.append(Draw(name, entry.values(name)))
    return entry.finish(tuple(draws))


def _span(entry: Entry) -> tuple[float | int, ...]:
    low, high = (entry.number(name, low=-1e12, high=1e12) for name in ("low", "high"))
    step = entry.number("step", low=1e-9, high=1e12, default=1)
    count = int((high - low) / step + 1e-9) + 1
    if not 1 <= count <= MOST_VALUES:
        raise entry.fail(f"from low to high by step must be 1 to {MOST_VALUES} values, not {count}")
    values = [round(low + place * step, 9) for place in range(count)]
    return entry.finish(tuple(int(value) if value.is_integer() and step >= 1 else value for value in values))


def _formulas(entry: Entry) -> tuple[tuple[str, str], ...]:
    return entry.finish(tuple((name, entry.text(name)) for name in entry.names))


def _options(entry: Entry) -> tuple[Option, ...]:
    return tuple(
        one.finish(Option(_needed(one, "text"), one.flag("right"), one.text("why", optional=True)))
        for one in entry.tables("options", at_least=2)
    )


def _single(entry: Entry) -> dict[str, Any]:
    options = _options(entry)
    if sum(one.is_right for one in options) != 1:
        raise entry.fail("exactly one option must be right")
    if len(options) > 5:
        raise entry.fail("at most five options: three do as well, and are read with more care")
    return {"options": options}


def _multi(entry: Entry) -> dict[str, Any]:
    options = _options(entry)
    right = sum(one.is_right for one in options)
    if not 1 <= right < len(options) or len(options) > 8:
        raise entry.fail("of up to eight options at least one must be right and one wrong")
    return {"options": options}


def _matching(entry: Entry) -> dict[str, Any]:
    pairs = tuple(
        one.finish(Pair(_needed(one, "prompt"), _needed(one, "answer"))) for one in entry.tables("pairs", at_least=2)
    )
    spare = entry.texts("spare", at_least=0)
    if len(pairs) > 8 or len(pairs) + len(spare) > 10:
        raise entry.fail("at most eight pairs, and ten answers to choose from")
    return {"pairs": pairs, "spare": spare}


def _ordering(entry: Entry) -> dict[str, Any]:
    return {"steps": entry.texts("steps", at_least=3, at_most=8)}


def _numeric(entry: Entry) -> dict[str, Any]:
    one = entry.table("answer")
    answer = NumericAnswer(
        formula=one.text("formula"),
        absolute=one.number("absolute", low=0, high=1e9, default=0),
        relative=one.number("relative", low=0, high=0.5, default=0),
        unit=one.text("unit", optional=True),
        places=one.whole("places", low=0, high=9, default=4),
    )
    return {"answer": one.finish(answer)}


def _fault(entry: Entry) -> dict[str, Any]:
    one = entry.table("code")
    faults = tuple(_one_fault(fault) for fault in one.tables("faults"))
    code = FaultyCode(
        text=_needed(one, "text"),
        faults=faults,
        plant=one.whole("plant", low=1, high=min(3, len(faults)), default=1),
        decoys=one.texts("decoys", at_least=0),
        within=one.whole("within", low=0, high=3, default=1),
    )
    slots, effects = [fault.slot for fault in faults], [fault.effect for fault in faults]
    if len(set(slots)) < len(slots):
        raise one.fail("two faults share a slot")
    if len({*effects, *code.decoys}) < len(effects) + len(code.decoys):
        raise one.fail("two effects are the same")
    return {"code": one.finish(code)}


def _one_fault(entry: Entry) -> Fault:
    fault = Fault(
        slot=entry.slug("slot"),
        good=entry.verbatim("good"),
        bad=entry.verbatim("bad"),
        effect=entry.text("effect"),
        also=entry.texts("also", at_least=0),
    )
    if fault.good == fault.bad:
        raise entry.fail("“good” and “bad” are the same")
    return entry.finish(fault)


def _short(entry: Entry) -> dict[str, Any]:
    return {"rubric": entry.texts("rubric", at_least=3, at_most=4)}


def _plot(entry: Entry) -> Plot:
    low, high = (entry.number(name, low=-1e9, high=1e9) if entry.has(name) else None for name in ("y_low", "y_high"))
    plot = Plot(
        title=entry.text("title"),
        x_label=entry.text("x_label"),
        y_label=entry.text("y_label"),
        lines=tuple(_line(one) for one in entry.tables("lines")),
        first=entry.number("first", low=-1e9, high=1e9, default=1),
        last=entry.number("last", low=-1e9, high=1e9, default=40),
        points=entry.whole("points", low=2, high=200, default=40),
        y_low=low,
        y_high=high,
    )
    if plot.last <= plot.first:
        raise entry.fail("“last” must be larger than “first”")
    if len(plot.lines) > 5:
        raise entry.fail("at most five lines can be told apart")
    return entry.finish(plot)


def _line(entry: Entry) -> Line:
    return entry.finish(Line(entry.text("name"), entry.text("formula"), entry.text("noise", optional=True) or "0"))


READERS: dict[Form, Callable[[Entry], dict[str, Any]]] = {
    Form.SINGLE: _single,
    Form.PLOT: _single,
    Form.MULTI: _multi,
    Form.MATCHING: _matching,
    Form.ORDERING: _ordering,
    Form.NUMERIC: _numeric,
    Form.FAULT: _fault,
    Form.SHORT: _short,
}
