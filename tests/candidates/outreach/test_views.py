import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.outreach.actions import stop_conversation
from candidates.outreach.enums import Stop
from candidates.outreach.models import Conversation, Message, Policy, ProofPoint, Template
from candidates.people.models import Motivation
from tests import factories

QUEUE = "/sourcing/outreach/"
TEMPLATES = "/sourcing/outreach/templates/"


def write_url(person):
    return reverse("candidates:write", args=[person.uuid])


def letter(**more):
    return {"address": "elin@uni.example", "subject": "Your paper", "body": "Hello Elin, may we talk?"} | more


# --- Writing ---------------------------------------------------------------------------------------------------------


def test_the_first_letter_is_composed_from_what_we_know(elin, paper, wants_data, recruiter, sign_in):
    ProofPoint.objects.create(motivation=wants_data, text="Forty million labelled grasps")
    role = factories.RoleFactory(
        title="ML engineer",
        recruiter=recruiter,
        problem="Our grippers fail on glass.",
        state="open",
        opened_at=timezone.now(),
    )

    page = sign_in(recruiter).get(write_url(elin), {"opening": role.uuid}).text

    assert "I read “Grasping with diffusion policies” (https://arxiv.org/abs/2601.00001)." in page
    assert "The ablation on glass objects is the honest kind." in page
    assert "Forty million labelled grasps." in page
    assert "Our grippers fail on glass." in page
    assert "Still to fill in" not in page
    assert Conversation.objects.count() == 0


def test_keeping_sends_nothing_and_sending_says_so(elin, recruiter, sign_in, mailoutbox):
    client = sign_in(recruiter)

    kept = client.post(write_url(elin), letter(keep="1"), follow=True)
    again = client.get(write_url(elin)).text
    gone = client.post(write_url(elin), letter(send="1"), follow=True)

    assert "Kept as a draft. Nothing was sent." in kept.text
    assert "Hello Elin, may we talk?" in again
    assert "Your letter to Elin Vasquez is on its way." in gone.text
    assert Message.objects.get().state == "queued"


def test_a_refused_letter_keeps_every_word_and_the_draft(elin, recruiter, sign_in):
    answer = sign_in(recruiter).post(write_url(elin), letter(body="Hello [[their name]]", send="1"))

    assert answer.status_code == 422
    assert "There is still something to fill in: their name." in answer.text
    assert "Hello [[their name]]" in answer.text
    assert Message.objects.get().state == "draft"


def test_preview_is_the_letter_alone_for_htmx_and_the_page_without(elin, recruiter, sign_in):
    data = letter(body="Hello [[their name]] <b>you</b>", preview="1")

    part = sign_in(recruiter, htmx=True).post(write_url(elin), data)
    page = sign_in(recruiter).post(write_url(elin), data)

    assert part.text.strip().startswith('<section class="card" id="letter-preview"')
    assert "Still to fill in: their name." in part.text
    assert "&lt;b&gt;you&lt;/b&gt;" in part.text
    assert part.text.strip() in page.text
    assert Message.objects.count() == 0


def test_without_an_address_the_page_says_what_to_do(recruiter, sign_in):
    person = factories.CandidateFactory()

    page = sign_in(recruiter).get(write_url(person)).text

    assert "No e-mail address is on file." in page
    assert 'name="send"' not in page


def test_a_colleagues_conversation_is_taken_over_by_a_button(elin, recruiter, send, sign_in):
    send(factories.UserFactory(recruiter=True, name="Jonas Weiss"))
    client = sign_in(recruiter)

    refused = client.post(write_url(elin), letter(send="1"))
    taken = client.post(reverse("candidates:take_over", args=[elin.uuid]), follow=True)
    gone = client.post(write_url(elin), letter(send="1"))

    assert refused.status_code == 422
    assert "Jonas Weiss is in conversation with them since" in refused.text
    assert "The conversation with Elin Vasquez is yours now." in taken.text
    assert gone.status_code == 302


def test_a_limit_is_said_before_anything_is_typed(elin, recruiter, send, sign_in):
    Policy.objects.create(per_person=1)
    send(recruiter)

    page = sign_in(recruiter).get(write_url(elin)).text

    assert "and 1 is the most" in page


