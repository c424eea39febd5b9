"""The glossary has a word for every kind of row."""

import re

from django.apps import apps

from config.local.places import ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").casefold()
OURS = {"workspace", "candidates", "hiring", "interviews", "insights"}
# Rows behind a word that the glossary explains in other terms.
BEHIND = {
    "user": "persona",
    "organisation": "invitation",
    "motivation": "channel",
    "looked": "merge",
    "proposal": "not the same person",
}


def test_every_kind_of_row_is_in_the_glossary():
    kinds = [model._meta.verbose_name for model in apps.get_models() if model._meta.app_label in OURS]
    # "scorecard version" is explained with "scorecard": one of a name's words is enough, whole.
    missing = [
        name
        for name in kinds
        if not any(re.search(rf"\b{word[:-1]}", GLOSSARY) for word in BEHIND.get(name, name).split() if len(word) > 2)
    ]

    assert len(kinds) > 50
    assert missing == []


def test_words_to_avoid_are_named():
    for word in ("applicant", "job", "position", "submission", "review", "feedback form"):
        assert f"*{word}*" in GLOSSARY
