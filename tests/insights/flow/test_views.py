import datetime as dt
import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from candidates.conflicts.models import Conflict
from hiring.pipeline import actions
from insights.models import SavedDashboard
from tests import factories

FUNNEL, TIME, MOVES, CHANNELS = "/insights/funnel/", "/insights/time/", "/insights/moves/", "/insights/channels/"
PAGES = [FUNNEL, TIME, CHANNELS]
DAY = dt.timedelta(days=1)


@pytest.fixture
def pipeline(role, recruiter):
    """Five came ten days ago: one waits, one went to the onsite and waits, one was rejected there, one withdrew, one was hired. One came last year."""
    _, onsite, offer = role.stages.all()
    start = timezone.now() - 10 * DAY
    names = ("Waits", "Onsite", "Rejected", "Withdrew", "Hired")
    rows = {name: factories.ApplicationFactory(role=role, candidate__name=name, applied_at=start) for name in names}
    for row in rows.values():
        row.changes.model.erasable.filter(application=row).update(happened_at=start)
    for name in ("Onsite", "Rejected", "Hired"):
        actions.move_application(application=rows[name], to=onsite, at=start + 2 * DAY, by=recruiter)
    actions.reject_application(
        application=rows["Rejected"], reason=factories.ClosingReasonFactory(), at=start + 3 * DAY, by=recruiter
    )
    actions.withdraw_application(application=rows["Withdrew"], at=start + 4 * DAY, by=recruiter)
    actions.move_application(application=rows["Hired"], to=offer, at=start + 5 * DAY, by=recruiter)
    actions.hire_application(application=rows["Hired"], at=start + 6 * DAY, by=recruiter)
    factories.ApplicationFactory(role=role, candidate__name="Long ago", applied_at=start - 400 * DAY)
    return role


def figures(response, table):
    """A table's lines: {head: [values]}."""
    found = next(one for one in response.context["page"].tables if one.id == table)
    return {line.head: [cell.value for cell in line.cells] for line in found.lines}


def links(response):
    """Every number of a dashboard that leads somewhere, with where it leads."""
    page = response.context["page"]
    for table in page.tables:
        for line in table.lines:
            yield from ((cell.value, cell.url) for cell in line.cells if cell.url)
    for chart in page.charts:
        for _, cells in chart.rows:
            yield from ((value, url) for value, url in cells if url)


def rows_at(client, url):
    """How many rows an address of a number lists."""
    context = client.get(url).context
    return len(context["found"]) if "found" in context else len(context["page"].rows)


def test_a_cohort_counts_who_applied_then_and_how_far_they_came(pipeline, recruiter, sign_in):
    found = figures(sign_in(recruiter).get(FUNNEL), "cohort")

    assert {head: cells[0] for head, cells in found.items()} == {"Screen": 5, "Onsite": 3, "Offer": 1, "Hired": 1}


def test_activity_counts_what_happened_whoever_it_happened_to(pipeline, recruiter, sign_in):
    found = figures(sign_in(recruiter).get(FUNNEL, {"role": pipeline.slug}), "activity")

    # came in, moved on, we said no, they withdrew, hired
    assert {head: cells[:5] for head, cells in found.items()} == {
        "Screen": [5, 3, 0, 1, 0],
        "Onsite": [3, 1, 1, 0, 0],
        "Offer": [1, 0, 0, 0, 1],
    }


def test_time_in_stage_is_that_of_those_who_left_and_says_where_they_are_too_few(pipeline, recruiter, sign_in):
    stage = pipeline.stages.first()
    response = sign_in(recruiter).get(TIME)
    assert figures(response, "stays")["Screen"] == [4, None, None]

    for number in range(8):
        row = factories.ApplicationFactory(role=pipeline)
        row.changes.model.erasable.filter(application=row).update(happened_at=timezone.now() - number * DAY)
        actions.withdraw_application(application=row, by=recruiter)

    left, median, _ = figures(sign_in(recruiter).get(TIME), "stays")[stage.name]
    assert (left, median) == (12, 2.5)


def test_ageing_parts_within_the_aim_beyond_it_and_beyond_twice_of_it(pipeline, recruiter, sign_in):
    found = figures(sign_in(recruiter).get(TIME, {"role": pipeline.slug}), "ageing-now")

    # in it now, median, aim, beyond, beyond twice
    assert found["Screen"][0] == 2
    assert found["Screen"][2:4] == [3, 2]
    assert found["Onsite"][3] == 1


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("narrowed", [{}, {"ever": "on", "role": "own"}, {"channel": "arxiv", "compare": "on"}])
def test_every_number_leads_to_exactly_the_rows_it_counts(page, narrowed, pipeline, recruiter, sign_in):
    factories.ApplicationFactory()
    client = sign_in(recruiter)
    asked = {name: pipeline.slug if value == "own" else value for name, value in narrowed.items()}

    found = list(links(client.get(page, asked)))

    wrong = [(count, url) for count, url in found if rows_at(client, url) != count]
    assert wrong == []
    assert len(found) > 5


def test_team_and_profile_narrow_too(pipeline, recruiter, sign_in):
    other = factories.ApplicationFactory(role__profile__slug="other", role__profile__name="Other")
    client = sign_in(recruiter)

    for asked in ({"team": other.role.team.uuid}, {"profile": "other"}):
        assert figures(client.get(FUNNEL, asked), "cohort")["Screen"][0] == 1
    assert (
        list(client.get(FUNNEL, {"team": other.role.team.uuid, "profile": "ml-engineer"}).context["page"].tables) == []
    )


