"""The few requests of CalDAV (RFC 4791, RFC 6578) we need: find calendars, tell whether one changed, read its events, write and delete our own.

Written on `outgoing.ask` rather than on a library, so that every request of it stays within the guards there.
"""

import datetime as dt
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from interviews.availability.free_time import Span
from interviews.availability.outgoing import Answer, CalendarError, Unreachable, ask, known_address

D, C, CS = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"
SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:cs="http://calendarserver.org/ns/"'
ABOUT = (
    "<d:resourcetype/><d:displayname/><d:current-user-principal/><c:calendar-home-set/>"
    "<c:supported-calendar-component-set/><d:current-user-privilege-set/><d:sync-token/><cs:getctag/>"
)


class Changed(CalendarError):
    """Somebody wrote this object in between."""


class HasItAlready(CalendarError):
    """The calendar holds this event already, in an object that is not ours: from its invitation."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where to ask, and as whom."""

    address: str
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class RemoteCalendar:
    """A calendar of the account. `state` changes whenever something in it does; "" where the server does not say."""

    address: str
    name: str
    may_write: bool
    state: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a server says of one address."""

    address: str
    properties: Element

    def has(self, path: str) -> bool:
        return self.properties.find(path) is not None

    def text(self, path: str) -> str:
        return (self.properties.findtext(path) or "").strip()

    @property
    def is_calendar(self) -> bool:
        """Whether it is a calendar that takes events."""
        kinds = {
            one.get("name", "").upper()
            for one in self.properties.iterfind(f"{C}supported-calendar-component-set/{C}comp")
        }
        return self.has(f"{D}resourcetype/{C}calendar") and (not kinds or "VEVENT" in kinds)

    def as_calendar(self) -> RemoteCalendar:
        rights = self.properties.find(f"{D}current-user-privilege-set")
        may_write = rights is None or any(
            rights.find(f"{D}privilege/{D}{one}") is not None for one in ("write", "all", "write-content")
        )
        name = self.text(f"{D}displayname") or urllib.parse.unquote(self.address.rstrip("/").rpartition("/")[2])
        state = self.text(f"{D}sync-token") or self.text(f"{CS}getctag")
        return RemoteCalendar(self.address, name[:80] or "Calendar", may_write, state[:500])


def find_calendars(account: Account) -> list[RemoteCalendar]:
    """Return the calendars of an account, whatever address of it was given: a server, a principal, a home or one calendar. Raises CalendarError."""
    here = _look(account, account.address)
    if here is None:
        root = urllib.parse.urljoin(account.address, "/.well-known/caldav")
        here = _look(account, root)
    if here is None:
        raise CalendarError("This address speaks no CalDAV. Look for “CalDAV address” in your calendar's settings.")
    if here.is_calendar:
        return [here.as_calendar()]
    home = here.text(f"{C}calendar-home-set/{D}href")
    if not home and (principal := here.text(f"{D}current-user-principal/{D}href")):
        person = _look(account, _join(here.address, principal))
        home = person.text(f"{C}calendar-home-set/{D}href") if person else ""
    where = _join(here.address, home) if home else here.address
    calendars = [one.as_calendar() for one in _propfind(account, where, depth=1) if one.is_calendar]
    if not calendars:
        raise CalendarError("The server knows you, but has no calendar of yours at this address.")
    return sorted(calendars, key=lambda one: (one.name.casefold(), one.address))


def look_at(account: Account) -> RemoteCalendar:
    """Return what the server says of one calendar now. Raises CalendarError."""
    here = _look(account, account.address)
    if here is None or not here.is_calendar:
        raise CalendarError("This calendar is gone from its server. Choose another one.")
    return here.as_calendar()


def read_events(account: Account, within: Span) -> list[str]:
    """Return the iCalendar text of every object that has an event in `within`. Raises CalendarError."""
    stamps = (f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" for moment in (within.start, within.end))
    start, end = stamps
    body = (
        f'<?xml version="1.0"?><c:calendar-query {SPACES}><d:prop><c:calendar-data/></d:prop><c:filter>'
        f'<c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="{start}" end="{end}"/>'
        "</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"
    )
    answer = _send(account, "REPORT", account.address, body, depth=1)
    return [text for one in _answers(answer) if (text := one.text(f"{C}calendar-data"))]


def write_event(account: Account, name: str, text: str, etag: str) -> str:
    """Write our event `name` into the calendar and return its new mark ("" where the server gives none). Raises CalendarError.

    With `etag` it must stand as we wrote it, without it must not be there; otherwise Changed, or HasItAlready.
    """
    guard = {"If-Match": etag} if etag else {"If-None-Match": "*"}
    headers = {"Content-Type": "text/calendar; charset=utf-8", **guard}
    answer = ask("PUT", _own(account, name), headers=headers, content=text.encode(), auth=_auth(account))
    if answer.status == 412:
        raise Changed("Somebody changed our event in this calendar.")
    if answer.status in {403, 409} and b"no-uid-conflict" in answer.body:
        raise HasItAlready("This calendar has the interview from its invitation.")
    if answer.status not in {200, 201, 204}:
        raise _refusal(answer)
    return answer.headers.get("etag", "") or mark_of(account, name)


def mark_of(account: Account, name: str) -> str:
    """Return the mark of our event as it stands there, "" where it does not. Raises CalendarError."""
    answer = ask("GET", _own(account, name), auth=_auth(account))
    if answer.status == 404:
        return ""
    if answer.status != 200:
        raise _refusal(answer)
    return answer.headers.get("etag", "")


def delete_event(account: Account, name: str) -> None:
    """Take our event out of the calendar; gone already is as good. Raises CalendarError."""
    answer = ask("DELETE", _own(account, name), auth=_auth(account))
    if answer.status not in {200, 204, 404, 410}:
        raise _refusal(answer)


def _look(account: Account, address: str) -> Found | None:
    answer = _send(account, "PROPFIND", address, _wanted(), depth=0, may_be_missing=True)
    return next(iter(_answers(answer)), None) if answer.status == 207 else None


def _propfind(account: Account, address: str, depth: int) -> list[Found]:
    return list(_answers(_send(account, "PROPFIND", address, _wanted(), depth=depth)))


def _wanted() -> str:
    return f'<?xml version="1.0"?><d:propfind {SPACES}><d:prop>{ABOUT}</d:prop></d:propfind>'


def _send(
    account: Account, method: str, address: str, body: str, *, depth: int, may_be_missing: bool = False
) -> Answer:
    headers = {"Content-Type": "application/xml; charset=utf-8", "Depth": str(depth)}
    answer = ask(method, address, headers=headers, content=body.encode(), auth=_auth(account))
    if answer.status == 207 or (may_be_missing and answer.status in {404, 405, 501, 200, 400}):
        return answer
    raise _refusal(answer)


def _answers(answer: Answer) -> Iterator[Found]:
    try:
        tree = fromstring(answer.body)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise CalendarError(
            "The server's answer cannot be read. Look whether the address is the CalDAV one."
        ) from error
    for one in tree.iterfind(f"{D}response"):
        merged = Element("prop")
        for state in one.iterfind(f"{D}propstat"):
            if " 200" in (state.findtext(f"{D}status") or " 200"):
                merged.extend(list(state.find(f"{D}prop") or ()))
        if href := (one.findtext(f"{D}href") or "").strip():
            yield Found(_join(answer.url, href), merged)


def _refusal(answer: Answer) -> CalendarError:
    if answer.status == 401:
        return CalendarError(
            "The server does not take this name and password. Many servers want an app password, made in your account's security settings."
        )
    if answer.status == 403:
        return CalendarError("The server does not let you do this with the calendar. Choose one you may write to.")
    if answer.status == 404:
        return CalendarError("There is no calendar at this address any more. Choose another one.")
    if answer.status == 429 or answer.status >= 500:
        return Unreachable(
            f"The calendar's server is out of order at the moment (it answered {answer.status}). We try again."
        )
    return CalendarError(
        f"The server refused (it answered {answer.status}). Look whether the address is the CalDAV one."
    )


def _auth(account: Account) -> tuple[str, str] | None:
    return (account.username, account.password) if account.username else None


def _own(account: Account, name: str) -> str:
    return account.address.rstrip("/") + "/" + urllib.parse.quote(name, safe="") + ".ics"


def _join(base: str, href: str) -> str:
    return known_address(urllib.parse.urljoin(base, href))
