import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.matching.merging import merge_candidates, undo_merge
from candidates.outreach.actions import send_message, stop_conversation
from candidates.outreach.enums import Answer, Stop
from candidates.outreach.models import BouncedAddress, Conversation, Message
from candidates.outreach.queries import replied_candidates
from candidates.outreach.receiving import Came, judge_reply, receive
from candidates.outreach.refusals import OutreachError
from candidates.outreach.reminders import due_replies, reply_settled
from candidates.outreach.signals import reply_received
from candidates.people.models import CandidateFile
from candidates.privacy.actions import erase_candidate
from candidates.privacy.enums import Way
from candidates.privacy.objecting import object_to_contact
from tests import factories
from tests.candidates.outreach.mails import bounce, reply


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def letter(recruiter, send):
    return send(recruiter)


def answered(letter, **more):
    return receive(reply(letter.message_id, **more).as_bytes())


def test_an_answer_stands_in_its_conversation_once(elin, letter):
    heard = []
    reply_received.connect(lambda message, **_: heard.append(message.pk), weak=False, dispatch_uid="test")

    came = [answered(letter) for _ in range(2)]
    reply_received.disconnect(dispatch_uid="test")

    message = Message.objects.get(state="received")
    assert came == [Came.REPLY, Came.KNOWN]
    assert heard == [message.pk]
    assert (message.body, message.conversation.state) == ("Gladly!", "replied")
    assert replied_candidates([elin.pk]) == {elin.pk}


def test_an_answer_without_a_thread_is_known_by_its_address(letter):
    assert receive(reply("", sender="ELIN@uni.example").as_bytes()) == Came.REPLY
    assert Message.objects.get(state="received").conversation == letter.conversation


def test_an_answer_from_another_address_of_theirs_is_known_by_its_thread(letter):
    assert answered(letter, sender="elin@home.example") == Came.REPLY


def test_a_strangers_mail_is_not_kept(letter):
    assert receive(reply("<x@y.example>", sender="spam@mail.example").as_bytes()) == Came.NOBODYS
    assert receive(b"") == Came.UNREADABLE
    assert Message.objects.count() == 1


def test_a_machines_answer_is_no_reply(elin, letter):
    assert answered(letter, Auto_Submitted="auto-replied") == Came.MACHINE

    letter.conversation.refresh_from_db()
    assert letter.conversation.state == "open"
    assert replied_candidates([elin.pk]) == set()
    assert list(due_replies(timezone.now(), {})) == []


def test_a_bounce_marks_the_address_and_ends_the_conversation(elin, recruiter, letter, send):
    came = [receive(bounce(letter.message_id)) for _ in range(2)]

    letter.refresh_from_db()
    assert came == [Came.BOUNCE, Came.KNOWN]
    assert (letter.state, letter.problem) == ("failed", "550 5.1.1 no such user")
    assert letter.conversation.stop == Stop.BOUNCED
    with pytest.raises(OutreachError, match=r"did not take our last letter \(550 5.1.1 no such user\)"):
        send(recruiter)


def test_a_bounce_without_the_letter_is_known_by_the_address(letter):
    assert receive(bounce("<lost@x.example>")) == Came.BOUNCE
    assert BouncedAddress.objects.get().address == "elin@uni.example"


def test_a_delay_marks_nothing(letter):
    assert receive(bounce(letter.message_id, action="delayed", status="4.4.1")) == Came.BOUNCE
    assert BouncedAddress.objects.count() == 0
    assert Conversation.objects.get().state == "open"


def test_an_address_that_works_again_can_be_written_to(elin, recruiter, letter, send, sign_in):
    receive(bounce(letter.message_id))
    client = sign_in(recruiter)
    row = BouncedAddress.objects.get()

    page = client.get(reverse("candidates:write", args=[elin.uuid])).text
    client.post(reverse("candidates:address_works", args=[row.uuid]))

    assert "did not take our mail: 550 5.1.1 no such user" in page
    assert send(recruiter).state == "sent"


def test_bounced_addresses_go_along_with_a_merge_and_back(elin, recruiter, letter):
    receive(bounce(letter.message_id))
    twin = factories.CandidateFactory()

    merge = merge_candidates(kept=twin, absorbed=elin, by=recruiter)
    merged = BouncedAddress.objects.get().candidate
    undo_merge(merge=merge, by=recruiter)

    assert (merged, BouncedAddress.objects.get().candidate) == (twin, elin)


