import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from insights.fairness.models import FairnessReader, FairnessReport, FairnessTable, PooledReading, WaitingCount
from insights.fairness.reading import ReaderRefused, name_reader
from insights.fairness.wording import group_words, table_words
from tests import factories
from workspace.models import Activity

PAGE, FLOW, READERS = (
    reverse("insights:fairness"),
    reverse("insights:applicant_flow"),
    reverse("insights:fairness_readers"),
)
TOGETHER = reverse("insights:fairness_together")


def group(name, passed, decided, **more):
    return {"name": name, "known": True, "passed": passed, "decided": decided} | more


LOOK = {
    "of": "Man",
    "ratio": 0.6,
    "low": 0.35,
    "high": 0.97,
    "p": 0.0217,
    "word": "look",
    "needed": None,
    "flips": False,
}
CANNOT = {
    "of": "Man",
    "ratio": 0.56,
    "low": 0.1,
    "high": 1.7,
    "p": 0.27,
    "word": "cannot_tell",
    "needed": 300,
    "flips": False,
}
REVIEW = {
    "stage": "review",
    "total": [130, 460],
    "pool": [52, 160],
    "pooled": ["Non-binary", "Not known"],
    "groups": [group("Man", 60, 200, of="Man"), group("Woman", 18, 100, **LOOK)],
}
SCREEN = {
    "stage": "screen",
    "total": [30, 58],
    "pool": None,
    "pooled": [],
    "groups": [group("Man", 12, 40, of="Man"), group("Woman", 5, 18, **CANNOT)],
}
NOTHING = {"stage": "offer", "total": None, "pool": None, "pooled": ["Man", "Woman"], "groups": []}


@pytest.fixture
def report(db):
    begins, ends = dt.date(2026, 1, 1), dt.date(2026, 7, 1)
    found = FairnessReport.objects.create(begins_on=begins, ends_on=ends, made_at=timezone.now())
    for position, (block, question) in enumerate(
        (b, q) for b in ("ML engineer", "All other roles") for q in ("Gender", "Ethnic group")
    ):
        FairnessTable.objects.create(
            report=found,
            country="=cmd()",
            block=block,
            question=question,
            question_slug=question.lower().replace(" ", "-"),
            stages=[REVIEW, SCREEN, NOTHING],
            position=position,
        )
    return found


@pytest.fixture
def reader(interviewer, admin):
    name_reader(user=interviewer, by=admin)
    return interviewer


def test_a_reader_sees_rates_ratios_and_words(report, reader, sign_in):
    page = sign_in(reader).get(PAGE).content.decode()

    for words in (
        "0.60 (below 0.8)",
        "0.35 to 0.97",
        "Look into it: the ratio is below four fifths, and chance alone seldom does that.",
        "Cannot tell: needs about 300 people.",
        "Non-binary, Not known, pooled",
        "Fewer than five people passed, or fewer than five did not: nothing is shown.",
        "Of 2 comparisons, look into Woman (reading the application).",
    ):
        assert words in page


def test_nobody_reads_who_was_not_named_and_an_admin_neither(
    report, admin, recruiter, hiring_manager, interviewer, sign_in
):
    for user in (admin, recruiter, hiring_manager, interviewer):
        assert [sign_in(user).get(path).status_code for path in (PAGE, TOGETHER, FLOW)] == [403] * 3


def test_who_begins_to_decide_reads_no_more(report, reader, sign_in):
    reader.persona = "recruiter"
    reader.save()

    assert sign_in(reader).get(PAGE).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?period=2099-01-01&block=x&question=y",
        "?period=2026-01-01&question=%00",
        "?since=2026-03-01&role=ml-engineer",
    ],
)
def test_whatever_is_asked_for_only_what_was_counted_is_shown(report, reader, sign_in, query):
    response = sign_in(reader).get(PAGE + query)

    assert (response.status_code, "Gender: ML engineer" in response.content.decode()) == (200, True)


