"""What every table shares."""

import uuid
from typing import Any, Never

from django.db import models


class Row(models.Model):
    """An integer key inside, a uuid outside, and when the row was made and last changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


@models.BigAutoField.register_lookup
class Among(models.Lookup):
    """`pk__among=keys`: like `__in`, in the same words however many keys there are; or the keys that an ArraySubquery finds, found first."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        if hasattr(self.rhs, "as_sql"):
            keys, found = compiler.compile(self.rhs)
            return f"{column} = ANY({keys})", [*params, *found]
        return f"{column} = ANY(%s::bigint[])", [*params, list(self.rhs)]


class FrozenRow(Exception):
    """Somebody tried to change or delete a row of an append-only table."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **_fields: Any) -> Never:
        raise FrozenRow(f"{self.model.__name__} is append-only: write a new row instead.")

    def delete(self) -> Never:
        raise FrozenRow(f"{self.model.__name__} is append-only: write a new row instead.")


class AppendOnly(Row):
    """A row that is written once. Undo is a new row; only erasure may touch one, through the raw manager `erasable`."""

    objects = AppendOnlyQuerySet.as_manager()
    erasable = models.Manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise FrozenRow(f"{type(self).__name__} is append-only: write a new row instead.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        raise FrozenRow(f"{type(self).__name__} is append-only: write a new row instead.")
