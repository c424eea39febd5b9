import datetime as dt

import pytest
from django.utils import timezone

from candidates.conflicts.models import Conflict
from candidates.outreach.actions import keep_draft, send_message
from hiring.pipeline import actions
from insights.fairness.models import FairnessReader
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

    found = {line["row"].name: [count for _, count, _ in line["cells"]] for line in context["channels"]}
    assert found == {"Arxiv": [4, 4, 1, 1], "No channel": [1, 1, 0, 0]}


def links(context):
    """Every number of the dashboard with the address of its rows."""
    for chart in (context["stage_chart"], context["funnel_chart"]):
        for _, cells in chart.rows:
            yield from cells
    for line in context["channels"]:
        yield from ((count, url) for _, count, url in line["cells"])
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


@pytest.mark.parametrize("url", [OVERVIEW, f"{OVERVIEW}?since=2026-01-01&compare=on", ROWS])
def test_dashboards_cost_the_same_with_one_row_and_with_three(url, recruiter, sign_in, count_queries):
    client = sign_in(recruiter)
    factories.ScorecardFactory(submitted=True, seat__interview__during=factories.span(hours=-50))
    client.get(url)
    one = count_queries(lambda: client.get(url))
    for hours in (-60, -70):
        factories.ScorecardFactory(submitted=True, seat__interview__during=factories.span(hours=hours))

    assert count_queries(lambda: client.get(url)) == one <= 15


@pytest.fixture
def a_year_before(role):
    """Two of three who came a year ago and were rejected; one of them through a channel that brought nobody since."""
    longago = timezone.now() - dt.timedelta(days=360)
    old = factories.ChannelFactory(slug="fair", name="A fair")
    return [factories.ApplicationFactory(role=role, applied_at=longago, channel=channel) for channel in (None, old)]


def compared(client, **more):
    since = timezone.localdate() - dt.timedelta(days=200)
    return client.get(OVERVIEW, {"since": str(since), "compare": "on"} | more).context


def test_overview_stands_beside_the_period_before(pipeline, a_year_before, recruiter, sign_in):
    client = sign_in(recruiter)
    context = compared(client)

    assert numbers(context["funnel_chart"])["Screen"] == [5, 2]
    assert (context["hired"], context["hired_before"]) == (1, 0)
    found = {line["row"].name: (line["cells"][0][1], line["before"].value) for line in context["channels"]}
    assert found == {"Arxiv": (4, 0), "No channel": (1, 1), "A fair": (0, 1)}
    wrong = [
        (value, url)
        for _, cells in context["funnel_chart"].rows
        for value, url in cells
        if len(client.get(url).context["found"]) != value
    ]
    assert wrong == []
    (fair,) = (line["before"] for line in context["channels"] if line["row"].name == "A fair")
    assert len(client.get(fair.url).context["found"]) == 1


def test_whom_a_viewer_is_recused_from_counts_in_neither_period(pipeline, a_year_before, role, recruiter, sign_in):
    for row in (a_year_before[0], pipeline.applications.get(candidate__name="Hired")):
        Conflict.objects.create(
            user=recruiter,
            candidate=row.candidate,
            kind="other",
            state="recused",
            note="Family.",
            decided_by=role.hiring_manager,
            decided_at=timezone.now(),
        )

    context = compared(sign_in(recruiter))

    assert numbers(context["funnel_chart"])["Screen"] == [4, 1]
    assert context["hired"] == 0


def test_all_time_says_that_nothing_is_before_it(pipeline, recruiter, sign_in):
    page = sign_in(recruiter).get(OVERVIEW, {"compare": "on"})

    assert "All time has no period before it." in page.text
    assert page.context["before"] == ""


def test_fairness_is_led_to_for_those_who_may_read_it(pipeline, admin, recruiter, sign_in, count_queries):
    assert "/insights/fairness/" not in sign_in(admin).get(OVERVIEW).text

    FairnessReader.objects.create(user=admin, named_by=admin)

    client = sign_in(admin)
    assert "/insights/fairness/" in client.get(OVERVIEW).text
    assert count_queries(lambda: compared(client)) <= 15
    assert "/insights/fairness/" not in sign_in(recruiter).get(OVERVIEW).text


def test_scorecard_tiles_open_the_scorecards_they_count(role, recruiter, sign_in):
    factories.ScorecardFactory(
        submitted_at=timezone.now() - dt.timedelta(hours=48),
        seat__interview__application__role=role,
        seat__interview__during=factories.span(hours=-50),
    )
    for hours in (-2, -60):
        factories.ScorecardFactory(
            seat__interview__application__role=role, seat__interview__during=factories.span(hours=hours)
        )
    client = sign_in(recruiter)
    context = client.get(OVERVIEW, {"role": role.slug, "channel": "arxiv", "since": "2020-01-01"}).context

    owed, submitted = (client.get(context[name]).context["rows"] for name in ("owed_url", "submitted_url"))

    assert len(owed) == context["scorecards"].owed == 2
    assert sorted(row.detail for row in owed) == ["due", "overdue"]
    assert len(submitted) == context["scorecards"].submitted == 1
    assert [row.detail for row in submitted] == ["on time"]


def test_the_tile_of_letters_opens_the_people_written_to(recruiter, hiring_manager, sign_in):
    person = factories.CandidateFactory()
    address = factories.IdentityFactory(candidate=person).value
    for _ in range(2):
        letter = keep_draft(candidate=person, address=address, subject="s", body="b", by=recruiter)
        send_message(message=letter, by=recruiter)
    client = sign_in(recruiter)

    context = client.get(OVERVIEW).context

    rows = client.get(context["written_url"]).context["rows"]
    assert [row.what for row in rows] == [person.name]
    assert len(rows) == context["letters"].written_to
    assert sign_in(hiring_manager).get(context["written_url"]).context["rows"] == []
