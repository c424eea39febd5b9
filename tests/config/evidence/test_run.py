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
    page = run.evidence(Folder(tmp_path), ["second", "first"])

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


def test_figures_are_judged_before_rounding():
    assert (share(0.9906), share(1.0), beside(0.9900, 0.99)) == (".991", "1.000", ".990")
    assert beside(0.98999, 0.99) == ".990 **missed**"


def test_table_is_markdown():
    assert table(["a", "b"], [[1, ".5"]]) == "| a | b |\n| --- | --- |\n| 1 | .5 |"
