import pytest
from django.urls import reverse

from interviews.kits.models import Kit
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kit():
    competency = factories.CompetencyFactory(slug="ml-debugging", name="ML debugging")
    kit = factories.KitFactory(
        slug="loop",
        name="The loop that never learns",
        briefing="Read the code first.",
        material="for step in range(3):\n    train()",
        solution="The labels are shifted by one.",
        good_looks_like="Halves the pipeline\nSays what each result rules out",
    )
    factories.KitCompetencyFactory(
        kit=kit, competency=competency, depth="in_depth", strength_anchors=["a", "b", "c", "d"]
    )
    kit.steps.create(position=0, minutes=10, title="Hello")
    kit.steps.create(position=1, minutes=35, title="Debug")
    kit.questions.create(position=0, text="What first?", listen_for="a test", competency=competency)
    return kit


@pytest.fixture
def typed():
    """What the editor posts for a small kit."""

    def fields(**changes):
        known = {
            "kit-name": "Maths at the board",
            "kit-assessment_type": str(factories.AssessmentTypeFactory().pk),
            "kit-side": "other",
            "kit-minutes": "45",
            "kit-homework_minutes": "0",
            "kit-material": "    indented\n",
            "steps-TOTAL_FORMS": "2",
            "steps-INITIAL_FORMS": "0",
            "steps-0-minutes": "45",
            "steps-0-title": "Derive it",
            "questions-TOTAL_FORMS": "1",
            "questions-INITIAL_FORMS": "0",
            "questions-0-text": "Why is it convex?",
            "probes-TOTAL_FORMS": "1",
            "probes-INITIAL_FORMS": "0",
            "probes-0-competency": factories.CompetencyFactory(slug="maths").slug,
            "probes-0-depth": "bar",
        }
        return {**known, **changes}

    return fields


def test_list_groups_kits_by_type_and_filters(sign_in, interviewer, kit):
    other = factories.KitFactory(name="Maths at the board", assessment_type__slug="maths-puzzles")
    client = sign_in(interviewer)

    page = client.get(reverse("interviews:kits")).content.decode()
    fragment = (
        sign_in(interviewer, htmx=True).get(reverse("interviews:kits"), {"type": "maths-puzzles"}).content.decode()
    )
    unknown = client.get(reverse("interviews:kits"), {"type": "nonsense", "profile": "\x00"})

    assert kit.name in page
    assert "New kit" not in page
    assert other.name in fragment
    assert kit.name not in fragment
    assert "<html" not in fragment
    assert unknown.status_code == 200


def test_kit_page_tells_everything_with_times(sign_in, interviewer, kit):
    page = sign_in(interviewer).get(reverse("interviews:kit", args=["loop", 1])).content.decode()

    for words in (
        "Read the code first.",
        "10′",
        "What first?",
        "Listen for",
        "The labels are shifted by one.",
        "train()",
    ):
        assert words in page
    assert "<li>Says what each result rules out</li>" in page


def test_handout_holds_what_the_candidate_may_see(sign_in, interviewer, kit):
    page = sign_in(interviewer).get(reverse("interviews:kit-handout", args=["loop", 1])).content.decode()

    assert "train()" in page
    assert "labels are shifted" not in page
    assert "rules out" not in page


def test_older_version_points_to_the_newer(sign_in, interviewer, kit):
    Kit.objects.update(retired_at=kit.created_at)
    factories.KitFactory(slug="loop", version=2, name="The loop, again")
    client = sign_in(interviewer)

    old = client.get(reverse("interviews:kit", args=["loop", 1])).content.decode()
    current = client.get(reverse("interviews:current-kit", args=["loop"])).content.decode()

    assert "This is an older version" in old
    assert "<h1>The loop, again</h1>" in current


@pytest.mark.parametrize(
    "address", ["/interviews/kits/nothing/", "/interviews/kits/loop/7/", "/interviews/kits/loop/99999999999999/"]
)
def test_kit_that_does_not_exist_is_404(sign_in, interviewer, kit, address):
    assert sign_in(interviewer).get(address).status_code == 404


