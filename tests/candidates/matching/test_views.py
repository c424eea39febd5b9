import pytest
from django.urls import reverse

from candidates.matching.merging import merge_candidates
from candidates.matching.models import NotSamePerson, Proposal
from candidates.matching.tasks import find_duplicates
from candidates.models import Candidate
from tests import factories

pytestmark = pytest.mark.django_db
LIST, TYPING = "/candidates/duplicates/", "/candidates/duplicates/while-typing/"


@pytest.fixture
def pair(db):
    rows = [factories.CandidateFactory(name=name) for name in ("Odalys Brenninkmeyer", "O. Brenninkmeyer")]
    for row in rows:
        factories.IdentityFactory(candidate=row, kind="orcid", value="0000-0002-1825-0097")
    find_duplicates()
    return rows


def compare_url(pair):
    return reverse("candidates:compare", args=[pair[0].uuid, pair[1].uuid])


def text_of(response):
    return response.content.decode()


def test_while_typing_shows_who_is_here_already(recruiter, sign_in, pair):
    client = sign_in(recruiter, htmx=True)

    by_handle = text_of(client.get(TYPING, {"name": "Oda", "handles": "https://orcid.org/0000-0002-1825-0097"}))
    by_name = text_of(client.get(TYPING, {"name": "brenninkmeyer, odalys"}))
    nobody = text_of(client.get(TYPING, {"name": "Wei-Han Tseng"}))

    assert "2 people like this are here already" in by_handle
    assert "The same ORCID iD" in by_handle
    assert "The same name" in by_name
    assert nobody.strip() == ""


def test_while_typing_gives_nothing_away_to_a_manager(stranger, sign_in, pair):
    page = text_of(sign_in(stranger).get(TYPING, {"name": "Odalys Brenninkmeyer"}))

    assert page.strip() == ""


@pytest.mark.parametrize(
    "query", [{}, {"name": "\x00" * 500}, {"name": "(" * 200, "handles": "http://[" * 100}, {"name": "<script>"}]
)
def test_while_typing_survives_anything(recruiter, sign_in, query):
    assert sign_in(recruiter).get(TYPING, query).status_code == 200


def test_duplicates_page_lists_pairs_with_reasons(recruiter, sign_in, pair):
    factories.CandidateFactory(name="Odalys Brenninkmeyer")
    find_duplicates()
    client = sign_in(recruiter)

    likely, by_name = text_of(client.get(LIST)), text_of(client.get(LIST, {"show": "name"}))

    assert "Almost certainly the same person" in likely
    assert "The same ORCID iD" in likely
    assert compare_url(pair) in likely
    assert "Same name" in by_name
    assert compare_url(pair) not in by_name


def test_merge_and_its_undo_by_click(recruiter, sign_in, pair):
    client = sign_in(recruiter)

    side_by_side = text_of(client.get(compare_url(pair)))
    merged = client.post(compare_url(pair), {"keep": str(pair[1].uuid)}, follow=True)
    merge = pair[1].merges.get()
    undo = reverse("candidates:undo_merge", args=[merge.uuid])
    parted = client.post(undo, follow=True)

    assert f'value="{pair[0].uuid}" checked' in side_by_side
    assert merge.absorbed == pair[0]
    assert "was merged into this record by Rita Recruiter" in text_of(merged)
    assert undo in text_of(merged)
    assert "there are two records again" in text_of(parted)
    assert Candidate.objects.present().count() == 2
    assert "undone already" in text_of(client.post(undo, follow=True))


def test_merge_that_is_refused_says_why(recruiter, sign_in, pair, role):
    for candidate in pair:
        factories.ApplicationFactory(candidate=candidate, role=role)

    response = sign_in(recruiter).post(compare_url(pair), {"keep": str(pair[0].uuid)})

    assert response.status_code == 422
    assert "Both are active on" in text_of(response)
    assert Candidate.objects.present().count() == 2


