import pytest

from candidates.models import Motivation, ProofPoint
from hiring.pipeline import actions
from tests import factories

PAGE = "/insights/reasons/"


@pytest.fixture
def ended(role, recruiter):
    """Two rejected for a bar; of three who were made an offer one left over the data, one over pay, one without a word; one withdrew early over the data."""
    data = Motivation.objects.create(slug="data", wants="Interesting data", position=1)
    Motivation.objects.create(slug="mission", wants="Work that matters", position=2)
    ProofPoint.objects.create(motivation=data, text="Forty million labelled grasps")
    dull = factories.ClosingReasonFactory(slug="dull", side="theirs", text="Dull data", motivation="data")
    pay = factories.ClosingReasonFactory(slug="pay", side="theirs", text="Pay")
    offer = role.stages.get(kind="offer")
    for reason in (dull, pay, None):
        row = factories.ApplicationFactory(role=role)
        actions.move_application(application=row, to=offer, by=recruiter)
        actions.withdraw_application(application=row, reason=reason, by=recruiter)
    actions.withdraw_application(application=factories.ApplicationFactory(role=role), reason=dull, by=recruiter)
    for _ in range(2):
        row = factories.ApplicationFactory(role=role)
        actions.reject_application(application=row, reason=factories.ClosingReasonFactory(), by=recruiter)
    return role


def tables(response):
    return {table.id: {line.head: line.cells for line in table.lines} for table in response.context["page"].tables}


def test_declined_offers_are_told_in_the_five_things_people_want(ended, recruiter, sign_in):
    found = tables(sign_in(recruiter).get(PAGE))["declined-offers"]

    # declined an offer, all who left over it, our proof points
    assert [found["Interesting data"][place].value for place in (0, 2, 3)] == [1, 2, 1]
    assert [found["Work that matters"][place].value for place in (0, 2, 3)] == [0, 0, 0]
    assert found["Something else, such as pay or place"][0].value == 1
    assert found["They did not say"][0].value == 1


def test_reasons_are_counted_on_both_sides(ended, recruiter, sign_in):
    found = tables(sign_in(recruiter).get(PAGE))

    assert {head: cells[0].value for head, cells in found["why-we-said-no"].items()} == {"A minimum bar is not met": 2}
    assert {head: cells[0].value for head, cells in found["why-they-said-no"].items()} == {
        "Dull data": 2,
        "No reason given": 1,
        "Pay": 1,
    }


@pytest.mark.parametrize("asked", [{}, {"compare": "on"}])
def test_every_number_leads_to_exactly_the_changes_it_counts(asked, ended, recruiter, sign_in):
    client = sign_in(recruiter)
    page = client.get(PAGE, asked).context["page"]
    found = [cell for table in page.tables for line in table.lines for cell in line.cells if "/moves/" in cell.url]

    wrong = [cell for cell in found if len(client.get(cell.url).context["found"]) != cell.value]

    assert wrong == []
    assert len(found) > 8


def test_the_page_is_for_those_who_plan_hiring_and_costs_the_same(
    ended, recruiter, interviewer, stranger, sign_in, count_queries
):
    assert sign_in(interviewer).get(PAGE).status_code == 403
    assert sign_in(stranger).get(PAGE).context["page"].tables == []
    client = sign_in(recruiter)
    one = count_queries(lambda: client.get(PAGE))
    for _ in range(2):
        row = factories.ApplicationFactory()
        actions.reject_application(application=row, reason=factories.ClosingReasonFactory(), by=recruiter)

    assert count_queries(lambda: client.get(PAGE)) == one <= 15
