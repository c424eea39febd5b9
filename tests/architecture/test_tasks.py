"""Every task can be killed, repeated and found: a name, a route, a limit, late acknowledgement, and a test that runs it twice."""

import ast
import functools

import pytest
from django.conf import settings

from config.celery import APPS, app, feature_packages
from config.local.places import ROOT

app.loader.import_default_modules()
TASKS = {name: task for name, task in app.tasks.items() if name.partition(".")[0] in APPS}


def test_guard_finds_the_tasks_of_every_folder():
    assert len(TASKS) > 5
    assert {task.__module__ for task in TASKS.values()} == {f"{package}.tasks" for package in feature_packages()}


@pytest.mark.parametrize("name", sorted(TASKS))
def test_name_is_given_and_says_where_the_task_lives(name):
    task = TASKS[name]

    # Celery would have made up a name that ends with the function's in the module `tasks`.
    assert name.startswith(task.__module__.removesuffix(".tasks") + ".")
    assert ".tasks." not in name


@pytest.mark.parametrize("name", sorted(TASKS))
def test_task_survives_its_worker_and_ends_in_time(name):
    task = TASKS[name]

    assert (task.acks_late, task.reject_on_worker_lost) == (True, True)
    # Redis hands a message out again after this long; a task still running then would run beside itself.
    assert 0 < task.time_limit < settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    assert 0 < task.soft_time_limit < task.time_limit


@pytest.mark.parametrize("name", sorted(TASKS))
def test_task_has_a_route_in_the_settings(name):
    routes = [pattern for pattern in settings.CELERY_TASK_ROUTES if name.startswith(pattern.removesuffix("*"))]

    assert routes
    assert app.amqp.router.route({}, name)["queue"].name in {"default"}


def test_everything_that_beat_sends_is_a_task():
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(TASKS)


@functools.cache
def called_twice() -> set[tuple[str, str]]:
    """(module, function) of whatever one test function calls at least twice, or in a loop."""
    found = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        origins = {
            alias.asname or alias.name: (node.module, alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }
        for test in ast.walk(tree):
            if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
                names = [
                    call.func.id
                    for call in ast.walk(test)
                    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
                ]
                found |= {origins[name] for name in names if name in origins and names.count(name) > 1}
    return found


@pytest.mark.parametrize("name", sorted(TASKS))
def test_some_test_calls_the_task_twice(name):
    task = TASKS[name]

    assert (task.__module__, task.run.__name__) in called_twice()
