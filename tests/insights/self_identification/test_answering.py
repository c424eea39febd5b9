import datetime as dt
import io
import json
import zipfile

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from structlog.testing import capture_logs

from candidates.matching.merging import merge_candidates
from candidates.privacy.actions import erase_candidate
from config.logs import forget_who_answers
from insights.self_identification.actions import ask_applicants
from insights.self_identification.links import asked_by, link_of
from insights.self_identification.models import CountryQuestions, SelfAnswer, all_countries, country_of
from insights.self_identification.pseudonyms import person_of
from insights.self_identification.tasks import ask
from tests import factories
from workspace.mail.actions import deliver_due_mail
from workspace.models import Activity, Mail

SAID = {"gender": "woman", "ethnic-group": "asian-or-asian-british"}


@pytest.fixture
def country(db):
    return next(one for one in all_countries() if one.name == "United Kingdom")


@pytest.fixture
def person(db):
    found = factories.CandidateFactory(name="Elin Vasquez")
    factories.IdentityFactory(candidate=found, kind="email", value="elin@mail.example")
    return found


@pytest.fixture
def path(person, country):
    cache.clear()
    return "/" + link_of(person, country).split("/", 3)[3]


def test_an_applicant_answers_changes_it_and_takes_it_back(path, person):
    client = Client()
    page = client.get(path).content.decode()
    assert all(words in page for words in ("Gender", "Ethnic group", "I would rather not say", "It is voluntary"))

    assert client.post(path, SAID | {"do": "keep"}).url == f"{path}?done=kept"
    answer = SelfAnswer.objects.get()
    assert (answer.person, answer.answers) == (person_of(person.uuid), SAID)
    shown = client.get(path).content.decode()
    assert [words for words in ("checked", 'value="woman"', "asian-or") if f'{words}" checked' in shown] == []
    assert shown.count("checked") == page.count("checked")

    client.post(path, {"gender": "man", "do": "keep"})
    assert SelfAnswer.objects.get().answers == {"gender": "man"}

    assert client.post(path, {"do": "take_back"}).url == f"{path}?done=taken-back"
    assert not SelfAnswer.objects.exists()


def test_who_would_rather_not_say_leaves_nothing_behind(path):
    Client().post(path, SAID | {"do": "keep"})

    Client().post(path, {"gender": "", "ethnic-group": "", "do": "keep"})

    assert not SelfAnswer.objects.exists()


def test_an_answer_that_is_not_offered_is_refused(path):
    response = Client().post(path, {"gender": "tall", "do": "keep"})

    assert (response.status_code, SelfAnswer.objects.count()) == (422, 0)
    assert "Select a valid choice" in response.content.decode()


def test_a_wrong_a_foreign_and_a_spent_link_look_alike(path, person):
    wrong = path[:-3] + ("a" if path[-3] != "a" else "b") + path[-2:]
    erased = path
    erase_candidate(candidate=person, by=None)

    pages = [Client().get(one) for one in (wrong, erased, reverse("insights:self_identification", args=["nonsense"]))]

    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


def test_a_link_is_not_hammered_on(path):
    client = Client()
    codes = [client.post(path, {"do": "take_back"}).status_code for _ in range(31)]

    assert (codes[0], codes[-1]) == (302, 429)


def test_where_it_is_asked_no_more_one_can_still_take_back(path, country):
    Client().post(path, SAID | {"do": "keep"})
    CountryQuestions.objects.update(is_on=False)

    assert "We ask this no more" in Client().get(path).content.decode()
    assert Client().post(path, SAID | {"do": "keep"}).status_code == 410
    assert SelfAnswer.objects.exists()
    Client().post(path, {"do": "take_back"})
    assert not SelfAnswer.objects.exists()


def test_answers_go_with_the_record_and_with_those_merged_into_it(person, country, recruiter, path):
    twin = factories.CandidateFactory(name="E. Vasquez")
    Client().post(path, SAID | {"do": "keep"})
    merge_candidates(kept=twin, absorbed=person, by=recruiter)
    assert asked_by(path.rstrip("/").rpartition("/")[2]).candidate == twin

    erase_candidate(candidate=twin, by=recruiter)

    assert not SelfAnswer.objects.exists()


def test_after_a_merge_one_answer_stands_and_can_be_taken_back(person, country, recruiter, path):
    twin = factories.CandidateFactory(name="E. Vasquez")
    Client().post(path, SAID | {"do": "keep"})
    merge_candidates(kept=twin, absorbed=person, by=recruiter)

    Client().post(path, {"gender": "man", "do": "keep"})
    assert [(one.person, one.answers) for one in SelfAnswer.objects.all()] == [
        (person_of(twin.uuid), {"gender": "man"})
    ]
    Client().post(path, {"do": "take_back"})
    assert not SelfAnswer.objects.exists()


def test_an_answer_shows_nowhere_and_leaves_no_trace(path, person, recruiter, admin, sign_in, application):
    before = Activity.objects.count()
    copies = []
    for answered in (False, True):
        if answered:
            Client().post(path, SAID | {"do": "keep"})
        body = b"".join(sign_in(recruiter).get(reverse("candidates:copy", args=[person.uuid])).streaming_content)
        data = json.loads(zipfile.ZipFile(io.BytesIO(body)).read("data.json"))
        copies.append(data["voluntary answers about yourself"])
        page = sign_in(recruiter).get(reverse("candidates:candidate", args=[person.uuid])).content.decode()
        assert all(word not in page.casefold() for word in ("asian", "ethnic", "self-identification"))

    assert copies[0] == copies[1]
    verbs = set(Activity.objects.order_by("pk")[before:].values_list("verb", flat=True))
    assert [verb for verb in verbs if "answer" in verb or "self" in verb] == []
    found = sign_in(recruiter).get(reverse("candidates:list"), {"q": "asian"}).content.decode()
    assert "Vasquez" not in found


