"""What a question of the knowledge exam is, before anybody draws its numbers. Free of Django."""

from dataclasses import dataclass
from enum import StrEnum


class ItemError(ValueError):
    """An item cannot be used as it is written; the message says what to mend."""


class Area(StrEnum):
    """What a question is about."""

    PROBLEM_SETUP = "problem-setup"
    ALGORITHMS = "algorithms"
    CONVENTIONS = "conventions"
    THEORY = "ml-theory"
    DEBUGGING = "ml-debugging"

    @property
    def label(self) -> str:
        return AREA_LABELS[self]


class Depth(StrEnum):
    """How deep a question goes: known by heart, used on a case, or found out from symptoms."""

    RECALL = "recall"
    APPLY = "apply"
    DIAGNOSE = "diagnose"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Form(StrEnum):
    """How a question is asked and answered."""

    SINGLE = "single"
    MULTI = "multi"
    MATCHING = "matching"
    ORDERING = "ordering"
    NUMERIC = "numeric"
    PLOT = "plot"
    FAULT = "fault"
    SHORT = "short"

    @property
    def label(self) -> str:
        return FORM_LABELS[self]

    @property
    def is_marked_by_hand(self) -> bool:
        return self is Form.SHORT


AREA_LABELS = {
    Area.PROBLEM_SETUP: "Problem setup",
    Area.ALGORITHMS: "Algorithm knowledge",
    Area.CONVENTIONS: "Conventions",
    Area.THEORY: "ML theory",
    Area.DEBUGGING: "ML debugging",
}
FORM_LABELS = {
    Form.SINGLE: "Single choice",
    Form.MULTI: "Select all that apply",
    Form.MATCHING: "Matching",
    Form.ORDERING: "Put in order",
    Form.NUMERIC: "Number",
    Form.PLOT: "Read this plot",
    Form.FAULT: "Find the fault",
    Form.SHORT: "Short answer",
}


@dataclass(frozen=True)
class Draw:
    """A number or word a variant draws: one of `values`, each as likely."""

    name: str
    values: tuple[float | int | str, ...]


@dataclass(frozen=True)
class Option:
    """Something to choose. `why` tells markers why it is right or tempting."""

    text: str
    is_right: bool = False
    why: str = ""


@dataclass(frozen=True)
class Pair:
    """A prompt and what belongs to it."""

    prompt: str
    answer: str


@dataclass(frozen=True)
class NumericAnswer:
    """The key as a formula over the drawn numbers; an answer within `absolute`, or within `relative` of the key, is right."""

    formula: str
    absolute: float = 0.0
    relative: float = 0.0
    unit: str = ""
    places: int = 4  # of the key, as markers read it


@dataclass(frozen=True)
class Fault:
    """A mistake that can be planted where `slot` stands in the code, and what it does.

    `also` are pieces of code: naming a line that holds one of them is right as well, for mistakes that are something missing.
    """

    slot: str
    good: str
    bad: str
    effect: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class FaultyCode:
    """Code with slots `<<name>>`; a variant plants `plant` of its faults. `decoys` are effects that nothing here has."""

    text: str
    faults: tuple[Fault, ...]
    plant: int = 1
    decoys: tuple[str, ...] = ()
    within: int = 1  # how many lines beside the fault still name it


@dataclass(frozen=True)
class Line:
    """One line of a plot: y as a formula over x and the drawn numbers, with noise of an amplitude of its own."""

    name: str
    formula: str
    noise: str = "0"


@dataclass(frozen=True)
class Plot:
    """A line plot a variant computes. x runs from `first` to `last` in `points` equal steps."""

    title: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]
    first: float = 1.0
    last: float = 40.0
    points: int = 40
    y_low: float | None = None
    y_high: float | None = None


@dataclass(frozen=True)
class Item:
    """One question with everything a variant is made from. Texts are Markdown with `{{name}}` or `{{name:.2f}}` for drawn numbers."""

    slug: str
    title: str
    area: Area
    depth: Depth
    form: Form
    minutes: int
    text: str
    explanation: str
    draws: tuple[Draw, ...] = ()
    computed: tuple[tuple[str, str], ...] = ()
    require: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    pairs: tuple[Pair, ...] = ()
    spare: tuple[str, ...] = ()  # answers of a matching that belong to no prompt
    steps: tuple[str, ...] = ()  # in the right order
    answer: NumericAnswer | None = None
    code: FaultyCode | None = None
    rubric: tuple[str, ...] = ()  # what 0, 1, 2 … points look like
    plots: tuple[Plot, ...] = ()

    @property
    def is_parametrised(self) -> bool:
        """Whether two seeds can differ in more than the order of the options."""
        return bool(self.draws) or self.code is not None

    @property
    def most_points(self) -> int:
        """The points of the rubric's last anchor."""
        return max(len(self.rubric) - 1, 0)