def test_another_block_and_question_can_be_chosen(report, reader, sign_in):
    chosen = {"period": "2026-01-01", "block": "=cmd(): All other roles", "question": "ethnic-group"}

    page = sign_in(reader).get(PAGE, chosen).content.decode()

    assert "Ethnic group: All other roles" in page
    assert '<option value="ethnic-group" selected>' in page


POOLED = {
    "name": "Woman",
    "tables": 3,
    "passed": 11,
    "decided": 38,
    "of_passed": 37,
    "of_decided": 78,
    "ratio": 0.61,
    "low": 0.33,
    "high": 0.98,
    "p": 0.03,
    "word": "look",
    "needed": None,
    "flips": False,
    "alike": 0.4,
}


@pytest.fixture
def reading(report):
    def made(question, slug, *rows):
        stages = [{"stage": "review", "of": "Man", "groups": list(rows)}, {"stage": "offer", "of": "", "groups": []}]
        return PooledReading.objects.create(
            report=report, country="UK", question=question, question_slug=slug, since=dt.date(2024, 1, 1), tables=3,
            stages=stages,
        )  # fmt: skip

    made("Ethnic group", "ethnic-group", POOLED | {"name": "Asian", "alike": 0.01})
    return made("Gender", "gender", POOLED)


def test_half_years_are_read_together(reading, reader, sign_in):
    page = sign_in(reader).get(TOGETHER, {"reading": "UK: gender"}).content.decode()

    for words in (
        "Gender, UK",
        "3 tables, of applications from 1 January 2024 to before 1 July 2026",
        "11 of 38, 29 %",
        "37 of 78, 47 %",
        "0.33 to 0.98",
        "Look into it: the ratio is below four fifths, and chance alone seldom does that.",
        "In no half-year are two groups large enough to be set beside each other.",
    ):
        assert words in page
    assert "differ from each other more than" not in page


def test_tables_that_differ_are_said_to(reading, reader, sign_in):
    page = sign_in(reader).get(TOGETHER, {"reading": "nonsense"}).content.decode()

    assert "Ethnic group, UK" in page
    assert "the tables differ from each other more than chance explains: read them one by one." in page


def test_of_each_question_the_newest_reading_is_shown(reading, reader, sign_in):
    older = FairnessReport.objects.create(
        begins_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 7, 1), made_at=timezone.now()
    )
    fields = {"country": "UK", "since": dt.date(2023, 1, 1), "tables": 2, "stages": []}
    PooledReading.objects.create(report=older, question="Gender", question_slug="gender", **fields)
    PooledReading.objects.create(report=older, question="Age", question_slug="age", **fields)
    client = sign_in(reader)

    assert "from 1 January 2024" in client.get(TOGETHER, {"reading": "UK: gender"}).content.decode()
    assert "from 1 January 2023" in client.get(TOGETHER, {"reading": "UK: age"}).content.decode()


def test_before_there_are_two_tables_nothing_is_read_together(reader, sign_in, db):
    assert "Nothing to read together yet" in sign_in(reader).get(TOGETHER).content.decode()


def test_a_reader_who_interviews_finds_the_page_in_the_menu(interviewer, admin, recruiter, sign_in):
    entry = f'<a href="{PAGE}"'

    assert entry not in sign_in(interviewer).get(reverse("workspace:profile")).content.decode()
    name_reader(user=interviewer, by=admin)
    client = sign_in(interviewer)
    assert entry in client.get(reverse("workspace:profile")).content.decode()
    FairnessReader.objects.all().delete()
    assert entry not in client.get(reverse("workspace:profile")).content.decode()
    assert entry not in sign_in(recruiter).get(reverse("workspace:profile")).content.decode()


def test_who_is_named_while_signed_in_has_the_entry_once_they_opened_the_page(interviewer, admin, sign_in):
    client = sign_in(interviewer)
    name_reader(user=interviewer, by=admin)

    assert f'<a href="{PAGE}"' not in client.get(reverse("workspace:profile")).content.decode()
    client.get(PAGE)
    assert f'<a href="{PAGE}"' in client.get(reverse("workspace:profile")).content.decode()


