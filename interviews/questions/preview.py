"""A question as staff look at it: what is asked, the key beside it, and what an answer would earn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from interviews.questions.expressions import Value, filled
from interviews.questions.items import Form, Item
from interviews.questions.marking import RULES, Mark, allowed_words, mark
from interviews.questions.responses import concerns, read_response
from interviews.questions.sheets import Sheet
from interviews.questions.variants import Variant, vary
from interviews.questions.wording import as_html, inline_html

PREFIX = "try-"


@dataclass(frozen=True)
class Preview:
    """One variant, perhaps with an answer tried on it."""

    seed: int
    sheet: Sheet
    key: list[SafeString]
    rule: str
    explanation: SafeString
    rubric: tuple[str, ...]
    options: list[str]  # in the author's order, with this variant's numbers
    why: list[tuple[str, str]]
    mark: Mark | None
    concerns: list[str]


def preview_of(item: Item, seed: int, fields: Mapping[str, Sequence[str]]) -> Preview:
    """Make a variant and mark what was tried on it, if anything was."""
    variant = vary(item, seed)
    names = dict(variant.names)
    response = read_response(variant.asked, fields, prefix=PREFIX)
    return Preview(
        seed=seed,
        sheet=Sheet(variant.asked, response, PREFIX),
        key=key_lines(item, variant),
        rule=RULES[item.form],
        explanation=as_html(variant.explanation),
        rubric=variant.rubric,
        options=[filled(option.text, names) for option in item.options],
        why=_why_lines(item, names),
        mark=None if response.is_empty else mark(variant, response),
        concerns=concerns(variant.asked, response),
    )


def key_lines(item: Item, variant: Variant) -> list[SafeString]:
    """Say the key, line by line."""
    asked, key = variant.asked, variant.key
    texts = {one.id: one.text for one in asked.choices}
    match item.form:
        case Form.SINGLE | Form.PLOT | Form.MULTI:
            lines = [texts[letter] for letter in sorted(key.right)]
        case Form.MATCHING:
            prompts = {one.id: one.text for one in asked.prompts}
            lines = [f"{prompts[prompt]} → {texts[choice]}" for prompt, choice in key.matched]
        case Form.ORDERING:
            lines = [f"{place}\\. {texts[letter]}" for place, letter in enumerate(key.order, start=1)]
        case Form.NUMERIC:
            lines = [f"{allowed_words(variant)} {asked.unit}".strip()]
        case Form.FAULT:
            lines = [f"Line {', '.join(map(str, one.lines))}: {texts[one.effect]}" for one in key.faults]
        case Form.SHORT:
            lines = []
    return [inline_html(line) for line in lines]


def _why_lines(item: Item, names: Mapping[str, Value]) -> list[tuple[str, str]]:
    """What the author noted of single options."""
    return [(filled(option.text, names), option.why) for option in item.options if option.why]
