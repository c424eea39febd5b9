import pytest

from hiring.models import RoleCompetency, StageTemplate
from hiring.roles.actions import add_member, edit_role, make_role, remove_member, set_criteria, set_requirements
from hiring.roles.opening import Criterion
from hiring.roles.refusals import RoleRefused, StageRefused
from hiring.roles.signals import role_made
from hiring.roles.stage_actions import add_stage, edit_stage, reorder_stages, restore_stage, retire_stage
from tests.factories import ApplicationFactory, CompetencyFactory, RoleFactory, RoleProfileFactory, TeamFactory
from workspace.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def template():
    template = StageTemplate.objects.create(slug="short", name="Short")
    for position, (name, kind) in enumerate((("Call", "screen"), ("Day", "onsite"))):
        template.stages.create(name=name, kind=kind, position=position, sla_days=4)
    return template


def names(role):
    return list(role.stages.filter(retired_at=None).order_by("position").values_list("name", flat=True))


# --- Making and editing ----------------------------------------------------------------------------------------------


def test_make_role_copies_what_it_is_given(recruiter, hiring_manager, template):
    software, theory = CompetencyFactory(), CompetencyFactory()
    heard = []

    def listen(role, by, **_):
        heard.append((role.title, by))

    role_made.connect(listen)
    try:
        role = make_role(
            team=TeamFactory(),
            profile=RoleProfileFactory(),
            title="ML engineer, ranking",
            hiring_manager=hiring_manager,
            criteria=[Criterion(software, may_be_strength=True), Criterion(theory, bar_level="mid")],
            lists={"must": ["Software others relied on"], "nice": ["A paper"], "duty": []},
            template=template,
            openings=2,
            by=recruiter,
        )
    finally:
        role_made.disconnect(listen)

    assert (role.state, role.slug, role.openings) == ("draft", "ml-engineer-ranking", 2)
    assert list(role.criteria.values_list("competency", "may_be_strength", "bar_level", "bar_anchor")) == [
        (software.pk, True, "", ""),
        (theory.pk, False, "mid", theory.bar_mid),
    ]
    assert sorted(role.requirements.values_list("kind", "text")) == [
        ("must", "Software others relied on"),
        ("nice", "A paper"),
    ]
    assert list(role.stages.values_list("name", "kind", "sla_days")) == [("Call", "screen", 4), ("Day", "onsite", 4)]
    assert heard == [("ML engineer, ranking", recruiter)]


def test_two_roles_of_one_title_have_addresses_of_their_own(recruiter, hiring_manager):
    made = [
        make_role(
            team=TeamFactory(), profile=RoleProfileFactory(), title=title, hiring_manager=hiring_manager, by=recruiter
        )
        for title in ("Lead", "Lead", "New", "†")
    ]

    assert [role.slug for role in made] == ["lead", "lead-2", "new-2", "role"]


def test_edit_role_logs_which_fields_changed(recruiter, role):
    edit_role(role=role, title="Another title", openings=role.openings, by=recruiter)

    role.refresh_from_db()
    assert role.title == "Another title"
    assert Activity.objects.get().facts == {"fields": ["title"]}


def test_criteria_that_name_nothing_leave(role):
    kept, left = CompetencyFactory(), CompetencyFactory()
    set_criteria(role=role, criteria=[Criterion(kept, may_be_strength=True), Criterion(left, bar_level="low")])
    row = RoleCompetency.objects.get(competency=kept)

    set_criteria(role=role, criteria=[Criterion(left), Criterion(kept, may_be_strength=True, bar_level="high")])

    assert list(role.criteria.values_list("pk", "bar_level")) == [(row.pk, "high")]


def test_a_requirement_that_stays_keeps_its_competency(role):
    set_requirements(role=role, kind="must", texts=["Go", "Stay"])
    row = role.requirements.get(text="Stay")
    row.competency = CompetencyFactory()
    row.save()

    set_requirements(role=role, kind="must", texts=["Stay", " Come ", "Come", ""])

    assert list(role.requirements.order_by("position").values_list("text", flat=True)) == ["Stay", "Come"]
    row.refresh_from_db()
    assert row.competency is not None


# --- Members ---------------------------------------------------------------------------------------------------------


