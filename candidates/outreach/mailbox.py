"""Fetching mails from an IMAP mailbox (RFC 3501). It only reads: nothing is marked, moved or deleted, so people may use it beside us."""

import datetime as dt
import imaplib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from candidates.outreach.inbound import LARGEST

TIMEOUT = 20
FIRST_LOOK = dt.timedelta(days=7)
MOST = 100
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class MailboxProblem(Exception):
    """The mailbox cannot be read now; the message says why, without the password."""


@dataclass(frozen=True)
class Place:
    """How far a mailbox was read: its validity, and the last number seen in it."""

    validity: int = 0
    uid: int = 0


@dataclass(frozen=True)
class Fetched:
    """A mail and its place; `raw` is empty where it was too large to fetch."""

    place: Place
    raw: bytes


def fetch(url: str, place: Place, *, today: dt.date, most: int = MOST) -> Iterator[Fetched]:
    """Yield mails that came after `place`, oldest first; of a mailbox not read before, those of the last week. Raises MailboxProblem.

    `url` is `imaps://user:password@host/INBOX`, or `imap://` without encryption for a server on the same machine.
    """
    parts = urlsplit(url)
    try:
        box = _connect(parts.scheme, parts.hostname or "", parts.port)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxProblem(f"{parts.hostname} cannot be reached: {error}") from error
    try:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        status, answer = box.select(f'"{unquote(parts.path.strip("/")) or "INBOX"}"', readonly=True)
        if status != "OK":
            raise MailboxProblem(f"The mailbox cannot be opened: {answer!r}")
        yield from _new(box, place, today, most)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxProblem(f"The mailbox cannot be read: {error}") from error
    finally:
        _leave(box)


def _connect(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    if scheme == "imaps":
        return imaplib.IMAP4_SSL(host, port or 993, timeout=TIMEOUT)
    if scheme == "imap" and host in {"127.0.0.1", "::1", "localhost"}:
        return imaplib.IMAP4(host, port or 143, timeout=TIMEOUT)
    raise MailboxProblem(
        "The mailbox’s address must begin with imaps://, so that the password is not sent in the open."
    )


def _new(box: imaplib.IMAP4, place: Place, today: dt.date, most: int) -> Iterator[Fetched]:
    validity = int((box.response("UIDVALIDITY")[1] or [b"0"])[0] or 0)
    if validity == place.validity and place.uid:
        query = f"UID {place.uid + 1}:*"
    else:  # numbers of another validity mean nothing here
        since = today - FIRST_LOOK
        query = f"SINCE {since.day:02d}-{MONTHS[since.month - 1]}-{since.year}"
    found = box.uid("SEARCH", query)[1][0] or b""
    known = place.uid if validity == place.validity else 0
    # “5:*” finds the last mail even where its number is below five.
    for uid in sorted(int(number) for number in found.split() if int(number) > known)[:most]:
        yield Fetched(Place(validity, uid), _body(box, uid))


def _body(box: imaplib.IMAP4, uid: int) -> bytes:
    sizes = box.uid("FETCH", str(uid), "(RFC822.SIZE)")[1]
    size = re.search(rb"RFC822\.SIZE (\d+)", sizes[0] if sizes and isinstance(sizes[0], bytes) else b"")
    if size is None or int(size[1]) > LARGEST:
        return b""
    parts = box.uid("FETCH", str(uid), "(BODY.PEEK[])")[1]
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")


def _leave(box: imaplib.IMAP4) -> None:
    try:
        box.logout()
    except (OSError, imaplib.IMAP4.error):  # it hung up first
        box.shutdown()
