"""A role's own plan: what its interviews probe, what its rule costs, and changing both."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hiring.models import Role, RoleCompetency
from hiring.roles.actions import make_role, set_rule
from hiring.roles.enums import BarPolicy
from interviews.models import PlannedInterview
from interviews.plans.role_plan import role_plan_of
from tests import factories
from workspace.models import Activity


@pytest.fixture
def strength(role):
    return factories.RoleCompetencyFactory(role=role, competency__name="Creative", strength=True).competency


@pytest.fixture
def bar(role):
    return factories.RoleCompetencyFactory(role=role, competency__name="Software engineering").competency


@pytest.fixture
def kit(role, strength, bar):
    kit = factories.KitFactory(name="Pair debugging")
    factories.KitCompetencyFactory(kit=kit, competency=strength, depth="in_depth")
    factories.KitCompetencyFactory(kit=kit, competency=bar)
    return kit


@pytest.fixture
def planned(role, kit):
    return factories.PlannedInterviewFactory(role=role, kit=kit)


def url(role, name="role-plan"):
    return reverse(f"interviews:{name}", args=[role.slug])


def page(response):
    return " ".join(response.content.decode().split())


RULE = {"bar_policy": "near_miss", "strength_level": "3", "confirmations": "2"}


def test_plan_shows_which_interview_probes_what(role, planned, hiring_manager, sign_in):
    response = sign_in(hiring_manager).get(url(role))

    assert [[square.words for square in line.squares] for line in response.context["matrix"].lines] == [
        ["in depth, not booked"],
        ["against the bar, not booked"],
    ]
    assert "Creative could not be confirmed by this plan: two independent looks in depth are needed." in page(response)


def test_plan_says_what_the_rule_does_to_people(role, planned, hiring_manager, sign_in):
    for _ in range(3):
        factories.RoleCompetencyFactory(role=role)

    html = page(sign_in(hiring_manager).get(url(role)))

    assert "Turns away about 2 in 10 who meet every bar, lets through about 3 in 10 who miss one." in html
    assert 'A second opinion on a near miss <span class="text-secondary">this role</span>' in html
    assert '<th scope="row">just below</th><td>about 7 in 10</td>' in html
    assert "one rating has a reliability of 0.44. A default from published studies, not your data." in html


def test_kit_of_many_profiles_is_planned_and_offered_once(role, planned, kit, application, hiring_manager, sign_in):
    kit.profiles.set([role.profile, *[factories.RoleProfileFactory(slug=f"other-{n}") for n in range(3)]])
    elsewhere = factories.KitFactory()
    elsewhere.profiles.set([factories.RoleProfileFactory(slug=f"third-{n}") for n in range(2)])
    client = sign_in(hiring_manager)

    of_role = client.get(url(role))
    of_application = client.get(reverse("interviews:plan", args=[application.uuid]))

    assert len(of_role.context["matrix"].columns) == len(of_application.context["matrix"].columns) == 1
    assert page(of_role).count(f'value="{kit.slug}"') == of_role.context["plan_form"].count
    assert f'value="{elsewhere.slug}"' not in page(of_role)


def test_bar_that_no_interview_looks_at_is_named(role, planned, hiring_manager, sign_in):
    factories.RoleCompetencyFactory(role=role, competency__name="Communication")

    assert "Nothing looks at the bar Communication." in page(sign_in(hiring_manager).get(url(role)))


def test_more_than_five_interviews_are_warned_about(role, kit, hiring_manager, sign_in):
    for _ in range(6):
        factories.PlannedInterviewFactory(role=role, kit=kit)

    assert "Six interviews ask much of a candidate. After five" in page(sign_in(hiring_manager).get(url(role)))


@pytest.mark.parametrize(("has_criteria", "said"), [(False, "Nothing to probe yet"), (True, "No interview is planned")])
def test_empty_plan_says_what_to_do(role, request, hiring_manager, sign_in, has_criteria, said):
    if has_criteria:
        request.getfixturevalue("bar")

    assert said in page(sign_in(hiring_manager).get(url(role)))


def test_plan_costs_the_same_with_more_of_everything(role, planned, hiring_manager, sign_in, count_queries):
    client = sign_in(hiring_manager)
    one = count_queries(lambda: client.get(url(role)))
    for _ in range(2):
        kit = factories.KitFactory()
        criterion = factories.RoleCompetencyFactory(role=role)
        factories.KitCompetencyFactory(kit=kit, competency=criterion.competency)
        factories.PlannedInterviewFactory(role=role, kit=kit)

    assert count_queries(lambda: client.get(url(role))) == one <= 15


@pytest.mark.parametrize("htmx", [False, True])
def test_choosing_the_interviews(role, planned, kit, hiring_manager, sign_in, htmx):
    other = factories.KitFactory(name="Theory")
    stage = role.stages.first()
    typed = {"kit_0": other.slug, "stage_0": str(stage.uuid), "kit_1": "", "kit_2": kit.slug}

    response = sign_in(hiring_manager, htmx=htmx).post(url(role, "plan-kits"), typed)

    assert response.status_code == 302
    assert [(one.kit, one.stage) for one in role.planned_interviews.all()] == [(other, stage), (kit, None)]
    assert Activity.objects.get(verb="planned_interviews").facts["kits"] == [other.slug, kit.slug]


def test_interview_that_cannot_be_chosen_keeps_the_rest(role, planned, kit, hiring_manager, sign_in):
    gone = factories.KitFactory(retired_at=timezone.now())
    typed = {"kit_0": gone.slug, "kit_1": kit.slug}

    response = sign_in(hiring_manager).post(url(role, "plan-kits"), typed)

    assert response.status_code == 422
    assert "What you chose otherwise is kept" in page(response)
    assert list(PlannedInterview.objects.all()) == [planned]


def test_stage_of_another_role_is_refused(role, planned, kit, hiring_manager, sign_in):
    elsewhere = factories.RoleFactory().stages.first()

    response = sign_in(hiring_manager).post(url(role, "plan-kits"), {"kit_0": kit.slug, "stage_0": str(elsewhere.uuid)})

    assert response.status_code == 422


def test_setting_the_rule(role, planned, bar, hiring_manager, sign_in):
    typed = {"bar_policy": "near_miss", "strength_level": "4", "confirmations": "3", "careful": [bar.slug]}

    response = sign_in(hiring_manager).post(url(role, "rule"), typed)

    assert response.status_code == 302
    role.refresh_from_db()
    assert (role.bar_policy, role.strength_level, role.confirmations) == ("near_miss", 4, 3)
    assert [one.competency for one in RoleCompetency.objects.filter(must_not_be_wrong=True)] == [bar]
    facts = Activity.objects.get(verb="set_rule").facts
    assert (facts["before"]["careful"], facts["after"]["careful"]) == ([], [bar.slug])


def test_setting_the_same_rule_again_logs_nothing(role, bar, hiring_manager, sign_in):
    sign_in(hiring_manager).post(url(role, "rule"), RULE)

    assert not Activity.objects.filter(verb="set_rule").exists()


@pytest.mark.parametrize(
    "broken",
    [{"bar_policy": "coin"}, {"bar_policy": ""}, {"strength_level": "1"}, {"confirmations": "9"}, {"careful": "none"}],
)
def test_rule_without_sense_is_refused_and_changes_nothing(role, bar, hiring_manager, sign_in, broken):
    response = sign_in(hiring_manager).post(url(role, "rule"), RULE | broken)

    assert response.status_code == 422
    assert Role.objects.get(pk=role.pk).bar_policy == "near_miss"


def test_page_marks_the_way_the_role_goes(role, planned, bar, hiring_manager):
    factories.RoleCompetencyFactory(role=role)
    ways = [role_plan_of(role).current.way.value]
    for policy, careful in ((BarPolicy.NEAR_MISS, [bar.pk]), (BarPolicy.TWO_SIDED, [])):
        role = set_rule(
            role=role, bar_policy=policy, strength_level=3, confirmations=2, careful=careful, by=hiring_manager
        )
        ways.append(role_plan_of(role).current.way.value)

    assert ways == [
        "A second opinion on a near miss",
        "A near miss, and either side for the bars that must not be wrong",
        "A second opinion near the bar, on either side",
    ]


def test_page_warns_who_changes_the_rule_that_it_counts_for_those_judged(role, bar, kit, hiring_manager, sign_in):
    application = factories.ApplicationFactory(role=role)
    interview = factories.InterviewFactory(application=application, kit=kit, during=factories.span(hours=-3))
    factories.ScorecardFactory(seat=factories.SeatFactory(interview=interview), submitted=True)

    html = page(sign_in(hiring_manager).get(url(role)))

    assert "1 active application has ratings already: a change counts for it too, and is logged." in html


def test_new_role_starts_with_the_plan_shipped_for_its_profile(role, hiring_manager):
    profile = factories.RoleProfileFactory(slug="ml-researcher")
    for slug in ("background-research", "projects-research", "theory-predictions"):
        factories.KitFactory(slug=slug)

    role = make_role(
        team=role.team, profile=profile, title="Researcher", hiring_manager=hiring_manager, by=hiring_manager
    )

    assert list(role.planned_interviews.values_list("kit__slug", flat=True)) == [
        "background-research",
        "projects-research",
        "theory-predictions",
    ]


def test_role_of_a_profile_of_ones_own_starts_without_a_plan(role, hiring_manager):
    role = make_role(
        team=role.team,
        profile=factories.RoleProfileFactory(slug="our-own"),
        title="Poet",
        hiring_manager=hiring_manager,
        by=hiring_manager,
    )

    assert not role.planned_interviews.exists()


def test_role_s_page_leads_to_its_plan(role, planned, hiring_manager, sign_in):
    html = page(sign_in(hiring_manager).get(reverse("hiring:role", args=[role.slug])))

    assert f'href="{url(role)}"' in html
    assert "Pair debugging" in html


def test_stranger_does_not_learn_of_the_role(role, stranger, sign_in):
    client = sign_in(stranger)

    assert client.get(url(role)).status_code == 404
    assert client.post(url(role, "plan-kits"), {}).status_code == 404
    assert client.post(url(role, "rule"), RULE).status_code == 404


def test_member_sees_the_plan_and_changes_nothing(role, planned, sign_in):
    member = factories.UserFactory(hiring_manager=True)
    role.members.create(user=member, added_by=role.hiring_manager)
    client = sign_in(member)

    assert "Save the rule" not in page(client.get(url(role)))
    assert client.post(url(role, "plan-kits"), {}).status_code == 403
    assert client.post(url(role, "rule"), RULE).status_code == 403


def test_visitor_is_asked_to_sign_in(role, client):
    for name in ("role-plan",):
        assert "/accounts/login/" in client.get(url(role, name))["Location"]
    for name in ("plan-kits", "rule"):
        assert "/accounts/login/" in client.post(url(role, name))["Location"]
