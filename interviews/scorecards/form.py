"""The scorecard as a form: what is asked, what was typed, what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from interviews.scorecards.completeness import WHOLE
from interviews.scorecards.draft import NOT_ASSESSED, Draft, TypedRating, set_aside
from interviews.scorecards.models import BarMark, Scale, StrengthLevel
from interviews.scorecards.queries import Criterion


@dataclass(frozen=True)
class Choice:
    """One step of a scale, with what it looks like."""

    value: str
    label: str
    text: str
    is_chosen: bool
    tone: str


@dataclass(frozen=True)
class Line:
    """One criterion on the form."""

    criterion: Criterion
    typed: TypedRating
    choices: tuple[Choice, ...]
    problem: str

    @property
    def has_hints(self) -> bool:
        return any(choice.text for choice in self.choices)

    @property
    def is_not_assessed(self) -> bool:
        return self.typed.choice == NOT_ASSESSED


@dataclass(frozen=True)
class ScorecardForm:
    """Everything the form shows. `others` are criteria the kit does not cover; they may be left blank."""

    strengths: tuple[Line, ...]
    bars: tuple[Line, ...]
    others: tuple[Line, ...]
    draft: Draft
    set_aside: tuple[str, ...]
    problems: Mapping[str, str]

    @property
    def whole_problem(self) -> str:
        return self.problems.get(WHOLE, "")

    @property
    def reason_problem(self) -> str:
        return self.problems.get("reason", "")

    @property
    def others_are_open(self) -> bool:
        return any(not line.typed.is_blank or line.problem for line in self.others)

    @property
    def troubled(self) -> list[Line]:
        return [line for line in (*self.strengths, *self.bars, *self.others) if line.problem]


def scorecard_form(
    criteria: Iterable[Criterion], draft: Draft, problems: Mapping[str, str], names: Mapping[str, str]
) -> ScorecardForm:
    """Lay a draft out over what is asked now; what is not asked any more moves to the summary."""
    criteria = tuple(criteria)
    draft, moved = set_aside(draft, (one.key for one in criteria), names)
    lines = [_line(criterion, draft, problems) for criterion in criteria]
    return ScorecardForm(
        strengths=tuple(line for line in lines if line.criterion.is_expected and _is_strength(line)),
        bars=tuple(line for line in lines if line.criterion.is_expected and not _is_strength(line)),
        others=tuple(line for line in lines if not line.criterion.is_expected),
        draft=draft,
        set_aside=moved,
        problems=problems,
    )


def _is_strength(line: Line) -> bool:
    return line.criterion.scale == Scale.STRENGTH


def _line(criterion: Criterion, draft: Draft, problems: Mapping[str, str]) -> Line:
    typed = draft.rating(criterion.key) or TypedRating(criterion.scale.value, criterion.competency.slug)
    texts = (*criterion.steps, "", "", "", "")
    if criterion.scale == Scale.STRENGTH:
        choices = tuple(
            Choice(
                str(level.value),
                f"{level.value} {level.label.lower()}",
                text,
                typed.choice == str(level.value),
                "strength",
            )
            for level, text in zip(StrengthLevel, texts, strict=False)
        )
    else:
        choices = tuple(
            Choice(
                mark.value, mark.label, text, typed.choice == mark.value, "below" if "below" in mark.value else "met"
            )
            for mark, text in zip(BarMark, texts, strict=False)
        )
    return Line(criterion, typed, choices, problems.get(criterion.key, ""))