def test_new_kit_without_javascript(sign_in, hiring_manager, typed):
    answer = sign_in(hiring_manager).post(reverse("interviews:new-kit"), typed())

    kit = Kit.objects.get()
    assert answer["Location"] == reverse("interviews:kit", args=[kit.slug, 1])
    assert kit.material == "    indented\n"
    assert [step.title for step in kit.steps.all()] == ["Derive it"]
    assert [probe.depth for probe in kit.competencies.all()] == ["bar"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kit-name": ""}, "This field is required."),
        ({"kit-minutes": "5"}, "Ensure this value is greater than or equal to 10."),
        ({"steps-0-minutes": "30"}, "The steps take 30 minutes and the kit 45."),
        ({"probes-0-level_1": "only one"}, "Describe all four levels, or none"),
        ({"probes-0-depth": "sideways"}, "Select a valid choice."),
        ({"steps-TOTAL_FORMS": "x"}, "ManagementForm"),
        ({"questions-0-text": "\x00"}, "Null characters are not allowed."),
        ({"steps-TOTAL_FORMS": "1000000"}, "at most 30 forms"),
    ],
)
def test_refused_kit_keeps_what_was_typed(sign_in, recruiter, typed, changes, words):
    answer = sign_in(recruiter).post(reverse("interviews:new-kit"), typed(**changes))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Why is it convex?" in page or "questions-0-text" in changes
    assert not Kit.objects.exists()


def test_editing_shows_the_kit_and_makes_a_version(sign_in, recruiter, kit, typed):
    client = sign_in(recruiter)
    url = reverse("interviews:edit-kit", args=["loop"])

    page = client.get(url).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    unexplained = client.post(url, typed(seen=seen))
    answer = client.post(url, typed(seen=seen, why="It took too long."))
    again = client.post(url, typed(seen=seen, why="It took too long."))

    assert "what you save becomes version 2" in page
    assert unexplained.status_code == 422
    assert "This field is required." in unexplained.content.decode()
    assert "Why is it convex?" in unexplained.content.decode()
    assert "What first?" in page
    assert answer["Location"] == reverse("interviews:kit", args=["loop", 2])
    assert again.status_code == 422
    assert "Somebody changed this kit since you opened it." in again.content.decode()


def test_retire_without_javascript(sign_in, recruiter, kit):
    answer = sign_in(recruiter).post(reverse("interviews:retire-kit", args=["loop"]), follow=True)

    assert answer.status_code == 200
    assert not Kit.objects.current().exists()


def test_retired_kit_is_found_and_put_back(sign_in, recruiter, kit):
    client = sign_in(recruiter)
    client.post(reverse("interviews:retire-kit", args=["loop"]))

    listed = client.get(reverse("interviews:kits"), {"use": "retired"}).content.decode()
    page = client.get(reverse("interviews:current-kit", args=["loop"])).content.decode()
    client.post(reverse("interviews:restore-kit", args=["loop"]))
    again = client.post(reverse("interviews:restore-kit", args=["loop"]), follow=True).content.decode()

    assert kit.name in listed
    assert "Put back into use" in page
    assert Kit.objects.current().get() == kit
    assert "in use already" in again


def test_copy_for_a_team_without_javascript(sign_in, recruiter, kit):
    team = factories.TeamFactory(name="Robotics")
    client = sign_in(recruiter)
    url = reverse("interviews:copy-kit", args=["loop", 1])

    unnamed = client.post(url, {"team": ""}, follow=True).content.decode()
    answer = client.post(url, {"team": str(team.pk)})
    twice = client.post(url, {"team": str(team.pk)}, follow=True).content.decode()
    page = client.get(answer["Location"]).content.decode()

    assert "Choose the team" in unnamed
    assert "Robotics’s own" in page
    assert "Began as a copy of" in page
    assert "Robotics has a copy of this kit already." in twice


def test_changes_show_words_that_went_and_came(sign_in, recruiter, interviewer, kit, typed):
    client = sign_in(recruiter)
    seen = client.get(reverse("interviews:edit-kit", args=["loop"])).content.decode().split('name="seen" value="')[1]
    client.post(
        reverse("interviews:edit-kit", args=["loop"]),
        typed(seen=seen.split('"')[0], why="Shorter.", **{"kit-briefing": "Read the paper first."}),
    )

    page = sign_in(interviewer).get(reverse("interviews:kit-changes", args=["loop", 2])).content.decode()
    backwards = client.get(reverse("interviews:kit-changes", args=["loop", 1]), {"against": "2"}).content.decode()
    first = client.get(reverse("interviews:kit-changes", args=["loop", 1]), {"against": "\u0661"}).content.decode()

    assert "Read the <del>code</del><ins>paper</ins> first." in page
    assert "Shorter." in page
    assert recruiter.name in page
    assert "From version 1 to version 2" in backwards
    assert "Version 1 is the first." in first


