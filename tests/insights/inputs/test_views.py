import datetime as dt

import pytest
from django.utils import timezone

from candidates.models import Opinion, Watch
from candidates.outreach.actions import keep_draft, send_message
from insights.models import InputPlan
from tests import factories

INPUTS, PLAN, LOAD = "/insights/inputs/", "/insights/inputs/plan/", "/insights/interviewers/"
HOUR = dt.timedelta(hours=1)


def held(role, user=None, *, hours=-50, late=0):
    """An interview that ended that many hours ago, its scorecard in so many hours later (0: not in)."""
    end = timezone.now() + hours * HOUR
    more = {"submitted_at": end + late * HOUR} if late else {}
    if user is not None:
        more["seat__user"] = user
    return factories.ScorecardFactory(
        seat__interview__application__role=role, seat__interview__during=factories.span(hours=hours - 1), **more
    )


@pytest.fixture
def done(role, recruiter):
    """A paper read, somebody written to, code judged, three interviews held, one scorecard in time, one late, one not in."""
    watch = Watch.objects.create(name="Tides", added_by=recruiter)
    Opinion.objects.create(watch=watch, paper=factories.PaperFactory(), person=recruiter, verdict="like")
    Opinion.objects.create(watch=watch, paper=factories.PaperFactory(), person=recruiter, verdict="")
    person = factories.CandidateFactory()
    address = factories.IdentityFactory(candidate=person).value
    for _ in range(2):
        send_message(
            message=keep_draft(candidate=person, address=address, subject="s", body="b", by=recruiter), by=recruiter
        )
    factories.ReimplementationFactory(execution=2, judgement="Clean.", judged_by=recruiter, judged_at=timezone.now())
    for late in (5, 30, 0):
        held(role, late=late)
    return role


def totals(response):
    """Each measure with its sum over the weeks shown."""
    table = next(one for one in response.context["page"].tables if one.id == "inputs-by-week")
    columns = zip(*([cell.value or 0 for cell in line.cells] for line in table.lines), strict=True)
    return dict(zip(table.heads[1:], map(sum, columns), strict=True))


def test_inputs_are_counted_week_by_week(done, recruiter, sign_in):
    assert totals(sign_in(recruiter).get(INPUTS)) == {
        "Papers read": 1,
        "Authors contacted": 1,
        "Reimplementations reviewed": 1,
        "Interviews held": 3,
        "Scorecards within 24 h": 1,
    }


def test_a_role_counts_only_what_belongs_to_it(done, recruiter, sign_in):
    other = factories.RoleFactory()

    found = totals(sign_in(recruiter).get(INPUTS, {"role": other.slug}))

    assert found == {"Interviews held": 0, "Scorecards within 24 h": 0}


def test_letters_are_counted_for_those_who_recruit(done, hiring_manager, sign_in):
    assert "Authors contacted" not in totals(sign_in(hiring_manager).get(INPUTS))


def test_every_weekly_number_leads_to_its_rows(done, recruiter, sign_in):
    client = sign_in(recruiter)
    table = client.get(INPUTS).context["page"].tables[-1]

    wrong = []
    for line in table.lines:
        for cell in line.cells:
            if not cell.leads:
                continue
            rows = client.get(cell.url).context["rows"]
            counted = [row for row in rows if row.detail == "within 24 h"] if cell.note else rows
            if len(counted) != cell.value:
                wrong.append((cell, len(rows)))

    assert wrong == []


def test_an_application_the_viewer_owes_on_tells_nothing_of_others_scorecards(done, hiring_manager, sign_in):
    card = held(done, late=2)
    factories.ScorecardFactory(
        seat__interview__application=card.application,
        seat__interview__during=factories.span(hours=-20),
        seat__user=hiring_manager,
    )

    assert totals(sign_in(hiring_manager).get(INPUTS))["Scorecards within 24 h"] == 1


def test_the_plan_stands_beside_what_a_week_brings(done, recruiter, sign_in):
    client = sign_in(recruiter)
    assert client.post(PLAN, {"papers": "40", "scorecards": "90"}).status_code == 302
    assert client.post(PLAN, {"scorecards": "101"}).status_code == 422
    assert dict(InputPlan.objects.values_list("measure", "per_week")) == {"papers": 40, "scorecards": 90}

    table = client.get(INPUTS).context["page"].tables[0]

    found = {line.head: line.cells[0].value for line in table.lines}
    assert (found["Papers read"], found["Scorecards within 24 h"], found["Interviews held"]) == (40, 90, None)
    client.post(PLAN, {"papers": ""})
    assert InputPlan.objects.count() == 0


@pytest.mark.parametrize(("persona", "status"), [("admin", 200), ("hiring_manager", 403), ("interviewer", 403)])
def test_the_plan_is_set_by_those_who_recruit(persona, status, request, sign_in):
    assert sign_in(request.getfixturevalue(persona)).get(PLAN).status_code == status


