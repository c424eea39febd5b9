"""Queries written once: the pages opened most ask the same few questions, and Django words each anew, at more cost than PostgreSQL has answering it.

    @written_once
    def notes_on(candidate: int, viewer: User) -> QuerySet[Note]: ...

    notes_on(candidate.pk, user)  # a list

The function says what is asked, in Django's own words, and nothing but its arguments may decide it. The first call of each shape (an
argument's type, a user's persona, how many a tuple holds; a list is for `__among`, and may hold any number of keys) keeps the SQL, later
ones only put their values in. What is kept is never trusted on its looks: it must come out word for word as Django writes it for real
values, or every call is worded anew.
"""

import copy
import datetime as dt
import functools
import itertools
import logging
import uuid
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

from workspace.staff.models import User

log = logging.getLogger(__name__)

Asked = ParamSpec("Asked")
Found = TypeVar("Found")

MOST_SHAPES = 50
# Larger than any key there is, and within what a column of keys can hold.
FIRST_KEY = 2**62
WHO = ["id", "persona", "is_active"]


class NotWritten(Exception):
    """What was kept is not what Django writes: the function looks at more than its arguments."""


@dataclass(frozen=True)
class Gap:
    """A place in the SQL for a value: which one's, and the type that Django gave it there."""

    place: int
    type: type

    def filled(self, values: list[Any]) -> Any:
        value = values[self.place]
        return value if type(value) is self.type else self.type(value)


@dataclass(frozen=True)
class Statement:
    """The SQL of one shape, its values with gaps among them, and the compiler that can read its rows."""

    queryset: "QuerySet[Any, Any]"
    compiler: Any
    converters: Any
    sql: str
    params: tuple[Any, ...]

    def fill(self, values: list[Any]) -> tuple[Any, ...]:
        return tuple(part.filled(values) if isinstance(part, Gap) else part for part in self.params)

    def run(self, values: list[Any]) -> list[Any]:
        """Ask, and read the rows as the query set itself would. One query."""
        asked = (self.sql, self.fill(values))
        compiler = copy.copy(self.compiler)
        # Compilers are bound to a connection, and each thread has its own.
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_, **__: asked
        compiler.get_converters = lambda _: self.converters
        query = copy.copy(self.queryset.query)
        query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        rows = type(self.queryset)(self.queryset.model, query, DEFAULT_DB_ALIAS)
        rows._iterable_class = self.queryset._iterable_class
        rows._fields = self.queryset._fields  # type: ignore[attr-defined]
        return list(rows)


class WrittenOnce(Generic[Asked, Found]):
    """A function to a query set that is called for its rows."""

    # In tests every call is compared with what Django writes, and one that cannot be kept is an error.
    is_on_trial = False

    def __init__(self, ask: "Callable[Asked, QuerySet[Any, Found]]") -> None:
        self.ask = ask
        self._statements: dict[Hashable, Statement | None] = {}
        functools.update_wrapper(self, ask)

    def __call__(self, *arguments: Asked.args, **named: Asked.kwargs) -> list[Found]:
        if named:
            raise TypeError(f"{self.ask.__name__}: a query written once takes its arguments by place.")
        shape = tuple(_shape(argument) for argument in arguments)
        if shape not in self._statements and len(self._statements) < MOST_SHAPES:
            self._statements[shape] = self._written(arguments)
        statement = self._statements.get(shape)
        if self.is_on_trial:
            self._compare(statement, arguments)
        if statement is None:
            return list(self.ask(*arguments, **named))
        return statement.run(_values(arguments))

    def first(self, *arguments: Asked.args, **named: Asked.kwargs) -> Found | None:
        """Return the first of the rows, if there is any."""
        return next(iter(self(*arguments, **named)), None)

    def _written(self, arguments: tuple[Any, ...]) -> Statement | None:
        statement = _write(self.ask, arguments)
        if statement and _is_same(statement, self.ask, arguments):
            return statement
        log.warning("%s cannot be written once for %s", self.ask.__qualname__, [type(one) for one in arguments])
        return None

    def _compare(self, statement: Statement | None, arguments: tuple[Any, ...]) -> None:
        if statement is None or not _is_same(statement, self.ask, arguments):
            raise NotWritten(f"{self.ask.__qualname__} looks at more than its arguments, or brings rows of its own.")


