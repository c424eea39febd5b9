import pytest
from django.urls import reverse

from candidates.models import Candidate, CodeSearch, Reimplementation, Repository
from candidates.repositories.tasks import fetch
from tests import factories

pytestmark = pytest.mark.django_db
LIST, ADD, PASTE = "/sourcing/code/", "/sourcing/code/add/", "/sourcing/add/"


def url(name, row):
    return reverse(f"candidates:{name}", args=[row.uuid])


def text_of(response):
    return response.content.decode()


@pytest.fixture
def client(recruiter, sign_in):
    return sign_in(recruiter)


def test_pasted_repository_is_read_and_shown(client, github, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        response = client.post(PASTE, {"link": "https://github.com/Quill/Tides/tree/main/tides"})
    seen = Reimplementation.objects.get()
    waiting = text_of(client.get(response.url))
    fetch(seen.repository.pk)
    page = text_of(client.get(response.url))

    assert response.url == url("code", seen)
    assert 'hx-trigger="every 3s"' in waiting
    assert "<noscript>" in waiting
    assert "quill: 60 of 160 commits" in page
    assert "1 test file, such as tests/test_model.py" in page
    assert "4711" not in page


def test_state_alone_is_sent_to_htmx(recruiter, sign_in, seen):
    fragment = text_of(sign_in(recruiter, htmx=True).get(url("code", seen)))

    assert fragment.strip().startswith('<div id="code-state"')
    assert "<html" not in fragment


def test_link_that_is_no_repository_is_refused_with_what_was_typed(client):
    response = client.post(ADD, {"link": "https://gitlab.com/a/b"})

    assert response.status_code == 422
    assert "This is no link to a repository on GitHub" in text_of(response)
    assert "https://gitlab.com/a/b" in text_of(response)
    assert Repository.objects.count() == 0


def test_search_is_asked_for_from_the_paper(client, paper, django_capture_on_commit_callbacks):
    assert url("find_code", paper) in text_of(client.get(reverse("candidates:paper", args=[paper.uuid])))
    with django_capture_on_commit_callbacks() as sent:
        response = client.post(url("find_code", paper))

    assert len(sent) == 1
    assert "Asking Hugging Face and GitHub" in text_of(client.get(response.url))


def test_search_that_waits_says_until_when(client, paper, recruiter):
    CodeSearch.objects.create(
        paper=paper, state="later", retry_at="2026-12-01T13:05:00Z", problem="GitHub is busy.", requested_by=recruiter
    )

    assert "GitHub is busy. The search is kept and goes on at" in text_of(client.get(f"{LIST}?paper={paper.uuid}"))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["tides"]),
        ("?show=all", ["aside", "judged", "official", "tides"]),
        ("?show=aside", ["aside"]),
        ("?show=judged", ["judged"]),
        ("?show=all&verdict=official", ["official"]),
        ("?show=prospect", ["official"]),
        ("?paper=nonsense&show=nonsense&verdict=nonsense", ["tides"]),
    ],
)
def test_list_is_narrowed_by_the_address(client, seen, recruiter, query, names):
    factories.ReimplementationFactory(
        repository__name="quill/aside", set_aside_at="2026-01-01T00:00Z", set_aside_by=recruiter
    )
    factories.ReimplementationFactory(
        repository__name="quill/judged", judgement="Good", judged_at="2026-01-01T00:00Z", judged_by=recruiter
    )
    factories.ReimplementationFactory(
        repository__name="quill/official", verdict="official", candidate=factories.CandidateFactory()
    )

    page = text_of(client.get(f"{LIST}{query}"))

    assert [name for name in ("aside", "judged", "official", "tides") if f"quill/{name}</a>" in page] == names


def test_list_of_one_paper(client, seen):
    factories.ReimplementationFactory(repository__name="quill/other")

    page = text_of(client.get(f"{LIST}?paper={seen.paper.uuid}"))

    assert "quill/tides</a>" in page
    assert "quill/other" not in page


def test_cut_address_leads_to_the_first_page(client):
    response = client.get(f"{LIST}?after=nonsense")

    assert response.status_code == 400
    assert "First page" in text_of(response)


def test_list_and_page_cost_the_same_however_many_rows(client, count_queries, paper):
    def row(n):
        return factories.ReimplementationFactory(
            paper=paper, repository__name=f"quill/n{n}", candidate=factories.CandidateFactory()
        )

    first = row(0)
    one = count_queries(lambda: client.get(f"{LIST}?show=all"))
    page = count_queries(lambda: client.get(url("code", first)))
    row(1), row(2)

    assert count_queries(lambda: client.get(f"{LIST}?show=all")) == one
    assert count_queries(lambda: client.get(url("code", first))) == page


