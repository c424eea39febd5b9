"""Somebody with a confirmed strength and a bar missed, and another open role that asks for that strength."""

import pytest

from hiring.roles.models import RoleMember
from interviews.decisions.actions import sign_decision
from tests import factories
from tests.interviews.decisions.conftest import case  # noqa: F401  (a fixture)


@pytest.fixture
def elsewhere(case, hiring_manager):  # noqa: F811
    """An open role that asks for the strength and a bar that was met; its hiring manager is somebody else."""
    manager = factories.UserFactory(hiring_manager=True, name="Mina Manager")
    role = factories.RoleFactory(title="Robotics researcher", hiring_manager=manager, recruiter=case.role.recruiter)
    RoleMember.objects.create(role=role, user=hiring_manager, added_by=manager)
    factories.RoleCompetencyFactory(role=role, competency=case.strengths["creative"], strength=True)
    factories.RoleCompetencyFactory(role=role, competency=case.bars["theory"], position=1)
    return role


@pytest.fixture
def turned_down(case, hiring_manager):  # noqa: F811
    """Creative thinking confirmed twice, theory met, code missed; the hiring manager said no."""
    case.rate(factories.UserFactory(name="Asha Kumar"), creative=4, code="clearly_below", theory="just_above")
    case.rate(factories.UserFactory(name="Jonas Lind"), creative=3, code="just_below", theory="just_above")
    sign_decision(application=case.application, verdict="no", reasons="Not for this role.", by=hiring_manager)
    return case.application
