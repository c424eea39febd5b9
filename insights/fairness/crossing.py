"""Two questions crossed: women of one ethnic group beside men of another. Under the same rule, against differences with each question’s own table.

Loads numpy and scipy: only for workers and commands.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from insights.fairness.counting import STAGES, Block, count
from insights.fairness.guarding import Guard, Sum
from insights.fairness.hiding import Shown, shown, sum_of
from insights.fairness.terms import NOT_KNOWN, Outcomes
from insights.self_identification.questions import Option, Question

JOIN = "+"
CROSSED_FROM = 200  # people decided about first; with fewer hardly a cell could be shown
UP_TO, MOST_TRIES = (len(STAGES), 3, 1), 12  # so that the longest takes a minute or two, twice a year
Answers = Mapping[int, Mapping[str, str]]
Stages = Sequence[Mapping[str, Outcomes]]


def crossed(first: Question, second: Question) -> Question:
    """Return the question whose answers are those of two at once."""
    options = [
        Option(f"{one.slug}{JOIN}{other.slug}", f"{one.text} · {other.text}")
        for one in first.options
        for other in second.options
    ]
    return Question(f"{first.slug}{JOIN}{second.slug}", f"{first.text} by {_inside(second.text)}", tuple(options))


def _inside(text: str) -> str:
    """A title as it reads inside a sentence; an abbreviation stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def cells_of(block: Block, first: Question, second: Question, answers: Answers) -> list[dict[str, Outcomes]]:
    """Count every cell of two questions, stage by stage, those who did not answer one of them among the cells."""
    slugs = [
        f"{one}{JOIN}{other}"
        for one in (*(option.slug for option in first.options), NOT_KNOWN)
        for other in (*(option.slug for option in second.options), NOT_KNOWN)
    ]
    said = {
        walk.person: JOIN.join(_answer(question, answers.get(walk.person, {})) for question in (first, second))
        for walk in block.walks.values()
    }
    every = Question("", "", tuple(Option(slug, slug) for slug in slugs))
    return [{slug: stage[slug] for slug in slugs} for stage in count(block, every, said)]


def _answer(question: Question, given: Mapping[str, str]) -> str:
    said = given.get(question.slug, NOT_KNOWN)
    return said if any(option.slug == said for option in question.options) else NOT_KNOWN


def groups_of(cells: Stages) -> list[dict[str, Outcomes]]:
    """The cells whose people answered both questions, and everybody else together."""
    return [
        {cell: one for cell, one in stage.items() if _is_known(cell)}
        | {NOT_KNOWN: sum_of(stage, (cell for cell in stage if not _is_known(cell)))}
        for stage in cells
    ]


def _is_known(cell: str) -> bool:
    return NOT_KNOWN not in cell.split(JOIN)


def margin_of(cells: Stages, place: int) -> list[dict[str, Outcomes]]:
    """The groups of the first (0) or the second (1) question alone."""
    names = dict.fromkeys(cell.split(JOIN)[place] for cell in cells[0])
    return [{name: sum_of(stage, _of(stage, place, name)) for name in names} for stage in cells]


def _of(cells: Mapping[str, Outcomes], place: int, name: str) -> list[str]:
    return [cell for cell in cells if cell.split(JOIN)[place] == name]


def shown_crossed(cells: Stages) -> list[Shown] | None:
    """Return what may be shown of two questions crossed where each one’s own table is shown too; None where no two cells can be compared.

    All stages, or the first three, or the first: rather fewer stages than fewer than half of the groups that are large enough.
    """
    groups = groups_of(cells)
    alone = [len(_compared(stage)) for stage in shown(groups)]
    if alone[0] < 2 or sum_of(cells[0], cells[0]).decided < CROSSED_FROM:
        return None
    margins = frozenset(one for place in (0, 1) for one in _sums_alone(cells, place))
    # The stages in which anything could be; none of them is longer than that before it.
    compared = sum(number > 1 for number in alone)
    for stages in sorted({min(stages, compared) for stages in UP_TO}, reverse=True):
        found = _shown_up_to(cells, groups, margins, stages)
        if found and 2 * len(_compared(found[0])) >= alone[0]:
            return found
    return None


def _shown_up_to(cells: Stages, groups: Stages, margins: frozenset[Sum], stages: int) -> list[Shown] | None:
    """Pool one more cell, the smallest near what could be worked out, until nothing can; of later stages only the total is shown."""
    pooled: set[str] = set()
    later = [Shown(stage.total, {}, None, tuple(groups[0])) for stage in shown(groups)[stages:]]
    for _ in range(MOST_TRIES):
        found = [*shown(groups[:stages], hidden=frozenset(pooled)), *later]
        apart = _compared(found[0])
        if len(apart) < 2:
            return None
        released = margins | set(_sums_crossed(cells, found))
        leak = Guard(cells, released).given_away(_hidden(cells, released))
        if leak is None:
            return found
        near = {cell for cell in apart if any(_touch(cell, other) for other in leak[1])} or apart
        pooled.add(min(near, key=lambda cell: (groups[leak[0]][cell].fewest, groups[0][cell].fewest, cell)))
    return None


def _compared(stage: Shown) -> set[str]:
    """The groups shown apart whose people answered both questions."""
    return {cell for cell in stage.groups if cell != NOT_KNOWN}


def _touch(cell: str, other: str) -> bool:
    return any(one == two for one, two in zip(cell.split(JOIN), other.split(JOIN), strict=True))


def _sums(table: Sequence[Shown], cells_in: Callable[[int, str], Iterable[str]]) -> Iterator[Sum]:
    """What a table gives away, in cells; `cells_in` says which make up a group at a stage."""
    for stage, one in enumerate(table):
        for names in [*((name,) for name in one.groups), *([one.pooled] if one.pool else [])]:
            yield stage, frozenset(cell for name in names for cell in cells_in(stage, name))


def _sums_alone(cells: Stages, place: int) -> Iterator[Sum]:
    """What one question’s own table gives away."""
    return _sums(shown(margin_of(cells, place)), lambda stage, name: _of(cells[stage], place, name))


def _sums_crossed(cells: Stages, table: Sequence[Shown]) -> Iterator[Sum]:
    unknown = [cell for cell in cells[0] if not _is_known(cell)]
    return _sums(table, lambda _, name: unknown if name == NOT_KNOWN else [name])


def _hidden(cells: Stages, released: frozenset[Sum]) -> Iterator[Sum]:
    """Every cell, and every group of either question, that is not shown as it is; the last stages first, where numbers are smallest."""
    for stage in range(len(cells) - 1, -1, -1):
        sums = [frozenset({cell}) for cell in cells[stage]]
        for place in (0, 1):
            for name in dict.fromkeys(cell.split(JOIN)[place] for cell in cells[stage]):
                sums.append(frozenset(_of(cells[stage], place, name)))
        yield from ((stage, one) for one in sums if (stage, one) not in released)
