import dataclasses
import datetime as dt

import pytest

from candidates.connectors.code_records import Contributor, Issues, LastRun, RepositoryFacts, Span, TreeFile
from candidates.repositories.checklist import Found, PaperNumber, checklist
from candidates.repositories.overlap import Overlap, overlap

TODAY = dt.date(2026, 11, 21)
README = "| Model | BLEU |\n|---|---|\n| base | 27.9 |\n\n[Checkpoints](https://huggingface.co/quill/tides) arxiv.org/abs/2401.01234"


def files(*paths, start=0, size=500):
    return tuple(TreeFile(path, f"{start + place:040d}", size) for place, path in enumerate(paths))


GOOD = RepositoryFacts(
    name="quill/tides",
    url="https://github.com/quill/tides",
    owner="quill",
    licence="MIT",
    pushed_on=dt.date(2026, 3, 1),
    readme=README,
    contributors=(Contributor("dependabot[bot]", 20, True), Contributor("quill", 60)),
    commits=100,
    span=Span(dt.date(2025, 1, 1), dt.date(2026, 3, 1)),
    implementer="quill",
    implementer_span=Span(dt.date(2025, 1, 1), dt.date(2026, 2, 28)),
    files=files(
        "tides/a.py", "tides/b.py", "tides/c.py", "tests/test_a.py", ".github/workflows/ci.yml", "configs/base.yaml"
    ),
    requirements="torch==2.4.1\nnumpy==2.0.0\nclick\n",
    last_run=LastRun("success", dt.date(2026, 2, 28)),
    issues=Issues(4, 3),
)
BARE = RepositoryFacts(name="a/b", url="https://github.com/a/b", owner="a")


def found(facts, key, **given):
    return next(check for check in checklist(facts, today=TODAY, **given) if check.key == key)


def test_good_repository_point_by_point():
    checks = checklist(GOOD, number=PaperNumber("BLEU", 28.4), official=None, today=TODAY)

    assert {check.key: check.found.value for check in checks} == {
        "results": "yes",
        "original": "yes",
        "copy": "unclear",
        "tests": "yes",
        "ci": "yes",
        "pinned": "yes",
        "configs": "yes",
        "checkpoints": "yes",
        "licence": "yes",
        "share": "yes",
        "span": "yes",
        "issues": "yes",
        "papers": "yes",
    }
    assert all(check.url.startswith("https://github.com/quill/tides") for check in checks)


def test_what_the_host_did_not_tell_is_unclear_and_never_a_no():
    checks = {check.key: check.found.value for check in checklist(BARE, today=TODAY)}

    assert {key for key, value in checks.items() if value == "unclear"} == set(checks) - {"original", "licence"}


def test_every_point_has_words_and_a_link():
    for facts in (GOOD, BARE):
        for check in checklist(facts, today=TODAY):
            assert check.words.endswith((".", "MIT"))
            assert check.url


def test_distance_from_the_papers_number_is_said_in_both_ways():
    check = found(GOOD, "results", number=PaperNumber("BLEU", 28.4))

    assert check.words == "Claims 27.9 (base · BLEU); the paper says 28.4: -0.5, 1.8% of it. Claimed, not rerun."


@pytest.mark.parametrize(
    ("number", "state"),
    [(None, Found.PARTLY), (PaperNumber("BLEU", 40.0), Found.PARTLY), (PaperNumber("FID", 3.0), Found.UNCLEAR)],
)
def test_results_that_cannot_be_compared(number, state):
    assert found(GOOD, "results", number=number).found is state


def test_copy_is_seen_by_the_contents_of_files():
    official = dataclasses.replace(BARE, name="sea/tides", files=files("x.py", "y.py", "z.py", "other.py"))

    check = found(GOOD, "copy", official=official)

    assert check.found is Found.NO
    assert check.words == "4 of its 6 files are byte for byte in sea/tides."


def test_few_shared_files_are_shown_and_none_is_a_yes():
    few = dataclasses.replace(BARE, name="sea/tides", files=files("x.py", start=0) + files("y.py", "z.py", start=70))
    none = dataclasses.replace(few, files=files("x.py", "y.py", "z.py", start=70))

    assert found(GOOD, "copy", official=few).found is Found.PARTLY
    assert found(GOOD, "copy", official=none).found is Found.YES


@pytest.mark.parametrize(
    "official",
    [
        dataclasses.replace(BARE, files=None),
        dataclasses.replace(BARE, files=files("x.py", "y.py", "z.py"), files_cut=True),
        dataclasses.replace(BARE, files=()),
        GOOD,
    ],
)
def test_copy_cannot_be_told_without_all_files(official):
    assert found(GOOD, "copy", official=official).found is Found.UNCLEAR


def test_overlap_leaves_out_small_files_licences_and_pictures():
    mine = files("a.py", "b.py", "c.py") + files("LICENSE", "logo.png", start=50) + files("empty.py", start=60, size=3)

    assert overlap(mine, files("LICENSE", "logo.png", start=50) + files("z.py", start=80)) == Overlap(0, 3)
    assert overlap(mine[:2], mine) is None


def test_fork_is_a_no_with_the_way_to_its_parent():
    check = found(dataclasses.replace(GOOD, is_fork=True, parent="sea/tides"), "original")

    assert (check.found, check.url) == (Found.NO, "https://github.com/sea/tides")


@pytest.mark.parametrize(
    ("changes", "key", "state"),
    [
        ({"files": files("a.py")}, "tests", Found.NO),
        ({"files": files("a.py"), "files_cut": True}, "tests", Found.UNCLEAR),
        ({"files": files("a.py")}, "ci", Found.NO),
        ({"last_run": LastRun("failure", None)}, "ci", Found.PARTLY),
        ({"last_run": None}, "ci", Found.PARTLY),
        ({"requirements": ""}, "pinned", Found.NO),
        ({"requirements": "torch>=2\nnumpy\n"}, "pinned", Found.NO),
        ({"requirements": "torch==2.1\nnumpy\nclick\n"}, "pinned", Found.PARTLY),
        ({"requirements": "dependencies:\n  - python=3.11\n  - numpy=2.0\n"}, "pinned", Found.YES),
        ({"requirements": "", "files": files("uv.lock")}, "pinned", Found.YES),
        ({"licence": ""}, "licence", Found.NO),
        ({"contributors": (Contributor("quill", 10),)}, "share", Found.PARTLY),
        ({"commits": 0, "contributors": ()}, "share", Found.UNCLEAR),
        ({"implementer_span": Span(dt.date(2026, 1, 1), dt.date(2026, 1, 2))}, "span", Found.PARTLY),
        ({"issues": Issues(0, 0)}, "issues", Found.UNCLEAR),
        ({"issues": Issues(4, 1)}, "issues", Found.PARTLY),
        ({"readme": "none"}, "checkpoints", Found.UNCLEAR),
    ],
)
def test_point_where_something_is_missing(changes, key, state):
    assert found(dataclasses.replace(GOOD, **changes), key).found is state


def test_readme_that_names_many_papers_implements_none_by_that():
    readme = " ".join(f"https://arxiv.org/abs/2401.{number:05d}" for number in range(5))

    check = found(dataclasses.replace(GOOD, readme=readme), "papers")

    assert check.found is Found.UNCLEAR
    assert check.words.startswith("The README names 5 arXiv papers.")
