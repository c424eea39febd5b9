import pytest
from django.urls import reverse

from candidates.models import Candidate, Channel, Evidence, Paper, PaperLookup
from candidates.sourcing.actions import flag_author
from candidates.sourcing.tasks import look_up_paper
from tests import factories
from tests.candidates.connectors import arxiv_answers
from tests.candidates.connectors.source_server import Scripted

pytestmark = pytest.mark.django_db
LIST, PASTE, BY_HAND = "/sourcing/", "/sourcing/add/", "/sourcing/papers/by-hand/"


def page_of(paper):
    return reverse("candidates:paper", args=[paper.uuid])


def flag_url(paper):
    return reverse("candidates:flag", args=[paper.uuid])


def text_of(response):
    return response.content.decode()


# --- Pasting ---------------------------------------------------------------------------------------------------------


def test_paste_of_a_paper_looks_it_up_and_leads_to_it(recruiter, sign_in, source, django_capture_on_commit_callbacks):
    source.answers(Scripted(arxiv_answers.found(), media_type="application/atom+xml"))
    client = sign_in(recruiter)
    with django_capture_on_commit_callbacks():
        response = client.post(PASTE, {"link": "https://arxiv.org/pdf/2401.01234v2"})
    lookup = PaperLookup.objects.get()

    waiting = client.get(response.url)
    look_up_paper(lookup.pk)
    arrived = client.get(response.url)

    paper = Paper.objects.get()
    assert response.url == reverse("candidates:lookup", args=[lookup.uuid])
    assert 'hx-trigger="every 2s"' in text_of(waiting)
    assert "<noscript>" in text_of(waiting)
    assert arrived.url == page_of(paper)
    assert client.post(PASTE, {"link": "arXiv:2401.01234"}).url == page_of(paper)


def test_lookup_in_htmx_leaves_for_the_paper_when_it_is_found(recruiter, sign_in, paper):
    lookup = PaperLookup.objects.create(
        kind="arxiv", identifier="1", url="https://arxiv.org/abs/1", requested_by=recruiter
    )
    client = sign_in(recruiter, htmx=True)
    url = reverse("candidates:lookup", args=[lookup.uuid])

    fragment = client.get(url)
    PaperLookup.objects.update(state="found", paper=paper)

    assert text_of(fragment).strip().startswith('<div id="lookup-state"')
    assert "<html" not in text_of(fragment)
    assert client.get(url)["HX-Redirect"] == page_of(paper)


def test_lookup_says_when_it_will_be_tried_again_in_the_viewers_zone(recruiter, sign_in):
    recruiter.time_zone = "Europe/Lisbon"
    recruiter.save()
    lookup = PaperLookup.objects.create(
        kind="arxiv", identifier="1", url="https://arxiv.org/abs/1", requested_by=recruiter,
        state="later", retry_at="2026-07-01T13:05:00Z", problem="arXiv is limiting requests.",
    )  # fmt: skip

    page = text_of(sign_in(recruiter).get(reverse("candidates:lookup", args=[lookup.uuid])))

    assert "arXiv is limiting requests. The link is kept and will be tried again at" in page
    assert "14:05 WEST" in page


def test_lookup_that_failed_can_be_tried_again_or_written_by_hand(
    recruiter, sign_in, django_capture_on_commit_callbacks
):
    lookup = PaperLookup.objects.create(
        kind="arxiv",
        identifier="2401.99999",
        url="https://arxiv.org/abs/2401.99999",
        requested_by=recruiter,
        state="failed",
        problem="arXiv knows no paper.",
    )
    client = sign_in(recruiter)
    url = reverse("candidates:lookup", args=[lookup.uuid])

    page = text_of(client.get(url))
    with django_capture_on_commit_callbacks() as callbacks:
        client.post(f"{url}retry/")

    lookup.refresh_from_db()
    assert "arXiv knows no paper." in page
    assert f"{BY_HAND}?link=https%3A//arxiv.org/abs/2401.99999" in page
    assert (lookup.state, len(callbacks)) == ("waiting", 1)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "hello there",
        "https://github.com/pricing",
        "\x00",
        "x" * 3000,
        "<script>alert(1)</script>",
    ],
)
def test_paste_of_something_else_keeps_it_and_says_what_would_do(recruiter, sign_in, text):
    response = sign_in(recruiter).post(PASTE, {"link": text})

    assert response.status_code == 422
    assert "<script>alert" not in text_of(response)
    assert not PaperLookup.objects.exists()


def test_paste_of_a_person_leads_to_adding_them(recruiter, sign_in):
    response = sign_in(recruiter).post(PASTE, {"link": "Ada Quill <Ada@Tides.example>"}, follow=True)

    assert response.redirect_chain[0][0] == "/candidates/add/?handles=ada%40tides.example"
    assert 'value="ada@tides.example"' in text_of(response)


def test_paste_of_a_person_we_know_leads_to_them(recruiter, sign_in):
    identity = factories.IdentityFactory(kind="github", value="ada-quill")

    response = sign_in(recruiter).post(PASTE, {"link": "https://github.com/Ada-Quill/"})

    assert response.url == reverse("candidates:candidate", args=[identity.candidate.uuid])


