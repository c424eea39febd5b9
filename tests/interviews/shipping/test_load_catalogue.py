"""Loading what is shipped: complete, repeatable, and never over somebody's edit."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.catalogue.reading import channels, motivations
from candidates.models import Channel, Motivation
from hiring.catalogue.reading import closing_reasons, competencies, role_profiles, stage_templates
from hiring.models import ClosingReason, Competency, RoleProfile, StageTemplate
from interviews.catalogue.reading import assessments, kits
from interviews.models import AssessmentType, Kit, PlannedInterview, Question
from interviews.questions.reading import shipped_items
from interviews.shipping import actions
from interviews.shipping.actions import load_catalogue
from tests import factories
from workspace.catalogue.entries import CatalogueError

pytestmark = pytest.mark.django_db

SHIPPED = {
    Channel: channels,
    Motivation: motivations,
    Competency: competencies,
    RoleProfile: role_profiles,
    StageTemplate: stage_templates,
    ClosingReason: closing_reasons,
    AssessmentType: assessments,
    Kit: kits,
    Question: shipped_items,
}


def state():
    """Everything in the tables, but the times of change."""
    return {
        model: list(model.objects.order_by("pk").values_list("pk", "slug", "is_shipped", "updated_at"))
        for model in SHIPPED
    }


def test_load_makes_a_row_of_everything_shipped():
    load_catalogue()

    for model, shipped in SHIPPED.items():
        assert set(model.objects.values_list("slug", flat=True)) == {one.slug for one in shipped()}
        assert not model.objects.filter(is_shipped=False).exists()


def test_load_again_changes_nothing():
    load_catalogue()
    before = state()

    tally = load_catalogue()

    assert state() == before
    assert (tally.added, tally.updated, tally.kept) == ({}, {}, {})
    assert tally.unchanged.total() == sum(len(shipped()) for shipped in SHIPPED.values())


def test_load_again_writes_nothing():
    load_catalogue()

    with CaptureQueriesContext(connection) as captured:
        load_catalogue()

    assert len(captured) > 100
    assert [q["sql"] for q in captured if not q["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []


def test_load_gives_a_profile_its_strengths_and_bars():
    load_catalogue()

    researcher = RoleProfile.objects.get(slug="ml-researcher")
    named = researcher.competencies.values_list("competency__slug", "may_be_strength", "bar_level")
    assert list(named) == [
        ("creative-thinking", True, ""),
        ("care-about-past-work", True, ""),
        ("software-engineering", False, "mid"),
        ("ml-theory", False, "mid"),
        ("ml-debugging", False, "mid"),
        ("communication", False, "mid"),
    ]


def test_load_gives_a_kit_its_flow_questions_and_anchors():
    load_catalogue()

    kit = Kit.objects.get(slug="pair-debugging-loop")
    assert sum(kit.steps.values_list("minutes", flat=True)) == kit.minutes == 60
    assert kit.questions.count() == 4
    assert "default_rng(2)" in kit.material
    assert [len(one.strength_anchors) for one in kit.competencies.all()] == [4, 4, 0]
    assert [len(one.bar_steps) for one in kit.competencies.all()] == [4, 4, 4]
    assert list(kit.profiles.values_list("slug", flat=True)) == ["ml-engineer"]
    assert "employer" in kit.leave_out


@pytest.mark.parametrize("model", SHIPPED)
def test_load_leaves_an_edited_row_alone(model):
    load_catalogue()
    row = model.objects.first()
    named = {Motivation: "wants", ClosingReason: "text", Question: "title"}.get(model, "name")
    model.objects.filter(pk=row.pk).update(is_shipped=False, **{named: "Our own words"})

    tally = load_catalogue()

    row.refresh_from_db()
    assert getattr(row, named) == "Our own words"
    assert tally.kept.total() == 1


def test_load_leaves_the_children_of_an_edited_row_alone():
    load_catalogue()
    profile = RoleProfile.objects.get(slug="ml-engineer")
    RoleProfile.objects.filter(pk=profile.pk).update(is_shipped=False)
    profile.competencies.first().delete()

    load_catalogue()

    assert profile.competencies.count() == 4


# What a question's row says comes from its wording, which has tests of its own.
@pytest.mark.parametrize("model", [model for model in SHIPPED if model is not Question])
def test_load_brings_an_outdated_row_up_to_date(model):
    load_catalogue()
    row = model.objects.first()
    named = {Motivation: "wants", ClosingReason: "text"}.get(model, "name")
    shipped = getattr(row, named)
    model.objects.filter(pk=row.pk).update(**{named: "As an earlier release had it"})

    tally = load_catalogue()

    row.refresh_from_db()
    assert getattr(row, named) == shipped
    assert tally.updated.total() == 1


def test_load_brings_outdated_children_up_to_date():
    load_catalogue()
    template = StageTemplate.objects.get(slug="ml-engineer")
    template.stages.filter(kind="offer").delete()
    profile = RoleProfile.objects.get(slug="ml-engineer")
    profile.competencies.update(bar_level="high")

    load_catalogue()

    assert template.stages.count() == 8
    assert set(profile.competencies.values_list("bar_level", flat=True)) == {"", "mid"}


def test_load_gives_a_kit_in_use_a_new_version():
    load_catalogue()
    kit = Kit.objects.get(slug="background-working")
    application = factories.ApplicationFactory()
    factories.InterviewFactory(application=application, kit=kit)
    planned = PlannedInterview.objects.create(role=application.role, kit=kit)
    kit.questions.first().delete()

    load_catalogue()

    kit.refresh_from_db()
    planned.refresh_from_db()
    assert kit.retired_at is not None
    assert kit.questions.count() == 4
    assert (planned.kit.slug, planned.kit.version, planned.kit.questions.count()) == ("background-working", 2, 5)


def test_load_does_not_bring_back_a_retired_kit():
    load_catalogue()
    Kit.objects.filter(slug="maths-pictures").update(retired_at="2026-01-01T00:00Z")

    tally = load_catalogue()

    assert Kit.objects.filter(slug="maths-pictures").count() == 1
    assert tally.kept == {"kits": 1}


def test_load_does_not_switch_a_channel_back_on():
    load_catalogue()
    Channel.objects.filter(slug="agencies").update(is_active=False)

    load_catalogue()

    assert not Channel.objects.get(slug="agencies").is_active


def test_command_says_what_it_did():
    first, second = io.StringIO(), io.StringIO()

    call_command("load_catalogue", stdout=first)
    Channel.objects.filter(slug="arxiv").update(is_shipped=False)
    call_command("load_catalogue", stdout=second)

    assert "channels: 10 added" in first.getvalue()
    assert "channels: 9 unchanged, 1 edited here and kept" in second.getvalue()


def test_command_reports_a_broken_file_and_loads_nothing(monkeypatch):
    def broken(_tally):
        raise CatalogueError("kits.toml, talk: “name” is missing")

    monkeypatch.setattr(actions, "ship_kits", broken)

    with pytest.raises(CommandError, match="“name” is missing"):
        call_command("load_catalogue")

    assert not Channel.objects.exists()