def written_once(ask: "Callable[Asked, QuerySet[Any, Found]]") -> WrittenOnce[Asked, Found]:
    """Let a query's SQL be written once per shape of its arguments; see above for what the function may do."""
    return WrittenOnce(ask)


def _shape(argument: Any) -> Any:
    """What of an argument decides the wording: of a tuple each part; of anything but keys, a text, a moment or a user all of it."""
    if type(argument) is tuple:
        return tuple(_shape(part) for part in argument)
    if isinstance(argument, User):
        return (User, argument.persona, argument.is_active)
    return type(argument) if type(argument) in MARKS else (type(argument), argument)


def _values(arguments: tuple[Any, ...]) -> list[Any]:
    """Return what may stand in the SQL, in order: every part of a tuple, of a user the key."""
    values: list[Any] = []
    for argument in arguments:
        if type(argument) is tuple:
            values += _values(argument)
        else:
            values.append(argument.pk if isinstance(argument, User) else argument)
    return values


# One value of each type that no row holds, by its place among the values.
MARKS: dict[type, Callable[[int], Any]] = {
    int: lambda place: FIRST_KEY + place,
    list: lambda place: [FIRST_KEY + place],
    str: lambda place: f"\N{SYMBOL FOR SUBSTITUTE}{place}",
    uuid.UUID: lambda place: uuid.UUID(int=FIRST_KEY + place),
    dt.datetime: lambda place: dt.datetime(1000, 1, 1, microsecond=place, tzinfo=dt.UTC),
}


def _marks(arguments: tuple[Any, ...], places: Iterator[int]) -> tuple[Any, ...]:
    """Return what stands for the arguments while the SQL is written."""
    return tuple(
        _marks(argument, places) if type(argument) is tuple else _mark(argument, next(places)) for argument in arguments
    )


def _mark(argument: Any, place: int) -> Any:
    if isinstance(argument, User):
        # Nothing else is known of them: a function that looks at more of a user finds that there is none of this key.
        return User.from_db(DEFAULT_DB_ALIAS, WHO, [FIRST_KEY + place, argument.persona, argument.is_active])
    return MARKS[type(argument)](place) if type(argument) in MARKS else argument


def _write(ask: Callable[..., "QuerySet[Any, Any]"], arguments: tuple[Any, ...]) -> Statement | None:
    """Word the query for marks in place of the values, and find the marks again among its parameters."""
    marks = _marks(arguments, itertools.count())
    pairs = zip(_values(marks), _values(arguments), strict=True)
    places = {_known_by(mark): place for place, (mark, value) in enumerate(pairs) if mark is not value}
    try:
        queryset = ask(*marks)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
    except (EmptyResultSet, User.DoesNotExist):
        return None
    if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
        return None
    found = (places.get(_known_by(value)) for value in params)
    parts = (value if place is None else Gap(place, type(value)) for place, value in zip(found, params, strict=True))
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    return Statement(queryset, compiler, compiler.get_converters(columns), sql, tuple(parts))


def _known_by(value: Any) -> Hashable:
    """Return what a value is found by again."""
    if isinstance(value, list):
        return (list, *map(_known_by, value))
    return value if isinstance(value, Hashable) else None


def _is_same(statement: Statement, ask: Callable[..., "QuerySet[Any, Any]"], arguments: tuple[Any, ...]) -> bool:
    """Say whether a statement, filled in, is word for word what Django writes for these arguments."""
    try:
        sql, params = ask(*arguments).query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    except EmptyResultSet:
        return False
    return (sql, tuple(params)) == (statement.sql, statement.fill(_values(arguments)))
