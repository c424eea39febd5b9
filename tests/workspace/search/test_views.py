import pytest

from tests import factories
from workspace.activity.actions import log_view
from workspace.search import queries, sources


def titles(response):
    return [hit.title for group in response.context["found"] for hit in group.hits]


def test_the_palette_finds_people_roles_and_pages(admin, sign_in):
    factories.CandidateFactory(name="Rosa Engström")
    factories.RoleFactory(title="Robotics researcher")

    found = titles(sign_in(admin, htmx=True).get("/palette/?q=ro"))

    assert {"Rosa Engström", "Robotics researcher", "Roles"} <= set(found)


def test_names_are_found_without_their_accents_and_by_any_beginning(recruiter, sign_in):
    factories.CandidateFactory(name="Zoë Ångström")
    client = sign_in(recruiter, htmx=True)

    assert "Zoë Ångström" in titles(client.get("/palette/?q=angs+zo"))
    assert "Zoë Ångström" not in titles(client.get("/palette/?q=strom"))


def test_an_interviewer_finds_only_whom_they_meet(interviewer, sign_in):
    factories.CandidateFactory(name="Secret Person")
    factories.RoleFactory(title="Secret role")

    response = sign_in(interviewer, htmx=True).get("/palette/?q=secret")

    assert titles(response) == []
    assert "Nothing matches “secret”" in response.text


def test_a_stranger_does_not_find_a_confidential_role(stranger, recruiter, sign_in):
    factories.RoleFactory(title="Quiet lead", is_confidential=True)

    found = [titles(sign_in(user, htmx=True).get("/palette/?q=quiet+lead")) for user in (stranger, recruiter)]

    assert found == [[], []]


def test_acts_and_pages_are_offered_to_those_who_hold_the_right(admin, interviewer, sign_in):
    offered = [titles(sign_in(user, htmx=True).get("/palette/?q=invite")) for user in (admin, interviewer)]

    assert offered == [["Invite somebody"], []]


def test_without_words_the_palette_shows_whom_the_viewer_saw_last(recruiter, sign_in):
    first, second = factories.CandidateFactory(name="First Seen"), factories.CandidateFactory(name="Last Seen")
    for candidate in (first, second, first, second):
        log_view(subject=candidate, by=recruiter, candidate=candidate.uuid)

    response = sign_in(recruiter, htmx=True).get("/palette/")

    assert titles(response)[:2] == ["Last Seen", "First Seen"]


@pytest.mark.parametrize(
    "words", ["'", "\\", "%", "a & !b:*", "\x00", "💥", "<script>alert(1)</script>", "x" * 5000, "( )"]
)
def test_strange_words_are_only_words(words, recruiter, sign_in):
    factories.CandidateFactory(name="Elin Vasquez")
    client = sign_in(recruiter, htmx=True)

    for path in ("/palette/", "/search/"):
        response = client.get(path, {"q": words})
        assert response.status_code == 200
        assert "<script>alert" not in response.text


def test_the_search_page_works_without_javascript(recruiter, sign_in):
    candidate = factories.CandidateFactory(name="Elin Vasquez")
    client = sign_in(recruiter)

    html = client.get("/search/?q=elin").text

    assert f'href="/candidates/{candidate.uuid}/"' in html
    assert 'value="elin"' in html
    assert client.get("/palette/?q=elin")["Location"] == "/search/?q=elin"


def test_a_full_group_leads_to_the_whole_list(recruiter, sign_in):
    for number in range(7):
        factories.CandidateFactory(name=f"Anna {number}")

    response = sign_in(recruiter, htmx=True).get("/palette/?q=anna")
    people = next(group for group in response.context["found"] if group.heading == "People")

    assert len(people.hits) == 6
    assert people.more_url == "/candidates/?q=anna"


def test_queries_are_constant(recruiter, sign_in, count_queries):
    client = sign_in(recruiter, htmx=True)
    factories.CandidateFactory(name="Anna One")
    factories.RoleFactory(title="Anna's role")
    with_one = count_queries(lambda: client.get("/palette/?q=anna"))
    for number in range(2):
        factories.CandidateFactory(name=f"Anna {number}")
        factories.RoleFactory(title=f"Anna's role {number}")

    with_three = count_queries(lambda: client.get("/palette/?q=anna"))

    assert with_one == with_three
    assert with_three <= 8


@pytest.mark.parametrize(
    ("words", "fits"), [("prof", True), ("zone time", True), ("reminders pro", True), ("file", False)]
)
def test_pages_are_found_by_the_beginning_of_any_of_their_words(words, fits):
    assert queries.fits("Profile and reminders", "time zone theme", words) is fits


def test_a_page_that_is_not_installed_is_left_out(admin, monkeypatch):
    monkeypatch.setitem(sources.ENTRIES, "Ghost", sources.Entry("Ghost", "nowhere:nothing", "ghost"))

    assert queries.find_pages(admin, "ghost", 5) == []


@pytest.mark.parametrize("path", ["/search/", "/palette/"])
def test_search_needs_signing_in(path, db, client):
    assert client.get(path)["Location"].startswith("/accounts/login/")