def test_words_of_an_objection_are_shown_and_nothing_is_done(elin, recruiter, letter, sign_in):
    answered(letter, text="Please do not contact me again.")

    page = sign_in(recruiter).get(reverse("candidates:candidate", args=[elin.uuid])).text

    elin.refresh_from_db()
    assert "This sounds as if they want nothing more from us." in page
    assert reverse("candidates:note_objection", args=[elin.uuid]) in page
    assert not elin.do_not_contact


def test_an_answer_to_what_was_ended_by_hand_goes_on(recruiter, letter):
    stop_conversation(conversation=letter.conversation, why=Stop.BY_HAND, by=recruiter)

    answered(letter)

    assert Conversation.objects.get().state == "replied"


def test_an_answer_after_an_objection_is_shown_and_opens_nothing(elin, letter):
    object_to_contact(candidate=elin, way=Way.LINK, by=None)

    assert answered(letter) == Came.REPLY
    assert Conversation.objects.get().stop == Stop.OBJECTED


def test_an_answer_of_who_was_erased_is_not_kept(elin, recruiter, letter):
    mail = reply(letter.message_id).as_bytes()
    erase_candidate(candidate=elin, by=recruiter)

    assert receive(mail) == Came.NOBODYS
    assert Message.objects.count() == 0


def test_files_they_send_come_into_their_record_for_recruiters(elin, letter, media):
    mail = reply(letter.message_id)
    mail.add_attachment(b"%PDF-1.4\n%%EOF", maintype="application", subtype="pdf", filename="cv.pdf")
    mail.add_attachment(b"MZ\x90\x00", maintype="application", subtype="pdf", filename="evil.pdf")

    receive(mail.as_bytes())

    kept = CandidateFile.objects.get(candidate=elin)
    assert (kept.file.name, kept.audience) == ("cv.pdf", "recruiting")
    assert "“evil.pdf” was left out:" in Message.objects.get(state="received").problem


def test_an_answer_is_told_once_to_who_holds_the_conversation(elin, recruiter, letter):
    answered(letter)
    message = Message.objects.get(state="received")

    [due] = due_replies(timezone.now(), {})
    before = reply_settled(due.key)
    judge_reply(message=message, answer=Answer.INTERESTED, by=recruiter)

    assert (due.recipient, due.subject, due.candidate) == (recruiter.pk, "Elin Vasquez answered", elin.uuid)
    assert (before, reply_settled(due.key)) == (False, True)


def test_answering_deals_with_what_they_wrote(recruiter, letter, draft):
    answered(letter)

    send_message(message=draft(recruiter, subject="Re: Your paper"), by=recruiter)

    assert Message.objects.get(state="received").handled_at is not None
    assert Conversation.objects.get().state == "open"


@pytest.mark.parametrize(
    ("answer", "state", "stop"),
    [
        ("declined", "stopped", Stop.DECLINED),
        ("later", "stopped", Stop.LATER),
        ("interested", "replied", ""),
    ],
)
def test_what_an_answer_means_is_said_by_a_person(elin, recruiter, letter, wants_data, sign_in, answer, state, stop):
    answered(letter)
    url = reverse("candidates:judge_answer", args=[Message.objects.get(state="received").uuid])
    client = sign_in(recruiter)

    nothing = client.post(url, {"answer": ""}, follow=True)
    client.post(url, {"answer": answer, "declined_for": "data"})

    conversation = Conversation.objects.get()
    assert "Choose what the answer means." in nothing.text
    assert (conversation.state, conversation.stop) == (state, stop)
    assert (conversation.declined_for == wants_data) == (stop != "")


def test_our_own_letter_cannot_be_judged(recruiter, letter):
    with pytest.raises(OutreachError, match="Only what a person wrote"):
        judge_reply(message=letter, answer=Answer.DECLINED, by=recruiter)


def test_a_date_from_the_future_is_not_believed(letter):
    mail = reply(letter.message_id)
    del mail["Date"]
    mail["Date"] = "Fri, 1 Jan 2100 10:00:00 +0000"

    receive(mail.as_bytes())

    assert Message.objects.get(state="received").happened_at < timezone.now() + dt.timedelta(minutes=1)
