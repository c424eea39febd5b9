"""What the documentation points at is there, and its pictures are small."""

import re

import pytest

from config.local.places import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
LARGEST = 300_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_and_pictures_exist(page):
    targets = LINK.findall(page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_pictures_are_small():
    pictures = sorted((ROOT / "docs" / "images").glob("*.png"))

    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size >= LARGEST] == []
