"""The part about who is who: answers are kept from what is measured, and a missed target says so."""

import gzip
import json

import pytest

from config.evidence.folder import Folder, MissingData
from config.evidence.parts import identity


def row(mid, person, **more):
    known = {
        "mid": mid,
        "person": person,
        "name": "Júlia Várhegyi",
        "paper": f"p{mid}",
        "tilde": person,
        "evidence": "x",
    }
    return known | {"title": "Sparse maps", "coauthors": ["Ada Quill"], "year": 2024} | more


def write(folder, name, rows):
    (folder / name).write_bytes(gzip.compress("".join(json.dumps(one) + "\n" for one in rows).encode()))


def test_answers_are_hidden_from_what_is_measured():
    assert {"person", "tilde", "label", "evidence"} & set(
        identity.without_answers(row("1", "x", label="gold"))
    ) == set()


def test_only_known_owners_are_scored_and_misses_are_said(tmp_path, monkeypatch):
    monkeypatch.setattr(identity, "GROWTH", (40, 80))
    rows = [row("1", "a", label="gold"), row("2", "a", label="gold"), row("3", "c", label="silver")]
    write(tmp_path, "and_acl_dev.jsonl.gz", rows)
    write(tmp_path, "and_openreview_dev.jsonl.gz", [row("1", "a"), row("2", "b")])

    text = identity.section(Folder(tmp_path))

    homonyms, variants, growth = text.split("### ")[1:]
    assert growth.count("\n| ") == 4
    assert "| sure links only | .000 **missed** |" in homonyms
    assert "| sure links only | 1.000 | 1.000 |" in variants
    assert "of 2 mentions" in variants


def test_missing_half_is_said(tmp_path):
    with pytest.raises(MissingData, match="and_openreview_"):
        identity.section(Folder(tmp_path))
