"""Which kits an application's next interview may be chosen from."""

import pytest
from django.utils import timezone

from interviews.plans.queries import criteria_of, plan_of
from tests import factories

pytestmark = pytest.mark.django_db


def test_offered_are_kits_for_the_roles_profile_and_of_its_own_team():
    application = factories.ApplicationFactory()
    role = application.role
    ours, theirs = factories.KitFactory(slug="ours", team=role.team), factories.KitFactory(slug="theirs")
    theirs.team = factories.TeamFactory()
    theirs.save()
    fits, other = factories.KitFactory(slug="fits"), factories.KitFactory(slug="other")
    fits.profiles.set([role.profile, factories.RoleProfileFactory(slug="data-scientist")])
    other.profiles.set([factories.RoleProfileFactory(slug="ml-researcher")])

    plan = plan_of(application, criteria_of(application), assessed={}, now=timezone.now(), propose=False)

    assert sorted(kit.key for kit in plan.kits.values()) == ["fits", "ours"]
    assert ours.pk in plan.kits
