import datetime as dt

import pytest
from django.utils import timezone

from hiring.pipeline import actions
from tests import factories

OVERVIEW = "/insights/"
ROWS = "/insights/applications/"


@pytest.fixture
def pipeline(role, recruiter):
    """Five people: two wait in Screen (one too long), one is in Onsite, one was rejected from Onsite, one was hired."""
    _, onsite, offer = role.stages.all()
    longago = timezone.now() - dt.timedelta(days=20)
    rows = {
        name: factories.ApplicationFactory(role=role, candidate__name=name)
        for name in ("Fresh", "Onsite", "Rejected", "Hired")
    }
    rows["Late"] = factories.ApplicationFactory(
        role=role, candidate__name="Late", applied_at=longago, candidate__channel=None
    )
    for name in ("Onsite", "Rejected", "Hired"):
        actions.move_application(application=rows[name], to=onsite, by=recruiter)
    actions.reject_application(application=rows["Rejected"], reason=factories.ClosingReasonFactory(), by=recruiter)
    actions.move_application(application=rows["Hired"], to=offer, by=recruiter)
    actions.hire_application(application=rows["Hired"], by=recruiter)
    return role


def numbers(chart):
    return {label: [value for value, _ in cells] for label, cells in chart.rows}


def names(response):
    return sorted(row.candidate.name for row, _ in response.context["found"])


def test_overview_counts_people_per_stage_and_the_late(pipeline, hiring_manager, sign_in):
    context = sign_in(hiring_manager).get(OVERVIEW, {"role": pipeline.slug}).context

    assert numbers(context["stage_chart"]) == {"Screen": [2, 1], "Onsite": [1, 0], "Offer": [0, 0]}
    assert (context["active"], context["late"], context["hired"]) == (3, 1, 1)


def test_overview_over_all_roles_groups_by_kind_of_stage(pipeline, recruiter, sign_in):
    other = factories.ApplicationFactory()

    context = sign_in(recruiter).get(OVERVIEW).context

    assert numbers(context["stage_chart"])["Screen"] == [3, 1]
    assert other.role.stages.count() == 3


def test_ever_reached_counts_whoever_came_that_far(pipeline, recruiter, sign_in):
    context = sign_in(recruiter).get(OVERVIEW, {"role": pipeline.slug}).context

    assert numbers(context["funnel_chart"]) == {"Screen": [5], "Onsite": [3], "Offer": [1], "Hired": [1]}


def test_yield_by_channel_counts_people_interviews_offers_and_hires(pipeline, recruiter, sign_in):
    context = sign_in(recruiter).get(OVERVIEW, {"role": pipeline.slug}).context

    found = {line["row"].name: [count for count, _ in line["cells"]] for line in context["channels"]}
    assert found == {"Arxiv": [4, 4, 1, 1], "No channel": [1, 1, 0, 0]}


def links(context):
    """Every number of the dashboard with the address of its rows."""
    for chart in (context["stage_chart"], context["funnel_chart"]):
        for _, cells in chart.rows:
            yield from cells
    for line in context["channels"]:
        yield from line["cells"]
    yield from ((context[name], context[f"{name}_url"]) for name in ("active", "late", "hired"))


@pytest.mark.parametrize("narrowed", [{}, {"role": "own"}, {"channel": "arxiv"}, {"since": "this month"}])
def test_every_number_links_to_exactly_the_rows_it_counts(pipeline, recruiter, sign_in, narrowed):
    factories.ApplicationFactory()
    given = {"own": pipeline.slug, "this month": timezone.now().strftime("%Y-%m-01")}
    client = sign_in(recruiter)
    context = client.get(OVERVIEW, {name: given.get(value, value) for name, value in narrowed.items()}).context

    wrong = [(count, url) for count, url in links(context) if len(client.get(url).context["found"]) != count]

    assert wrong == []
    assert len(list(links(context))) > 12


def test_rows_name_the_late_one(pipeline, recruiter, sign_in):
    response = sign_in(recruiter).get(ROWS, {"role": pipeline.slug, "standing": "active", "late": "on"})

    assert names(response) == ["Late"]
    assert f"/applications/{response.context['found'][0][0].uuid}/" in response.text


def test_a_hiring_manager_counts_only_roles_they_may_see(pipeline, stranger, sign_in):
    client = sign_in(stranger)

    assert client.get(OVERVIEW).context["active"] == 0
    assert names(client.get(ROWS)) == []
    assert names(client.get(ROWS, {"role": pipeline.slug})) == []


def test_a_confidential_role_counts_for_nobody_else(pipeline, recruiter, sign_in):
    pipeline.is_confidential = True
    pipeline.save()

    assert sign_in(factories.UserFactory(recruiter=True)).get(OVERVIEW).context["active"] == 0
    assert sign_in(recruiter).get(OVERVIEW).context["active"] == 3


@pytest.mark.parametrize("url", [OVERVIEW, ROWS])
def test_dashboards_are_for_those_who_plan_hiring(url, admin, interviewer, sign_in, client, db):
    assert sign_in(admin).get(url).status_code == 200
    assert sign_in(interviewer).get(url).status_code == 403
    assert client.get(url).status_code == 302


@pytest.mark.parametrize(
    "query", ["role=none", "since=2020-13-40", "channel=none", "kind=none", "reached=x", "stage=x", "after=x"]
)
def test_an_altered_address_shows_a_message_or_nothing_but_never_everything(pipeline, recruiter, sign_in, query):
    response = sign_in(recruiter).get(f"{ROWS}?{query}")

    assert response.status_code in {200, 400}
    assert names(response) == []


@pytest.mark.parametrize("url", [OVERVIEW, ROWS])
def test_dashboards_cost_the_same_with_one_row_and_with_three(url, recruiter, sign_in, count_queries):
    client = sign_in(recruiter)
    factories.ScorecardFactory(submitted=True, seat__interview__during=factories.span(hours=-50))
    client.get(url)
    one = count_queries(lambda: client.get(url))
    for hours in (-60, -70):
        factories.ScorecardFactory(submitted=True, seat__interview__during=factories.span(hours=hours))

    assert count_queries(lambda: client.get(url)) == one <= 15
