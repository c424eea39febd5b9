"""What a text found outside may have come from: questions, variants, and the attempts that were given them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q

from interviews.questions.expressions import shown
from interviews.questions.items import Item
from interviews.questions.models import QuestionVersion
from interviews.questions.variants import Asked, Variant, vary
from interviews.results.records import shown_attempts
from interviews.sittings.models import AttemptItem
from interviews.traces.fitting import LEAST_WORDING, MOST_QUESTIONS, Found, Pairs, best_fits, wording_found
from interviews.traces.retelling import Windows, retold_in
from workspace.staff.models import User

# A wording that was asked, as an item and in one variant of it.
AskedVersion = tuple[QuestionVersion, Item, Asked]

MOST_VARIANTS = 2_000
MOST_NAMED = 10
COMPARED = range(1, 9)


@dataclass(frozen=True)
class FittingVariant:
    """A variant that fits: what was drawn for it, how many attempts had it, and those of them the viewer may read."""

    drawn: str
    attempts: int
    is_canary: bool
    seed: int
    named: Sequence[tuple[str, str]]

    @property
    def unnamed(self) -> int:
        return self.attempts - len(self.named)


@dataclass(frozen=True)
class TracedQuestion:
    """A question that stands in the text. `compared`: how many variants were held against it; `share`: how much of what is a variant's own."""

    version: QuestionVersion
    wording: float
    attempts: int
    compared: int
    has_variants: bool
    is_told_apart: bool
    share: float
    fits: Sequence[FittingVariant]

    @property
    def forms_a_variant(self) -> int:
        """How many forms share a variant on average, rounded: above one, a fit leads to no single form."""
        return round(self.attempts / self.compared) if self.compared else 0


@dataclass(frozen=True)
class RetoldQuestion:
    """A question that the text may tell in other words; `share`: how much of the weight of its words stands close together."""

    version: QuestionVersion
    share: float


@dataclass(frozen=True)
class Trace:
    """All of it. `together`: attempts that fit every question whose variants could be told apart, where there are at least two."""

    questions: Sequence[TracedQuestion]
    retold: Sequence[RetoldQuestion]
    together: Sequence[tuple[str, str]]
    shown: Sequence[str]

    @property
    def variants(self) -> int:
        return sum(len(one.fits) for one in self.questions)


@dataclass(frozen=True)
class _Given:
    """A variant that was given out."""

    fingerprint: str
    seed: int
    attempts: int
    is_canary: bool


def trace_text(text: str, viewer: User) -> Trace:
    """Hold a text against everything that was ever asked. Four queries; of each question at most the latest 2,000 variants are compared."""
    found = Found.of(text)
    versions = _asked_versions()
    matched = _questions_in(found, versions)
    retold = _retold_in(text, versions, matched)
    given = _given_out([version.pk for version, _, _ in matched])
    fitting: dict[int, tuple[float, bool, list[tuple[_Given, str]]]] = {}
    for version, item, _ in matched:
        fitting[version.pk] = _fitting(found, item, given[version.pk])
    kept = {one.fingerprint for _, _, ones in fitting.values() for one, _ in ones if one.attempts <= MOST_NAMED}
    holders = _holders(kept)
    names = shown_attempts({uuid for uuids in holders.values() for uuid in uuids}, viewer)
    questions = [
        _traced(version, item, wording, given[version.pk], fitting[version.pk], holders, names)
        for version, item, wording in matched
    ]
    shown_ones = sorted({uuid for uuids in holders.values() for uuid in uuids if uuid in names})
    return Trace(questions, retold, _together(fitting, holders, names), shown_ones)


def _asked_versions() -> list[AskedVersion]:
    """Every wording that was ever asked, in a variant of it. One query."""
    rows = QuestionVersion.objects.exclude(asked_at=None).select_related("question").order_by("pk")
    return [(row, row.item, vary(row.item, COMPARED[0]).asked) for row in rows]


def _questions_in(found: Found, versions: Sequence[AskedVersion]) -> list[tuple[QuestionVersion, Item, float]]:
    """The wordings that stand in the text, the most complete first."""
    rows = [(version, item, wording_found(found, asked)) for version, item, asked in versions]
    return sorted((row for row in rows if row[2] >= LEAST_WORDING), key=lambda row: -row[2])[:MOST_QUESTIONS]


