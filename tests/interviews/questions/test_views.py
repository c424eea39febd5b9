"""The bank's pages: who may read and write, and what they show."""

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from interviews.models import BankStatistics, Question
from interviews.questions import answers
from interviews.questions.actions import note_asked
from interviews.questions.portable import STARTS, as_json, as_toml, read_file, start_of
from interviews.questions.reading import shipped_tables
from interviews.questions.records import AnswerRecord
from interviews.questions.tasks import reckon_questions
from interviews.shipping.questions import ship_questions
from interviews.shipping.rows import Tally
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return factories.QuestionFactory(slug="half")


@pytest.fixture
def manager():
    return factories.UserFactory(hiring_manager=True)


def page_of(client, name, *args, **query):
    return client.get(reverse(f"interviews:{name}", args=args), query).content.decode()


def test_list_shows_coverage_and_narrows(sign_in, interviewer, question):
    factories.QuestionFactory(slug="other", title="Another one", area="algorithms")

    whole = page_of(sign_in(interviewer), "questions")
    fragment = page_of(sign_in(interviewer, htmx=True), "questions", area="algorithms")
    unknown = page_of(sign_in(interviewer), "questions", area="nonsense", depth="\x00")

    assert "Half of a number" in whole
    assert "New question" not in whole
    assert "Another one" in fragment
    assert "Half of a number" not in fragment
    assert "<html" not in fragment
    assert "Half of a number" in unknown


def test_retired_questions_only_come_when_asked_for(sign_in, interviewer, question):
    Question.objects.update(state="retired", retired_at=dt.datetime.now(dt.UTC))

    assert "half" not in page_of(sign_in(interviewer), "questions")
    assert "Half of a number" in page_of(sign_in(interviewer), "questions", state="retired")


def test_list_costs_the_same_for_one_and_three(sign_in, interviewer, django_assert_num_queries, question):
    client = sign_in(interviewer)
    page_of(client, "questions")
    with django_assert_num_queries(8):
        page_of(client, "questions")
    factories.QuestionFactory.create_batch(2)
    with django_assert_num_queries(8):
        page_of(client, "questions")


def test_next_variant_draws_other_numbers(sign_in, interviewer, question):
    client = sign_in(interviewer)

    pages = {
        page_of(client, "question", "half", seed=seed).split("<strong>half</strong> of ")[1][:2] for seed in range(8)
    }

    assert pages == {"10", "20", "30"}


def test_every_shipped_question_has_a_page_as_the_database_keeps_it(sign_in, interviewer):
    ship_questions(Tally())
    client = sign_in(interviewer)
    slugs = list(Question.objects.values_list("slug", flat=True))

    shown = [client.get(reverse("interviews:question", args=[slug])).status_code for slug in slugs]

    assert len(shown) >= 75
    assert set(shown) == {200}


def test_answer_can_be_tried(sign_in, interviewer, question):
    variant = question.versions.get().variant(3)
    (right,) = variant.key.right
    wrong = next(one.id for one in variant.asked.choices if one.id != right)
    client = sign_in(interviewer)

    good = page_of(client, "question", "half", **{"seed": 3, "try-chosen": right})
    bad = page_of(client, "question", "half", **{"seed": 3, "try-chosen": wrong})

    assert "Right." in good
    assert "Not the right choice." in bad
    assert "alert-info" not in page_of(client, "question", "half", seed=3)


def test_interviewers_read_and_do_not_write(sign_in, interviewer, question):
    client = sign_in(interviewer)

    assert "interviews/questions/half/edit/" not in page_of(client, "question", "half")
    for name, args in [
        ("new-question", []),
        ("import-questions", []),
        ("edit-question", ["half"]),
        ("question-leaks", []),
    ]:
        assert client.get(reverse(f"interviews:{name}", args=args)).status_code == 403
    for name in ("question-state", "question-authors", "rate-pass"):
        assert client.post(reverse(f"interviews:{name}", args=["half"])).status_code == 403
    assert client.get(reverse("interviews:question", args=["no-such"])).status_code == 404


