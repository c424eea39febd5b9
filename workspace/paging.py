"""Keyset pages: `after` the last row seen, never an offset, so page 1,000 costs what page 1 costs."""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class KeysetPage:
    """Up to `size` rows, and the cursors of the neighbouring pages (empty where there is none)."""

    rows: list[Any]
    next_cursor: str
    previous_cursor: str


class BadCursor(ValueError):
    """The cursor in the address was cut or altered."""


def keyset_page(
    queryset: "QuerySet[Any]", *, order: Sequence[str], cursor: str = "", size: int = 50, backwards: bool = False
) -> KeysetPage:
    """Return one page of `queryset` in `order`.

    `order` names non-null columns, a leading "-" for descending; it must end in a unique one ("pk"). `cursor` is one that
    an earlier page gave out; with `backwards` the page that ends just before it is returned. Raises BadCursor.
    """
    wanted = [_flip(name) for name in order] if backwards else list(order)
    rows = queryset.order_by(*wanted)
    if cursor:
        try:
            rows = rows.filter(_beyond(wanted, _decode(cursor, len(wanted))))
        except (ValidationError, ValueError, TypeError) as error:
            raise BadCursor("This page's address was altered. Start again from the first page.") from error
    found = list(rows[: size + 1])
    return _page(found, order, size=size, cursor=cursor, backwards=backwards)


def first_page(found: list[Any], *, order: Sequence[str], size: int = 50) -> KeysetPage:
    """Return the first page of rows that were read in `order` already, up to one more than the page holds."""
    return _page(found, order, size=size)


def _page(
    found: list[Any], order: Sequence[str], *, size: int, cursor: str = "", backwards: bool = False
) -> KeysetPage:
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next, has_previous = (bool(cursor), more) if backwards else (more, bool(cursor))
    return KeysetPage(
        rows=found,
        next_cursor=_encode(found[-1], order) if found and has_next else "",
        previous_cursor=_encode(found[0], order) if found and has_previous else "",
    )


def cursor_after(row: Any, order: Sequence[str]) -> str:
    """Return the cursor of the page that begins after `row`, for a first page that was not made by `keyset_page`."""
    return _encode(row, order)


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows after `values`: a row comparison spelled out, since directions may differ between columns."""
    condition, equal_so_far = Q(), Q()
    for name, value in zip(order, values, strict=True):
        column, comparison = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        condition |= equal_so_far & Q(**{f"{column}__{comparison}": value})
        equal_so_far &= Q(**{column: value})
    # The first column alone bounds the scan; without it PostgreSQL cannot use the index for the disjunction.
    first, comparison = (order[0][1:], "lte") if order[0].startswith("-") else (order[0], "gte")
    return Q(**{f"{first}__{comparison}": values[0]}) & condition


def _encode(row: Any, order: Sequence[str]) -> str:
    values = []
    for name in order:
        value: Any = row
        for part in name.lstrip("-").split("__"):
            value = getattr(value, part)
        values.append({"t": value.isoformat()} if isinstance(value, dt.datetime | dt.date) else value)
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _decode(cursor: str, length: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != length:
            raise BadCursor("This page's address was cut short. Start again from the first page.")
        return [_moment(value["t"]) if isinstance(value, dict) else _plain(value) for value in values]
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise BadCursor("This page's address was cut short. Start again from the first page.") from error


def _plain(value: Any) -> Any:
    if not isinstance(value, str | int | float | bool) or (isinstance(value, str) and "\x00" in value):
        raise BadCursor("This page's address was altered. Start again from the first page.")
    return value


def _moment(text: str) -> dt.datetime | dt.date:
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)


__all__ = ["BadCursor", "KeysetPage", "cursor_after", "first_page", "keyset_page"]