def test_nobody_who_objects_is_offered_a_letter(elin, recruiter, sign_in):
    elin.do_not_contact = True
    elin.save()
    client = sign_in(recruiter)

    page = client.get(write_url(elin)).text
    answer = client.post(write_url(elin), letter(send="1"))

    assert "They are marked “do not contact”." in page
    assert (answer.status_code, Message.objects.count()) == (422, 0)


def test_a_template_that_cannot_be_filled_in_says_so(elin, recruiter, sign_in):
    broken = Template.objects.create(name="Old", subject="x", body="{{ salary }}")

    page = sign_in(recruiter).get(write_url(elin), {"template": broken.uuid})

    assert "There is no place called “salary”." in page.text.replace("\\u201c", "“").replace("\\u201d", "”")


def test_writing_costs_the_same_whatever_is_on_file(recruiter, sign_in, count_queries):
    client = sign_in(recruiter)
    Policy.current()
    people = factories.CandidateFactory.create_batch(2)
    for person, number in zip(people, (1, 3), strict=True):
        factories.IdentityFactory(candidate=person)
        for place in range(number):
            factories.EvidenceFactory(candidate=person, noted_by=recruiter, note=f"Note {place}")
            over = Conversation.objects.create(
                candidate=person, holder=recruiter, state="stopped", stop="by_hand", stopped_at=timezone.now()
            )
            Message.objects.create(conversation=over, state="received", happened_at=timezone.now())
            Template.objects.create(name=f"{person}{place}", subject="s", body="b")
    client.get(write_url(people[0]))

    counts = [count_queries(lambda one=one: client.get(write_url(one))) for one in people]

    assert counts[0] == counts[1]
    assert counts[0] < 40


# --- On the candidate's page -----------------------------------------------------------------------------------------


def test_the_thread_stands_on_their_page(elin, recruiter, send, sign_in):
    message = send(recruiter)
    stop_conversation(conversation=message.conversation, why=Stop.DECLINED, words="Happy where they are", by=recruiter)

    page = sign_in(recruiter).get(reverse("candidates:candidate", args=[elin.uuid])).text

    assert "may we talk?" in page
    assert "They declined (Happy where they are)" in page


def test_a_hiring_manager_learns_that_there_is_a_conversation_and_no_word_of_it(
    elin, role, hiring_manager, interviewer, recruiter, send, sign_in
):
    application = factories.ApplicationFactory(candidate=elin, role=role)
    factories.SeatFactory(interview=factories.InterviewFactory(application=application), user=interviewer)
    send(recruiter)
    url = reverse("candidates:candidate", args=[elin.uuid])

    managers, interviewers = (sign_in(user).get(url).text for user in (hiring_manager, interviewer))

    assert "Rita Recruiter is in conversation with them" in managers
    assert "may we talk?" not in managers
    assert "in conversation" not in interviewers


@pytest.mark.parametrize("persona", ["hiring_manager", "interviewer"])
def test_who_does_not_recruit_writes_to_nobody(elin, role, recruiter, send, sign_in, request, persona):
    user = request.getfixturevalue(persona)
    application = factories.ApplicationFactory(candidate=elin, role=role)
    factories.SeatFactory(interview=factories.InterviewFactory(application=application), user=user)
    message = send(recruiter)
    client = sign_in(user)
    stop = reverse("candidates:stop_conversation", args=[message.conversation.uuid])
    discard = reverse("candidates:discard_draft", args=[message.uuid])

    answers = [client.get(write_url(elin)), client.get(QUEUE), client.post(stop), client.post(discard)]

    assert [answer.status_code for answer in answers] == [403, 403, 404, 404]


def test_ending_a_conversation_by_hand(elin, recruiter, send, sign_in):
    message = send(recruiter)

    sign_in(recruiter).post(reverse("candidates:stop_conversation", args=[message.conversation.uuid]))

    assert Conversation.objects.get().stop == Stop.BY_HAND


def test_throwing_a_draft_away(elin, recruiter, draft, sign_in):
    message = draft(recruiter)
    client = sign_in(recruiter)
    url = reverse("candidates:discard_draft", args=[message.uuid])

    client.post(url)

    assert (Message.objects.count(), client.post(url).status_code) == (0, 404)