def test_named_author_edits_and_another_interviewer_does_not(sign_in, interviewer, manager, question):
    sign_in(manager).post(reverse("interviews:question-authors", args=["half"]), {"authors": [str(interviewer.uuid)]})

    assert sign_in(interviewer).get(reverse("interviews:edit-question", args=["half"])).status_code == 200
    assert sign_in(factories.UserFactory()).get(reverse("interviews:edit-question", args=["half"])).status_code == 403


@pytest.mark.parametrize("form", STARTS)
def test_example_of_each_form_can_be_kept_as_it_is(sign_in, manager, form):
    client = sign_in(manager)
    assert start_of(form, "a-new-question").splitlines()[1] in page_of(client, "new-question", form=form).replace(
        "&quot;", '"'
    )

    response = client.post(reverse("interviews:new-question"), {"text": start_of(form, "mine")}, follow=True)

    assert response.status_code == 200
    assert Question.objects.get(slug="mine").state == "draft"
    assert Question.objects.get(slug="mine").owner == manager


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[item", "is not TOML"),
        ("x = 1", "holds no [[item]]"),
        (start_of("single", "mine").replace("right = true", "right = false"), "exactly one option must be right"),
        (start_of("single", "mine").replace("A tempting one", "The right one"), "two choices are the same"),
        (start_of("single", "mine").replace("title", "titel"), "“title” is missing"),
        (start_of("numeric", "mine").replace("1 / n", "1 / m"), "neither drawn nor computed"),
        (start_of("numeric", "mine").replace("{{n}}", "{{m}}"), "asks for “m”"),
        (start_of("single", "half"), "already"),
        (start_of("single", "mine") + start_of("single", "yours"), "not 2"),
        (start_of("single", "mine").replace("tempting", "\\u0000"), "zero byte"),
        ("x = " + "[" * 3000, "is not TOML"),
        ("x = " + "9" * 5000, "is not TOML"),
        ('{"item": [{"slug": "\\ud800"}]}', "cannot be kept"),
        ('{"item": 3}', "no list"),
        ("[1]", "holds no [[item]]"),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_in_the_field(sign_in, manager, question, text, words):
    response = sign_in(manager).post(reverse("interviews:new-question"), {"text": text})

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert text[:6].replace('"', "&quot;") in page
    assert Question.objects.count() == 1


def test_edit_of_an_asked_question_makes_the_next_version(sign_in, manager, question):
    version = question.versions.get()
    note_asked([version.pk])
    client = sign_in(manager)
    page = page_of(client, "edit-question", "half")
    seen = page.split('name="seen" value="')[1].split('"')[0]
    text = as_toml([{**version.body, "title": "A half"}])

    done = client.post(reverse("interviews:edit-question", args=["half"]), {"text": text, "seen": seen})
    late = client.post(reverse("interviews:edit-question", args=["half"]), {"text": text, "seen": seen})

    assert "becomes version 2" in page
    assert done.status_code == 302
    assert late.status_code == 422
    assert "Somebody changed this question" in late.content.decode()
    assert Question.objects.get().title == "A half"
    assert "older wording" in page_of(client, "question", "half", version=1)
    assert client.get(reverse("interviews:question", args=["half"]), {"version": 9}).status_code == 404


def test_state_moves_one_way(sign_in, manager, question):
    client, url = sign_in(manager), reverse("interviews:question-state", args=["half"])

    for to in ("nonsense", "retired", "live"):
        client.post(url, {"to": to})

    assert Question.objects.get().state == "retired"
    assert "cannot become live" in page_of(client, "question", "half")


def test_pass_ratings_are_one_for_each_person(sign_in, manager, question):
    client, url = sign_in(manager), reverse("interviews:rate-pass", args=["half"])

    for percent in ("60", "70", "101", "many"):
        client.post(url, {"percent": percent})

    assert list(question.versions.get().pass_ratings.values_list("percent", flat=True)) == [70]
    assert "1 of 3 experts" in page_of(client, "question", "half")


@pytest.mark.parametrize("write", [as_toml, as_json])
def test_every_shipped_question_survives_being_exported_and_imported(write):
    bodies = list(shipped_tables())

    assert [body for _, body in read_file(write(bodies))] == bodies


def test_exported_file_is_imported_elsewhere(sign_in, manager, question):
    client = sign_in(manager)
    exported = client.get(reverse("interviews:export-questions"), {"as": "json"})
    Question.objects.all().delete()

    upload = SimpleUploadedFile("questions.json", exported.content)
    done = client.post(reverse("interviews:import-questions"), {"file": upload})

    assert json.loads(exported.content)["item"][0]["slug"] == "half"
    assert done.status_code == 302
    assert Question.objects.get().slug == "half"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose a file"),
        ({"file": SimpleUploadedFile("x.toml", b"\xff\xfe\x00")}, "UTF-8"),
        ({"text": start_of("single", "one") + start_of("single", "half")}, "already"),
        ({"text": start_of("single", "one") + start_of("single", "one")}, "two questions named"),
    ],
    ids=["nothing", "bytes", "taken", "twice"],
)
def test_import_keeps_all_or_nothing(sign_in, manager, question, fields, words):
    response = sign_in(manager).post(reverse("interviews:import-questions"), fields)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert Question.objects.count() == 1