def test_only_readers_pages_ask_who_reads(report, reader, sign_in):
    client, other = sign_in(reader), sign_in(factories.UserFactory(persona="interviewer"))
    asked = []
    for one in (client, other):
        with CaptureQueriesContext(connection) as found:
            one.get(reverse("workspace:profile"))
        asked.append(sum("insights_fairnessreader" in query["sql"] for query in found))

    assert asked == [1, 0]


def test_before_anything_was_counted_the_page_says_when(reader, sign_in, db):
    page = sign_in(reader).get(PAGE).content.decode()

    assert "Nothing counted yet" in page
    assert sign_in(reader).get(FLOW).status_code == 404


WAITS = {"country": "UK", "block": "All roles", "question": "Age", "question_slug": "age", "since": dt.date(2025, 7, 1)}


def test_what_waits_is_named_and_none_of_its_numbers(reader, sign_in, db):
    counts = {"stages": [{"old": [4711, 9999]}], "parts": [[[4711, 9999]]]}
    WaitingCount.objects.create(counts=counts, **WAITS)
    FairnessReport.objects.create(begins_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 7, 1), made_at=timezone.now())

    page = sign_in(reader).get(PAGE).content.decode()

    assert "Nothing can be compared yet" in page
    assert "Age: All roles, UK" in page
    assert "applications since 1 July 2025" in page
    assert "4711" not in page
    assert sign_in(reader).get(FLOW).status_code == 404


def test_a_table_of_half_years_that_waited_says_since_when(report, reader, sign_in):
    FairnessTable.objects.create(
        report=report, country="A", block="All roles", question="Age", question_slug="age", stages=[REVIEW],
        since=dt.date(2024, 7, 1), position=9,
    )  # fmt: skip

    page = sign_in(reader).get(PAGE, {"period": "2026-01-01", "block": "A: All roles"}).content.decode()

    assert "Of applications from 1 July 2024 to before 1 July 2026" in page


def test_the_page_takes_the_same_queries_however_much_was_counted(report, reader, sign_in):
    client = sign_in(reader)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for year in (2023, 2024):
        other = FairnessReport.objects.create(
            begins_on=dt.date(year, 1, 1), ends_on=dt.date(year, 7, 1), made_at=timezone.now()
        )
        FairnessTable.objects.create(
            report=other, country="UK", block="All roles", question="Age", question_slug="age", stages=[], position=0
        )
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)

    assert len(few) == len(many)


def test_the_export_holds_what_the_pages_show_and_nothing_more(report, reader, sign_in):
    body = b"".join(sign_in(reader).get(FLOW, {"period": "2026-01-01"}).streaming_content).decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(body)))
    assert len(rows) == 4 * (4 + 3 + 1)
    assert rows[0]["Country"].startswith("'=cmd()")
    woman = rows[2]
    assert (woman["Group"], woman["Decided"], woman["Passed"], woman["Rate"], woman["Ratio"]) == (
        "Woman",
        "100",
        "18",
        "0.1800",
        "0.6",
    )
    assert (rows[3]["Group"], rows[3]["Decided"]) == ("Pooled: Non-binary; Not known", "160")
    hidden = rows[7]
    assert (hidden["Stage"], hidden["Decided"], hidden["Passed"]) == ("Offer", "hidden", "hidden")
    assert Activity.objects.filter(verb="exported_applicant_flow").count() == 1


def test_the_export_says_what_half_years_say_together_and_since_when(reading, report, reader, sign_in):
    FairnessTable.objects.create(
        report=report, country="UK", block="All roles", question="Age", question_slug="age", stages=[NOTHING],
        since=dt.date(2024, 7, 1), position=9,
    )  # fmt: skip

    body = b"".join(sign_in(reader).get(FLOW).streaming_content).decode("utf-8-sig")

    *_, age, ethnic, gender = csv.DictReader(io.StringIO(body))
    assert (age["Question"], age["Applied from"], age["Applied before"]) == ("Age", "2024-07-01", "2026-07-01")
    assert (gender["Roles"], gender["Applied from"], gender["Group"]) == (
        "Half-years together, 3 tables",
        "2024-01-01",
        "Woman",
    )
    assert (gender["Passed"], gender["Decided"], gender["Compared with"], gender["Ratio"]) == (
        "11",
        "38",
        "Man",
        "0.61",
    )
    assert "differ from each other more than chance" in ethnic["In words"]


