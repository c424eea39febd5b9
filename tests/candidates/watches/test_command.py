import gzip
import io
import json
import os
import pathlib
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

ROOT = pathlib.Path(__file__).resolve().parents[3]
ROWS = [
    {
        "key": "a",
        "title": "Counting tides with gauges",
        "abstract": "Tide gauges count water levels.",
        "keywords": ["x"],
    },
    {"key": "b", "title": "Tide gauges, counted again"},
    {"key": "c", "title": None, "abstract": "A parser of dependency grammar."},
    {"key": "d"},
]


@pytest.fixture
def written(tmp_path):
    def write(*rows, name="papers.jsonl"):
        text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
        path = tmp_path / name
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return str(path)

    return write


def ranked(path, *options):
    said = io.StringIO()
    call_command("rank_papers", path, *options, stdout=said)
    return [json.loads(line) for line in said.getvalue().splitlines()]


@pytest.mark.parametrize("name", ["papers.jsonl", "papers.jsonl.gz"])
def test_every_other_paper_is_ranked_best_first(written, name):
    rows = ranked(written(*ROWS, name=name), "--likes", "a")

    assert rows[0]["key"] == "b"
    assert sorted(row["key"] for row in rows) == ["b", "c", "d"]
    assert rows[0].keys() == {"key", "title", "score", "terms"}
    assert {"term", "share"} == rows[0]["terms"][0].keys()


def test_what_is_unknown_of_a_paper_is_left_out(written):
    rows = {row["key"]: row for row in ranked(written(*ROWS), "--likes", "a", "--dislikes", "b")}

    assert rows["d"].keys() == {"key", "score"}
    assert "title" not in rows["c"]


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        (ROWS, ["--likes", "a,zzz"], "--likes names papers that the file does not hold: zzz."),
        (ROWS, ["--likes", "a", "--dislikes", "q"], "--dislikes names papers that the file does not hold: q."),
        (ROWS, ["--likes", "a,b", "--dislikes", "a"], "both liked and disliked: a"),
        (ROWS, [], "Say what is liked"),
        ([ROWS[0], "{not json"], ["--likes", "a"], "papers.jsonl, line 2: this is not JSON"),
        ([ROWS[0], "[1]"], ["--likes", "a"], "line 2: expected an object"),
        ([ROWS[0], {"title": "x"}], ["--likes", "a"], "line 2: a paper needs a “key”"),
        ([ROWS[0], {"key": "b", "title": 5}], ["--likes", "a"], "line 2: “title” must be a text"),
        ([ROWS[0], ROWS[0]], ["--likes", "a"], "line 2: the key a stands there twice"),
        ([], ["--likes", "a"], "holds no papers"),
    ],
)
def test_what_cannot_be_ranked_is_said(written, rows, options, said):
    with pytest.raises(CommandError, match=said.replace("(", r"\(")):
        ranked(written(*rows), *options)


def test_a_missing_file_and_a_broken_archive_are_said(written, tmp_path):
    broken = tmp_path / "broken.gz"
    broken.write_bytes(gzip.compress(b'{"key": "a"}\n' * 500)[:40])

    with pytest.raises(CommandError, match="cannot be read"):
        ranked(str(tmp_path / "nothing.jsonl"), "--likes", "a")
    with pytest.raises(CommandError, match="cannot be read"):
        ranked(str(broken), "--likes", "a")


def test_it_needs_no_database_and_writes_nothing_else(written):
    given = {"DEBUG": "1", "DATABASE_URL": "postgresql:///none", "REDIS_URL": "redis://none"}
    said = subprocess.run(
        [sys.executable, "manage.py", "rank_papers", written(*ROWS), "--likes", "a"],
        cwd=ROOT,
        env=os.environ | given,
        capture_output=True,
        check=True,
    )

    assert json.loads(said.stdout.splitlines()[0])["key"] == "b"
    assert said.stderr == b""