def test_meeting_the_implementer_and_undoing_it(client, seen):
    client.post(url("meet_implementer", seen), {"who": "", "channel": ""})
    person = Candidate.objects.get()
    page = text_of(client.get(url("code", seen)))

    assert person.name == "Odile Quill"
    assert reverse("candidates:candidate", args=[person.uuid]) in page
    client.post(url("release_implementer", seen))
    assert Candidate.objects.count() == 0


def test_somebody_with_the_same_account_is_proposed_and_chosen(client, seen):
    known = factories.CandidateFactory(name="O. Quill")
    factories.IdentityFactory(candidate=known, kind="github", value="quill")

    page = text_of(client.get(url("code", seen)))
    client.post(url("meet_implementer", seen), {"who": str(known.uuid), "channel": ""})

    assert f'value="{known.uuid}" checked' in page
    assert Reimplementation.objects.get().candidate == known


@pytest.mark.parametrize("who", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_choice_that_is_not_on_the_list_is_refused(client, seen, who):
    response = client.post(url("meet_implementer", seen), {"who": who, "channel": ""})

    assert response.status_code == 422
    assert "Choose somebody from the list." in text_of(response)
    assert Candidate.objects.count() == 0


def test_hiring_manager_links_somebody_without_seeing_the_file_and_may_undo(hiring_manager, sign_in, seen):
    client = sign_in(hiring_manager)
    client.post(url("meet_implementer", seen), {"who": "", "channel": ""})
    person = Candidate.objects.get()

    page = text_of(client.get(url("code", seen)))

    assert reverse("candidates:candidate", args=[person.uuid]) not in page
    assert "Prospect" in page
    assert client.post(url("release_implementer", seen)).status_code == 302


def test_stranger_cannot_undo_the_link(client, stranger, sign_in, seen):
    client.post(url("meet_implementer", seen), {"who": "", "channel": ""})

    assert sign_in(stranger).post(url("release_implementer", seen)).status_code == 404
    assert Candidate.objects.count() == 1


def test_interviewer_has_no_business_here(interviewer, sign_in, seen):
    client = sign_in(interviewer)

    assert [client.get(LIST).status_code, client.get(url("code", seen)).status_code] == [403, 403]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("code_number", {"metric": "", "value": "28.4"}, "Write which metric"),
        ("code_number", {"metric": "BLEU", "value": "much"}, "Enter a number"),
        ("code_verdict", {"verdict": "official", "why": ""}, "Write how you know"),
        ("judge_code", {"judgement": "", "execution": "3"}, "This field is required"),
        ("name_code_paper", {"link": "https://example.org"}, "no link to a paper"),
        ("name_code_paper", {"link": "arxiv.org/abs/2501.00001"}, "We do not have this paper yet"),
    ],
)
def test_refused_form_stands_on_the_page_with_the_reason(client, seen, name, data, words):
    response = client.post(url(name, seen), data)

    assert response.status_code == 422
    assert words in text_of(response)


def test_forms_of_the_page_do_what_they_say(client, seen, recruiter):
    for name, data in (
        ("code_number", {"metric": "BLEU", "value": "28.4"}),
        ("code_verdict", {"verdict": "authors", "why": "She says so on her page"}),
        ("judge_code", {"judgement": "Ran at once.", "execution": "3"}),
        ("set_code_aside", {}),
    ):
        assert client.post(url(name, seen), data).status_code == 302

    seen.refresh_from_db()
    assert (seen.paper_number, seen.verdict, seen.judgement, seen.set_aside_by) == (
        28.4,
        "authors",
        "Ran at once.",
        recruiter,
    )


def test_paper_named_in_the_readme_is_proposed_and_named_with_one_click(client, paper):
    seen = factories.ReimplementationFactory(paper=None)

    page = text_of(client.get(url("code", seen)))
    client.post(url("name_code_paper", seen), {"link": "https://arxiv.org/abs/2401.01234"})

    assert 'value="https://arxiv.org/abs/2401.01234"' in page
    assert Reimplementation.objects.get().paper == paper


def test_reading_again_is_sent_once(client, seen, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as sent:
        client.post(url("refresh_code", seen))
        client.post(url("refresh_code", seen))

    assert len(sent) == 1