def test_two_pages_throw_the_same_draft_away(elin, recruiter, send, sign_in):
    message = send(recruiter)

    answer = sign_in(recruiter).post(reverse("candidates:discard_draft", args=[message.uuid]), follow=True)

    assert "sent or thrown away already" in answer.text
    assert Message.objects.count() == 1


# --- The queue -------------------------------------------------------------------------------------------------------


def conversation(holder, *, message=None, **fields):
    row = Conversation.objects.create(candidate=factories.CandidateFactory(), holder=holder, **fields)
    Message.objects.create(
        conversation=row,
        author=holder,
        queued_at=timezone.now(),
        happened_at=timezone.now(),
        **message or {"state": "sent"},
    )
    return row


def shelves(client, **query):
    return {
        show: [row.candidate.name for row in client.get(QUEUE, {"show": show} | query).context["rows"]]
        for show in ("drafts", "replies", "trouble", "waiting", "stopped")
    }


def test_each_conversation_stands_on_its_shelf(recruiter, sign_in):
    jonas = factories.UserFactory(recruiter=True)
    drafted = conversation(recruiter, message={"state": "draft"})
    waiting = conversation(recruiter)
    replied = conversation(recruiter, state="replied")
    trouble = conversation(recruiter, message={"state": "uncertain", "problem": "The server went away"})
    stopped = conversation(recruiter, state="stopped", stop="declined", stopped_at=timezone.now())
    theirs = conversation(jonas)
    client = sign_in(recruiter)

    mine, everybody = shelves(client), shelves(client, whose="all")

    assert mine == {
        "drafts": [drafted.candidate.name],
        "replies": [replied.candidate.name],
        "trouble": [trouble.candidate.name],
        "waiting": [waiting.candidate.name],
        "stopped": [stopped.candidate.name],
    }
    assert everybody["waiting"] == [theirs.candidate.name, waiting.candidate.name]
    assert "They declined" in client.get(QUEUE, {"show": "stopped"}).text


def test_trouble_is_taken_off_the_list_once_dealt_with(recruiter, sign_in):
    row = conversation(recruiter, message={"state": "failed", "problem": "550 no such person"})
    client = sign_in(recruiter)

    before = client.get(QUEUE, {"show": "trouble"})
    client.post(reverse("candidates:message_handled", args=[row.messages.get().uuid]))

    assert "550 no such person" in before.text
    assert client.get(QUEUE, {"show": "trouble"}).context["rows"] == []


@pytest.mark.parametrize("show", ["drafts", "replies", "trouble", "waiting", "stopped"])
def test_the_queue_costs_the_same_with_one_row_and_with_three(recruiter, sign_in, count_queries, show):
    client = sign_in(recruiter)
    made = {
        "drafts": {"message": {"state": "draft"}},
        "replies": {"state": "replied"},
        "trouble": {"message": {"state": "failed"}},
        "waiting": {},
        "stopped": {"state": "stopped", "stop": "declined", "stopped_at": timezone.now()},
    }[show]
    conversation(recruiter, **made)
    client.get(QUEUE)

    one = count_queries(lambda: client.get(QUEUE, {"show": show}))
    for _ in range(2):
        conversation(recruiter, **made)
    three = count_queries(lambda: client.get(QUEUE, {"show": show}))

    assert one == three


def test_the_queue_pages_by_key_and_says_when_an_address_was_altered(recruiter, sign_in):
    for _ in range(31):
        conversation(recruiter)
    client = sign_in(recruiter)

    first = client.get(QUEUE, {"show": "waiting"})
    second = client.get(QUEUE, {"show": "waiting", "after": first.context["page"].next_cursor})
    altered = client.get(QUEUE, {"show": "waiting", "after": "nonsense"})

    assert (len(first.context["rows"]), len(second.context["rows"])) == (30, 1)
    assert "Start again from the first page." in altered.text


def test_an_erased_person_is_on_no_shelf(recruiter, sign_in):
    row = conversation(recruiter)
    row.candidate.erased_at = timezone.now() - dt.timedelta(days=1)
    row.candidate.save()

    assert shelves(sign_in(recruiter))["waiting"] == []


# --- What letters are made from --------------------------------------------------------------------------------------


