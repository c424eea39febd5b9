import gzip
import json

from config.evidence.folder import Folder
from config.evidence.parts import identity_handles


def write(folder, name, rows):
    (folder / name).write_bytes(gzip.compress("".join(json.dumps(one) + "\n" for one in rows).encode()))


def test_owners_strangers_and_coauthors_are_counted_apart(tmp_path):
    people = {"a": "Ada Quill", "b": "Bea Quill", "c": "Ada Quill", "d": "Omar Reed"}
    papers = {"a": "p1", "b": "p2", "c": "p1", "d": "p3"}
    write(
        tmp_path,
        "and_openreview_dev.jsonl.gz",
        [{"person": one, "name": name, "paper": papers[one]} for one, name in people.items()],
    )
    write(
        tmp_path,
        "and_openreview_persons_dev.jsonl.gz",
        [
            {"person": "a", "github": ["adaquill"]},
            {"person": "d", "github": ["kiddyboots"]},
            {"person": "gone", "github": ["x"]},
        ],
    )

    text = identity_handles.section(Folder(tmp_path))

    assert "2 accounts with a known owner, against 6 pairs" in text
    assert "| whole | .500 | 1 (1666.67 in 10,000) | 1 (1666.67 in 10,000) |" in text
    assert "recall .500 (aim .500), false 1666.67 in 10,000 (aim at most 1) **missed**" in text
