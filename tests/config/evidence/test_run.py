"""The page of evidence: every part has its section, and a missing file is said, not hidden."""

import importlib
import types

import pytest

from config.evidence import parts, run
from config.evidence.folder import Folder, MissingData
from config.evidence.tables import beside, share, table


@pytest.fixture
def two_parts(monkeypatch):
    def missing(folder):
        raise MissingData("There is no file x_*.jsonl.gz.")

    known = {
        "second": types.SimpleNamespace(TITLE="Second", ORDER=2, section=lambda folder: "two\n"),
        "first": types.SimpleNamespace(TITLE="First", ORDER=1, section=missing),
    }
    monkeypatch.setattr(run.importlib, "import_module", lambda name: known[name.rpartition(".")[2]])


def test_sections_stand_in_their_order_and_say_what_is_missing(two_parts, tmp_path):
    page = run.evidence(run.PAGES["sourcing"], ["second", "first"], Folder(tmp_path))

    assert page.index("## First\n\nNot measured. There is no file x_*.jsonl.gz.") < page.index("## Second\n\ntwo\n")


def test_every_part_on_disk_can_be_asked():
    assert "identity" in run.part_names()
    for name in run.part_names():
        part = importlib.import_module(f"{parts.__name__}.{name}")

        assert (bool(part.TITLE), isinstance(part.ORDER, int), callable(part.section)) == (True, True, True)


def test_folder_that_is_not_there_is_refused(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("sys.argv", ["evidence", str(tmp_path / "nowhere")])

    with pytest.raises(SystemExit) as stopped:
        run.main()

    assert stopped.value.code == 2
    assert "there is no folder" in capsys.readouterr().err


@pytest.fixture
def pages(monkeypatch, tmp_path):
    """Two parts, one of which needs data, and `evidence` run with arguments; returns what was written."""
    known = {
        "free": types.SimpleNamespace(TITLE="Free", ORDER=1, PAGE="decision", section=lambda folder: "drawn"),
        "bound": types.SimpleNamespace(TITLE="Bound", ORDER=1, section=lambda folder: f"read {folder.path.name}"),
    }
    monkeypatch.setattr(run, "loaded", known.__getitem__)
    monkeypatch.setattr(run, "part_names", lambda: list(known))
    out = tmp_path / "out"

    def evidence(*given):
        monkeypatch.setattr("sys.argv", ["evidence", *map(str, given), "--out", str(out)])
        assert run.main() == 0
        return {file.name: file.read_text() for file in out.glob("*")}

    return evidence


def test_without_a_folder_only_what_needs_none_is_measured(pages):
    written = pages()

    assert list(written) == ["decision.md"]
    assert written["decision.md"].startswith("# The decision rule: what was measured\n\nWritten by `make evidence` on")
    assert "drawn" in written["decision.md"]


def test_with_a_folder_every_page_is_written(pages, tmp_path):
    written = pages(tmp_path)

    assert sorted(written) == ["decision.md", "sourcing.md"]
    assert f"read {tmp_path.name}" in written["sourcing.md"]
    assert "read" not in written["decision.md"]


def test_one_part_is_printed_and_nothing_written(pages, capsys):
    assert pages("--only", "free") == {}
    assert "drawn" in capsys.readouterr().out


def test_a_part_that_needs_data_asks_for_the_folder(pages, capsys):
    with pytest.raises(SystemExit):
        pages("--only", "bound")

    assert "bound is measured on labelled data: name the folder" in capsys.readouterr().err


def test_figures_are_judged_before_rounding():
    assert (share(0.9906), share(1.0), beside(0.9900, 0.99)) == (".991", "1.000", ".990")
    assert beside(0.98999, 0.99) == ".990 **missed**"


def test_table_is_markdown():
    assert table(["a", "b"], [[1, ".5"]]) == "| a | b |\n| --- | --- |\n| 1 | .5 |"


def test_one_page_can_be_written_alone(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "part_names", lambda: ["strengths", "decision", "forecast"])
    monkeypatch.setattr(run, "evidence", lambda page, names, folder: f"{page.title}: {', '.join(names)}\n")
    monkeypatch.setattr("sys.argv", ["evidence", "--page", "decision", "--out", str(tmp_path)])

    run.main()

    assert [file.name for file in tmp_path.iterdir()] == ["decision.md"]
    assert (tmp_path / "decision.md").read_text().endswith("strengths, decision\n")
