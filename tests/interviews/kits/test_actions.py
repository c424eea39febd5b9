from dataclasses import replace

import pytest

from interviews.kits.actions import (
    KitContent,
    KitRefused,
    Probe,
    Question,
    Step,
    content_of,
    copy_kit,
    create_kit,
    edit_assessment_type,
    edit_kit,
    restore_kit,
    retire_kit,
    stamp_of,
)
from interviews.kits.models import Depth, Kit
from interviews.models import PlannedInterview
from tests import factories

pytestmark = pytest.mark.django_db

STEPS = ["lost", "lost until told", "found with a hint", "found alone"]
WHY = "It took too long."
ANCHORS = ["asks nothing", "asks when prompted", "asks before coding", "asks what nobody thought of"]


@pytest.fixture
def content():
    kind = factories.AssessmentTypeFactory()
    competency = factories.CompetencyFactory(slug="ml-debugging")

    def write(**fields):
        known = {
            "name": "The loop that never learns",
            "assessment_type": kind,
            "minutes": 45,
            "briefing": "Read the code.",
        }
        return KitContent(
            fields={**known, **fields},
            steps=[Step(10, "Hello"), Step(35, "Debug together", "They drive.")],
            questions=[
                Question("What would you look at first?", "Why?", "a guess that can be tested", competency=competency)
            ],
            probes=[Probe(competency, Depth.IN_DEPTH, ANCHORS, "Finds it with a hint.", STEPS)],
        )

    return write


def parts(kit):
    return (
        list(kit.steps.values_list("position", "minutes", "title")),
        list(kit.questions.values_list("position", "text")),
        list(kit.competencies.values_list("competency__slug", "depth", "strength_anchors")),
    )


WRITTEN = (
    [(0, 10, "Hello"), (1, 35, "Debug together")],
    [(0, "What would you look at first?")],
    [("ml-debugging", "in_depth", ANCHORS)],
)


def test_create_kit_with_its_parts(content, recruiter):
    kit = create_kit(content=content(), by=recruiter)

    assert (kit.slug, kit.version, kit.is_shipped) == ("the-loop-that-never-learns", 1, False)
    assert parts(kit) == WRITTEN


@pytest.mark.parametrize(("name", "slug"), [("New", "new-2"), ("的", "kit"), ("Maths!", "maths")])
def test_slug_is_free_and_never_an_address_of_another_page(content, recruiter, name, slug):
    assert create_kit(content=content(name=name), by=recruiter).slug == slug


def test_two_kits_of_one_name_have_two_slugs(content, recruiter):
    assert create_kit(content=content(), by=recruiter).slug != create_kit(content=content(), by=recruiter).slug


def test_editing_makes_a_version_that_says_who_and_why(content, recruiter):
    kit = factories.KitFactory(is_shipped=True, name="Before")

    edited = edit_kit(kit=kit, content=content(), seen=stamp_of(kit), why="  Nobody finished. ", by=recruiter)

    kit.refresh_from_db()
    assert (edited.slug, edited.version, edited.is_shipped, edited.name) == (
        kit.slug,
        2,
        False,
        content().fields["name"],
    )
    assert (edited.written_by, edited.change_note) == (recruiter, "Nobody finished.")
    assert (kit.name, kit.retired_at is not None) == ("Before", True)
    assert parts(edited) == WRITTEN


def test_editing_without_a_reason_is_refused(content, recruiter):
    kit = factories.KitFactory()

    with pytest.raises(KitRefused, match="Say in a line why"):
        edit_kit(kit=kit, content=content(), seen=stamp_of(kit), why="  ", by=recruiter)

    assert Kit.objects.get().retired_at is None


def test_editing_a_used_kit_makes_a_version_and_leaves_the_old_one(content, recruiter):
    kit = factories.KitFactory(name="Before")
    factories.KitCompetencyFactory(kit=kit)
    interview = factories.InterviewFactory(kit=kit)
    planned = factories.PlannedInterviewFactory(kit=kit)

    after = edit_kit(kit=kit, content=content(), seen=stamp_of(kit), why=WHY, by=recruiter)

    kit.refresh_from_db()
    interview.refresh_from_db()
    assert (after.slug, after.version) == (kit.slug, 2)
    assert (kit.name, kit.retired_at is not None, kit.competencies.count()) == ("Before", True, 1)
    assert interview.kit == kit
    assert PlannedInterview.objects.get(pk=planned.pk).kit == after
    assert list(Kit.objects.current()) == [after]