def test_a_member_sees_the_role_until_removed(recruiter, stranger, role):
    add_member(role=role, user=stranger, by=recruiter)
    assert role in type(role).objects.visible_to(stranger)

    remove_member(role=role, user=stranger, by=recruiter)

    assert role not in type(role).objects.visible_to(stranger)


def test_members_are_added_once_and_never_beside_themselves(recruiter, hiring_manager, stranger, role):
    add_member(role=role, user=stranger, by=recruiter)

    with pytest.raises(RoleRefused, match="a member already"):
        add_member(role=role, user=stranger, by=recruiter)
    with pytest.raises(RoleRefused, match="already runs this role"):
        add_member(role=role, user=hiring_manager, by=recruiter)


def test_removing_somebody_who_is_no_member_is_refused(recruiter, stranger, role):
    with pytest.raises(RoleRefused, match="not a member"):
        remove_member(role=role, user=stranger, by=recruiter)


# --- Stages ----------------------------------------------------------------------------------------------------------


def test_a_stage_is_added_at_the_end(recruiter, role):
    add_stage(role=role, name="Trial day", kind="onsite", sla_days=5, by=recruiter)

    assert names(role) == ["Screen", "Onsite", "Offer", "Trial day"]


def test_a_second_stage_of_one_name_is_refused(recruiter, role):
    with pytest.raises(StageRefused, match="“Offer” already"):
        add_stage(role=role, name="Offer", kind="offer", sla_days=5, by=recruiter)
    with pytest.raises(StageRefused, match="another stage “Offer”"):
        edit_stage(stage=role.stages.first(), name="Offer", kind="screen", sla_days=1, by=recruiter)

    assert names(role) == ["Screen", "Onsite", "Offer"]


def test_a_stage_that_did_not_change_is_not_logged(recruiter, role):
    stage = role.stages.first()

    edit_stage(stage=stage, name=stage.name, kind=stage.kind, sla_days=stage.sla_days, by=recruiter)

    assert Activity.objects.count() == 0


def test_stages_are_put_in_order_around_retired_ones(recruiter, role):
    screen, onsite, offer = role.stages.all()
    retire_stage(stage=onsite, by=recruiter)

    reorder_stages(role=role, order=[offer, screen], by=recruiter)

    assert names(role) == ["Offer", "Screen"]
    assert role.stages.last() == onsite


def test_an_order_that_misses_a_stage_is_refused(recruiter, role):
    with pytest.raises(StageRefused, match="changed in the meantime"):
        reorder_stages(role=role, order=list(role.stages.all())[:2], by=recruiter)


def test_a_stage_with_people_in_it_cannot_be_retired(recruiter, role):
    application = ApplicationFactory(role=role)

    with pytest.raises(StageRefused, match="1 candidate stands in “Screen”"):
        retire_stage(stage=application.stage, by=recruiter)


def test_a_stage_where_only_rejected_ones_stood_can_be_retired_and_restored(recruiter, role):
    application = ApplicationFactory(role=role, rejected=True)

    retire_stage(stage=application.stage, by=recruiter)
    assert names(role) == ["Onsite", "Offer"]

    restore_stage(stage=application.stage, by=recruiter)
    assert names(role) == ["Screen", "Onsite", "Offer"]


def test_the_last_stage_cannot_be_retired(recruiter):
    role = RoleFactory(stages=[("Only", "screen")])

    with pytest.raises(StageRefused, match="at least one stage"):
        retire_stage(stage=role.stages.get(), by=recruiter)


def test_retiring_and_restoring_twice_is_refused(recruiter, role):
    stage = role.stages.last()
    with pytest.raises(StageRefused, match="in use"):
        restore_stage(stage=stage, by=recruiter)
    retire_stage(stage=stage, by=recruiter)

    with pytest.raises(StageRefused, match="retired already"):
        retire_stage(stage=stage, by=recruiter)


def test_restoring_beside_a_stage_of_its_name_is_refused(recruiter, role):
    stage = role.stages.last()
    retire_stage(stage=stage, by=recruiter)
    add_stage(role=role, name=stage.name, kind="offer", sla_days=1, by=recruiter)

    with pytest.raises(StageRefused, match="Rename that one first"):
        restore_stage(stage=stage, by=recruiter)