def test_two_people_are_told_apart_and_that_is_undone(recruiter, sign_in, pair):
    client = sign_in(recruiter)

    response = client.post(f"{compare_url(pair)}no/", follow=True)

    assert "They are not proposed again" in text_of(response)
    assert NotSamePerson.objects.count() == 1
    assert not Proposal.objects.exists()
    client.post(f"{compare_url(pair)}maybe/")
    assert Proposal.objects.count() == 1


def test_candidate_page_says_that_they_may_be_recorded_twice(recruiter, hiring_manager, role, sign_in, pair):
    factories.ApplicationFactory(candidate=pair[0], role=role)
    url = reverse("candidates:candidate", args=[pair[0].uuid])

    assert "Recorded twice?" in text_of(sign_in(recruiter).get(url))
    assert "Recorded twice?" not in text_of(sign_in(hiring_manager).get(url))


def test_other_record_is_found_by_name(recruiter, sign_in, pair):
    other = factories.CandidateFactory(name="Married Otherwise")
    url = reverse("candidates:find_other", args=[pair[0].uuid])
    client = sign_in(recruiter)

    proposed, searched = text_of(client.get(url)), text_of(client.get(url, {"q": "marr oth"}))

    assert "The same ORCID iD" in proposed
    assert reverse("candidates:compare", args=[pair[0].uuid, other.uuid]) in searched
    assert "Nobody found" in text_of(client.get(url, {"q": "qqqq"}))


def test_html_in_names_stays_text(recruiter, sign_in):
    rows = [factories.CandidateFactory(name="<script>alert(1)</script> Quill", headline="<b>x</b>") for _ in range(2)]
    find_duplicates()
    client = sign_in(recruiter)

    for url in (
        f"{LIST}?show=name",
        compare_url(rows),
        reverse("candidates:find_other", args=[rows[0].uuid]),
        f"{TYPING}?name=Quill",
    ):
        assert "<script>alert" not in text_of(client.get(url))


def test_pages_cost_the_same_with_one_and_with_three_rows(recruiter, sign_in, count_queries, pair):
    client = sign_in(recruiter)
    urls = [
        LIST,
        compare_url(pair),
        reverse("candidates:find_other", args=[pair[0].uuid]),
        f"{TYPING}?name=Odalys+Brenninkmeyer",
    ]
    lean = [count_queries(lambda url=url: client.get(url)) for url in urls]
    for _ in range(2):
        twin = factories.CandidateFactory(name="Odalys Brenninkmeyer")
        factories.IdentityFactory(candidate=twin, kind="orcid", value="0000-0002-1825-0097")
    find_duplicates()

    rich = [count_queries(lambda url=url: client.get(url)) for url in urls]

    assert rich == lean
    assert max(rich) <= 15


def test_only_those_who_recruit_merge(hiring_manager, interviewer, role, sign_in, recruiter, client, pair):
    for candidate in pair:
        factories.ApplicationFactory(candidate=candidate, role=factories.RoleFactory(hiring_manager=hiring_manager))
    merge = merge_candidates(kept=factories.CandidateFactory(), absorbed=factories.CandidateFactory(), by=recruiter)
    undo = reverse("candidates:undo_merge", args=[merge.uuid])

    assert sign_in(hiring_manager).get(LIST).status_code == 403
    assert sign_in(hiring_manager).post(compare_url(pair), {"keep": str(pair[0].uuid)}).status_code == 403
    assert sign_in(interviewer).post(compare_url(pair)).status_code == 404
    assert sign_in(hiring_manager).post(undo).status_code == 404
    assert sign_in(interviewer).get(TYPING).status_code == 403
    assert client.get(LIST).status_code == 302
    assert Candidate.objects.present().count() == 3


def test_rows_that_are_not_there_are_not_found(recruiter, sign_in, pair):
    nowhere = "0b5c2c5e-7f0f-4d35-9b3e-0a6f3f8d2d11"
    client = sign_in(recruiter)

    assert client.get(reverse("candidates:compare", args=[pair[0].uuid, nowhere])).status_code == 404
    assert client.get(reverse("candidates:compare", args=[pair[0].uuid, pair[0].uuid])).status_code == 404
    assert client.get(f"{LIST}?after=rubbish").status_code == 400
