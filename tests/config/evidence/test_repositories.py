"""The verdict's figures on made-up rows: what is counted as right, what as wrong."""

import json

import pytest

from config.evidence.folder import Folder, MissingData
from config.evidence.parts import repositories


def row(owner, is_official, source="paperswithcode-subset", **more):
    return {
        "source": source,
        "paper_title": f"A paper of {owner}",
        "arxiv_id": None,
        "authors": ["Odalys Brenninkmeyer", "Wei-Han Tseng"],
        "repo_url": f"https://github.com/{owner}/tides",
        "owner": owner,
        "repo": "tides",
        "is_official": is_official,
        "contributors": [],
    } | more


@pytest.fixture
def folder(tmp_path):
    def write(*rows):
        texts = {"paper_repo_links_dev.jsonl": rows}
        texts["and_openreview_dev.jsonl"] = [
            {"person": "~O1", "name": "Odile Quill"},
            {"person": "~W1", "name": "Wei Lin"},
        ]
        texts["and_openreview_persons_dev.jsonl"] = [
            {"person": "~O1", "github": ["odilequill"]},
            {"person": "~W1", "github": ["sealover"]},
        ]
        for name, lines in texts.items():
            (tmp_path / name).write_text("".join(json.dumps(line) + "\n" for line in lines))
        return Folder(tmp_path)

    return write


def test_what_is_called_theirs_is_held_against_the_flag(folder):
    rows = [row("obrenninkmeyer", True), row("weihantseng", False), row("sealover", True), row("quill", False)]

    text = repositories.section(folder(*rows))

    assert "4 repositories with known authors, 2 flagged official" in text
    assert "| owner's login alone | .500 **missed** | 1 of 2 | .500 |" in text


def test_contributors_of_an_organisation_count_and_a_papers_own_link_is_proof(folder):
    rows = [row("sealab", True, contributors=["WeiHanTseng", "ann"]), row("quill", True, "paperlists-claimed")]

    text = repositories.section(folder(*rows))

    assert "| owner's login alone | .000 **missed** | 0 of 0 | .000 |" in text
    assert "| owner and contributors | 1.000 | 1 of 1 | 1.000 |" in text
    assert "Of 1 repositories that the paper itself links, 1 are called official" in text


def test_logins_are_held_against_their_owners_and_against_all_others(folder):
    text = repositories.section(folder(row("quill", True)))

    assert "| spells the name | .500 | 0.00 |" in text


def test_rows_without_a_flag_are_missing_data(folder):
    with pytest.raises(MissingData, match="known authors and a flag"):
        repositories.section(folder(row("quill", None)))
