"""Assessment types, kits and plans as shipped, and how they fit the profiles."""

import pytest

from config import settings
from hiring.catalogue.proposing import propose
from hiring.catalogue.reading import archetypes, competencies, role_profiles
from interviews.catalogue import reading
from tests.workspace.catalogue.prose import faults, repeated, sentences
from workspace.catalogue.entries import CatalogueError, Entry

COMPETENCIES = {one.slug for one in competencies()}
KITS = {kit.slug: kit for kit in reading.kits()}
PLANS = {plan.profile: plan for plan in reading.plans()}
PROFILES = {profile.slug: profile for profile in role_profiles()}
# The profiles that every kind of assessment must serve.
MADE_FOR = ["ml-engineer", "ml-researcher", "data-engineer", "data-scientist", "ml-platform-engineer"]
EVERYTHING = (*reading.assessments(), *reading.kits(), *reading.plans())


def test_nine_assessment_types_are_shipped_and_each_has_a_kit():
    slugs = [one.slug for one in reading.assessments()]

    assert len(slugs) == 9
    assert {kit.assessment for kit in reading.kits()} == set(slugs)


@pytest.mark.parametrize("profile", MADE_FOR)
@pytest.mark.parametrize("kind", [one.slug for one in reading.assessments()])
def test_every_kind_of_assessment_has_a_kit_for_every_profile(kind, profile):
    assert [kit.slug for kit in KITS.values() if kit.assessment == kind and profile in kit.profiles] != []


def test_theory_is_a_strength_for_researchers_and_a_bar_for_the_others():
    depths = {
        (profile, probe.depth)
        for kit in KITS.values()
        for profile in kit.profiles
        for probe in kit.probes
        if kit.assessment == "ml-theory" and probe.competency == "ml-theory"
    }

    assert depths == {
        ("ml-researcher", "in-depth"),
        *((profile, "bar") for profile in MADE_FOR if profile != "ml-researcher"),
    }


@pytest.mark.parametrize("profile", MADE_FOR)
def test_each_strength_of_a_profile_can_be_validated_by_two_kinds_of_its_kits(profile):
    for strength in PROFILES[profile].strengths:
        kinds = {
            kit.assessment
            for kit in KITS.values()
            for probe in kit.probes
            if profile in kit.profiles and probe.competency == strength.competency and probe.depth == "in-depth"
        }
        assert len(kinds) >= 2, strength.competency


@pytest.mark.parametrize("kit", KITS.values(), ids=list(KITS))
def test_kit_about_a_work_asks_after_the_work_and_after_their_part(kit):
    halves = {question.half for question in kit.questions}

    assert halves == ({"work", "part"} if kit.about_work != "none" else {"neither"})


def test_one_kit_is_held_about_a_paper_and_one_about_code():
    assert sorted(kit.about_work for kit in KITS.values() if kit.about_work != "none") == ["code", "paper"]


@pytest.mark.parametrize("kind", reading.assessments(), ids=lambda kind: kind.slug)
def test_kind_says_what_not_to_ask_and_what_keeps_it_fair(kind):
    assert len(kind.leave_out) >= 2
    assert len(kind.adjustments) >= 3


@pytest.mark.parametrize("kit", KITS.values(), ids=list(KITS))
def test_kit_refers_to_things_that_exist(kit):
    assert set(kit.profiles) <= set(PROFILES)
    assert len(set(kit.profiles)) == len(kit.profiles)
    assert {probe.competency for probe in kit.probes} <= COMPETENCIES
    assert {question.competency for question in kit.questions} <= COMPETENCIES


@pytest.mark.parametrize("kit", KITS.values(), ids=list(KITS))
def test_kit_asks_for_at_most_five_ratings_of_different_things(kit):
    probed = [probe.competency for probe in kit.probes]

    assert 1 <= len(probed) <= 5
    assert len(set(probed)) == len(probed)


@pytest.mark.parametrize("kit", KITS.values(), ids=list(KITS))
def test_kit_has_every_anchor_of_what_it_probes(kit):
    for probe in kit.probes:
        assert len(set(probe.anchors)) == (4 if probe.depth == "in-depth" else 0)
        assert len({probe.bar, *probe.near, *probe.anchors}) == 5 + len(probe.anchors)


@pytest.mark.parametrize("kit", KITS.values(), ids=list(KITS))
def test_kit_lies_in_the_folder_of_its_type(kit):
    assert (reading.FOLDER / "kits" / kit.assessment / f"{kit.slug}.toml").is_file()


@pytest.mark.parametrize("kit", KITS.values(), ids=list(KITS))
def test_texts_of_a_kit_are_of_a_length_one_can_use(kit):
    """Anchors are compared at a glance, questions are spoken in a breath, and a briefing is read before the interview."""
    anchors = [text for probe in kit.probes for text in (probe.bar, *probe.near, *probe.anchors)]

    assert [text for text in anchors if not 10 <= len(text) <= 220] == []
    assert [one.ask for one in kit.questions if not 15 <= len(one.ask) <= 260] == []
    assert 150 <= len(kit.briefing) <= 1200
    assert 60 <= len(kit.tell_candidate) <= 500
    assert len(kit.questions) >= 4
    assert len(kit.good) >= 3
    assert len(kit.watch_out) >= 2
    assert all(one.follow_ups for one in kit.questions)


