import re

import pytest
from django.contrib.staticfiles import finders

from config.local.places import ROOT
from config.vendored import VENDORED, VendoredFinder

IN_TEMPLATES = sorted(
    {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"""\{%\s*static\s+['"]([^'"]+)['"]""", template.read_text())
    }
)


@pytest.mark.parametrize("name", VENDORED)
def test_vendored_file_is_where_npm_puts_it(name):
    with next(storage for path, storage in VendoredFinder().list(None) if path == name).open(name) as file:
        assert file.read(1)


@pytest.mark.parametrize("name", IN_TEMPLATES)
def test_static_file_named_by_a_template_is_found(name):
    assert finders.find(name)


def test_templates_were_looked_through():
    assert len(IN_TEMPLATES) > 5
    assert any(name in VENDORED for name in IN_TEMPLATES)


def test_vendored_finder_finds_nothing_else():
    assert VendoredFinder().find("@tabler/core/package.json") is None