def test_paste_of_a_person_a_manager_may_not_know_of_gives_nothing_away(stranger, sign_in):
    factories.IdentityFactory(kind="github", value="ada-quill")

    response = sign_in(stranger).post(PASTE, {"link": "https://github.com/ada-quill"})

    assert response.url.startswith("/candidates/add/")


# --- By hand ---------------------------------------------------------------------------------------------------------


def test_paper_by_hand_keeps_the_order_of_the_lines(recruiter, sign_in):
    data = {
        "title": "Counting tides",
        "authors": "Odalys Brenninkmeyer\n\n • Wei-Han Tseng,\n",
        "link": "doi:10.1000/tides",
    }

    response = sign_in(recruiter).post(BY_HAND, data)

    paper = Paper.objects.get()
    assert response.url == page_of(paper)
    assert [row.name for row in paper.authorships.all()] == ["Odalys Brenninkmeyer", "Wei-Han Tseng"]
    assert (paper.doi, paper.source) == ("10.1000/tides", "By hand")


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"title": "..."},
        {"authors": ""},
        {"authors": "123\n---"},
        {"authors": "A" * 201},
        {"link": "javascript:alert(1)"},
        {"link": "https://github.com/ada"},
    ],
)
def test_paper_by_hand_refuses_with_the_form_kept(recruiter, sign_in, change):
    data = {"title": "Counting tides", "authors": "Ada Quill", "venue": "Somewhere fine"} | change

    response = sign_in(recruiter).post(BY_HAND, data)

    assert response.status_code == 422
    assert "Somewhere fine" in text_of(response)
    assert not Paper.objects.exists()


# --- The paper, and flagging -----------------------------------------------------------------------------------------


def test_paper_proposes_its_first_author(recruiter, sign_in, paper):
    page = text_of(sign_in(recruiter).get(page_of(paper)))

    assert page.index("Odalys Brenninkmeyer") < page.index("Wei-Han Tseng")
    assert 'name="author" value="1" checked' in page
    assert "alphabetical order" not in page


def test_paper_in_alphabetical_order_proposes_nobody(recruiter, sign_in):
    paper = factories.PaperFactory()
    for place, name in enumerate(["Ada Abel", "Zoe Baum", "Bo Crane", "Al Dole"], 1):
        factories.AuthorshipFactory(paper=paper, name=name, position=place)

    page = text_of(sign_in(recruiter).get(page_of(paper)))

    assert "The authors stand in alphabetical order" in page
    assert " checked" not in page


def test_one_click_makes_the_first_author_a_prospect_and_another_click_undoes_it(recruiter, sign_in, paper):
    channel = factories.ChannelFactory()
    client = sign_in(recruiter)

    response = client.post(
        flag_url(paper), {"author": "1", "note": "Careful ablations.", "channel": channel.slug}, follow=True
    )

    person = Candidate.objects.get()
    assert (person.name, person.channel) == ("Odalys Brenninkmeyer", channel)
    assert Evidence.objects.get().note == "Careful ablations."
    assert "is a prospect now" in text_of(response)
    undo = reverse("candidates:unflag", args=[paper.uuid, 1])
    assert undo in text_of(response)
    assert "is no longer flagged" in text_of(client.post(undo, follow=True))
    assert not Candidate.objects.exists()


def test_another_author_can_be_chosen(recruiter, sign_in, paper):
    sign_in(recruiter).post(flag_url(paper), {"author": "2"})

    assert Candidate.objects.get().name == "Wei-Han Tseng"


def test_people_we_know_are_shown_with_the_reasons_and_can_be_chosen(recruiter, sign_in, paper):
    known = factories.CandidateFactory(name="O. Brenninkmeyer", headline="PhD student")
    factories.IdentityFactory(candidate=known, kind="orcid", value="0000-0002-1825-0097")
    client = sign_in(recruiter)

    page = text_of(client.get(page_of(paper)))
    client.post(flag_url(paper), {"author": f"1:{known.uuid}"})

    assert "Almost certainly the same person" in page
    assert "The same ORCID iD" in page
    assert Candidate.objects.get() == known
    assert known.evidence.get().paper == paper


@pytest.mark.parametrize(
    "author", ["", "0", "9", "x", "1:nobody", "1:0b5c2c5e-7f0f-4d35-9b3e-0a6f3f8d2d11", "99999999999999999999", "-1"]
)
def test_flagging_nobody_in_particular_keeps_the_note(recruiter, sign_in, paper, author):
    response = sign_in(recruiter).post(flag_url(paper), {"author": author, "note": "Keep this note."})

    assert response.status_code == 422
    assert "Keep this note." in text_of(response)
    assert not Candidate.objects.exists()


def test_a_manager_neither_sees_nor_chooses_people_they_may_not_know_of(stranger, sign_in, paper):
    known = factories.CandidateFactory(name="Odalys Brenninkmeyer")
    client = sign_in(stranger)

    assert str(known.uuid) not in text_of(client.get(page_of(paper)))
    assert client.post(flag_url(paper), {"author": f"1:{known.uuid}"}).status_code == 422