def test_nothing_in_the_database_leads_from_an_answer_to_a_person(path, person):
    Client().post(path, SAID | {"do": "keep"})

    fields = {field.name for field in SelfAnswer._meta.get_fields()}

    assert fields == {"person", "answers"}
    assert str(person.pk) != SelfAnswer.objects.get().person
    assert person.uuid.hex not in SelfAnswer.objects.get().person


def test_the_log_does_not_tell_who_answered_when(path):
    with capture_logs() as lines:
        Client().post(path, SAID | {"do": "keep"})
    told = [line for line in lines if path in str(line)]

    assert told
    assert [path in str(forget_who_answers(None, "info", dict(line))) for line in told] == [False] * len(told)
    assert "ip" not in forget_who_answers(None, "info", {"request": f"POST {path}", "ip": "192.0.2.1"})
    other = {"request": "GET /candidates/", "ip": "192.0.2.1"}
    assert forget_who_answers(None, "info", dict(other)) == other


# --- Asking ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def here(country):
    stages = (("Found", "sourced"), ("Review", "review"), ("Screen", "screen"))
    return factories.RoleFactory(location="London or Rotterdam", stages=stages)


def applied(role, *, kind="direct", days=2, **fields):
    person = factories.CandidateFactory(**fields)
    factories.IdentityFactory(candidate=person, kind="email", value=f"p{person.pk}@mail.example")
    channel = factories.ChannelFactory(slug=kind, kind=kind)
    when = timezone.now() - dt.timedelta(days=days)
    return factories.ApplicationFactory(role=role, candidate=person, channel=channel, applied_at=when)


def test_whoever_applied_is_asked_once_by_a_mail_that_forgets_the_link(here):
    application = applied(here)

    assert (ask(), ask()) == (1, 0)
    deliver_due_mail()

    (letter,) = mail.outbox
    assert letter.to == [f"p{application.candidate.pk}@mail.example"]
    assert all(
        words in letter.body for words in ("It is voluntary", "gender and ethnic group", "/self-identification/")
    )
    kept = Mail.objects.get(key__startswith="self-identification/")
    assert "/self-identification/" not in kept.body
    link = letter.body.split("/self-identification/")[1].split("/")[0]
    assert Client().get(reverse("insights:self_identification", args=[link])).status_code == 200


def test_who_was_found_is_asked_once_they_talk_with_us(here):
    found = applied(here, kind="arxiv")
    assert ask_applicants() == 0

    found.stage = here.stages.get(kind="screen")
    found.save()

    assert ask_applicants() == 1


def test_who_wants_no_letters_applied_long_ago_or_elsewhere_is_not_asked(here):
    applied(here, do_not_contact=True)
    applied(here, days=40)
    applied(factories.RoleFactory(location="Lisbon"))
    nobody = applied(here)
    nobody.candidate.identities.all().delete()

    assert ask_applicants() == 0


def test_a_question_is_stopped_where_its_person_wants_no_letters_by_now(here):
    application = applied(here)
    ask_applicants()
    application.candidate.do_not_contact = True
    application.candidate.save()

    deliver_due_mail()

    assert mail.outbox == []
    assert Mail.objects.get(key__startswith="self-identification/").error == "They asked not to be written to."


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("Boston, MA", "United States"),
        ("remote (US)", "United States"),
        ("london", "United Kingdom"),
        ("Lausanne", None),
        ("Kusadasi", None),
        ("", None),
    ],
)
def test_a_role_belongs_to_a_country_by_whole_words_of_its_location(db, location, name):
    found = country_of(location, all_countries())

    assert (found and found.name) == name


# --- Settings ----------------------------------------------------------------------------------------------------------


def test_an_admin_adds_a_country_and_stops_asking_in_another(admin, sign_in, country):
    client = sign_in(admin)
    given = {"name": "Portugal", "is_on": "on", "places": " Lisbon,  Porto ,", "questions": "Gender\n- Woman\n- Man"}

    client.post(reverse("insights:new_self_identification_country"), given)
    client.post(
        reverse("insights:self_identification_country", args=[country.uuid]),
        {"name": country.name, "places": "London", "questions": country.questions},
    )

    added = CountryQuestions.objects.get(name="Portugal")
    assert (added.is_on, added.places, len(added.asked)) == (True, ["Lisbon", "Porto"], 1)
    assert country_of("London", all_countries()) is None
    page = client.get(reverse("insights:self_identification_countries")).content.decode()
    assert all(words in page for words in ("Portugal", "Lisbon, Porto", "United States"))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("questions", "Gender\n- Woman", "give it two"),
        ("places", " , ", "Name at least one place"),
        ("places", "x" * 61, "in up to 60 characters"),
        ("name", "United States", "already exists"),
    ],
)
def test_a_country_that_cannot_be_saved_says_why_and_keeps_what_was_typed(admin, sign_in, country, field, value, words):
    given = {"name": "Portugal", "places": "Lisbon", "questions": "Gender\n- Woman\n- Man"} | {field: value}

    response = sign_in(admin).post(reverse("insights:new_self_identification_country"), given)

    page = response.content.decode()
    assert (response.status_code, words in page, CountryQuestions.objects.count()) == (422, True, 2)
    assert given["name"] in page


def test_only_admins_say_what_is_asked(recruiter, hiring_manager, interviewer, sign_in, country):
    for user in (recruiter, hiring_manager, interviewer):
        for path in (
            reverse("insights:self_identification_countries"),
            reverse("insights:new_self_identification_country"),
            reverse("insights:self_identification_country", args=[country.uuid]),
        ):
            assert sign_in(user).get(path).status_code == 403