def test_a_template_is_seen_with_somebody_real_before_it_is_saved(elin, paper, recruiter, sign_in):
    client = sign_in(recruiter, htmx=True)
    words = {"name": "Papers", "subject": "{{ work }}", "body": "Hello {{ first_name }}", "with": elin.uuid}

    good = client.post(f"{TEMPLATES}new/", words | {"preview": "1"})
    bad = client.post(f"{TEMPLATES}new/", words | {"preview": "1", "body": "Hello {{ firstname }}"})

    assert good.text.strip().startswith('<section class="card" id="template-preview"')
    assert "Hello Elin" in good.text
    assert "There is no place called “firstname”. Did you mean {{ first_name }}?" in bad.text
    assert Template.objects.count() == 0


def test_a_template_with_an_unknown_place_is_not_saved(recruiter, sign_in):
    client = sign_in(recruiter)

    refused = client.post(f"{TEMPLATES}new/", {"name": "Papers", "subject": "{{ wrok }}", "body": "x"})
    saved = client.post(f"{TEMPLATES}new/", {"name": "Papers", "subject": "{{ work }}", "body": "x", "is_active": "on"})
    twice = client.post(f"{TEMPLATES}new/", {"name": "papers", "subject": "s", "body": "x"})

    assert (refused.status_code, saved.status_code, twice.status_code) == (422, 302, 422)
    assert "Did you mean {{ work }}?" in refused.text
    assert "There is a template of this name already." in twice.text
    assert Template.objects.get().is_active


def test_a_template_is_changed_and_listed(recruiter, sign_in):
    row = Template.objects.create(name="Papers", subject="s", body="b")
    client = sign_in(recruiter)

    page = client.get(f"{TEMPLATES}{row.uuid}/")
    client.post(f"{TEMPLATES}{row.uuid}/", {"name": "Papers", "subject": "{{ work }}", "body": "c"})

    row.refresh_from_db()
    assert page.status_code == 200
    assert (row.body, row.is_active) == ("c", False)
    assert "Papers" in client.get(TEMPLATES).text


def test_proof_points_are_kept_per_want(wants_data, admin, sign_in):
    client = sign_in(admin)
    client.post("/settings/proof-points/", {"motivation": "data", "text": "Forty million labelled grasps"})
    point = ProofPoint.objects.get()
    url = reverse("candidates:proof_point", args=[point.uuid])

    page = client.get("/settings/proof-points/").text
    client.post(url, {"text": "Fifty million", "url": "meridian.example/grasps", "is_active": "on"})
    point.refresh_from_db()
    client.post(reverse("candidates:drop_proof_point", args=[point.uuid]))

    assert "Forty million labelled grasps" in page
    assert (point.text, point.url) == ("Fifty million", "https://meridian.example/grasps")
    assert ProofPoint.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"motivation": "data", "text": ""}, "This field is required."),
        ({"motivation": "data", "text": "x", "url": "not a link"}, "Enter a valid URL."),
        ({"motivation": "money", "text": "x"}, "Choose which of the five it answers."),
    ],
)
def test_a_refused_proof_point_says_why(wants_data, admin, sign_in, data, words):
    answer = sign_in(admin).post("/settings/proof-points/", data)

    assert answer.status_code == 422
    assert words in answer.text
    assert ProofPoint.objects.count() == 0


def test_proof_points_cost_the_same_with_one_and_with_three(wants_data, admin, sign_in, count_queries):
    client = sign_in(admin)
    ProofPoint.objects.create(motivation=wants_data, text="1")
    client.get("/settings/proof-points/")

    one = count_queries(lambda: client.get("/settings/proof-points/"))
    for number in range(2):
        wish = Motivation.objects.create(slug=f"w{number}", wants="x")
        ProofPoint.objects.create(motivation=wish, text="2")
    three = count_queries(lambda: client.get("/settings/proof-points/"))

    assert one == three


def test_the_policy_takes_sensible_numbers_only(admin, sign_in):
    client = sign_in(admin)
    good = {"per_person": 2, "person_days": 60, "per_sender": 10, "per_day": 40, "held_days": 7}

    refused = client.post("/settings/outreach/", good | {"per_person": 0})
    client.post("/settings/outreach/", good)

    assert refused.status_code == 422
    assert (Policy.current().per_person, Policy.current().held_days) == (2, 7)
