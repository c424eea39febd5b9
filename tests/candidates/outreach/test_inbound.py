import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.outreach.inbound import LARGEST, MailUnreadable, own_words, read_mail
from tests.candidates.outreach.mails import bounce, reply

OURS = "<letter@strongsuit.example>"


def read(mail):
    return read_mail(mail if isinstance(mail, bytes) else mail.as_bytes())


def test_an_answer_names_what_it_answers_nearest_first():
    mail = reply(OURS)
    del mail["References"]
    mail["References"] = f"<first@x.example> {OURS}"

    read_it = read(mail)

    assert read_it.answers == (OURS, "<first@x.example>")
    assert (read_it.sender, read_it.subject, read_it.text) == ("elin@uni.example", "Re: Your paper", "Gladly!")
    assert (read_it.is_automatic, read_it.bounce) == (False, None)
    assert read_it.sent_at.isoformat() == "2026-11-21T10:00:00+01:00"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (vacation)"},
        {"X_Autoreply": "yes"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"Return_Path": "<>"},
        {"subject": "Out of office: Your paper"},
        {"subject": "Automatic reply: Your paper"},
        {"subject": "Abwesenheitsnotiz: Your paper"[:11] + " bis Montag"},
    ],
)
def test_a_machine_is_told_from_a_person(headers):
    assert read(reply(OURS, **headers)).is_automatic


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "no"}, {"subject": "Re: automatic grasping"}, {"Precedence": "normal"}]
)
def test_a_person_is_told_from_a_machine(headers):
    assert not read(reply(OURS, **headers)).is_automatic


@pytest.mark.parametrize("part", ["message/rfc822", "text/rfc822-headers"])
def test_a_delivery_report_says_whose_letter_did_not_arrive(part):
    mail = read(bounce(OURS, part=part))

    assert (mail.bounce.address, mail.bounce.is_permanent) == ("elin@uni.example", True)
    assert mail.bounce.words == "550 5.1.1 no such user"
    assert OURS in mail.answers


@pytest.mark.parametrize(
    ("action", "status", "permanent"),
    [("failed", "5.1.1", True), ("failed", "4.4.7", False), ("delayed", "4.4.1", False)],
)
def test_a_delay_is_not_for_good(action, status, permanent):
    assert read(bounce(OURS, action=action, status=status)).bounce.is_permanent == permanent


def test_a_report_of_delivery_is_no_bounce():
    assert read(bounce(OURS, action="delivered")).bounce is None


def test_html_becomes_text_and_no_script_is_left():
    mail = reply(OURS)
    mail.set_content(
        "<html><style>p{color:red}</style><p>Yes &amp; gladly<br>Elin</p><script>alert(1)</script>"
        '<img src="https://track.example/x.png" onerror="alert(2)"></html>',
        subtype="html",
    )

    text = read(mail).text

    assert text == "Yes & gladly\nElin"


def test_the_plain_part_is_preferred_and_attachments_are_few():
    mail = reply(OURS, text="Plain")
    mail.add_alternative("<p>Rich</p>", subtype="html")
    for number in range(7):
        mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename=f"cv{number}.pdf")

    read_it = read(mail)

    assert read_it.text == "Plain"
    assert [one.name for one in read_it.attachments] == ["cv0.pdf", "cv1.pdf", "cv2.pdf", "cv3.pdf", "cv4.pdf"]
    assert read_it.left_out == 2


def test_a_mail_without_a_name_has_the_same_one_twice():
    mail = reply(OURS)
    del mail["Message-ID"]

    assert read(mail).message_id == read(mail).message_id != ""


@pytest.mark.parametrize(
    ("text", "objects"),
    [
        ("Please do not contact me again.", True),
        ("Unsubscribe", True),
        ("please remove me from your list", True),
        ("Bitte nicht mehr kontaktieren", True),
        ("Gladly! I'd love to talk.", False),
        ("Gladly!\n\nOn 21 November Rita wrote:\n> unsubscribe here", False),
        ("I do not contact people on Fridays", True),  # a person decides, so one too many is no harm
    ],
)
def test_words_that_sound_like_an_objection(text, objects):
    assert read(reply(OURS, text=text)).may_object == objects


def test_what_they_quote_is_not_theirs():
    assert own_words("Hi\n\nOn Sat, 21 Nov 2026 Rita Recruiter wrote:\n> x") == "Hi\n"


@pytest.mark.parametrize("raw", [b"", b"  \r\n", b"x" * (LARGEST + 1)])
def test_what_cannot_be_read_is_refused(raw):
    with pytest.raises(MailUnreadable):
        read_mail(raw)


def test_a_mail_of_endless_parts_is_refused():
    mail = reply(OURS)
    for _ in range(120):
        mail.add_attachment(b"x", maintype="application", subtype="octet-stream", filename="x")

    with pytest.raises(MailUnreadable, match="parts"):
        read(mail)


HEADERS = st.sampled_from(
    [
        b"From: ",
        b"Subject: ",
        b"Message-ID: ",
        b"References: ",
        b"Content-Type: ",
        b"Date: ",
        b"Content-Transfer-Encoding: ",
        b"\r\n",
    ]
)


@given(st.lists(st.tuples(HEADERS, st.binary(max_size=60)), max_size=12), st.binary(max_size=200))
def test_no_bytes_break_the_reader(headers, body):
    raw = b"".join(name + value + b"\r\n" for name, value in headers) + b"\r\n" + body
    try:
        mail = read_mail(raw)
    except MailUnreadable as refusal:
        assert str(refusal)  # noqa: PT017
    else:
        assert "\x00" not in mail.text + mail.subject + mail.sender
        assert len(mail.subject) <= 250