def test_another_half_year_is_never_exported_in_place_of_the_one_asked_for(report, reader, sign_in):
    client = sign_in(reader)

    assert [client.get(FLOW, {"period": asked}).status_code for asked in ("2020-01-01", "soon")] == [404, 404]
    assert not Activity.objects.filter(verb="exported_applicant_flow").exists()
    assert client.get(FLOW).status_code == 200


def test_an_export_stands_in_the_log_with_who_took_it(report, reader, sign_in):
    b"".join(sign_in(reader).get(FLOW, {"period": "2026-01-01"}).streaming_content)

    entry = Activity.objects.get(verb="exported_applicant_flow")
    assert (entry.actor, entry.subject) == (reader, report.uuid)


def test_an_admin_names_and_dismisses_readers_but_nobody_who_decides(
    admin, interviewer, recruiter, hiring_manager, sign_in
):
    client = sign_in(admin)
    for user in (recruiter, hiring_manager):
        response = client.post(READERS, {"user": user.uuid})
        assert (response.status_code, FairnessReader.objects.count()) == (422, 0)
        assert "who recruits or manages hiring cannot be named" in response.content.decode()
        with pytest.raises(ReaderRefused, match="decides about candidates"):
            name_reader(user=user, by=admin)

    client.post(READERS, {"user": interviewer.uuid})
    assert "Ines Interviewer" in client.get(READERS).content.decode()
    assert sign_in(interviewer).get(PAGE).status_code == 200
    client.post(reverse("insights:dismiss_fairness_reader", args=[FairnessReader.objects.get().uuid]))

    assert sign_in(interviewer).get(PAGE).status_code == 403
    assert list(
        Activity.objects.filter(verb__contains="fairness_reader").order_by("pk").values_list("verb", flat=True)
    ) == [
        "named_fairness_reader",
        "dismissed_fairness_reader",
    ]


def test_who_left_cannot_be_named(admin):
    with pytest.raises(ReaderRefused, match="cannot sign in"):
        name_reader(user=factories.UserFactory(is_active=False), by=admin)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (LOOK | {"name": "Woman", "flips": True}, "One more who passed would lift the ratio to four fifths."),
        (
            LOOK | {"name": "Woman", "word": "small"},
            "A small difference: it is likely there, but the ratio is not below four fifths.",
        ),
        (LOOK | {"name": "Woman", "word": "no_sign"}, "No sign: a ratio as low as 0.6 would have been seen."),
        (CANNOT | {"name": "Woman", "needed": 1200}, "Cannot tell: needs about 1,200 people."),
        (
            CANNOT | {"name": "Woman", "needed": None},
            "Cannot tell: more people would be needed than any team hires.",
        ),
        ({"name": "Man", "of": "Man"}, "Passed most often: the others are set beside it."),
        ({"name": "Other"}, "Not compared."),
    ],
)
def test_words_of_a_group(row, words):
    assert words in group_words(row)


def test_words_of_a_table():
    cannot, none = SCREEN, {**SCREEN, "groups": [group("Woman", 5, 18, **(CANNOT | {"word": "no_sign"}))]}

    assert table_words([NOTHING]) == "Nothing can be compared: too few people answered, or too few were decided about."
    assert table_words([cannot]) == "The one comparison that can be made cannot be told: too few people."
    assert table_words([cannot, cannot]) == "Of 2 comparisons, none can be told: too few people."
    assert table_words([none, cannot]) == "Of 2 comparisons, none gives a sign that calls for a look; 1 cannot be told."
    assert (
        table_words([REVIEW])
        == "Of one comparison, look into Woman (reading the application). Chance alone seldom does that."
    )
