"""A database made from the models is the one that its migrations make."""

import psycopg
import pytest
from psycopg import sql

from tests.plugins.database import manage, migrated_template, parameters

NAME = "migrated_one_by_one"
OURS = "n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = o.oid AND e.deptype = 'e')"
WHAT_THERE_IS = {
    "columns": """
        SELECT table_name, column_name, udt_name, is_nullable, column_default, collation_name, identity_generation, generation_expression,
               character_maximum_length
          FROM information_schema.columns WHERE table_schema = 'public'
    """,
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": f"SELECT pg_get_functiondef(o.oid) FROM pg_proc o JOIN pg_namespace n ON n.oid = o.pronamespace WHERE {OURS} AND o.prokind = 'f'",
    "views": "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public'",
    "extensions": "SELECT extname FROM pg_extension",
    "permissions": "SELECT app_label, model, codename FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id",
    "migrations": "SELECT app, name FROM django_migrations",
}
# Django's own migrations make this key a bigint where its models make it an integer; it counts permissions of groups, which nobody uses.
KNOWN = {
    ("auth_group_permissions", "id", "int8", "NO", None, None, "BY DEFAULT", None, None),
    ("auth_group_permissions", "id", "int4", "NO", None, None, "BY DEFAULT", None, None),
}


@pytest.fixture
def migrated(db):
    with psycopg.connect(**parameters("postgres"), autocommit=True) as server:
        drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(NAME))
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        manage(NAME, "manage.py", "migrate", "-v0")
        yield NAME
        server.execute(drop)


def found(database, question):
    with psycopg.connect(**parameters(database)) as server:
        return set(server.execute(question).fetchall())


def test_models_make_what_migrations_make(migrated):
    made = migrated_template()

    for what, question in WHAT_THERE_IS.items():
        by_migrations, by_models = found(migrated, question), found(made, question)

        assert len(by_models) > 3 or what in {"extensions", "views"}, what
        assert (by_migrations ^ by_models) - KNOWN == set(), what
