"""Write one shipped row: made if it is new, brought up to date while it is still as shipped, left alone once edited."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

R = TypeVar("R", bound=models.Model)


@dataclass
class Tally:
    """What a load did, counted by the name of the table."""

    added: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)


def ship(model: type[R], tally: Tally, *, slug: str, **values: Any) -> tuple[R, bool]:
    """Return the row with this slug and whether it is ours to change, which it is not once somebody has edited it."""
    label = str(model._meta.verbose_name_plural)
    row = model._default_manager.filter(slug=slug).first()
    if row is None:
        tally.added[label] += 1
        return model._default_manager.create(slug=slug, is_shipped=True, **values), True
    if not row.is_shipped:  # type: ignore[attr-defined]  # every shipped table has it
        tally.kept[label] += 1
        return row, False
    if changed := [name for name, value in values.items() if getattr(row, name) != value]:
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=[*changed, "updated_at"])
        tally.updated[label] += 1
    else:
        tally.unchanged[label] += 1
    return row, True


def has_children(children: Iterable[models.Model], wanted: Iterable[dict[str, Any]]) -> bool:
    """Whether the children of a row are, in order, exactly those wanted."""
    rows, wanted = list(children), list(wanted)
    return len(rows) == len(wanted) and all(
        getattr(row, name) == value for row, values in zip(rows, wanted, strict=True) for name, value in values.items()
    )


def replace_children(
    model: type[models.Model], parent: dict[str, models.Model], wanted: Iterable[dict[str, Any]]
) -> None:
    """Throw a row's children away and make them anew."""
    model._default_manager.filter(**parent).delete()
    model._default_manager.bulk_create([model(**parent, **values) for values in wanted])


def by_slug(model: type[R]) -> Callable[[str], R]:
    """Look rows up by slug. One query, whatever is asked."""
    rows = {row.slug: row for row in model._default_manager.all()}  # type: ignore[attr-defined]
    return rows.__getitem__
