"""Encounters: kept once, attached by a person, promised, forgotten."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.conferences import actions
from candidates.conferences.refusals import ConferenceError, EncounterTaken
from candidates.conferences.reminders import due_promises, promise_settled
from candidates.matching.merging import merge_candidates, undo_merge
from candidates.models import Candidate, Encounter, Evidence, PlannedMeeting
from candidates.people.enums import Rung
from candidates.people.records import write_note
from candidates.privacy.actions import erase_candidate
from candidates.privacy.own_data import own_data
from tests import factories
from workspace.models import Activity

pytestmark = pytest.mark.django_db
MEET = "/sourcing/meet/"
BY_SCRIPT = {"X-Requested-With": "autosave"}


def entry(**changes):
    return {"uuid": str(uuid.uuid4()), "name": "Odile Quill", "consent": "not_asked"} | changes


def url(name, row):
    return reverse(f"candidates:{name}", args=[row.uuid])


def text_of(response):
    return response.content.decode()


@pytest.fixture
def conference(db):
    return factories.ConferenceFactory(name="TIDES", url="https://tides.example")


# --- Logging ---------------------------------------------------------------------------------------------------------


def test_a_name_is_enough(interviewer, sign_in):
    response = sign_in(interviewer).post(MEET, entry())

    met = Encounter.objects.get()
    assert response.url == url("encounter", met)
    assert (met.name, met.met_by, met.candidate) == ("Odile Quill", interviewer, None)
    assert timezone.now() - met.met_at < dt.timedelta(minutes=1)


def test_everything_that_was_written_is_kept(recruiter, sign_in, conference):
    told = {
        "met_at": "2026-07-01T10:20:30.000Z",
        "said": "Wants gauges.\nLikes Lisbon.",
        "place": "Poster 214",
        "conference": str(conference.uuid),
        "handle": "github.com/quill",
        "follow_up_on": "2026-07-05",
        "consent": "yes",
    }
    sign_in(recruiter).post(MEET, entry(**told))

    met = Encounter.objects.get()
    assert (met.conference, met.place, met.said) == (conference, "Poster 214", "Wants gauges.\nLikes Lisbon.")
    assert (met.handle, met.consent, met.follow_up_on) == ("github.com/quill", "yes", dt.date(2026, 7, 5))
    assert met.met_at == dt.datetime(2026, 7, 1, 10, 20, 30, tzinfo=dt.UTC)


def test_the_same_entry_sent_again_is_kept_once_and_as_it_was(recruiter, sign_in):
    client, sent = sign_in(recruiter), entry()

    first = client.post(MEET, sent, headers=BY_SCRIPT)
    again = client.post(MEET, sent | {"name": "Somebody Else"}, headers=BY_SCRIPT)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Encounter.objects.get().name == "Odile Quill"


def test_entry_of_another_person_is_refused_and_theirs_stays(recruiter, interviewer, sign_in):
    sent = entry()
    sign_in(interviewer).post(MEET, sent, headers=BY_SCRIPT)

    answer = sign_in(recruiter).post(MEET, sent, headers=BY_SCRIPT)

    assert (answer.status_code, Encounter.objects.get().met_by) == (409, interviewer)
    assert "Write it down anew" in answer.json()["problems"][0]
    with pytest.raises(EncounterTaken):
        actions.log_encounter(uuid=uuid.UUID(sent["uuid"]), met_at=None, name="X Y", by=recruiter)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "required"),
        ({"name": "12"}, "at least one letter"),
        ({"uuid": "nonsense"}, "valid UUID"),
        ({"conference": str(uuid.uuid4())}, "valid choice"),
        ({"consent": "no", "follow_up_on": "2026-07-05"}, "They asked not to be written to"),
    ],
)
def test_refusal_says_why_in_both_ways_and_keeps_what_was_typed(recruiter, sign_in, changes, words):
    client, sent = sign_in(recruiter), entry(said="Wants gauges.", **changes)

    by_script = client.post(MEET, sent, headers=BY_SCRIPT)
    by_form = client.post(MEET, sent)

    assert (by_script.status_code, by_form.status_code) == (422, 422)
    assert words in " ".join(by_script.json()["problems"])
    assert "Wants gauges." in text_of(by_form)
    assert Encounter.objects.count() == 0


def test_clock_that_runs_ahead_is_not_believed(recruiter):
    tomorrow = timezone.now() + dt.timedelta(days=1)

    met, _ = actions.log_encounter(uuid=uuid.uuid4(), met_at=tomorrow, name="Odile Quill", by=recruiter)

    assert met.met_at < tomorrow - dt.timedelta(hours=23)


def test_expired_session_is_told_to_the_script_and_leads_a_form_to_sign_in(client):
    assert client.post(MEET, entry(), headers=BY_SCRIPT).status_code == 401
    assert client.get("/sourcing/meet/state/", headers=BY_SCRIPT).status_code == 401
    assert client.post(MEET, entry()).url.startswith("/accounts/login/")


def test_state_tells_who_is_signed_in_and_is_never_kept(recruiter, sign_in):
    response = sign_in(recruiter).get("/sourcing/meet/state/")

    assert response.json()["viewer"] == str(recruiter.uuid)
    assert response.json()["csrf"]
    assert "no-store" in response["Cache-Control"]


def test_page_for_no_connection_holds_nobody_s_data(recruiter, sign_in, conference):
    factories.EncounterFactory(name="Wei Lin", met_by=recruiter, conference=conference)

    page = text_of(sign_in(recruiter).get(MEET))

    assert str(recruiter.uuid) in page
    assert recruiter.name not in page
    assert recruiter.email not in page
    assert "Wei Lin" not in page
    assert f'<option value="{conference.uuid}" selected>' in page


def test_worker_reaches_its_own_page_only(recruiter, sign_in):
    response = sign_in(recruiter).get("/sourcing/meet/worker.js")

    assert response["Content-Type"] == "text/javascript"
    assert "Service-Worker-Allowed" not in response
    assert "fetch" in text_of(response)


# --- Who it was ------------------------------------------------------------------------------------------------------


def test_somebody_new_becomes_a_prospect_of_the_conferences_channel(recruiter, conference):
    channel = factories.ChannelFactory(slug="conferences", kind="conference")
    met = factories.EncounterFactory(
        conference=conference, handle="github.com/quill", place="Poster 214", met_by=recruiter
    )

    person = actions.attach_encounter(encounter=met, candidate=None, by=recruiter)

    evidence = Evidence.objects.get()
    assert (person.name, person.channel, person.channel_detail) == ("Odile Quill", channel, "TIDES 2026")
    assert person.identities.get().value == "quill"
    assert (evidence.rung, evidence.title, evidence.note) == (
        Rung.INTEREST,
        "Met at TIDES 2026 (Poster 214)",
        "Wants to work on gauges.",
    )


def test_channel_of_the_conference_itself_goes_first(recruiter, conference):
    conference.channel = factories.ChannelFactory(slug="tides", kind="conference")
    conference.save()
    met = factories.EncounterFactory(conference=conference)

    assert actions.attach_encounter(encounter=met, candidate=None, by=recruiter).channel.slug == "tides"


def test_no_to_writing_is_a_wish_of_the_person(recruiter):
    met = factories.EncounterFactory(consent="no")

    assert Candidate.objects.get(
        pk=actions.attach_encounter(encounter=met, candidate=None, by=recruiter).pk
    ).do_not_contact


def test_attached_is_attached_once(recruiter):
    met = factories.EncounterFactory()
    actions.attach_encounter(encounter=met, candidate=None, by=recruiter)

    with pytest.raises(ConferenceError, match="already"):
        actions.attach_encounter(encounter=met, candidate=None, by=recruiter)
    with pytest.raises(ConferenceError, match="Undo that first"):
        actions.remove_encounter(encounter=met, by=recruiter)


def test_detaching_takes_a_record_away_that_nobody_worked_on(recruiter):
    met = factories.EncounterFactory()
    actions.attach_encounter(encounter=met, candidate=None, by=recruiter)

    assert actions.detach_encounter(encounter=met, by=recruiter)
    assert (Candidate.objects.count(), Encounter.objects.get().candidate) == (0, None)
    with pytest.raises(ConferenceError, match="nobody's file"):
        actions.detach_encounter(encounter=met, by=recruiter)


def test_detaching_keeps_a_record_somebody_worked_on(recruiter):
    met = factories.EncounterFactory()
    person = actions.attach_encounter(encounter=met, candidate=None, by=recruiter)
    write_note(candidate=person, text="Wrote back.", by=recruiter)

    assert not actions.detach_encounter(encounter=met, by=recruiter)
    assert person.evidence.count() == 0


def test_those_who_resemble_are_proposed_and_the_choice_is_followed(recruiter, sign_in):
    known = factories.CandidateFactory(name="Odile Quill")
    factories.IdentityFactory(candidate=known, kind="github", value="quill")
    met = factories.EncounterFactory(handle="github.com/quill")
    client = sign_in(recruiter)

    page = text_of(client.get(url("encounter", met)))
    client.post(url("attach_encounter", met), {"who": str(known.uuid)})

    assert f'value="{known.uuid}" checked' in page
    assert Encounter.objects.get().candidate == known
    client.post(url("detach_encounter", met))
    assert Encounter.objects.get().candidate is None


@pytest.mark.parametrize("who", ["", "nonsense", "5f0c1f6e-3a53-4f3f-9c0e-0f8f7a6f2d11"])
def test_choice_that_is_not_on_the_list_is_refused(recruiter, sign_in, who):
    met = factories.EncounterFactory()

    response = sign_in(recruiter).post(url("attach_encounter", met), {"who": who})

    assert response.status_code == 422
    assert "Choose who it was" in text_of(response)


def test_interviewer_sees_whom_they_met_and_leaves_the_rest_to_recruiters(interviewer, sign_in):
    mine = factories.EncounterFactory(met_by=interviewer)
    others = factories.EncounterFactory(name="Wei Lin")
    client = sign_in(interviewer)

    assert "Wei Lin" not in text_of(client.get("/sourcing/encounters/"))
    assert "A recruiter will say" in text_of(client.get(url("encounter", mine)))
    assert client.get(url("encounter", others)).status_code == 404
    assert client.post(url("attach_encounter", mine), {"who": "new"}).status_code == 403
    assert client.post(url("followed_up", mine)).status_code == 302
    assert client.post(url("remove_encounter", mine)).status_code == 302
    assert Encounter.objects.get() == others


def test_hiring_manager_sees_encounters_with_candidates_of_their_roles(hiring_manager, sign_in, application):
    theirs = factories.EncounterFactory(candidate=application.candidate)
    others = factories.EncounterFactory(name="Wei Lin")
    client = sign_in(hiring_manager)

    assert client.get(url("encounter", theirs)).status_code == 200
    assert client.get(url("encounter", others)).status_code == 404


def test_candidates_page_shows_where_they_were_met(recruiter, sign_in, conference):
    met = factories.EncounterFactory(conference=conference)
    person = actions.attach_encounter(encounter=met, candidate=None, by=recruiter)

    assert "Met in person" in text_of(sign_in(recruiter).get(reverse("candidates:candidate", args=[person.uuid])))


@pytest.mark.parametrize(("show", "names"), [("", ["Ann", "Bo", "Cy"]), ("sort", ["Bo", "Cy"]), ("mine", ["Cy"])])
def test_list_shows_what_is_asked_for(recruiter, sign_in, show, names):
    factories.EncounterFactory(name="Ann", candidate=factories.CandidateFactory())
    factories.EncounterFactory(name="Bo")
    factories.EncounterFactory(name="Cy", met_by=recruiter)

    page = text_of(sign_in(recruiter).get(f"/sourcing/encounters/?show={show}"))

    assert [name for name in ("Ann", "Bo", "Cy") if f">{name}</a>" in page] == names


def test_list_costs_the_same_however_many_rows(recruiter, sign_in, count_queries):
    client = sign_in(recruiter)
    factories.EncounterFactory()
    one = count_queries(lambda: client.get("/sourcing/encounters/"))
    factories.EncounterFactory(), factories.EncounterFactory(candidate=factories.CandidateFactory())

    assert count_queries(lambda: client.get("/sourcing/encounters/")) == one
    assert client.get("/sourcing/encounters/?after=nonsense").status_code == 400


# --- Promises --------------------------------------------------------------------------------------------------------


def promises(now):
    return list(due_promises(now, {}))


def test_promise_is_due_at_nine_where_its_maker_is(recruiter):
    recruiter.time_zone = "Asia/Tokyo"
    recruiter.save()
    met = factories.EncounterFactory(met_by=recruiter, follow_up_on=dt.date(2026, 7, 5))
    nine = dt.datetime(2026, 7, 5, 0, 0, tzinfo=dt.UTC)

    assert promises(nine - dt.timedelta(minutes=1)) == []
    (due,) = promises(nine)
    assert (due.key, due.recipient) == (f"encounter/{met.uuid}/2026-07-05", recruiter.pk)
    assert not promise_settled(due.key)


def test_reminder_names_nobody_whom_an_erasure_would_not_find(recruiter):
    met = factories.EncounterFactory(follow_up_on=dt.date(2026, 7, 5))
    now = dt.datetime(2026, 7, 6, tzinfo=dt.UTC)
    assert "Quill" not in f"{promises(now)[0].subject}{promises(now)[0].body}"

    person = actions.attach_encounter(encounter=met, candidate=None, by=recruiter)

    assert (promises(now)[0].subject, promises(now)[0].candidate) == (
        "You promised to write to Odile Quill",
        person.uuid,
    )


def test_promise_that_was_kept_is_not_reminded_of(recruiter, sign_in):
    met = factories.EncounterFactory(met_by=recruiter, follow_up_on=dt.date(2026, 7, 5))
    (due,) = promises(dt.datetime(2026, 7, 6, tzinfo=dt.UTC))
    client = sign_in(recruiter)

    client.post(url("followed_up", met))
    assert promise_settled(due.key)
    assert promises(dt.datetime(2026, 7, 6, tzinfo=dt.UTC)) == []

    client.post(url("followed_up", met))
    assert not promise_settled(due.key)


# --- Merging, erasing, copying ---------------------------------------------------------------------------------------


def test_merge_hands_encounters_and_plans_over_and_back(recruiter, conference):
    kept, absorbed = factories.CandidateFactory(), factories.CandidateFactory()
    factories.EncounterFactory(candidate=absorbed)
    PlannedMeeting.objects.create(conference=conference, candidate=absorbed, traveller=recruiter)

    merge = merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)
    assert (Encounter.objects.get().candidate, PlannedMeeting.objects.get().candidate) == (kept, kept)

    undo_merge(merge=merge, by=recruiter)
    assert (Encounter.objects.get().candidate, PlannedMeeting.objects.get().candidate) == (absorbed, absorbed)


def test_merge_of_two_on_one_plan_keeps_one_place(recruiter, conference):
    kept, absorbed = factories.CandidateFactory(), factories.CandidateFactory()
    for person in (kept, absorbed):
        PlannedMeeting.objects.create(conference=conference, candidate=person, traveller=recruiter)

    merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)

    assert PlannedMeeting.objects.filter(candidate=kept).count() == 1


def test_erasing_forgets_that_they_were_met(recruiter, conference):
    met = factories.EncounterFactory(conference=conference, said="Grimpoteuthis")
    person = actions.attach_encounter(encounter=met, candidate=None, by=recruiter)
    PlannedMeeting.objects.create(conference=conference, candidate=person, traveller=recruiter)

    erase_candidate(candidate=person, by=recruiter)

    assert (Encounter.objects.count(), PlannedMeeting.objects.count()) == (0, 0)
    assert "Quill" not in str(list(Activity.objects.values()))


def test_copy_of_their_data_holds_what_was_written(recruiter, conference):
    met = factories.EncounterFactory(conference=conference)
    person = actions.attach_encounter(encounter=met, candidate=None, by=recruiter)

    (row,) = own_data(person, recruiter)["encounters"]

    assert (row["said"], row["conference__name"]) == ("Wants to work on gauges.", "TIDES")
