import re

import pytest

from candidates.people.columns import COLUMNS, USUAL, chosen
from candidates.people.models import Tag
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/candidates/"
EVERY = "+".join(column.name for column in COLUMNS)


def heads(page):
    cells = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page.text.split("<thead>")[1].split("</thead>")[0])
    return [re.sub("<[^>]+>", "", cell) for cell in cells if "checkbox" not in cell]


@pytest.fixture
def elin():
    elin = factories.CandidateFactory(
        name="Elin Vasquez", headline="Postdoc", location="Lisbon", channel_detail="poster 12"
    )
    elin.tags.add(Tag.objects.create(name="robots"))
    return elin


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        ((), ""),
        (("owner", "location"), "location owner"),
        (("tags", "nonsense"), "tags"),
        (("nonsense",), ""),
        (USUAL, ""),
        (USUAL[:1], "pipeline"),
    ],
)
def test_chosen_columns_stand_in_the_lists_order_and_the_usual_ones_go_without_saying(names, kept):
    assert chosen(names) == kept


@pytest.mark.parametrize("address", ["?columns=location+tags", "?columns=tags&columns=location&columns=nonsense"])
def test_list_shows_the_chosen_columns(recruiter, sign_in, elin, address):
    page = sign_in(recruiter).get(LIST + address)

    assert heads(page) == ["Name", "Location", "Tags"]
    assert "<td>Lisbon</td>" in page.text
    assert '<input type="hidden" name="columns" value="location tags">' in page.text


def test_list_without_a_choice_shows_the_usual_columns(recruiter, sign_in, elin):
    assert heads(sign_in(recruiter).get(LIST)) == ["Name", "In the pipeline", "Channel", "Owner", "Last active"]


def test_every_column_can_be_shown_at_once(recruiter, sign_in, elin, role):
    factories.ApplicationFactory(role=role, candidate=elin)

    page = sign_in(recruiter).get(f"{LIST}?columns={EVERY}")

    assert heads(page) == ["Name", *(column.label for column in COLUMNS)]
    for shown in (f"{role.title}: Screen", "poster 12", "Lisbon", "?tag=robots"):
        assert shown in page.text


def test_a_view_keeps_its_columns(recruiter, sign_in, elin):
    client = sign_in(recruiter)

    client.post("/candidates/views/", {"name": "Where", "columns": "location"})

    assert recruiter.saved_views.get().query == "?columns=location"


def test_a_view_too_long_to_keep_is_refused(recruiter, sign_in):
    page = sign_in(recruiter).post("/candidates/views/", {"name": "Long", "q": "ü" * 100}, follow=True)

    assert "too long to keep" in page.text
    assert not recruiter.saved_views.exists()


def test_the_file_has_the_chosen_columns_and_no_others(recruiter, sign_in, elin, role):
    role.title = "Researcher"
    role.save()
    factories.ApplicationFactory(role=role, candidate=elin)
    answer = sign_in(recruiter).get("/candidates/export.csv", {"columns": "pipeline tags location"})

    head, line = b"".join(answer).decode("utf-8-sig").splitlines()

    assert head == "name,headline,in the pipeline,location,tags"
    assert line == "Elin Vasquez,Postdoc,Researcher: Screen,Lisbon,robots"


def test_every_column_costs_the_same_with_one_row_and_with_three(recruiter, sign_in, count_queries, elin):
    client = sign_in(recruiter)
    client.get(LIST)
    one = count_queries(lambda: client.get(f"{LIST}?columns={EVERY}"))
    for name in ("a", "b"):
        factories.CandidateFactory().tags.add(Tag.objects.create(name=name))

    assert count_queries(lambda: client.get(f"{LIST}?columns={EVERY}")) == one <= 9
