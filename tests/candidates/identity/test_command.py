"""`manage.py resolve_mentions`."""

import gzip
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
        "mid": "1",
        "name": "Júlia Várhegyi",
        "paper": "a",
        "coauthors": ["Ada Quill"],
        "year": 2024,
        "title": "Sparse maps",
    },
    {"mid": "2", "first": "J.", "last": "Várhegyi", "name": "J. Várhegyi", "paper": "b", "coauthors": ["Ada Quill"]},
    {"mid": "3", "name": "Omar Reed", "paper": "b", "coauthors": None, "person": "x", "unknown": 1},
]


def lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def answers(file):
    text = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(("source", "target"), [("in.jsonl", "out.jsonl"), ("in.jsonl.gz", "out.jsonl.gz")])
def test_every_mention_is_answered_in_order(tmp_path, capsys, source, target):
    content = lines(*ROWS)
    (tmp_path / source).write_bytes(gzip.compress(content) if source.endswith(".gz") else content)

    call_command("resolve_mentions", tmp_path / source, tmp_path / target)

    found = answers(tmp_path / target)
    assert [(row["mid"], row["cluster"]) for row in found] == [("1", "1"), ("2", "1"), ("3", "3")]
    assert set(found[0]) == {"mid", "cluster", "auto_cluster", "lane", "evidence"}
    assert "1 co-author in common: Ada Quill" in found[0]["evidence"]
    assert "3 mentions: 2 people" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{\n", "Line 1: not JSON"),
        (b"\n[1]\n", "Line 2: not an object"),
        (lines({"name": "A", "paper": "p"}), "Line 1: “mid” is missing. Every mention needs mid, name and paper."),
        (lines({"mid": "1", "paper": "p"}), "“name” is missing"),
        (lines({"mid": "1", "name": "A"}), "“paper” is missing"),
        (lines(ROWS[0], ROWS[0]), "Line 2: the mid “1” is on line 1 already."),
        (lines({**ROWS[0], "year": "2024"}), '“year” must be a whole number. It is "2024".'),
        (lines({**ROWS[0], "coauthors": "Ada"}), "“coauthors” must be a list of texts"),
        (lines({**ROWS[0], "title": 7}), "“title” must be a text"),
        (b"\xff\xfe", "is not UTF-8 text"),
    ],
)
def test_bad_input_is_refused_with_its_line_and_nothing_is_written(tmp_path, content, words):
    (tmp_path / "in.jsonl").write_bytes(content)
    (tmp_path / "out.jsonl").write_text("before")

    with pytest.raises(CommandError) as refused:
        call_command("resolve_mentions", tmp_path / "in.jsonl", tmp_path / "out.jsonl")

    assert words in str(refused.value)
    assert (tmp_path / "out.jsonl").read_text() == "before"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_places_that_cannot_be_are_refused(tmp_path):
    source, broken = tmp_path / "in.jsonl", tmp_path / "broken.jsonl.gz"
    source.write_bytes(lines(*ROWS))
    broken.write_bytes(gzip.compress(lines(*ROWS))[:-9])

    for given, target, words in (
        (tmp_path / "none", "out", "There is no file"),
        (source, "nowhere/out", "There is no folder"),
        (source, ".", "is a folder"),
        (source, "in.jsonl", "is the input"),
        (broken, "out", "breaks off in the middle"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("resolve_mentions", given, tmp_path / target)


def test_empty_file_gives_an_empty_answer(tmp_path):
    (tmp_path / "in.jsonl").write_text("")

    call_command("resolve_mentions", tmp_path / "in.jsonl", tmp_path / "out.jsonl")

    assert answers(tmp_path / "out.jsonl") == []


def test_no_server_is_started_or_asked(tmp_path):
    (tmp_path / "in.jsonl").write_bytes(lines(*ROWS))
    bare = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "DEBUG"}}
    command = [sys.executable, "manage.py", "resolve_mentions", tmp_path / "in.jsonl", tmp_path / "out.jsonl"]
    state = tmp_path / "state"

    done = subprocess.run(
        command,
        cwd=ROOT,
        env=bare | {"STRONGSUIT_STATE": str(state), "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert len(answers(tmp_path / "out.jsonl")) == 3
    assert sorted(place.name for place in state.iterdir()) == ["mail", "secret_key"]
