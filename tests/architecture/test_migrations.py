from io import StringIO

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

APPS = {"workspace", "candidates", "hiring", "interviews", "insights"}


@pytest.mark.django_db
def test_no_change_of_a_model_lacks_its_migration():
    said = StringIO()

    call_command("makemigrations", check_changes=True, dry_run=True, stdout=said)

    assert said.getvalue() == "No changes detected\n"


def test_every_app_has_one_line_of_migrations():
    loader = MigrationLoader(None, ignore_no_migrations=True)

    assert set(loader.migrated_apps) >= APPS
    assert {app: len(loader.graph.leaf_nodes(app)) for app in APPS} == dict.fromkeys(APPS, 1)
