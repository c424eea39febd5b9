"""What invented people answer in an exam: the right thing, a plausible slip, or nothing."""

import functools
import random
import tomllib
from collections.abc import Sequence
from pathlib import Path

from interviews.questions.items import Form, Item
from interviews.questions.marking import perfect
from interviews.questions.responses import Response
from interviews.questions.variants import Variant

LEAVES_OUT = 0.1


@functools.cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("exam_words.toml").read_text(encoding="utf-8"))


def written(asked: Item | Variant) -> Sequence[str]:
    """What people write to a short question, from worth nothing to worth everything; the anchors themselves where nothing was invented."""
    return _words().get(asked.slug) or asked.rubric


def invent_answer(rng: random.Random, variant: Variant, *, knows: bool, points: int) -> Response:
    """Return what somebody answers who knows it, or does not. `points`: how good a short answer is."""
    right = perfect(variant)
    if variant.asked.form is Form.SHORT:
        return Response(words=written(variant)[points])
    if knows:
        return right
    return Response() if rng.random() < LEAVES_OUT else _slip(rng, variant, right)


def _slip(rng: random.Random, variant: Variant, right: Response) -> Response:
    match variant.asked.form:
        case Form.SINGLE | Form.PLOT | Form.MULTI:
            wrong = [one.id for one in variant.asked.choices if one.id not in variant.key.right]
            return Response(chosen=(rng.choice(wrong),) if wrong else ())
        case Form.MATCHING:
            prompts, letters = zip(*right.matched, strict=True)
            return Response(matched=tuple(zip(prompts, (*letters[1:], letters[0]), strict=True)))
        case Form.ORDERING:
            return Response(placed=tuple((choice, len(right.placed) + 1 - place) for choice, place in right.placed))
        case Form.NUMERIC:
            return Response(number=f"{(variant.key.number or 0) * 2 + 1:g}")
        case _:
            return Response(faults=((1, variant.asked.choices[0].id),))