def test_kits_of_one_slug_in_two_files_are_refused(tmp_path, monkeypatch):
    found = next((reading.FOLDER / "kits").glob("maths/*.toml")).read_text(encoding="utf-8")
    for name in ("one", "two"):
        (tmp_path / "kits" / "maths").mkdir(parents=True, exist_ok=True)
        (tmp_path / "kits" / "maths" / f"{name}.toml").write_text(found, encoding="utf-8")
    reading.assessments()
    monkeypatch.setattr(reading, "FOLDER", tmp_path)

    with pytest.raises(CatalogueError, match="two files hold"):
        reading.kits.__wrapped__()


@pytest.mark.parametrize("kit", KITS.values(), ids=list(KITS))
def test_kit_leaves_time_for_the_candidates_questions(kit):
    assert kit.flow[-1].title == "Their questions"
    assert sum(step.minutes for step in kit.flow) == kit.minutes


@pytest.mark.parametrize("kit", KITS.values(), ids=list(KITS))
def test_kit_asks_something_about_each_thing_probed_in_depth(kit):
    asked = {question.competency for question in kit.questions}

    assert {probe.competency for probe in kit.probes if probe.depth == "in-depth"} <= asked


def test_every_profile_has_a_plan():
    assert set(PLANS) == set(PROFILES)


@pytest.mark.parametrize("profile", PROFILES)
def test_plan_names_kits_that_exist_and_is_short(profile):
    slugs = [one.kit for one in PLANS[profile].interviews]

    assert set(slugs) <= set(KITS)
    assert len(set(slugs)) == len(slugs) <= 5


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_plan_probes_each_strength_in_depth_by_two_kinds_of_assessment(profile):
    kits = [KITS[one.kit] for one in PLANS[profile.slug].interviews]

    for strength in profile.strengths:
        kinds = {
            kit.assessment
            for kit in kits
            for probe in kit.probes
            if probe.competency == strength.competency and probe.depth == "in-depth"
        }
        assert len(kinds) >= 2, strength.competency


@pytest.mark.parametrize("shape", archetypes(), ids=lambda shape: shape.slug)
@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_plan_sees_every_bar_and_strength_that_a_team_of_any_shape_adds(profile, shape):
    proposal = propose(
        strengths=profile.strengths, bars=profile.bars, adjustments=shape.adjustments, profile=profile.slug
    )
    kits = [KITS[one.kit] for one in PLANS[profile.slug].interviews]
    seen = {probe.competency for kit in kits for probe in kit.probes}
    in_depth = {probe.competency for kit in kits for probe in kit.probes if probe.depth == "in-depth"}

    assert {bar.competency for bar in proposal.bars} <= seen
    assert {one.competency for one in proposal.strengths} <= in_depth


@pytest.mark.parametrize("profile", ["ml-engineer", "ml-researcher"])
def test_plan_mixes_engineers_and_researchers(profile):
    sides = {KITS[one.kit].side for one in PLANS[profile].interviews}

    assert {"engineer", "researcher"} <= sides


def test_kit_whose_flow_does_not_add_up_is_refused():
    step = {"minutes": 20, "title": "Talk", "text": "About it."}
    values = {
        "slug": "talk", "name": "Talk", "assessment": "background", "profiles": ["ml-engineer"], "side": "either",
        "minutes": 45, "briefing": "Talk.", "tell_candidate": "We talk.", "good": ["Yes"], "watch_out": ["No"],
        "flow": [step, step],
        "questions": [{"ask": "Why?", "follow_ups": ["Really?"], "listen_for": "a reason", "weak": "none", "competency": "learning"}],
        "probes": [{"competency": "learning", "depth": "bar", "bar": "learns", "near": ["no", "hardly", "mostly", "yes"]}],
    }  # fmt: skip

    with pytest.raises(CatalogueError, match=r"talk.toml, talk: the flow takes 40 minutes and the kit 45"):
        reading._kit(Entry(values, where="talk.toml, talk"))


def test_assessment_that_suits_something_else_is_refused():
    values = {
        "slug": "tea", "name": "Tea", "icon": "cup", "minutes": 30, "side": "either", "suits": ["liking"],
        "shows": "Manners.", "does_not_show": "Anything else.", "leave_out": ["Tea"], "adjustments": ["Milk"],
    }  # fmt: skip

    with pytest.raises(CatalogueError, match="may hold strength and bar, not liking"):
        reading._assessment(Entry(values, where="assessments.toml, tea"))


def test_icons_are_there():
    icons = [one.icon for one in reading.assessments()]

    assert [icon for icon in icons if not (settings.ICONS_DIR / f"{icon}.svg").exists()] == []


def test_prose_is_sound():
    found = set(sentences(EVERYTHING))

    assert len(found) > 50
    assert {text: faults(text) for text in found if faults(text)} == {}


def test_no_text_is_used_twice():
    found = sentences(reading.kits(), skip=("title", "text", "name"))

    assert repeated(found) == []