def test_a_manager_sees_and_undoes_only_their_own_flags(stranger, recruiter, sign_in, paper):
    flag_author(authorship=paper.authorships.get(position=2), by=recruiter)
    client = sign_in(stranger)
    client.post(flag_url(paper), {"author": "1"})

    page = text_of(client.get(page_of(paper)))

    assert page.count("Prospect</span>") == 1
    assert client.post(reverse("candidates:unflag", args=[paper.uuid, 2])).status_code == 404
    assert client.post(reverse("candidates:unflag", args=[paper.uuid, 1])).status_code == 302
    assert Candidate.objects.get().name == "Wei-Han Tseng"


def test_html_in_names_and_titles_stays_text(recruiter, sign_in):
    paper = factories.PaperFactory(title="<script>alert(1)</script>", abstract="<img src=x onerror=alert(1)>")
    factories.AuthorshipFactory(paper=paper, name="<b>Eve</b>", affiliation='"><script>')
    client = sign_in(recruiter)
    client.post(flag_url(paper), {"author": "1", "note": "<i>x</i>"})

    for url in (LIST, page_of(paper)):
        page = text_of(client.get(url))
        assert "<script>alert" not in page
        assert "<b>Eve" not in page
        assert "<img src=x" not in page


def test_paper_under_review_says_that_its_authors_are_hidden(recruiter, sign_in):
    page = text_of(sign_in(recruiter).get(page_of(factories.PaperFactory())))

    assert "The authors are not public yet" in page
    assert "Make a prospect" not in page


# --- The list --------------------------------------------------------------------------------------------------------


def test_list_shows_papers_with_authors_and_prospects(recruiter, sign_in, paper):
    flag_author(authorship=paper.authorships.get(position=1), by=recruiter)
    other = factories.PaperFactory(title="Waves and winds")
    client = sign_in(recruiter)

    everything = text_of(client.get(LIST))
    flagged = text_of(client.get(LIST, {"show": "flagged"}))
    unread = text_of(client.get(LIST, {"show": "unread"}))
    searched = text_of(client.get(LIST, {"q": "wav win"}))

    assert "Odalys Brenninkmeyer, Wei-Han Tseng" in everything
    assert other.title in everything
    assert (paper.title in flagged, other.title in flagged) == (True, False)
    assert (paper.title in unread, other.title in unread) == (False, True)
    assert (paper.title in searched, other.title in searched) == (False, True)


def test_list_hides_prospects_a_manager_may_not_know_of(stranger, recruiter, sign_in, paper):
    person = flag_author(authorship=paper.authorships.get(position=1), by=recruiter)

    assert str(person.uuid) not in text_of(sign_in(stranger).get(LIST))


@pytest.mark.parametrize(
    "query", [{"after": "rubbish"}, {"q": "\x00&|!:*()"}, {"show": "x"}, {"q": "("}, {"before": "W10"}]
)
def test_list_survives_hostile_addresses(recruiter, sign_in, query):
    assert sign_in(recruiter).get(LIST, query).status_code in {200, 400}


def many_papers(count, recruiter):
    for number in range(count):
        paper = factories.PaperFactory()
        for place in range(1, 4):
            factories.AuthorshipFactory(paper=paper, position=place, name=f"Author {'ABC'[place - 1]}{number}")
        flag_author(authorship=paper.authorships.get(position=1), by=recruiter)
    return paper


def test_pages_cost_the_same_with_one_and_with_three_rows(recruiter, sign_in, count_queries):
    client = sign_in(recruiter)
    paper = many_papers(1, recruiter)
    lean = [count_queries(lambda: client.get(LIST)), count_queries(lambda: client.get(page_of(paper)))]
    many_papers(3, recruiter)
    for place in range(4, 9):
        factories.AuthorshipFactory(paper=paper, position=place, name=f"Author {place}")

    rich = [count_queries(lambda: client.get(LIST)), count_queries(lambda: client.get(page_of(paper)))]

    assert rich == lean
    assert max(rich) <= 15


# --- Who may ---------------------------------------------------------------------------------------------------------


def test_interviewers_and_visitors_stay_outside(interviewer, sign_in, client, paper):
    urls = [LIST, PASTE, BY_HAND, page_of(paper)]

    assert {sign_in(interviewer).get(url).status_code for url in urls} == {403}
    assert sign_in(interviewer).post(flag_url(paper), {"author": "1"}).status_code == 403
    assert {client.get(url).status_code for url in urls} == {302}
    assert Channel.objects.count() == 0


def test_rows_that_are_not_there_are_not_found(recruiter, sign_in):
    nowhere = "0b5c2c5e-7f0f-4d35-9b3e-0a6f3f8d2d11"
    client = sign_in(recruiter)

    assert client.get(f"/sourcing/papers/{nowhere}/").status_code == 404
    assert client.get(f"/sourcing/lookups/{nowhere}/").status_code == 404
    assert client.post(f"/sourcing/papers/{nowhere}/flag/").status_code == 404
    assert client.get(f"/sourcing/papers/{nowhere}/flag/").status_code in {404, 405}
