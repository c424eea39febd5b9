"""Which columns the list of candidates shows, beside the name that leads every row. They stand in the address, and so in saved views and the file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from candidates.people.models import Candidate


@dataclass(frozen=True)
class Column:
    """`fields` are what a row needs beside the name to show it; `cell` is what stands in the file."""

    name: str
    label: str
    fields: tuple[str, ...]
    cell: Callable[[Candidate], object]


def _pipeline(row: Candidate) -> str:
    return ", ".join(line["words"] for line in getattr(row, "in_pipeline", []))


def _tags(row: Candidate) -> str:
    return ", ".join(tag.name for tag in row.tags.all())


COLUMNS = (
    Column("pipeline", "In the pipeline", (), _pipeline),
    Column("channel", "Channel", ("channel__name", "channel__mark"), lambda row: row.channel or ""),
    Column("detail", "Found through", ("channel_detail",), lambda row: row.channel_detail),
    Column("location", "Location", ("location",), lambda row: row.location),
    Column("tags", "Tags", (), _tags),
    Column("owner", "Owner", ("owner__name",), lambda row: row.owner or ""),
    Column("follow_up", "Follow-up", ("follow_up_on",), lambda row: row.follow_up_on or ""),
    Column("added", "Added", ("created_at",), lambda row: row.created_at.date()),
    Column("active", "Last active", ("active_at",), lambda row: row.active_at.date()),
)
BY_NAME = {column.name: column for column in COLUMNS}
USUAL = ("pipeline", "channel", "owner", "active")


def chosen(names: Iterable[str]) -> str:
    """Return the known ones among `names` in the list's own order, parted by spaces; "" for the usual ones, and where none is known."""
    wanted = set(names)
    found = tuple(column.name for column in COLUMNS if column.name in wanted)
    return "" if found == USUAL else " ".join(found)


def columns_of(names: str) -> tuple[Column, ...]:
    """Return the columns that `chosen` names."""
    return tuple(BY_NAME[name] for name in names.split() or USUAL)


def shown_by_name(names: str) -> dict[str, bool]:
    """Say of every column whether `names` asks for it."""
    wanted = columns_of(names)
    return {column.name: column in wanted for column in COLUMNS}
