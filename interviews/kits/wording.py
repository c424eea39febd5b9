"""Kits held about one work of the candidate's own speak of it by name. Free of Django.

Their texts hold words in angle brackets, such as <work>. Where no work is known yet, plain words stand in.
"""

import re
from collections.abc import Mapping

PLAIN = {
    "work": "this paper",
    "title": "the paper",
    "venue": "public",
    "place": "one of the authors",
    "others": "the other authors",
    "repository": "the repository",
    "metric": "a number for it",
    "share": "The history may name several people",
}
BLANK = re.compile(r"<([a-z]+)>")


def filled(text: str, words: Mapping[str, str]) -> str:
    """Return the text with every known blank filled; a bracket around anything else is left as it is."""

    def word(match: re.Match[str]) -> str:
        return words.get(match[1]) or PLAIN.get(match[1], match[0])

    return BLANK.sub(word, text)
