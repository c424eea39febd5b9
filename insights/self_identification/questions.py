"""What people may say of themselves, written as a text an administrator can read. Free of Django.

A line without a dash names a question, the lines with a dash under it are its answers. “I would rather not say” is always there too.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Who did not answer, or would rather not say: one group like the others where numbers are hidden, never one that is compared.
NOT_KNOWN = "not-known"
MOST_QUESTIONS, MOST_OPTIONS, LONGEST = 6, 12, 80


class QuestionsRefused(ValueError):
    """The text is not a list of questions; str() says what to mend."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer; `slug` is what is kept of it."""

    slug: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answers."""

    slug: str
    text: str
    options: tuple[Option, ...]

    def named(self, slug: str) -> str:
        """What an answer is called; the slug itself where it is asked for no more."""
        return next((option.text for option in self.options if option.slug == slug), slug)


def read_questions(text: str) -> tuple[Question, ...]:
    """Read the questions of a text, or raise QuestionsRefused with the line to mend."""
    found: list[tuple[str, list[str]]] = []
    for number, line in enumerate((raw.strip() for raw in text.splitlines()), start=1):
        if not line:
            continue
        said = line.lstrip("-–•* ").strip()
        if not said or len(said) > LONGEST:
            raise QuestionsRefused(f"Line {number} is empty or longer than {LONGEST} characters: shorten it.")
        if said == line:
            found.append((said, []))
        elif not found:
            raise QuestionsRefused(
                f"Line {number} is an answer without a question: put the question above it, without a dash."
            )
        else:
            found[-1][1].append(said)
    questions = tuple(
        Question(_slug(title), title, tuple(Option(_slug(one), one) for one in options)) for title, options in found
    )
    _check(questions)
    return questions


def _check(questions: Sequence[Question]) -> None:
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        raise QuestionsRefused(
            f"Write one to {MOST_QUESTIONS} questions, each on a line of its own, its answers under it with a dash."
        )
    if twice := _twice([one.slug for one in questions]):
        raise QuestionsRefused(f"Two questions are called “{twice}”: name them differently.")
    for one in questions:
        if not 2 <= len(one.options) <= MOST_OPTIONS:
            raise QuestionsRefused(
                f"“{one.text}” has {len(one.options)} answers: give it two to {MOST_OPTIONS}, each with a dash."
            )
        if twice := _twice([option.slug for option in one.options]):
            raise QuestionsRefused(f"“{one.text}” has the answer “{twice}” twice: take one away.")
        if any(option.slug == NOT_KNOWN or option.slug.startswith("i-would-rather-not") for option in one.options):
            raise QuestionsRefused(f"“I would rather not say” is added to “{one.text}” by itself: take it away.")


def _twice(slugs: Sequence[str]) -> str:
    return next((slug for slug in slugs if slugs.count(slug) > 1), "")


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "-", plain).strip("-") or "x"
