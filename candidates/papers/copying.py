"""Many new rows at once by PostgreSQL's COPY, which takes a third of the time of inserting them."""

from collections.abc import Sequence

from django.db import connection, models
from psycopg import sql


def copy_in(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model and give them their keys. Constraints hold; `save` and signals are not called."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not field.generated]
    columns = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)", [meta.db_table, len(rows)]
        )
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key
        statement = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(meta.db_table), columns)
        with connection.wrap_database_errors, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row([field.pre_save(row, add=True) for field in fields])
                row._state.adding = False
