"""Where answers come from: exams stand above the bank, so whoever keeps answers says here how to read them."""

from collections.abc import Callable, Collection, Iterable

from interviews.questions.records import AnswerRecord
from workspace.staff.models import User

Read = Callable[[], Iterable[AnswerRecord]]
# What to call an attempt, and the address of its page, by the name its records carry; only of those the viewer may read.
NameAttempts = Callable[[Collection[str], User], dict[str, tuple[str, str]]]

_readers: list[Read] = []
_namers: list[NameAttempts] = []


def add_answers(read: Read, name_attempts: NameAttempts) -> None:
    """Let statistics read these answers, and pages name their attempts. Called once, when a feature is imported."""
    _readers.append(read)
    _namers.append(name_attempts)


def all_answers() -> list[AnswerRecord]:
    """Every answer that somebody keeps. As many queries as their readers need."""
    return [record for read in _readers for record in read()]


def names_of_attempts(attempts: Collection[str], viewer: User) -> dict[str, tuple[str, str]]:
    """What to call attempts, and where they are shown; those that were erased or that the viewer may not read are left out."""
    return {name: said for namer in _namers for name, said in namer(attempts, viewer).items()}