def test_second_of_two_who_edit_at_once_is_told(content, recruiter):
    kit = factories.KitFactory()
    seen = stamp_of(kit)
    edit_kit(kit=kit, content=content(briefing="Mine"), seen=seen, why=WHY, by=recruiter)

    with pytest.raises(KitRefused, match="Somebody changed this kit"):
        edit_kit(kit=kit, content=content(briefing="Theirs"), seen=seen, why=WHY, by=recruiter)

    assert Kit.objects.current().get().briefing == "Mine"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: replace(c, probes=[*c.probes, *c.probes]), "listed twice"),
        (lambda c: replace(c, fields={**c.fields, "minutes": 60}), "steps take 45 minutes and the kit 60"),
    ],
)
def test_kit_that_does_not_add_up_is_refused(content, recruiter, change, words):
    with pytest.raises(KitRefused, match=words):
        create_kit(content=change(content()), by=recruiter)

    assert not Kit.objects.exists()


def test_retired_kit_cannot_be_edited_or_retired_again(content, recruiter):
    kit = factories.KitFactory()
    retire_kit(kit=kit, by=recruiter)

    with pytest.raises(KitRefused, match="out of use already"):
        retire_kit(kit=kit, by=recruiter)
    with pytest.raises(KitRefused, match="was taken out of use"):
        edit_kit(kit=kit, content=content(), seen=stamp_of(kit), why=WHY, by=recruiter)


def test_edited_assessment_type_is_ours_from_then_on(admin):
    kind = factories.AssessmentTypeFactory(is_shipped=True)

    edit_assessment_type(kind=kind, fields={"name": "Debugging together", "minutes": 60}, by=admin)

    kind.refresh_from_db()
    assert (kind.name, kind.minutes, kind.is_shipped) == ("Debugging together", 60, False)


def test_retired_kit_can_be_put_back_and_only_its_last_version(content, recruiter):
    kit = factories.KitFactory()
    after = edit_kit(kit=kit, content=content(), seen=stamp_of(kit), why=WHY, by=recruiter)
    retire_kit(kit=after, by=recruiter)

    restored = restore_kit(kit=kit, by=recruiter)

    assert restored == after
    assert list(Kit.objects.current()) == [after]
    with pytest.raises(KitRefused, match="in use already"):
        restore_kit(kit=kit, by=recruiter)


def test_copy_is_a_teams_own_and_goes_its_own_way(content, recruiter):
    profile = factories.RoleProfileFactory()
    team = factories.TeamFactory(name="Robotics")
    kit = create_kit(content=replace(content(), profiles=[profile]), by=recruiter)

    copy = copy_kit(kit=kit, team=team, by=recruiter)
    edit_kit(kit=kit, content=content(briefing="Changed"), seen=stamp_of(kit), why=WHY, by=recruiter)

    copy.refresh_from_db()
    assert (copy.slug, copy.version, copy.team, copy.copied_from) == (
        "the-loop-that-never-learns-robotics",
        1,
        team,
        kit,
    )
    assert (copy.name, copy.briefing) == ("The loop that never learns (Robotics)", "Read the code.")
    assert list(copy.profiles.all()) == [profile]
    assert parts(copy) == WRITTEN


def test_team_has_one_copy_of_a_kit(content, recruiter):
    team = factories.TeamFactory()
    kit = create_kit(content=content(), by=recruiter)
    copy_kit(kit=kit, team=team, by=recruiter)

    with pytest.raises(KitRefused, match="has a copy of this kit already"):
        copy_kit(kit=kit, team=team, by=recruiter)

    assert Kit.objects.count() == 2


def test_content_of_a_kit_writes_the_same_kit(content, recruiter):
    kit = create_kit(content=content(leave_out="Age", adjustments="More time"), by=recruiter)

    again = create_kit(content=content_of(kit), by=recruiter)

    assert (again.leave_out, again.adjustments) == ("Age", "More time")
    assert parts(again) == parts(kit)
    assert list(again.competencies.values_list("bar_steps", flat=True)) == [STEPS]
