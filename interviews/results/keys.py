"""A variant's key in words, for whoever reads an answer beside it. Free of Django."""

from interviews.questions.items import Form
from interviews.questions.marking import allowed_words
from interviews.questions.variants import Variant


def key_in_words(variant: Variant) -> list[str]:
    """Return what would have been right, a line for each part; the top anchor where people mark."""
    asked, key = variant.asked, variant.key
    texts = {choice.id: choice.text for choice in asked.choices}
    match asked.form:
        case Form.SINGLE | Form.PLOT | Form.MULTI:
            return [texts[choice.id] for choice in asked.choices if choice.id in key.right]
        case Form.MATCHING:
            prompts = {prompt.id: prompt.text for prompt in asked.prompts}
            return [f"{prompts[prompt]} → {texts[choice]}" for prompt, choice in key.matched]
        case Form.ORDERING:
            return [f"{place}. {texts[choice]}" for place, choice in enumerate(key.order, start=1)]
        case Form.NUMERIC:
            return [f"{allowed_words(variant)} {asked.unit}".strip()]
        case Form.FAULT:
            return [f"Line {_lines(fault.lines)}: {texts.get(fault.effect, '')}" for fault in key.faults]
        case Form.SHORT:
            return [f"{points} points: {anchor}" for points, anchor in enumerate(variant.rubric)]


def _lines(lines: tuple[int, ...]) -> str:
    first, last = min(lines), max(lines)
    return str(first) if first == last else f"{first} to {last}"
