"""Reading a number as people write it, and refusing one that could mean two things. Free of Django."""

import math
import re

MOST_CHARACTERS = 40
POWER = re.compile(r"^(.+?)\s*[x×*·]\s*10\s*(?:\^|\*\*)\s*\(?([+-]?\d{1,3})\)?$", re.IGNORECASE)
FRACTION = re.compile(r"^([+-]?\d{1,12}(?:\.\d{1,12})?)\s*/\s*(\d{1,12}(?:\.\d{1,12})?)$")
PLAIN = re.compile(r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$", re.IGNORECASE)
GROUPED = re.compile(r"^[+-]?\d{1,3}(?:[ _'’]\d{3})+(?:\.\d+)?$")
ONE_COMMA = re.compile(r"^([+-]?\d*),(\d+)(e[+-]?\d{1,3})?$", re.IGNORECASE)


class UnreadableNumber(ValueError):
    """The text is no number, or could be two; the message says how to write it."""


def read_number(text: str, unit: str = "") -> float:
    """Read 1200, 1 200, 0.5, 0,5, 1e-3, 1.2×10^-3, 3/4 and 12 % (0.12 unless the unit is %), or raise UnreadableNumber.

    The unit may follow the number. 1,200 is refused: it is 1200 to some and 1.2 to others.
    """
    plain = text.strip().replace("−", "-").replace("\u00a0", " ").replace("\u202f", " ")
    if not plain:
        raise UnreadableNumber("Write a number.")
    if len(plain) > MOST_CHARACTERS:
        raise UnreadableNumber("Write the number alone, without words.")
    scale = 1.0
    if unit and plain.casefold().endswith(unit.casefold()):
        plain = plain[: -len(unit)].rstrip()
    elif plain.endswith("%"):
        plain, scale = plain[:-1].rstrip(), 0.01
    value = _read(plain, text, unit) * scale
    if not math.isfinite(value):
        raise UnreadableNumber("That number is too large.")
    return value


def _read(plain: str, text: str, unit: str) -> float:
    if power := POWER.match(plain):
        return _read(power.group(1).strip(), text, unit) * 10.0 ** int(power.group(2))
    if fraction := FRACTION.match(plain):
        if float(fraction.group(2)) == 0:
            raise UnreadableNumber("Nothing can be divided by zero.")
        return float(fraction.group(1)) / float(fraction.group(2))
    if comma := ONE_COMMA.match(plain):
        whole, rest, exponent = comma.groups()
        if len(rest) == 3 and whole.lstrip("+-0"):
            raise UnreadableNumber(f"“{text.strip()}” could be {whole}{rest} or {whole}.{rest}: write one of these.")
        plain = f"{whole or '0'}.{rest}{exponent or ''}"
    if GROUPED.match(plain):
        plain = re.sub(r"[ _'’]", "", plain)
    if not PLAIN.match(plain):
        asked = f" in {unit}" if unit else ""
        raise UnreadableNumber(f"“{text.strip()}” is not read as a number: write it{asked} like 0.25, 1200 or 1e-3.")
    return float(plain)