def recorded(count):
    """Answers of so many attempts to the question and three others; who does well elsewhere does well here, mostly."""
    return [
        AnswerRecord(
            slug, 1, 0, f"attempt-{n}", float((n % 4 > 0) != (slug == "half" and n % 9 == 0)), 40.0,
            ("0",) if n % 4 else ("1",), dt.datetime(2026, 3, 1, tzinfo=dt.UTC) + dt.timedelta(days=n),
        )
        for n in range(count)
        for slug in ("half", "a", "b", "c")
    ]  # fmt: skip


@pytest.fixture
def answered(monkeypatch):
    """Let the bank read so many made-up attempts."""

    def read(count, names=None):
        monkeypatch.setattr(answers, "_readers", [lambda: recorded(count)])
        monkeypatch.setattr(
            answers,
            "_namers",
            [lambda wanted, viewer: {name: ("Quiet Otter", "/o/") for name in wanted if not names or name in names}],
        )

    return read


@pytest.mark.parametrize(("count", "hint"), [(20, True), (80, False)])
def test_statistics_are_shown_and_say_when_they_are_too_few(sign_in, interviewer, question, answered, count, hint):
    note_asked([question.versions.get().pk])
    answered(count)

    assert reckon_questions() == 4 * count
    assert reckon_questions() == 4 * count

    page = page_of(sign_in(interviewer), "question", "half")
    assert BankStatistics.objects.count() == 1
    assert ("Needs n ≥ 50" in page.split("Exposure")[0]) is hint
    assert "100" in page.split("Exposure")[1][:40]
    assert ("1 wrong option chosen by fewer than 5 %" in page) is True
    assert "{{" not in page
    assert "Reliability of an exam of 4 questions" in page_of(sign_in(interviewer), "questions")


def test_nothing_is_said_of_fewer_than_five(sign_in, interviewer, question, answered):
    answered(4)
    reckon_questions()

    assert "Nobody has answered this wording yet, or fewer than five" in page_of(
        sign_in(interviewer), "question", "half"
    )
    assert "Reliability" not in page_of(sign_in(interviewer), "questions")


def test_reckoning_nothing_is_fine(sign_in, manager):
    assert reckon_questions() == 0
    assert reckon_questions() == 0
    assert "No answers have been read yet" in page_of(sign_in(manager), "question-leaks")


def test_signs_are_words_and_leave_out_who_was_erased(sign_in, manager, question, answered, monkeypatch):
    quick = [
        AnswerRecord(slug, 1, 0, name, 1.0, 1.0, ("0",), dt.datetime(2026, 4, 1, tzinfo=dt.UTC))
        for slug in ("half", "a", "b", "c")
        for name in ("quick", "erased")
    ]
    answered(80, names={"quick"})
    monkeypatch.setattr(answers, "_readers", [lambda: recorded(80) + quick])
    reckon_questions()

    page = page_of(sign_in(manager), "question-leaks")

    assert page.count("Quiet Otter") == 1
    assert "less than a fifth of the time" in page
    assert "None of them is evidence against a person" in page
    assert "Half of a number" in page
