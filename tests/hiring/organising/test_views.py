import pytest

from hiring.models import Competency, StageTemplate
from tests import factories

COMPETENCIES = "/settings/competencies/"
STAGES = "/settings/stages/"
WORDS = {f"level_{level}": f"Level {level} in words" for level in (1, 2, 3, 4)} | {
    f"bar_{height}": f"A {height} bar" for height in ("low", "mid", "high")
}
WHOLE = {"name": "Reads curves", "side": "both", "is_active": "on"} | WORDS


@pytest.fixture
def template(db):
    made = StageTemplate.objects.create(slug="generic", name="Generic", is_shipped=True)
    made.stages.create(name="Screen", kind="screen", sla_days=4, position=0)
    return made


@pytest.mark.parametrize("url", [COMPETENCIES, f"{COMPETENCIES}new/", STAGES])
def test_these_settings_are_an_admins(url, admin, recruiter, hiring_manager, interviewer, sign_in, client):
    answers = [sign_in(user).get(url).status_code for user in (admin, recruiter, hiring_manager, interviewer)]

    assert answers == [200, 403, 403, 403]
    assert client.get(url).status_code == 302


def test_admin_writes_a_competency_with_all_its_anchors(admin, sign_in):
    sign_in(admin).post(f"{COMPETENCIES}new/", WHOLE)

    made = Competency.objects.get()
    assert (made.slug, made.strength_anchors[3], made.bar_high, made.is_shipped) == (
        "reads-curves",
        "Level 4 in words",
        "A high bar",
        False,
    )


def test_an_edited_competency_is_no_longer_the_shipped_one(admin, sign_in):
    shipped = factories.CompetencyFactory(is_shipped=True)

    sign_in(admin).post(f"{COMPETENCIES}{shipped.slug}/", WHOLE | {"name": "Our words"})

    shipped.refresh_from_db()
    assert (shipped.name, shipped.is_shipped) == ("Our words", False)


def test_a_role_keeps_the_anchor_it_copied(admin, sign_in):
    criterion = factories.RoleCompetencyFactory(bar_anchor="What this role asks")

    sign_in(admin).post(f"{COMPETENCIES}{criterion.competency.slug}/", WHOLE)

    criterion.refresh_from_db()
    assert criterion.bar_anchor == "What this role asks"


def test_a_missing_anchor_is_refused_and_the_words_kept(admin, sign_in):
    response = sign_in(admin).post(f"{COMPETENCIES}new/", WHOLE | {"level_3": ""})

    assert response.status_code == 422
    assert "Level 4 in words" in response.text
    assert Competency.objects.count() == 0


def test_an_unknown_competency_does_not_exist(admin, sign_in):
    assert sign_in(admin).get(f"{COMPETENCIES}none/").status_code == 404
    assert sign_in(admin).get(f"{STAGES}none/").status_code == 404


def test_admin_rewrites_a_template(admin, sign_in, template):
    sign_in(admin).post(f"{STAGES}generic/", {"name": "Ours", "stages": "Review | review | 3\n\nOnsite | onsite | 10"})

    template.refresh_from_db()
    assert (template.name, template.is_shipped) == ("Ours", False)
    assert list(template.stages.values_list("name", "kind", "sla_days")) == [
        ("Review", "review", 3),
        ("Onsite", "onsite", 10),
    ]


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ("", "required"),
        ("Review", "Line 1: write name"),
        ("Review | review | 3\nOnsite | party | 2", "Line 2: “party” is no kind of stage"),
        ("Review | review | 0", "from 1 to 90"),
        ("Review | review | ٣", "from 1 to 90"),
        ("Review | review | 3\nreview | screen | 3", "same name"),
        ("\n".join(f"S{n} | review | 3" for n in range(16)), "one to 15 stages"),
    ],
)
def test_a_template_that_makes_no_sense_is_refused_with_its_line(admin, sign_in, template, stages, said):
    response = sign_in(admin).post(f"{STAGES}generic/", {"name": "Ours", "stages": stages})

    assert response.status_code == 422
    assert said in response.text
    assert template.stages.count() == 1


@pytest.mark.parametrize("url", [COMPETENCIES, STAGES])
def test_lists_cost_the_same_with_one_row_and_with_three(url, admin, sign_in, count_queries):
    client = sign_in(admin)
    counts = []
    for number in (1, 2, 3):
        factories.CompetencyFactory()
        StageTemplate.objects.create(slug=f"t{number}", name=f"T{number}").stages.create(
            name="S", kind="screen", position=0
        )
        client.get(url)
        counts.append(count_queries(lambda: client.get(url)))

    assert counts[0] == counts[2] <= 8
