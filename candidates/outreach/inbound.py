"""Reading a mail that came in: who answers what, whether a person or a machine wrote it, whether it says that a letter did not arrive.

Whatever is sent here is hostile until read: sizes are limited, HTML becomes text, nothing in it is trusted but its bytes.
"""

import datetime as dt
import email
import email.policy
import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.utils import getaddresses, parsedate_to_datetime

import nh3

LARGEST = 20 * 1024 * 1024
LONGEST_TEXT = 20_000
LONGEST_CALENDAR = 100_000
LONGEST_SUBJECT = 250
MOST_ATTACHMENTS = 5
MOST_PARTS = 100
MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
MACHINE_SUBJECT = re.compile(
    r"^\s*(automatic reply|auto(matic)?[ -]?(reply|response)|out of (the )?office|abwesenheit|automatische antwort|"
    r"réponse automatique|respuesta automática)\b",
    re.IGNORECASE,
)
BULK = frozenset({"bulk", "junk", "auto_reply", "auto-reply"})
# Words by which people ask to be left alone. They are shown to a person, who decides; nothing is done because of them.
OBJECTION = re.compile(
    r"\b(unsubscribe|opt[ -]?out|remove me|take me off|do not (contact|e?-?mail|write)|don[’']?t (contact|e?-?mail|write to) me|"
    r"stop (e?-?mailing|contacting|writing)|leave me alone|delete my (data|details|e?-?mail)|"
    r"nicht mehr (kontaktieren|anschreiben)|keine (weiteren )?(mails|nachrichten)|ne me contactez plus)\b",
    re.IGNORECASE,
)


class MailUnreadable(ValueError):
    """This is no mail that can be read; the message says why."""


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Bounce:
    """A letter did not arrive at `address`. For good, or only not yet; `words` are the mail server's."""

    address: str
    is_permanent: bool
    words: str


@dataclass(frozen=True)
class Received:
    """A mail as far as we use it. `answers` names the messages it refers to, the nearest first; `calendar` is an iCalendar object in it."""

    message_id: str
    sender: str
    subject: str
    text: str
    sent_at: dt.datetime | None
    answers: tuple[str, ...] = ()
    is_automatic: bool = False
    bounce: Bounce | None = None
    attachments: tuple[Attachment, ...] = ()
    left_out: int = 0
    calendar: str = ""

    @property
    def may_object(self) -> bool:
        """Whether the words they added themselves sound like an objection."""
        return bool(OBJECTION.search(own_words(self.text)))


def read_mail(raw: bytes) -> Received:
    """Read a mail; raises MailUnreadable."""
    if not raw.strip() or len(raw) > LARGEST:
        raise MailUnreadable(f"A mail of {len(raw):,} bytes is not read.")
    try:
        mail = email.message_from_bytes(raw, policy=email.policy.default.clone(max_line_length=None))
        return _read(mail, raw)
    except MailUnreadable:
        raise
    except Exception as error:  # the parser of the standard library stumbles over hostile headers in many ways
        raise MailUnreadable(f"This mail is broken: {type(error).__name__}.") from error


def own_words(text: str) -> str:
    """Return what somebody wrote above the letter they quote."""
    kept = []
    for line in text.splitlines():
        if line.startswith(">") or re.match(
            r"^(On .{5,200} wrote|Am .{5,200} schrieb.*|Le .{5,200} a écrit)\s*:\s*$", line
        ):
            break
        kept.append(line)
    return "\n".join(kept)


def _read(mail: EmailMessage, raw: bytes) -> Received:
    parts = _parts(mail)
    bounce = _bounce(mail, parts)
    attachments, left_out = ((), 0) if bounce else _attachments(parts)
    return Received(
        message_id=_own_id(mail, raw),
        sender=_address(mail, "From"),
        subject=_clean(_header(mail, "Subject"))[:LONGEST_SUBJECT],
        text=_text(parts),
        sent_at=_date(mail),
        answers=_answers(mail, parts if bounce else []),
        is_automatic=_is_automatic(mail),
        bounce=bounce,
        attachments=attachments,
        left_out=left_out,
        calendar=_calendar(parts),
    )


def _parts(mail: Message) -> list[Message]:
    parts: list[Message] = []
    for part in mail.walk():
        parts.append(part)
        if len(parts) > MOST_PARTS:
            raise MailUnreadable(f"A mail of more than {MOST_PARTS} parts is not read.")
    return parts


def _header(mail: Message, name: str) -> str:
    return str(mail.get(name, "") or "")


