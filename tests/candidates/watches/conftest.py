import datetime as dt

import pytest

from candidates.models import Watch
from candidates.watches import ordering
from tests import factories

SUBJECTS = {
    "tides": ("Tide gauges of harbour {}", "Tide gauge levels in a harbour, ocean currents and the moon."),
    "parsers": ("Parsers of dependency grammar {}", "A dependency parser, its grammar, treebank and syntax."),
}


@pytest.fixture(autouse=True)
def no_pools():
    ordering._pools.clear()


@pytest.fixture
def watch(recruiter):
    watch = Watch.objects.create(name="Tides", categories=["cs.LG"], added_by=recruiter, threshold=-3)
    watch.members.add(recruiter)
    return watch


@pytest.fixture
def papers():
    """Six papers on tides and six on parsers, each by its own author, the last one the newest."""
    made = []
    for subject, (title, abstract) in SUBJECTS.items():
        for at in range(6):
            paper = factories.PaperFactory(
                title=title.format(at),
                abstract=abstract,
                categories=["cs.LG"],
                venue=subject,
                published_on=dt.date(2026, 1, 1 + at),
            )
            factories.AuthorshipFactory(paper=paper, position=1, name=f"Writer {subject} {at}")
            made.append(paper)
    return made