def _retold_in(
    text: str, versions: Sequence[AskedVersion], matched: Sequence[tuple[QuestionVersion, Item, float]]
) -> list[RetoldQuestion]:
    """The questions that the text may tell in other words, in the wording that fits best, beside those that stand in it."""
    word_for_word = {version.question_id for version, _, _ in matched}
    windows = Windows.of(text, apart_from=[asked for row, _, asked in versions if row.question_id in word_for_word])
    best: dict[int, RetoldQuestion] = {}
    for version, _, asked in versions:
        share = 0.0 if version.question_id in word_for_word else retold_in(windows, asked)
        if share > (best[version.question_id].share if version.question_id in best else 0.0):
            best[version.question_id] = RetoldQuestion(version, share)
    return sorted(best.values(), key=lambda one: -one.share)[:MOST_QUESTIONS]


def _given_out(versions: Sequence[int]) -> Mapping[int, list[_Given]]:
    """The variants of these questions that were given out, the latest first. One query."""
    rows = (
        AttemptItem.objects.filter(question__in=versions)
        .order_by()
        .values("question", "fingerprint")
        .annotate(
            seed=Min("variant"), attempts=Count("attempt"), latest=Max("pk"), canaries=Count("pk", Q(is_canary=True))
        )
        .order_by("-latest")
    )
    found: dict[int, list[_Given]] = defaultdict(list)
    for row in rows[: MOST_VARIANTS * MOST_QUESTIONS]:
        if len(found[row["question"]]) < MOST_VARIANTS:
            one = _Given(row["fingerprint"], row["seed"], row["attempts"], row["canaries"] > 0)
            found[row["question"]].append(one)
    return found


def _fitting(found: Found, item: Item, given: Sequence[_Given]) -> tuple[float, bool, list[tuple[_Given, str]]]:
    if not item.is_parametrised:
        return 0.0, False, []
    variants = {one.fingerprint: vary(item, one.seed) for one in given}
    pairs = [(one.fingerprint, Pairs.of(variants[one.fingerprint].asked)) for one in given]
    fits = best_fits(found, pairs, [Pairs.of(vary(item, seed).asked) for seed in COMPARED])
    drawn = {draw.name for draw in item.draws}
    best = set(fits.names)
    return (
        fits.share,
        fits.is_told_apart,
        [(one, _drawn_words(variants[one.fingerprint], drawn)) for one in given if one.fingerprint in best],
    )


def _drawn_words(variant: Variant, drawn: set[str]) -> str:
    return ", ".join(f"{name} = {shown(value)}" for name, value in sorted(variant.names) if name in drawn)


def _holders(fingerprints: set[str]) -> Mapping[str, set[str]]:
    """The attempts that were given these variants. One query."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = AttemptItem.objects.filter(fingerprint__in=fingerprints).values_list("fingerprint", "attempt__uuid")
    for fingerprint, attempt in rows:
        found[fingerprint].add(str(attempt))
    return found


def _traced(
    version: QuestionVersion,
    item: Item,
    wording: float,
    given: Sequence[_Given],
    fitting: tuple[float, bool, list[tuple[_Given, str]]],
    holders: Mapping[str, set[str]],
    names: Mapping[str, tuple[str, str]],
) -> TracedQuestion:
    share, is_told_apart, ones = fitting
    fits = [
        FittingVariant(
            drawn=drawn,
            attempts=one.attempts,
            is_canary=one.is_canary and one.attempts == 1,
            seed=one.seed,
            named=[names[uuid] for uuid in sorted(holders.get(one.fingerprint, ())) if uuid in names],
        )
        for one, drawn in ones
    ]
    return TracedQuestion(
        version=version,
        wording=wording,
        attempts=sum(one.attempts for one in given),
        compared=len(given),
        has_variants=item.is_parametrised,
        is_told_apart=is_told_apart,
        share=share,
        fits=fits,
    )


def _together(
    fitting: Mapping[int, tuple[float, bool, list[tuple[_Given, str]]]],
    holders: Mapping[str, set[str]],
    names: Mapping[str, tuple[str, str]],
) -> list[tuple[str, str]]:
    sets = [
        {uuid for one, _ in ones for uuid in holders.get(one.fingerprint, ())}
        for _, _, ones in fitting.values()
        if ones
    ]
    if len(sets) < 2:
        return []
    return [names[uuid] for uuid in sorted(set.intersection(*sets)) if uuid in names]