def _clean(text: str) -> str:
    """Return text that a database takes, on one line."""
    return " ".join(_storable(text).split())


def _storable(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _address(mail: Message, name: str) -> str:
    found = getaddresses([_header(mail, name)])
    return _clean(found[0][1]).lower()[:254] if found else ""


def _own_id(mail: Message, raw: bytes) -> str:
    """Return the mail's name; where it has none, one made from its bytes, so that the same mail is the same twice."""
    found = MESSAGE_ID.search(_header(mail, "Message-ID"))
    return found[0] if found else f"<{hashlib.sha256(raw).hexdigest()}@without-a-name>"


def _answers(mail: Message, returned: list[Message]) -> tuple[str, ...]:
    ids = MESSAGE_ID.findall(_header(mail, "In-Reply-To"))
    ids += reversed(MESSAGE_ID.findall(_header(mail, "References")))
    for part in returned:
        if part is not mail:
            text = part.get_payload() if part.get_content_type() == "text/rfc822-headers" else ""
            ids += MESSAGE_ID.findall(_header(part, "Message-ID"))
            ids += re.findall(r"(?im)^message-id:\s*(<[^<>\s]{1,250}>)", text if isinstance(text, str) else "")
    return tuple(dict.fromkeys(ids))[:50]


def _date(mail: Message) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(_header(mail, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _is_automatic(mail: Message) -> bool:
    """Say whether a machine answered (RFC 3834, and the headers from before it)."""
    said = _header(mail, "Auto-Submitted").strip().lower()
    older = any(mail.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder"))
    return (
        (bool(said) and not said.startswith("no"))
        or older
        or _header(mail, "Precedence").strip().lower() in BULK
        or _header(mail, "Return-Path").strip() == "<>"
        or bool(MACHINE_SUBJECT.match(_header(mail, "Subject")))
    )


def _bounce(mail: Message, parts: list[Message]) -> Bounce | None:
    """Return what a delivery report says of a failed or delayed recipient (RFC 3464); None where this is no such report."""
    if mail.get_content_type() != "multipart/report" or mail.get_param("report-type") != "delivery-status":
        return None
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            for fields in _status_blocks(part):
                action = _header(fields, "Action").strip().lower()
                if action in {"failed", "delayed"}:
                    return _bounce_of(fields, action)
    return None


def _status_blocks(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    yield from (block for block in (payload if isinstance(payload, list) else []) if isinstance(block, Message))


def _bounce_of(fields: Message, action: str) -> Bounce:
    recipient = _header(fields, "Final-Recipient") or _header(fields, "Original-Recipient")
    status = _header(fields, "Status").strip()
    words = _clean(_header(fields, "Diagnostic-Code").partition(";")[2] or status or action)
    is_permanent = action == "failed" and not status.startswith("4")
    return Bounce(_clean(recipient.rpartition(";")[2]).lower()[:254], is_permanent, words[:250])


def _text(parts: list[Message]) -> str:
    """Return the first plain text; else the first HTML without its tags, scripts and styles."""
    for wanted in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == wanted and part.get_content_disposition() != "attachment":
                text = _decoded(part)
                if wanted == "text/html":
                    text = _without_tags(text)
                return _storable(text.replace("\r\n", "\n")).strip()[:LONGEST_TEXT]
    return ""


def _calendar(parts: list[Message]) -> str:
    """Return the first iCalendar object; programs send it as an alternative to the text, or as a file."""
    found = next((part for part in parts if part.get_content_type() == "text/calendar"), None)
    text = _decoded(found) if found is not None else ""
    return text if len(text) <= LONGEST_CALENDAR else ""


def _without_tags(markup: str) -> str:
    broken = re.sub(r"(?i)<(br|/p|/div|/li|/tr|/h[1-6])\b[^>]*>", "\n", markup[: LONGEST_TEXT * 20])
    return re.sub(
        r"\n{3,}", "\n\n", html.unescape(nh3.clean(broken, tags=set(), clean_content_tags={"script", "style"}))
    )


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a charset nobody knows
        return content.decode("utf-8", "replace")


def _attachments(parts: list[Message]) -> tuple[tuple[Attachment, ...], int]:
    """Return the first few attachments, and how many more there were."""
    found = []
    for part in parts:
        if part.get_content_disposition() == "attachment" and not part.is_multipart():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content:
                name = _clean(part.get_filename() or "attachment")[:120]
                found.append(Attachment(name, part.get_content_type(), content))
    return tuple(found[:MOST_ATTACHMENTS]), max(len(found) - MOST_ATTACHMENTS, 0)
