import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from candidates.models import Channel
from tests import factories
from workspace.models import Activity

LIST = "/channels/"
GIVEN = {"name": "Reading group", "kind": "other", "mark": "flask", "description": "Monthly", "position": "5"}


@pytest.fixture
def channel(db):
    return factories.ChannelFactory(slug="arxiv", name="arXiv watch", mark="file-text", is_shipped=True)


def test_list_leads_to_the_candidates_of_each(channel, recruiter, sign_in):
    page = sign_in(recruiter).get(LIST)

    assert "arXiv watch" in page.text
    assert "/candidates/?channel=arxiv" in page.text
    assert reverse("candidates:channel", args=["arxiv"]) not in page.text


def test_who_may_list_and_who_may_edit(channel, admin, recruiter, hiring_manager, interviewer, sign_in, client):
    people = (admin, recruiter, hiring_manager, interviewer)
    urls = (LIST, "/channels/new/", "/channels/arxiv/")

    answers = [[sign_in(user).get(url).status_code for url in urls] for user in people]

    assert answers == [[200] * 3, [200, 403, 403], [200, 403, 403], [403] * 3]
    assert [client.get(url).status_code for url in urls] == [302] * 3


def test_a_channel_that_is_not_there_is_not_found(channel, admin, sign_in):
    assert sign_in(admin).get("/channels/none/").status_code == 404


@pytest.mark.parametrize("htmx", [False, True])
def test_admin_adds_a_channel(admin, sign_in, htmx):
    response = sign_in(admin, htmx=htmx).post("/channels/new/", GIVEN)

    channel = Channel.objects.get()
    assert (response.status_code, response["Location"]) == (302, LIST)
    assert (channel.slug, channel.mark, channel.is_active, channel.is_shipped) == (
        "reading-group",
        "flask",
        True,
        False,
    )
    assert Activity.objects.get().verb == "added_channel"


def test_admin_renames_and_retires_one_and_its_candidates_keep_it(channel, admin, sign_in):
    candidate = factories.CandidateFactory(channel=channel)
    client = sign_in(admin)

    client.post("/channels/arxiv/", GIVEN | {"name": "arXiv, daily"})

    channel.refresh_from_db()
    candidate.refresh_from_db()
    assert (channel.slug, channel.name, channel.is_active, channel.is_shipped) == (
        "arxiv",
        "arXiv, daily",
        False,
        False,
    )
    assert candidate.channel == channel
    assert "not in use" in client.get(LIST).text
    assert "arXiv, daily" not in client.get("/candidates/add/").text


def test_saving_without_a_change_leaves_a_shipped_channel_as_it_came(channel, admin, sign_in):
    same = {"name": channel.name, "kind": channel.kind, "mark": channel.mark, "position": 0, "is_active": "on"}

    sign_in(admin).post("/channels/arxiv/", same)

    channel.refresh_from_db()
    assert channel.is_shipped
    assert Activity.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "required"),
        ({"name": "\u202e\u200b"}, "required"),
        ({"name": "x" * 10_000}, "at most 80 characters"),
        ({"name": "arXiv"}, "of this name already"),
        ({"name": "频道"}, "Latin alphabet"),
        ({"mark": "../../secret"}, "valid choice"),
        ({"kind": "bribes"}, "valid choice"),
        ({"position": "-1"}, "greater than or equal to 0"),
        ({"description": "a\x00b"}, "Null characters"),
    ],
)
def test_a_refused_channel_says_why_and_keeps_what_was_typed(channel, admin, sign_in, given, said):
    response = sign_in(admin).post("/channels/new/", {"name": "Kept name"} | GIVEN | given)

    assert response.status_code == 422
    assert said in response.text
    assert Channel.objects.count() == 1


def test_a_script_in_a_name_is_harmless_text(admin, sign_in):
    client = sign_in(admin)
    client.post("/channels/new/", GIVEN | {"name": "<script>alert(1)</script>"})

    assert "<script>alert" not in client.get(LIST).text
    assert "&lt;script&gt;alert" in client.get(LIST).text


def test_list_costs_the_same_with_one_row_and_with_three(channel, admin, sign_in, count_queries):
    client = sign_in(admin)
    client.get(LIST)
    one = count_queries(lambda: client.get(LIST))
    for slug in ("second", "third"):
        factories.ChannelFactory(slug=slug)

    assert count_queries(lambda: client.get(LIST)) == one <= 6


def test_the_log_says_which_channel(channel, admin, sign_in):
    client = sign_in(admin)
    client.post("/channels/arxiv/", GIVEN | {"is_active": "on"})

    log = client.get("/settings/activity/").text

    assert "changed description, kind, mark, name, position of the channel" in log
    assert "Reading group" in log


class AnyForm(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.sampled_from([*GIVEN, "is_active"]), st.text(max_size=120)))
    def test_hostile_values_never_break_the_form(self, given):
        self.client.force_login(factories.UserFactory(admin=True), backend="django.contrib.auth.backends.ModelBackend")

        assert self.client.post("/channels/new/", GIVEN | given).status_code in {302, 422}
