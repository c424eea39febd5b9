"""What every shipped text must keep to, whichever app ships it."""

import dataclasses
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

BANNED = re.compile(
    r"\b(rock ?stars?|ninjas?|gurus?|wizards?|unicorns?|10x|culture fit|cultural fit|young|native speakers?|"
    r"digital natives?|work hard|play hard|world[- ]class|cutting[- ]edge|leverage|synergy|delve|robust|seamless|"
    r"issue|ticket|lorem|todo|tbd)\b",
    re.IGNORECASE,
)
PLAIN = re.compile(r"[\w\s.,;:!?()‘’“”%–²=<>/+*&-]*")


def texts(value, name="") -> Iterator[tuple[str, str]]:
    """Every string in a frozen value, with the name of its field."""
    if isinstance(value, str):
        if value:
            yield name, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from texts(part, f"{name}.{key}")
    elif isinstance(value, tuple | list):
        for part in value:
            yield from texts(part, name)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name), field.name)


def sentences(value, *, skip=()) -> list[str]:
    """The prose in a value: strings that hold a space, without code and without the fields to skip."""
    return [text for name, text in texts(value) if " " in text and name not in {"material", *skip}]


def repeated(found: list[str]) -> list[str]:
    """Texts that occur more than once."""
    return [text for text, times in Counter(found).items() if times > 1]


def faults(text: str) -> list[str]:
    """What is wrong with one text; empty for a sound one."""
    wrong = []
    if unicodedata.normalize("NFC", text) != text:
        wrong.append("not in composed form")
    if any(unicodedata.category(c) in {"Cf", "Cc", "Co", "Cn", "Zs"} and c not in " \n" for c in text):
        wrong.append("an invisible character")
    if "'" in text or '"' in text:
        wrong.append("a straight quotation mark")
    if not PLAIN.fullmatch(text):
        wrong.append(f"an unusual character: {set(PLAIN.sub('', text))}")
    if text != text.strip() or "  " in text or re.search(r"\s[,.;:!?)](\s|$)", text):
        wrong.append("stray spaces")
    if match := BANNED.search(text):
        wrong.append(f"the word “{match[0]}”")
    return wrong
