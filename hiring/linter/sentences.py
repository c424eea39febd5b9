"""Where the sentences of a line begin and end: abbreviations end none, semicolons and “preferably” part what is asked."""

import re
from collections.abc import Iterator

_SENTENCE_END = re.compile(
    r"[.!?][\"'”’)\]]{0,3}\s{1,3}(?=[A-Z0-9\"'“‘($€£])|;[ \t]{0,3}|,? \(?(?=(?:preferably|ideally)\b)|[ \t]{1,3}[•·][ \t]"
)
_ABBREVIATION = re.compile(
    r"\b(e\.g|i\.e|etc|ph\.?d|m\.?sc?|b\.?sc?|u\.s|u\.k|dr|approx|incl|vs|min|max|no|mr|ms)$", re.I
)


def sentence_bounds(words: str) -> Iterator[tuple[int, int, bool]]:
    """The places of a line's sentences; the last value says whether a semicolon came before."""
    begin, after_semicolon = 0, False
    for match in _SENTENCE_END.finditer(words):
        if match.group().startswith(".") and _ABBREVIATION.search(words[max(0, match.start() - 7) : match.start()]):
            continue
        if words[begin : match.start()].strip():
            yield begin, match.start() + (match.group()[0] in ".!?"), after_semicolon
        begin, after_semicolon = match.end(), match.group().startswith(";")
    if words[begin:].strip():
        yield begin, len(words), after_semicolon
