"""Finding and reading measurement data."""

import gzip
import json

import pytest

from config.evidence.folder import BadData, Folder, MissingData, read_rows


def write(file, *rows):
    text = "".join(json.dumps(row) + "\n" for row in rows)
    file.write_bytes(gzip.compress(text.encode()) if file.suffix == ".gz" else text.encode())


def test_rows_of_any_half_are_found_by_the_beginning_of_the_name(tmp_path):
    write(tmp_path / "and_acl_dev.jsonl.gz", {"mid": 1})
    write(tmp_path / "and_acl_heldout.jsonl", {"mid": 2})
    write(tmp_path / "papers_dev.jsonl.gz", {"mid": 3})

    assert [row["mid"] for row in Folder(tmp_path).rows("and_acl_")] == [1, 2]


def test_a_longer_name_can_be_left_out(tmp_path):
    write(tmp_path / "and_openreview_dev.jsonl.gz", {"mid": 1})
    write(tmp_path / "and_openreview_persons_dev.jsonl.gz", {"person": 2})

    found = list(Folder(tmp_path).rows("and_openreview_", but_not=("and_openreview_persons_",)))

    assert found == [{"mid": 1}]


def test_missing_files_are_named(tmp_path):
    with pytest.raises(MissingData, match=r"There is no file and_acl_\*\.jsonl\.gz\."):
        Folder(tmp_path).rows("and_acl_")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"mid": 1}\nnonsense\n', "acl.jsonl, line 2: not JSON"),
        ("[1]\n", "acl.jsonl, line 1: expected an object"),
        (b"\xff\xfe\n", "acl.jsonl, after line 0: cannot be read"),
    ],
)
def test_bad_file_tells_the_line(tmp_path, content, words):
    file = tmp_path / "acl.jsonl"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())

    with pytest.raises(BadData, match=words):
        list(read_rows(file))


def test_broken_package_is_told(tmp_path):
    file = tmp_path / "acl.jsonl.gz"
    file.write_bytes(gzip.compress(b'{"mid": 1}\n' * 500)[:-12])

    with pytest.raises(BadData, match="cannot be read"):
        list(read_rows(file))
