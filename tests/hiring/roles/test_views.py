"""Making and changing roles, their stages and members."""

import re

import pytest
from django.urls import reverse

from hiring.models import Role, StageTemplate
from tests.factories import (
    ApplicationFactory,
    CompetencyFactory,
    RoleCompetencyFactory,
    RoleProfileFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db

NEW = "/roles/new/"


@pytest.fixture
def start():
    """A team and a profile to begin from, a competency, and stages."""
    template = StageTemplate.objects.create(slug="short", name="Short")
    template.stages.create(name="Call", kind="screen", position=0, sla_days=4)
    competency = CompetencyFactory()
    team, profile = TeamFactory(), RoleProfileFactory()
    return {"address": f"{NEW}?team={team.uuid}&profile={profile.slug}", "competency": competency, "team": team}


def answers(start, hiring_manager, **changes):
    key = start["competency"].pk
    return {
        "title": "ML engineer, ranking",
        "hiring_manager": hiring_manager.pk,
        "openings": 1,
        "must": "Software others relied on\n\n• Tests\n",
        "nice": "A paper",
        "duty": "",
        "template": "short",
        f"strength-{key}": "on",
        f"bar-{key}": "",
        f"anchor-{key}": "",
    } | changes


def test_a_role_begins_with_team_and_profile(sign_in, recruiter, start):
    page = sign_in(recruiter).get(NEW).content.decode()

    assert start["team"].name in page
    assert "ML engineer" in page


def test_without_a_team_the_page_says_what_to_do_first(sign_in, recruiter):
    assert "First a team" in sign_in(recruiter).get(NEW).content.decode()


def test_the_form_proposes_what_the_profile_and_the_shape_say(sign_in, recruiter, start):
    page = sign_in(recruiter).get(start["address"]).content.decode()

    assert "What to know when hiring here" in page
    assert "Software that other people relied on" in page


def test_a_role_is_made(sign_in, recruiter, hiring_manager, start):
    answer = sign_in(recruiter).post(start["address"], answers(start, hiring_manager))

    role = Role.objects.get()
    assert answer.url == reverse("hiring:role", args=[role.slug])
    assert (role.state, role.hiring_manager) == ("draft", hiring_manager)
    assert list(role.requirements.filter(kind="must").values_list("text", flat=True)) == [
        "Software others relied on",
        "Tests",
    ]
    assert role.criteria.get().may_be_strength
    assert role.stages.get().name == "Call"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "This field is required"),
        ({"openings": "0"}, "greater than or equal to 1"),
        ({"must": "x" * 301}, "Keep each line under"),
        ({"template": "rubbish"}, "valid choice"),
    ],
)
def test_a_role_with_something_wrong_keeps_what_was_typed(sign_in, recruiter, hiring_manager, start, wrong, words):
    answer = sign_in(recruiter).post(start["address"], answers(start, hiring_manager, nice="Kept") | wrong)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Kept" in answer.content.decode()
    assert Role.objects.count() == 0


def test_a_role_that_hires_for_no_strength_is_refused(sign_in, recruiter, hiring_manager, start):
    data = answers(start, hiring_manager)
    del data[f"strength-{start['competency'].pk}"]

    answer = sign_in(recruiter).post(start["address"], data)

    assert answer.status_code == 422
    assert "at least one competency" in answer.content.decode()


def test_an_interviewer_makes_no_roles(sign_in, interviewer, start):
    assert sign_in(interviewer).get(NEW).status_code == 403


def test_a_role_is_edited(sign_in, recruiter, hiring_manager, role, start):
    RoleCompetencyFactory(role=role, competency=start["competency"])
    data = answers(start, hiring_manager, **{f"bar-{start['competency'].pk}": "high"})

    answer = sign_in(recruiter).post(reverse("hiring:edit_role", args=[role.slug]), data)

    assert answer.status_code == 302
    role.refresh_from_db()
    criterion = role.criteria.get()
    assert role.title == "ML engineer, ranking"
    assert (criterion.bar_level, criterion.bar_anchor) == ("high", start["competency"].bar_high)


def test_an_anchor_of_ones_own_stays_when_the_level_changes(sign_in, recruiter, hiring_manager, role, start):
    key = start["competency"].pk
    RoleCompetencyFactory(role=role, competency=start["competency"])
    data = answers(start, hiring_manager, **{f"bar-{key}": "high", f"anchor-{key}": "Ships a service in a day."})

    sign_in(recruiter).post(reverse("hiring:edit_role", args=[role.slug]), data)

    assert role.criteria.get().bar_anchor == "Ships a service in a day."


def test_editing_shows_what_is_there(sign_in, hiring_manager, role):
    RoleCompetencyFactory(role=role, bar_anchor="Reads a loss curve.")

    page = sign_in(hiring_manager).get(reverse("hiring:edit_role", args=[role.slug])).content.decode()

    assert role.title in page
    assert "Reads a loss curve." in page


