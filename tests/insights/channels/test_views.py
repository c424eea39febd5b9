import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from candidates.channels.actions import log_cost, remove_cost
from candidates.models import Opinion, Watch, WatchFlag
from hiring.pipeline import actions
from tests import factories
from workspace.staff.models import Organisation

PAGE = "/insights/channels/"
READING = "/insights/reading/"


@pytest.fixture
def arxiv(db):
    return factories.ChannelFactory(slug="arxiv", name="arXiv")


@pytest.fixture
def brought(arxiv, role, recruiter):
    """Three people through arXiv: one waits, one came to the onsite, one was hired."""
    _, onsite, offer = role.stages.all()
    rows = [factories.ApplicationFactory(role=role, candidate__channel=arxiv, channel=arxiv) for _ in range(3)]
    for row in rows[1:]:
        actions.move_application(application=row, to=onsite, by=recruiter)
    actions.move_application(application=rows[2], to=offer, by=recruiter)
    actions.hire_application(application=rows[2], by=recruiter)
    return rows


def line(response, slug="arxiv"):
    return next((line, cells) for line, cells in response.context["rows"] if line.channel.slug == slug)


def spend(channel, by, **more):
    given = {"spent_on": timezone.localdate(), "hours": Decimal(6), "amount": Decimal(300), "what": "Reading papers"}
    return log_cost(channel=channel, by=by, **(given | more))


def test_a_channel_shows_how_far_its_people_came(brought, recruiter, sign_in):
    response = sign_in(recruiter).get(PAGE)

    found, cells = line(response)
    assert (found.logged, found.applied, found.reached) == (3, 3, (3, 3, 2, 1, 1))
    assert [count for _, count, _ in cells] == [3, 3, 3, 3, 2, 1, 1]


def test_every_number_leads_to_as_many_rows(brought, recruiter, sign_in):
    client = sign_in(recruiter)
    _, cells = line(client.get(PAGE))

    for _, count, url in cells[1:]:
        assert len(client.get(url).context["found"]) == count, url
    assert len(client.get(cells[0][2]).context["page"].rows) == cells[0][1]


def test_costs_stand_beside_what_they_brought(brought, arxiv, recruiter, sign_in):
    spend(arxiv, recruiter)
    spend(arxiv, recruiter, hours=Decimal(3), amount=Decimal(0))
    remove_cost(cost=spend(arxiv, recruiter, amount=Decimal(9999)), by=recruiter)

    response = sign_in(recruiter).get(PAGE)

    found, _ = line(response)
    assert (found.spent.hours, found.spent.amount) == (Decimal(9), Decimal(300))
    (table,) = (one for one in response.context["page"].tables if one.id == "cost-per-stage")
    (costs,) = (dict(zip(table.heads[1:], one.cells, strict=True)) for one in table.lines if one.head == "arXiv")
    assert costs["Per screen"].text == f"3.0 h, 100 {Organisation.current().currency}"
    assert costs["Per hired"].text == f"9.0 h, 300 {Organisation.current().currency}"


def test_a_first_month_leaves_out_what_came_before(brought, arxiv, recruiter, sign_in):
    spend(arxiv, recruiter, spent_on=dt.date(2020, 1, 1))
    month = timezone.localdate().replace(day=1)

    found, _ = line(sign_in(recruiter).get(PAGE, {"since": month.isoformat()}))

    assert found.spent.hours == 0


def test_a_hiring_manager_counts_own_roles_only(brought, arxiv, hiring_manager, sign_in):
    factories.ApplicationFactory(candidate__channel=arxiv, channel=arxiv)

    found, _ = line(sign_in(hiring_manager).get(PAGE))

    assert (found.logged, found.applied) == (3, 3)


def test_an_interviewer_is_not_let_in(interviewer, sign_in):
    assert sign_in(interviewer).get(PAGE).status_code == 403


@pytest.mark.parametrize("page", [PAGE, READING])
def test_queries_do_not_grow(page, brought, recruiter, sign_in, count_queries):
    client = sign_in(recruiter)
    watch = Watch.objects.create(name="First", added_by=recruiter)
    WatchFlag.objects.create(
        watch=watch, paper=factories.PaperFactory(), candidate=brought[0].candidate, position=1, by=recruiter
    )
    client.get(page)
    one = count_queries(lambda: client.get(page))

    for number in range(3):
        channel = factories.ChannelFactory(slug=f"more-{number}")
        spend(channel, recruiter)
        application = factories.ApplicationFactory(candidate__channel=channel, channel=channel)
        watch = Watch.objects.create(name=f"Watch {number}", added_by=recruiter)
        paper = factories.PaperFactory()
        WatchFlag.objects.create(watch=watch, paper=paper, candidate=application.candidate, position=1, by=recruiter)

    assert count_queries(lambda: client.get(page)) == one <= 15


def test_each_watch_shows_what_reading_brought(brought, recruiter, sign_in):
    watch = Watch.objects.create(name="Tides", added_by=recruiter)
    Watch.objects.create(name="Unread", added_by=recruiter)
    paper = factories.PaperFactory()
    Opinion.objects.create(watch=watch, paper=paper, person=recruiter, verdict="like")
    for position, application in enumerate(brought, start=1):
        WatchFlag.objects.create(
            watch=watch, paper=paper, candidate=application.candidate, position=position, by=recruiter
        )

    tides, unread = sign_in(recruiter).get(READING).context["watches"]

    assert (tides.judged, tides.flagged, tides.replied, tides.reached) == (1, 3, 0, (3, 3, 2, 1, 1))
    assert (unread.judged, unread.flagged, unread.reached) == (0, 0, (0, 0, 0, 0, 0))