def test_kit_page_shows_every_anchor_and_what_not_to_ask(sign_in, interviewer, kit):
    Kit.objects.update(leave_out="Age and family", adjustments="The questions a day before")
    probe = kit.competencies.get()
    probe.bar_anchor, probe.bar_steps = "finds it", ["lost", "lost until told", "found with a hint", "found alone"]
    probe.save()
    kit.questions.update(weak="guesses at the rate")

    page = sign_in(interviewer).get(reverse("interviews:kit", args=["loop", 1])).content.decode()

    for words in (
        *probe.bar_steps,
        *probe.strength_anchors,
        "Age and family",
        "The questions a day before",
        "guesses at the rate",
    ):
        assert words in page


def test_grid_shows_who_is_served_and_where_a_kit_is_missing(sign_in, interviewer, kit):
    served = factories.RoleProfileFactory(name="ML engineer", slug="ml-engineer")
    factories.RoleProfileFactory(name="Data engineer", slug="data-engineer")
    served.competencies.create(competency=kit.competencies.get().competency, may_be_strength=True)
    kit.profiles.set([served])

    page = sign_in(interviewer).get(reverse("interviews:kit-coverage")).content.decode()

    assert "1 pair of assessment and profile without a kit." in page
    assert page.count(kit.name) == 1
    assert page.count("reach-gap") == 1


def test_list_filters_by_profile_and_keeps_kits_for_any(sign_in, interviewer, kit):
    profile = factories.RoleProfileFactory(slug="ml-engineer")
    others = factories.KitFactory(name="For researchers only")
    others.profiles.set([factories.RoleProfileFactory(slug="ml-researcher")])

    page = sign_in(interviewer).get(reverse("interviews:kits"), {"profile": profile.slug}).content.decode()

    assert kit.name in page
    assert others.name not in page


def test_reading_is_for_staff_and_writing_for_planners(sign_in, outsiders, interviewer, kit, client):
    kind = kit.assessment_type.slug
    writing = [
        ("interviews:new-kit", []),
        ("interviews:edit-kit", ["loop"]),
        ("interviews:assessment-type", [kind]),
    ]
    reading = [
        ("interviews:kits", []),
        ("interviews:kit", ["loop", 1]),
        ("interviews:kit-handout", ["loop", 1]),
        ("interviews:assessment-types", []),
        ("interviews:kit-coverage", []),
        ("interviews:kit-changes", ["loop", 1]),
    ]

    for name, arguments in writing:
        assert sign_in(interviewer).get(reverse(name, args=arguments)).status_code == 403
    for name, arguments in [("retire-kit", ["loop"]), ("restore-kit", ["loop"]), ("copy-kit", ["loop", 1])]:
        assert sign_in(interviewer).post(reverse(f"interviews:{name}", args=arguments)).status_code == 403
    for name, arguments in reading + writing:
        assert outsiders(reverse(name, args=arguments)) == [302, 200]


def test_assessment_types_say_how_many_have_held_them(sign_in, recruiter, kit):
    factories.SeatFactory(interview__kit=kit, interview__during=factories.span(hours=-48))

    page = sign_in(recruiter).get(reverse("interviews:assessment-types")).content.decode()

    assert "1 held it this year" in page
    assert "1 kit</a>" in page


def test_assessment_type_in_own_words(sign_in, admin, kit):
    url = reverse("interviews:assessment-type", args=[kit.assessment_type.slug])
    client = sign_in(admin)

    refused = client.post(url, {"name": "", "shows": "x", "minutes": "45", "side": "other"})
    answer = client.post(url, {"name": "Together", "shows": "How.", "minutes": "45", "side": "engineer"})

    assert refused.status_code == 422
    assert answer.status_code == 302
    kit.assessment_type.refresh_from_db()
    assert (kit.assessment_type.name, kit.assessment_type.side) == ("Together", "engineer")


@pytest.mark.parametrize("name", ["interviews:kits", "interviews:assessment-types", "interviews:kit-coverage"])
def test_lists_cost_the_same_with_more_kits(sign_in, recruiter, kit, count_queries, name):
    client = sign_in(recruiter)
    client.get(reverse(name))
    one = count_queries(lambda: client.get(reverse(name)))
    for n in range(2):
        more = factories.KitFactory(assessment_type__slug=f"type-{n}")
        factories.KitCompetencyFactory(kit=more)

    assert count_queries(lambda: client.get(reverse(name))) == one <= 15


def test_kit_page_costs_the_same_with_more_parts(sign_in, recruiter, kit, count_queries):
    client = sign_in(recruiter)
    url = reverse("interviews:kit", args=["loop", 1])
    client.get(url)
    one = count_queries(lambda: client.get(url))
    for n in range(2, 4):
        factories.KitCompetencyFactory(kit=kit)
        kit.questions.create(position=n, text="More?", competency=factories.CompetencyFactory())

    assert count_queries(lambda: client.get(url)) == one <= 15
