import datetime as dt

import pytest

from tests import factories


@pytest.fixture
def paper_by(db):
    """Write a paper with these authors; return the first one's authorship."""

    def write(*names, title="Sparse attention maps", year=2025, **first):
        paper = factories.PaperFactory(title=title, published_on=dt.date(year, 5, 1))
        rows = [
            factories.AuthorshipFactory(paper=paper, position=place, name=name, **(first if place == 1 else {}))
            for place, name in enumerate(names, start=1)
        ]
        return rows[0]

    return write
