"""Imports run one way: between apps, between the feature folders of an app, and never from thinking code into Django."""

import functools

import pytest

from tests.architecture.sources import APPS, folder_of, folders, folders_on_disk, imports, modules

# Pure functions over plain values, tested without a database. A folder names all its modules.
THINKING = (
    "candidates.catalogue",
    "candidates.connectors.acl",
    "candidates.connectors.bibtex",
    "candidates.connectors.code_links",
    "candidates.connectors.code_records",
    "candidates.connectors.doi",
    "candidates.connectors.github",
    "candidates.connectors.github_repository",
    "candidates.connectors.huggingface",
    "candidates.connectors.latex",
    "candidates.connectors.links",
    "candidates.connectors.openreview",
    "candidates.connectors.openreview_venue",
    "candidates.connectors.pages",
    "candidates.connectors.pmlr",
    "candidates.connectors.records",
    "candidates.connectors.virtual_site",
    "candidates.connectors.xml",
    "candidates.identity.circumstances",
    "candidates.identity.clustering",
    "candidates.identity.handles",
    "candidates.identity.mentions",
    "candidates.identity.pairs",
    "candidates.identity.population",
    "candidates.identity.reading",
    "candidates.identity.resolution",
    "candidates.identity.spelling",
    "candidates.identity.syllables",
    "candidates.identity.weights",
    "candidates.identity.wording",
    "candidates.imports.columns",
    "candidates.imports.csv_file",
    "candidates.matching.author_order",
    "candidates.matching.names",
    "candidates.outreach.composing",
    "candidates.outreach.inbound",
    "candidates.outreach.templating",
    "candidates.papers.fingerprints",
    "candidates.people.names",
    "candidates.people.nicknames",
    "candidates.repositories.checklist",
    "candidates.repositories.overlap",
    "candidates.repositories.owners",
    "candidates.repositories.result_tables",
    "candidates.repositories.verdict",
    "candidates.privacy.suppression",
    "hiring.catalogue",
    "hiring.pipeline.history",
    "hiring.pipeline.waiting",
    "interviews.catalogue",
    "interviews.plans.coverage",
    "interviews.plans.next_interview",
    "interviews.elsewhere.lookup",
    "interviews.reasons.composing",
    "interviews.rule",
    "interviews.travel.carrying",
    "interviews.schedule.concerns",
    "interviews.schedule.invitations",
    "interviews.schedule.times",
    "interviews.scorecards.blindness",
    "interviews.scorecards.completeness",
    "interviews.scorecards.draft",
    "workspace.catalogue",
    "workspace.charts",
    "workspace.files.sniff",
    "workspace.files.text",
    "workspace.glyphs",
    "workspace.reminders.quiet",
    "workspace.tones",
)
FRAMEWORKS = {"django", "rest_framework", "celery", "rules", "allauth", "psycopg", "redis"}
JUNK_DRAWERS = {"utils", "helpers", "common", "base", "core", "misc", "services", "shared", "lib"}


def test_guard_reads_the_whole_project():
    assert len(modules()) > 200
    assert len(imports()) > 1000
    assert {one.target.partition(".")[0] for one in imports()} >= {*APPS[:-1], "django"}


def test_apps_never_import_to_the_right():
    upward = [
        str(one)
        for one in imports()
        if (target := one.target.partition(".")[0]) in APPS
        and APPS.index(target) > APPS.index(one.module.partition(".")[0])
    ]

    assert upward == []


@pytest.mark.parametrize("app", APPS)
def test_docstring_lists_every_feature_folder_and_no_other(app):
    listed = folders(app)

    assert sorted(listed) == sorted(folders_on_disk(app))
    assert len(listed) > 2


@pytest.mark.parametrize("app", APPS)
def test_feature_folders_import_only_those_listed_above_them(app):
    order = folders(app)
    inside = [
        (one, here, there)
        for one in imports()
        if one.module.startswith(f"{app}.")
        and one.target.startswith(f"{app}.")
        and (here := folder_of(one.module))
        and (there := folder_of(one.target))
    ]

    assert len(inside) > 5
    assert [str(one) for one, here, there in inside if order.index(there) > order.index(here)] == []


@pytest.mark.parametrize("app", APPS[:-1])
def test_feature_folders_never_import_the_list_of_all_models(app):
    roundabout = [
        str(one)
        for one in imports()
        if one.target == f"{app}.models" and one.module.startswith(f"{app}.") and folder_of(one.module)
    ]

    assert roundabout == []


def test_imports_name_their_module_in_full():
    assert [str(one) for one in imports() if one.target.startswith(".")] == []


@functools.cache
def targets() -> dict[str, set[str]]:
    """What each module imports."""
    found: dict[str, set[str]] = {name: set() for name in modules()}
    for one in imports():
        found[one.module].add(one.target)
    return found


def way_to_a_framework(name: str, seen: set[str]) -> list[str]:
    """The chain of imports that leads from a module to a framework; empty where there is none."""
    seen.add(name)
    for target in sorted(targets()[name]):
        if target.partition(".")[0] in FRAMEWORKS:
            return [name, target]
        if target in targets() and target not in seen and (way := way_to_a_framework(target, seen)):
            return [name, *way]
    return []


@pytest.mark.parametrize("thinking", THINKING)
def test_thinking_code_knows_no_framework(thinking):
    members = [name for name in modules() if name == thinking or name.startswith(f"{thinking}.")]

    assert members, f"{thinking} is no module; name its new place here"
    assert [" → ".join(way) for name in members if (way := way_to_a_framework(name, set()))] == []


def test_modules_are_named_for_what_they_hold():
    assert [name for name in modules() if JUNK_DRAWERS & set(name.split("."))] == []
