import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates.channels.actions import log_cost, remove_cost, restore_cost
from candidates.channels.models import ChannelCost
from tests import factories


@pytest.fixture
def channel(db):
    return factories.ChannelFactory(slug="neurips", name="NeurIPS")


def posted(**more):
    return {"what": "Two tickets", "hours": "", "amount": "1900", "spent_on": "2026-03-01", **more}


def cost_of(channel, by):
    given = {"spent_on": dt.date(2026, 3, 1), "hours": Decimal(1), "amount": Decimal(0), "what": "Reading"}
    return log_cost(channel=channel, by=by, **given)


def test_a_cost_is_logged_and_can_be_taken_back_and_restored(channel, recruiter, sign_in):
    client = sign_in(recruiter)
    address = f"/channels/{channel.slug}/costs/"

    assert client.post(address, posted()).status_code == 302
    cost = ChannelCost.objects.get()
    assert (cost.amount, cost.hours, cost.logged_by) == (Decimal(1900), Decimal(0), recruiter)
    assert "Two tickets" in client.get(address).content.decode()

    client.post(f"/channels/costs/{cost.uuid}/remove/")
    assert list(ChannelCost.objects.kept()) == []
    assert client.get(address).context["page"].rows == []
    client.post(f"/channels/costs/{cost.uuid}/restore/")
    assert list(ChannelCost.objects.kept()) == [cost]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("amount", "", "Fill in hours, money, or both."),
        ("amount", "-1", "greater than or equal to 0"),
        ("amount", "NaN", "Enter a number"),
        ("spent_on", "2999-01-01", "This day is still to come"),
        ("spent_on", "0026-03-01", "Check the year"),
        ("spent_on", "soon", "Enter a valid date"),
        ("what", "", "This field is required"),
    ],
)
def test_a_bad_cost_is_refused_in_words_and_keeps_what_was_typed(channel, recruiter, sign_in, field, value, words):
    response = sign_in(recruiter).post(f"/channels/{channel.slug}/costs/", posted(**{field: value}))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert field == "what" or "Two tickets" in response.content.decode()
    assert not ChannelCost.objects.exists()


def test_taking_back_twice_is_once(channel, recruiter):
    cost = cost_of(channel, recruiter)

    first = remove_cost(cost=cost, by=recruiter).removed_at

    assert remove_cost(cost=cost, by=recruiter).removed_at == first
    assert restore_cost(cost=cost, by=recruiter).removed_at is None


def test_the_database_keeps_a_cost_of_nothing_out(channel, recruiter):
    with pytest.raises(IntegrityError, match="channel_cost_is_something"), transaction.atomic():
        ChannelCost.objects.create(channel=channel, spent_on=timezone.localdate(), what="Nothing", logged_by=recruiter)


def test_an_interviewer_neither_sees_nor_logs(channel, interviewer, recruiter, sign_in):
    cost = cost_of(channel, recruiter)
    client = sign_in(interviewer)

    assert client.get(f"/channels/{channel.slug}/costs/").status_code == 403
    assert client.post(f"/channels/{channel.slug}/costs/", posted()).status_code == 403
    assert client.post(f"/channels/costs/{cost.uuid}/remove/").status_code == 403


def test_queries_do_not_grow_with_costs(channel, recruiter, sign_in, count_queries):
    client = sign_in(recruiter)
    cost_of(channel, recruiter)
    client.get(f"/channels/{channel.slug}/costs/")
    one = count_queries(lambda: client.get(f"/channels/{channel.slug}/costs/"))

    for _ in range(3):
        cost_of(channel, factories.UserFactory())

    assert count_queries(lambda: client.get(f"/channels/{channel.slug}/costs/")) == one


def test_a_broken_page_address_says_so(channel, recruiter, sign_in):
    assert sign_in(recruiter).get(f"/channels/{channel.slug}/costs/?after=zzz").status_code == 400