@pytest.mark.parametrize("name", ["edit_role", "stages"])
def test_roles_of_others_are_not_found_and_members_may_not_edit(sign_in, stranger, admin, role, name):
    address = reverse(f"hiring:{name}", args=[role.slug])
    assert sign_in(stranger).get(address).status_code == 404

    role.members.create(user=stranger, added_by=admin)

    assert sign_in(stranger).get(address).status_code == 403


# --- Stages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def editor(role):
    return reverse("hiring:stages", args=[role.slug])


def as_they_are(role, **changes):
    data = {}
    for stage in role.stages.filter(retired_at=None):
        data |= {f"{stage.uuid}-name": stage.name, f"{stage.uuid}-kind": stage.kind, f"{stage.uuid}-sla_days": 3}
    return data | {"new-name": "", "new-kind": "screen", "new-sla_days": "3"} | changes


def names(role):
    return list(role.stages.filter(retired_at=None).order_by("position").values_list("name", flat=True))


def test_stages_are_renamed_and_timed(sign_in, recruiter, role, editor):
    stage = role.stages.first()

    sign_in(recruiter).post(
        editor, as_they_are(role, **{f"{stage.uuid}-name": "First call", f"{stage.uuid}-sla_days": "5"})
    )

    stage.refresh_from_db()
    assert (stage.name, stage.sla_days) == ("First call", 5)


def test_a_stage_is_added(sign_in, recruiter, role, editor):
    sign_in(recruiter).post(editor, as_they_are(role, **{"new-name": "Trial day", "new-kind": "onsite"}))

    assert names(role) == ["Screen", "Onsite", "Offer", "Trial day"]


@pytest.mark.parametrize(
    ("button", "which", "order"),
    [
        ("down", "Screen", ["Onsite", "Screen", "Offer"]),
        ("up", "Offer", ["Screen", "Offer", "Onsite"]),
        ("up", "Screen", ["Screen", "Onsite", "Offer"]),
        ("retire", "Onsite", ["Screen", "Offer"]),
    ],
)
def test_stages_are_ordered_and_retired_by_buttons(sign_in, recruiter, role, editor, button, which, order):
    stage = role.stages.get(name=which)

    sign_in(recruiter).post(editor, as_they_are(role, **{button: str(stage.uuid)}))

    assert names(role) == order


def test_a_retired_stage_is_used_again(sign_in, recruiter, role, editor):
    onsite = role.stages.get(name="Onsite")
    client = sign_in(recruiter)
    client.post(editor, as_they_are(role, retire=str(onsite.uuid)))

    assert "Use again" in client.get(editor).content.decode()
    client.post(editor, as_they_are(role, restore=str(onsite.uuid)))

    assert names(role) == ["Screen", "Onsite", "Offer"]


def test_a_stage_with_people_in_it_links_to_them_instead_of_retiring(sign_in, recruiter, role, editor):
    application = ApplicationFactory(role=role)
    client = sign_in(recruiter)

    page = client.get(editor).content.decode()
    client.post(editor, as_they_are(role, retire=str(application.stage.uuid)))

    assert f"/applications/?stage={application.stage.uuid}" in page
    assert names(role) == ["Screen", "Onsite", "Offer"]


def test_a_wrong_stage_keeps_the_form(sign_in, recruiter, role, editor):
    stage = role.stages.first()

    answer = sign_in(recruiter).post(editor, as_they_are(role, **{f"{stage.uuid}-sla_days": "-1"}))

    assert answer.status_code == 422


def test_a_button_that_names_another_roles_stage_is_refused(sign_in, recruiter, role, editor):
    elsewhere = ApplicationFactory().stage

    answer = sign_in(recruiter).post(editor, as_they_are(role, retire=str(elsewhere.uuid)))

    assert answer.status_code == 302
    elsewhere.refresh_from_db()
    assert elsewhere.retired_at is None


# --- Members ---------------------------------------------------------------------------------------------------------


def test_members_come_and_go(sign_in, recruiter, interviewer, role):
    client = sign_in(recruiter)

    client.post(reverse("hiring:add_member", args=[role.slug]), {"user": str(interviewer.uuid)})
    assert role.members.get().user == interviewer

    client.post(reverse("hiring:remove_member", args=[role.slug]), {"user": str(interviewer.uuid)})
    assert role.members.count() == 0


@pytest.mark.parametrize("name", ["add_member", "remove_member"])
def test_members_are_not_for_strangers_to_choose_nor_for_rubbish(sign_in, recruiter, stranger, role, name):
    address = reverse(f"hiring:{name}", args=[role.slug])

    assert sign_in(stranger).post(address, {"user": str(stranger.uuid)}).status_code == 404
    assert sign_in(recruiter).post(address, {"user": "rubbish"}).status_code == 302
    assert role.members.count() == 0


def test_the_editor_costs_the_same_with_one_stage_and_three(sign_in, recruiter, role, editor, count_queries):
    client = sign_in(recruiter)
    client.get(editor)
    three = count_queries(lambda: client.get(editor))
    for stage in list(role.stages.all())[1:]:
        stage.delete()

    assert count_queries(lambda: client.get(editor)) == three
    assert len(re.findall(r'name="retire"', client.get(editor).content.decode())) == 1
