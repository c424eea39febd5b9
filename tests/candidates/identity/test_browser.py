"""The identity desk by keyboard, in a real browser."""

import pytest

from candidates.identity.actions import propose_link
from candidates.identity.models import LinkState
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def proposals(paper_by):
    found = []
    for place, name in enumerate(("Júlia Várhegyi", "Omar Reedwick")):
        person = factories.CandidateFactory(name=name, headline="PhD student in robotics")
        paper_by(name, "Ada Quill", "Tom Brown", title="Grasping with diffusion policies", year=2021, candidate=person)
        mention = paper_by(f"{name[0]}. {name.split()[1]}", "A. Quill", "Lea Stone", affiliation="Somewhere University")
        words = ["the same family name and initial, a rare one", "1 co-author in common", "4 years apart"]
        found.append(propose_link(authorship=mention, candidate=person, evidence=words, strength=0.9 - place / 10))
    return found


def state_of(link):
    link.refresh_from_db()
    return link.state


WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_desk_is_worked_off_with_keys(open_page, recruiter, proposals, width, scheme):
    page = open_page("/sourcing/identity/", user=recruiter)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)

    assert page.evaluate(WIDER) <= 0

    for key in "jjx":
        page.keyboard.press(key)
    page.get_by_text("not proposed again").first.wait_for()

    assert [state_of(link) for link in proposals] == [LinkState.PROPOSED, LinkState.APART]

    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back").wait_for()

    assert state_of(proposals[1]) == LinkState.PROPOSED