def test_the_period_before_stands_beside_it(pipeline, recruiter, sign_in):
    today = timezone.now().date()
    asked = {"since": today - 5 * DAY, "until": today, "compare": "on"}

    found = figures(sign_in(recruiter).get(FUNNEL, asked), "cohort")

    assert found["Screen"][0] == 0
    assert found["Screen"][3] == 5


@pytest.mark.parametrize("page", PAGES)
def test_whoever_is_recused_counts_without_them(page, pipeline, recruiter, hiring_manager, sign_in):
    with_everybody = [value for value, _ in links(sign_in(recruiter).get(page))]
    for application in pipeline.applications.exclude(candidate__name="Waits"):
        Conflict.objects.create(
            user=recruiter,
            candidate=application.candidate,
            kind="other",
            state="recused",
            note="Family.",
            decided_by=hiring_manager,
            decided_at=timezone.now(),
        )
    client = sign_in(recruiter)

    found = list(links(client.get(page)))

    assert max(value for value, _ in found) == 1 < max(with_everybody)
    assert [(count, url) for count, url in found if rows_at(client, url) != count] == []


@pytest.mark.parametrize("page", [*PAGES, MOVES])
def test_dashboards_are_for_those_who_plan_hiring(page, admin, interviewer, sign_in, client, db):
    assert sign_in(admin).get(page).status_code == 200
    assert sign_in(interviewer).get(page).status_code == 403
    assert client.get(page).status_code == 302


@pytest.mark.parametrize("page", [FUNNEL, TIME])
def test_roles_one_may_not_see_count_for_nobody(page, pipeline, stranger, sign_in):
    response = sign_in(stranger).get(page)

    assert response.context["page"].tables == []
    assert pipeline.title not in response.text


@pytest.mark.parametrize("page", [*PAGES, MOVES])
@pytest.mark.parametrize("query", ["role=none", "team=x", "since=2026-13-40", "since=2026-02-01&until=2026-01-01"])
def test_an_altered_address_shows_nothing_rather_than_everything(page, query, pipeline, recruiter, sign_in):
    response = sign_in(recruiter).get(f"{page}?{query}")

    assert response.status_code == 200
    assert "Waits" not in response.text
    found = response.context["page"]
    assert [value for value, _ in links(response) if value] == [] if page != MOVES else found.rows == []


def test_moves_name_who_moved_from_where_to_where(pipeline, recruiter, sign_in):
    response = sign_in(recruiter).get(MOVES, {"out_of": "onsite", "way": "rejected"})

    (one,) = response.context["found"]
    assert (one["application"].candidate.name, one["before"].name, one["row"].days) == ("Rejected", "Onsite", 1.0)
    assert sign_in(recruiter).get(MOVES, {"after": "x"}).status_code == 400


@pytest.mark.parametrize("page", PAGES)
def test_a_table_is_sent_as_a_file_of_what_is_shown(page, pipeline, recruiter, sign_in):
    client = sign_in(recruiter)
    for table in client.get(page).context["page"].tables:
        response = client.get(page, {"csv": table.id})

        lines = response.content.decode("utf-8-sig").splitlines()
        assert response["Content-Type"].startswith("text/csv")
        assert len(lines) == len(table.lines) + 1
        assert lines[0].startswith(table.heads[0])


@pytest.mark.parametrize("page", PAGES)
def test_a_dashboard_costs_the_same_with_one_role_and_with_three(page, pipeline, recruiter, sign_in, count_queries):
    client = sign_in(recruiter)
    client.get(page)
    one = count_queries(lambda: client.get(page))
    for _ in range(2):
        application = factories.ApplicationFactory()
        actions.reject_application(application=application, reason=factories.ClosingReasonFactory(), by=recruiter)

    assert count_queries(lambda: client.get(page)) == one <= 15


def test_a_view_is_saved_shared_opened_and_forgotten_with_a_way_back(pipeline, recruiter, hiring_manager, sign_in):
    client = sign_in(recruiter)
    asked = {
        "page": "funnel",
        "name": " My\u202e\x00 roles ",
        "shared": "1",
        "role": pipeline.slug,
        "compare": "on",
        "next": "x",
    }

    saved = client.post("/insights/views/", asked)

    view = SavedDashboard.objects.get()
    assert view.name == "My roles"
    assert parse_qs(view.query) == {"role": [pipeline.slug], "compare": ["on"]}
    assert urlsplit(saved.url).path == FUNNEL
    assert "My roles" in sign_in(hiring_manager).get(FUNNEL).text
    assert "My roles" not in sign_in(hiring_manager).get(TIME).text
    sign_in(hiring_manager).post(f"/insights/views/{view.uuid}/drop/")
    assert SavedDashboard.objects.count() == 1

    client = sign_in(recruiter)
    dropped = client.post(f"/insights/views/{view.uuid}/drop/", follow=True)

    assert SavedDashboard.objects.count() == 0
    client.post(html.unescape(re.search(r'action="(/insights/views/[?][^"]*)"', dropped.text)[1]))
    assert SavedDashboard.objects.get().query == view.query


@pytest.mark.parametrize(
    "asked",
    [
        {"page": "nowhere", "name": "x"},
        {"page": "funnel", "name": " "},
        {"page": "time", "name": "x", "team": "t" * 600},
    ],
)
def test_a_view_that_cannot_be_kept_is_refused_with_a_reason(asked, recruiter, sign_in):
    response = sign_in(recruiter).post("/insights/views/", asked)

    assert response.status_code == 302
    assert SavedDashboard.objects.count() == 0
