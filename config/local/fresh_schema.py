"""A new database in seconds: its tables are made from the models, and all migrations are noted as applied.

Replaying every migration from the first takes ten times as long, nearly all of it spent by Django on drawing up the models of
each moment in between, which nobody needs where there are no rows. A test holds the two ways to the same schema. A database that
has anything in it already is migrated as ever, and so is production.
"""

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.db.migrations import RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


def is_empty() -> bool:
    """Whether this database has no table at all."""
    return not connection.introspection.table_names()


@transaction.atomic
def create_schema() -> None:
    """Make every table, run what migrations say in SQL (triggers and views), note all of them as applied.

    What migrations do to rows that exist is left out: there are none.
    """
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)]
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
    state = ProjectState()  # SQL asks no model anything
    with connection.schema_editor() as editor:
        for migration in plan:
            for operation in migration.operations:
                if isinstance(operation, RunSQL):
                    operation.database_forwards(migration.app_label, editor, state, state)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for migration in plan:
        recorder.record_applied(migration.app_label, migration.name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def main() -> None:
    """Make the schema of the database that the settings name."""
    import django

    django.setup()
    create_schema()


if __name__ == "__main__":
    main()
