import pytest

from hiring.pipeline.role_states import close_role, hold_role, open_role
from hiring.roles.refusals import RoleRefused
from tests.factories import ApplicationFactory, ClosingReasonFactory, RoleCompetencyFactory, RoleFactory
from workspace.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    role = RoleFactory(state="draft", opened_at=None)
    RoleCompetencyFactory(role=role, strength=True)
    return role


def test_a_draft_is_opened(recruiter, draft):
    role = open_role(role=draft, by=recruiter)

    assert (role.state, role.opened_at is not None) == ("open", True)
    assert Activity.objects.get().facts == {"from": "draft", "to": "open"}


def test_a_draft_without_a_strength_is_not_opened(recruiter):
    with pytest.raises(RoleRefused, match="at least one strength"):
        open_role(role=RoleFactory(state="draft", opened_at=None), by=recruiter)


def test_a_draft_without_stages_is_not_opened(recruiter, draft):
    draft.stages.all().delete()

    with pytest.raises(RoleRefused, match="give it a stage"):
        open_role(role=draft, by=recruiter)


def test_an_open_role_is_not_opened_twice(recruiter, role):
    with pytest.raises(RoleRefused, match="is open"):
        open_role(role=role, by=recruiter)


def test_a_role_is_held_and_opened_again(recruiter, draft):
    opened_at = open_role(role=draft, by=recruiter).opened_at

    assert hold_role(role=draft, by=recruiter).state == "on_hold"
    assert open_role(role=draft, by=recruiter).opened_at == opened_at


def test_a_draft_cannot_be_held(recruiter, draft):
    with pytest.raises(RoleRefused, match="cannot become on hold"):
        hold_role(role=draft, by=recruiter)


def test_an_empty_role_is_closed_for_a_reason(recruiter, role):
    closed = close_role(role=role, because="filled", by=recruiter).role

    assert (closed.state, closed.closed_because, closed.closed_at is not None) == ("closed", "filled", True)
    assert Activity.objects.get().facts == {"from": "open", "to": "closed", "because": "filled"}


def test_a_role_with_people_in_it_is_not_closed(recruiter, role):
    ApplicationFactory(role=role)
    ApplicationFactory(role=role)

    with pytest.raises(RoleRefused, match="2 candidates are still active"):
        close_role(role=role, because="filled", by=recruiter)

    role.refresh_from_db()
    assert role.state == "open"


def test_a_role_is_closed_together_with_rejecting_those_in_it(recruiter, role):
    inside, hired = ApplicationFactory(role=role), ApplicationFactory(role=role, rejected=True)
    reason = ClosingReasonFactory(slug="role-closed", text="The role was closed")

    closed = close_role(role=role, because="cancelled", reason=reason, note="Budget.", by=recruiter)

    inside.refresh_from_db()
    assert (inside.standing, inside.closing_reason) == ("rejected", reason)
    assert [change.application for change in closed.rejected.changes] == [inside]
    assert inside.changes.last().note == "Budget."
    hired.refresh_from_db()
    assert hired.closing_reason.slug == "bar-not-met"


def test_a_closed_role_is_opened_again(recruiter, draft):
    open_role(role=draft, by=recruiter)
    close_role(role=draft, because="budget", by=recruiter)

    role = open_role(role=draft, by=recruiter)

    assert (role.state, role.closed_at, role.closed_because) == ("open", None, "")