@pytest.mark.parametrize(
    "url", [INPUTS, LOAD, f"{INPUTS}rows/papers/", f"{INPUTS}rows/coming/", f"{INPUTS}rows/written/"]
)
def test_pages_are_for_those_who_plan_hiring(url, admin, interviewer, sign_in, client, db):
    assert sign_in(admin).get(url).status_code == 200
    assert sign_in(interviewer).get(url).status_code == 403
    assert client.get(url).status_code == 302


def test_rows_of_what_is_not_counted_are_not_found(recruiter, sign_in):
    assert sign_in(recruiter).get(f"{INPUTS}rows/secrets/").status_code == 404
    assert sign_in(recruiter).get(f"{INPUTS}rows/papers/", {"since": "x"}).context["rows"] == []


def test_load_is_told_beside_a_fair_share(role, recruiter, interviewer, sign_in):
    other = factories.UserFactory(name="Olaf Interviewer")
    for number in range(9):
        held(role, interviewer, hours=-30 - 3 * number, late=2 if number else 30)
    for number in range(3):
        held(role, other, hours=-30 - 3 * number)
    client = sign_in(recruiter)

    (table,) = client.get(LOAD).context["page"].tables

    found = {line.head: line.cells for line in table.lines}
    # held, beside a fair share of six
    assert [cell.value for cell in found[interviewer.name][:2]] == [9, 3.0]
    assert [cell.value for cell in found[other.name][:2]] == [3, -3.0]
    assert len(client.get(found[other.name][0].url).context["rows"]) == 3


def test_few_interviews_say_nothing_of_fairness(role, recruiter, interviewer, sign_in):
    held(role, interviewer)

    (table,) = sign_in(recruiter).get(LOAD).context["page"].tables

    assert table.lines[0].cells[1].text == "too few to tell"


def test_a_week_stands_beside_as_many_weeks_before(done, recruiter, sign_in):
    for weeks in (16, 17):
        held(done, hours=-24 * 7 * weeks, late=3)
    client = sign_in(recruiter)
    assert "A week brought before" not in client.get(INPUTS).context["page"].tables[0].heads

    table = client.get(INPUTS, {"compare": "on"}).context["page"].tables[0]

    was = {line.head: line.cells[-1] for line in table.lines}
    assert table.heads[-1] == "A week brought before"
    assert (was["Papers read"].value, was["Interviews held"].value) == (0.0, 0.2)
    assert (was["Scorecards within 24 h"].text, was["Scorecards within 24 h"].note) == (
        "too few to tell",
        "2 of 2 before",
    )
    assert len(client.get(was["Interviews held"].url).context["rows"]) == 2


def test_load_stands_beside_the_period_before_and_every_number_opens_its_rows(role, recruiter, interviewer, sign_in):
    for hours in (-3, -30, -60, -24 * 7 * 14, 20):
        held(role, interviewer, hours=hours)
    client = sign_in(recruiter)

    (table,) = client.get(LOAD, {"compare": "on"}).context["page"].tables

    (line,) = table.lines
    cells = dict(zip(table.heads[1:], line.cells, strict=True))
    opened = {head: len(client.get(cell.url).context["rows"]) for head, cell in cells.items() if cell.leads}
    assert opened == {
        "Held": 3,
        "Busiest week": cells["Busiest week"].value,
        "Next 7 days": 1,
        "Scorecards owed": 4,
        "Held before": 1,
    }
    assert opened == {head: cells[head].value for head in opened}
    assert cells["Held before"].note == "now +2"


def test_a_scorecards_share_opens_the_persons_own_scorecards(role, recruiter, interviewer, sign_in):
    for number in range(10):
        held(role, interviewer, hours=-30 - 3 * number, late=2)
    held(role, factories.UserFactory(), hours=-30)
    client = sign_in(recruiter)

    (table,) = client.get(LOAD).context["page"].tables

    (share,) = (line.cells[6] for line in table.lines if line.head == interviewer.name)
    rows = client.get(share.url).context["rows"]
    assert (share.text, len(rows), {row.who for row in rows}) == ("100\N{NO-BREAK SPACE}%", 10, {interviewer})


def test_what_the_viewer_owes_on_is_told_of_in_no_list(role, recruiter, interviewer, sign_in):
    theirs = held(role, interviewer, late=2)
    factories.ScorecardFactory(
        seat__interview__application=theirs.application,
        seat__interview__during=factories.span(hours=-20),
        seat__user=recruiter,
    )

    client = sign_in(recruiter)

    for which in ("owed", "submitted"):
        assert client.get(f"{INPUTS}rows/{which}/").context["rows"] == []


@pytest.mark.parametrize(
    "url",
    [INPUTS, LOAD, f"{INPUTS}?compare=on", f"{LOAD}?compare=on", f"{INPUTS}rows/submitted/", f"{INPUTS}rows/owed/"],
)
def test_queries_do_not_grow(url, done, recruiter, sign_in, count_queries):
    client = sign_in(recruiter)
    client.get(url)
    one = count_queries(lambda: client.get(url))
    for _ in range(2):
        held(factories.RoleFactory(), late=3)

    assert count_queries(lambda: client.get(url)) == one <= 15
