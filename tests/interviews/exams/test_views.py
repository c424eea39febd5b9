"""Building exams: the grid, what the bank lacks, versions, and who may."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from interviews.exams.actions import ExamRefused, edit_exam, stamp_of
from interviews.exams.blueprint import Blueprint
from interviews.exams.queries import exams_for, judged_line
from interviews.models import Exam
from interviews.questions.actions import newest_version, rate_pass
from interviews.questions.models import Question
from tests import factories
from tests.interviews.exam_fixtures import applied, invite, make_exam

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Foundations",
    "minutes": "40",
    "measures": "What the work needs.",
    "notice": "",
    "ai_policy": "not_allowed",
    "cut_method": "fixed",
    "cut_percent": "60",
    "cap_percent": "30",
    "hand_marking": "every",
    "cell-ml-theory-recall": "2",
    "cell-ml-theory-apply": "1",
}


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


def edit_url(exam, name="edit-exam"):
    return reverse(f"interviews:{name}", args=[exam.slug])


def test_builder_shows_what_the_bank_has(sign_in, bank, recruiter):
    text = words(sign_in(recruiter).get(reverse("interviews:new-exam")))

    assert 'name="cell-ml-theory-recall"' in text
    assert "3 live" in text


def test_exam_is_written_with_its_grid(sign_in, bank, recruiter):
    answered = sign_in(recruiter).post(reverse("interviews:new-exam"), TYPED)

    exam = Exam.objects.get()
    assert answered["Location"] == reverse("interviews:exam", args=[exam.slug])
    assert (exam.plan.total, exam.cut, exam.exposure_cap) == (3, Decimal("0.6"), Decimal("0.3"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"cell-ml-theory-recall": "", "cell-ml-theory-apply": "0"}, "Ask for at least one question"),
        ({"cell-ml-theory-recall": "-1"}, "greater than or equal to 0"),
        ({"cell-ml-theory-recall": "21"}, "less than or equal to 20"),
        ({"minutes": "4"}, "greater than or equal to 5"),
        ({"cut_percent": ""}, "Write the line, or let the judges set it."),
        ({"cut_percent": "96"}, "less than or equal to 95"),
        ({"cap_percent": "0"}, "greater than or equal to 1"),
        ({"cut_method": "angoff"}, "Nobody has rated questions of every cell yet"),
        ({"measures": ""}, "required"),
    ],
)
def test_exam_that_cannot_be_is_refused_and_keeps_what_was_typed(sign_in, bank, recruiter, fields, said):
    answered = sign_in(recruiter).post(reverse("interviews:new-exam"), TYPED | fields)

    assert answered.status_code == 422
    assert said in words(answered)
    assert 'value="Foundations"' in words(answered)
    assert Exam.objects.count() == 0


def test_page_says_what_the_bank_lacks_and_how_sure_the_line_is(sign_in, exam, recruiter):
    text = words(sign_in(recruiter).get(reverse("interviews:exam", args=[exam.slug])))

    assert "ML theory, recall: 3 live questions for 2 places" in text
    assert "4 questions are a screening hint only" in text
    assert "from the number of questions alone" in text


def test_unused_exam_is_changed_in_place_and_a_used_one_followed(sign_in, exam, role, recruiter):
    client = sign_in(recruiter)
    client.post(edit_url(exam), TYPED | {"seen": stamp_of(exam)})
    exam.refresh_from_db()
    assert (exam.version, exam.name) == (1, "Foundations")
    invite(exam, applied(role))

    client.post(edit_url(exam), TYPED | {"name": "Newer", "seen": stamp_of(exam)})

    assert list(Exam.objects.order_by("version").values_list("version", "name")) == [(1, "Foundations"), (2, "Newer")]
    assert [one.version for one in Exam.objects.current()] == [2]


def test_second_of_two_editors_is_told(exam, recruiter):
    seen = stamp_of(exam)
    fields = {"name": "A", "profile": None, "minutes": 30, "measures": "x", "notice": "", "ai_policy": "allowed"}
    fields |= {"cut": Decimal("0.5"), "cut_method": "fixed", "exposure_cap": Decimal("0.3"), "hand_marking": "every"}
    plan = Blueprint.of({("ml-theory", "recall"): 1})
    edit_exam(exam=exam, fields=fields, roles=[], blueprint=plan, seen=seen, by=recruiter)

    with pytest.raises(ExamRefused, match="Somebody changed this exam"):
        edit_exam(exam=exam, fields=fields, roles=[], blueprint=plan, seen=seen, by=recruiter)


def test_retired_exam_is_out_of_the_lists(sign_in, exam, role, recruiter):
    client = sign_in(recruiter)
    assert list(exams_for(role)) == [exam]

    client.post(edit_url(exam, "retire-exam"))

    assert list(exams_for(role)) == []
    assert client.post(edit_url(exam), TYPED | {"seen": "x"}).status_code == 422


def test_exam_is_offered_to_its_roles_and_profiles(bank, role):
    other = factories.RoleFactory()
    profile = factories.RoleProfileFactory(slug="data-engineer", name="Data engineer")
    bound = make_exam(slug="bound")
    bound.roles.add(other)
    make_exam(slug="profiled", profile=profile)
    anybody = make_exam(slug="anybody")

    assert list(exams_for(role)) == [anybody]
    assert set(exams_for(other)) == {anybody, bound}


def test_interviewer_reads_and_does_not_write(sign_in, exam, interviewer):
    client = sign_in(interviewer)

    assert client.get(reverse("interviews:exams")).status_code == 200
    assert client.get(edit_url(exam)).status_code == 403
    assert client.post(edit_url(exam, "retire-exam")).status_code == 403
    assert client.get(reverse("interviews:attempts", args=[exam.slug])).status_code == 403


def test_judges_line_weighs_cells_by_their_places(bank, exam):
    judges = [factories.UserFactory() for _ in range(2)]
    percents = {"recall": (80, 60), "apply": (40, 40), "diagnose": (20, 40)}
    for judge, place in ((judges[0], 0), (judges[1], 1)):
        for question in Question.objects.order_by("slug"):
            rate_pass(version=newest_version(question), percent=percents[question.depth][place], by=judge)

    line = judged_line(exam.plan)

    # Two places of recall, one each of the others: (.8+.8+.4+.2)/4 and (.6+.6+.4+.4)/4.
    assert line.judges == 2
    assert line.cut == pytest.approx((0.55 + 0.5) / 2)


def test_judge_who_left_a_cell_out_sets_no_line(bank, exam):
    judge = factories.UserFactory()
    for question in Question.objects.exclude(depth="diagnose"):
        rate_pass(version=newest_version(question), percent=50, by=judge)

    assert judged_line(exam.plan) is None
