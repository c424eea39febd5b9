"""How far each must-have shrinks the pool, by published estimates; what nobody has estimated is said to be so."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hiring.catalogue.reading import PoolEstimate
from hiring.linter.demands import degree_phd, publications_count
from hiring.linter.reading import Piece, RoleText
from hiring.linter.terms import Facts, Hit, Span

START = "world-developers"
_SCRATCH = re.compile(
    r"\b(from scratch|deep expertise|expert[- ]level|state[- ]of[- ]the[- ]art|deep (knowledge|understanding) of (machine|deep))\b",
    re.I,
)
_LEARNING = re.compile(
    r"\b((machine|deep|statistical)[- ]learning|neural networks?|ml|gen(erative)?[ -]?ai|generative models?|langchain|llama\w*|vllm|agentic|rag|fine-?tun\w+|imitation learning|gradient boosting|diffusion models?|(train|tune|fit)\w* (\w+ )?models?|pytorch|tensorflow|jax)\b",
    re.I,
)
_ONE_COUNTRY = re.compile(
    r"\b(us|u\.s\.?|american) (citizens?|citizenship|nationals?|persons?)\b|\bin the (us|united states)\b|\bus[- ]based\b",
    re.I,
)


@dataclass(frozen=True)
class PoolStep:
    """One must-have, and how many people are left at most once it is asked for. Without `estimate` nobody has counted."""

    words: str
    span: Span
    estimate: PoolEstimate | None
    low: int
    high: int
    is_smaller: bool

    @property
    def left(self) -> str:
        """How many, as people say it."""
        return in_words(self.low, self.high)


@dataclass(frozen=True)
class PoolShrink:
    """From which pool a text starts, and what its must-haves leave of it."""

    start: PoolEstimate
    steps: tuple[PoolStep, ...]

    @property
    def final(self) -> str:
        return self.steps[-1].left if self.steps else in_words(self.start.low, self.start.high)

    @property
    def times(self) -> int:
        """How many times smaller the pool has become, by the upper figures; 1 where it has not."""
        return round(self.start.high / self.steps[-1].high) if self.steps else 1


def shrink(role: RoleText, facts: Facts, estimates: Sequence[PoolEstimate]) -> PoolShrink:
    """Walk through the must-haves in the text's order. A pool never grows: of two groups at most the smaller one has both."""
    pools = {one.slug: one for one in estimates}
    low, high = pools[START].low, pools[START].high
    asked = {
        "publishing-researchers": _places(publications_count(role, facts)),
        "phd-educated": _places(degree_phd(role, facts)),
    }
    steps = []
    for item in role.must_items:
        span = Span(item[0].start, item[-1].end)
        slug = _pool_of(role, item, span, asked)
        estimate = pools.get(slug)
        is_smaller = estimate is not None and estimate.high < high
        if estimate is not None and is_smaller:
            low, high = estimate.low, estimate.high
        steps.append(PoolStep(role.text[span.start : span.end], span, estimate, low, high, is_smaller))
    return PoolShrink(pools[START], tuple(steps))


def _pool_of(role: RoleText, item: tuple[Piece, ...], span: Span, asked: dict[str, list[int]]) -> str:
    """The smallest pool this must-have confines to, or "" where there is no figure."""
    for slug, places in asked.items():
        if any(span.start <= place < span.end for place in places):
            return slug
    words = " ".join(piece.words for piece in item)
    if _SCRATCH.search(words):
        return "right-skills"
    topics = {one.name for one in role.mentions_between("topic", span.start, span.end)}
    if _LEARNING.search(words) or role.mentions_between("domain", span.start, span.end):
        return "researchers-and-practitioners"
    if _ONE_COUNTRY.search(words):
        return "us-developers"
    return START if "software" in topics else ""


def _places(hits: Iterable[Hit]) -> list[int]:
    return [span.start for hit in hits for span in hit.spans]


def in_words(low: int, high: int) -> str:
    """“5,000”, “200,000–300,000”, “18.2 million”."""
    return _one(high) if low == high else f"{_one(low)}–{_one(high)}"


def _one(number: int) -> str:
    return f"{number / 1_000_000:.1f} million" if number >= 1_000_000 else f"{number:,}"
