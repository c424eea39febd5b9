"""The tests themselves: each file has some, each test asserts something, and each lies where what it tests lies."""

import ast

import pytest

from config.local.places import ROOT

FILES = sorted((ROOT / "tests").rglob("test_*.py"))
# What counts as asserting: `assert`, an expected exception, a counted number of queries, a failure told apart by hand.
ASSERTING = {
    "raises",
    "warns",
    "fail",
    "django_assert_num_queries",
    "django_assert_max_num_queries",
    "expect",
    "wait_for_url",
    "validate",
}


def functions_of(path):
    return [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    ]


def asserts(test):
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Attribute) and node.attr in ASSERTING)
        or (isinstance(node, ast.Name) and (node.id in ASSERTING or node.id.startswith("assert_")))
        for node in ast.walk(test)
    )


def test_guard_reads_the_tests():
    assert len(FILES) > 80
    assert sum(len(functions_of(path)) for path in FILES) > 700


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT / "tests")))
def test_file_has_tests_and_each_asserts(path):
    found = functions_of(path)

    assert found, f"{path} holds no test"
    assert [test.name for test in found if not asserts(test)] == []
    assert len({test.name for test in found}) == len(found), "a later test of the same name hides an earlier one"


def test_files_named_otherwise_hide_no_tests():
    others = [path for path in (ROOT / "tests").rglob("*.py") if not path.name.startswith("test_")]

    assert len(others) > 5
    assert [f"{path.name}: {test.name}" for path in others for test in functions_of(path)] == []


def test_nothing_is_skipped_or_expected_to_fail():
    excused = [
        f"{path.relative_to(ROOT)}, line {node.lineno}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail", "importorskip"}
    ]

    assert excused == []
