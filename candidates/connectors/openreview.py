"""Look submissions up in OpenReview, which answers only those who signed in."""

import datetime
import threading
from typing import Any

import stamina

from candidates.connectors import web
from candidates.connectors.code_links import find_code
from candidates.connectors.errors import PaperNotFound, SourceError, SourceLimited, SourceRefused, SourceUnavailable
from candidates.connectors.links import LinkKind, is_orcid, recognise
from candidates.connectors.records import AuthorRecord, PaperIdentifier, PaperRecord, Scheme, clipped, one_line

SOURCE = "OpenReview"
MAX_AUTHORS = 2_000
PAUSE = datetime.timedelta(minutes=10)
NO_ACCOUNT = (
    "OpenReview shows its papers to programs only with a sign-in, and none is set up here. Paste the paper's arXiv "
    "link instead, add the authors by hand, or ask your administrator to set up an OpenReview account."
)
BAD_ACCOUNT = "OpenReview did not accept the account that is set up here. Ask your administrator to check it."


class OpenReviewClient:
    """Fetches one submission, from the present API first and from the one older venues live on second."""

    def __init__(
        self,
        base_url: str,
        *,
        older_base_url: str = "",
        username: str = "",
        password: str = "",
        attempts: int = 2,
        limits: web.Limits | None = None,
    ) -> None:
        self.base_urls = [url.rstrip("/") for url in (base_url, older_base_url) if url]
        self.username = username
        self._password = password
        self.attempts = attempts
        self.limits = limits
        self._tokens: dict[str, str] = {}
        self._lock = threading.Lock()

    def fetch(self, identifier: str) -> PaperRecord:
        """Return the submission a forum is about, or raise a SourceError."""
        note = self._find(identifier)
        # The link may name a review or a comment; the forum's own note is the paper.
        forum = note.get("forum")
        if isinstance(forum, str) and forum and forum != note.get("id"):
            note = self._find(forum)
        return read_paper(note, fetched_at=datetime.datetime.now(datetime.UTC))

    def _find(self, identifier: str) -> dict[str, Any]:
        for base_url in self.base_urls:
            for attempt in stamina.retry_context(on=SourceUnavailable, attempts=self.attempts, timeout=None):
                with attempt:
                    answer = self.ask(base_url, {"id": identifier})
            if note := _note(answer, identifier):
                return note
        raise PaperNotFound(SOURCE, "OpenReview knows no such paper, or it is not public yet. Check the link.")

    def ask(self, base_url: str, asked: dict[str, str]) -> web.Answer:
        """Ask for notes, signed in where there is an account; raise a SourceError where OpenReview refuses."""
        answer = self._get(base_url, asked, self._token(base_url))
        if answer.status in {401, 403} and base_url in self._tokens:
            # Tokens run out; a fresh one tells an old token from a refused account.
            self._tokens.pop(base_url, None)
            answer = self._get(base_url, asked, self._token(base_url))
        if error := _refusal(answer, signed_in=base_url in self._tokens):
            raise error
        return answer

    def _get(self, base_url: str, asked: dict[str, str], token: str) -> web.Answer:
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        return web.request(SOURCE, "GET", f"{base_url}/notes", params=asked, headers=headers, limits=self.limits)

    def _token(self, base_url: str) -> str:
        if not (self.username and self._password):
            return ""
        with self._lock:
            if base_url not in self._tokens:
                self._tokens[base_url] = self._sign_in(base_url)
            return self._tokens[base_url]

    def _sign_in(self, base_url: str) -> str:
        payload = {"id": self.username, "password": self._password}
        answer = web.request(SOURCE, "POST", f"{base_url}/login", payload=payload, limits=self.limits)
        if answer.status == 429:
            raise _limited()
        token = answer.json(SOURCE).get("token") if answer.status == 200 else None
        if not isinstance(token, str) or not token:
            raise SourceRefused(SOURCE, BAD_ACCOUNT)
        return token


def _refusal(answer: web.Answer, *, signed_in: bool) -> SourceError | None:
    if answer.status == 429:
        return _limited()
    if answer.status in {401, 403}:
        name = _error_name(answer)
        if name == "ForbiddenError" or (signed_in and name != "ChallengeRequiredError"):
            return PaperNotFound(SOURCE, "OpenReview does not show this paper to the public yet. Try again later.")
        return SourceRefused(SOURCE, BAD_ACCOUNT if signed_in else NO_ACCOUNT)
    return None if answer.status in {200, 400, 404} else web.broken(SOURCE)


def _limited() -> SourceLimited:
    retry_at = (datetime.datetime.now(datetime.UTC) + PAUSE).replace(second=0, microsecond=0)
    return SourceLimited(SOURCE, "OpenReview is limiting requests.", retry_at=retry_at)


def _error_name(answer: web.Answer) -> str:
    try:
        body = answer.json(SOURCE)
    except SourceError:
        return ""
    return str(body.get("name", "")) if isinstance(body, dict) else ""


def _note(answer: web.Answer, identifier: str) -> dict[str, Any] | None:
    """Return the note asked for; a 400 or 404 or an empty list all say that there is none."""
    if answer.media_type != "application/json":
        raise web.broken(SOURCE)
    body = answer.json(SOURCE)
    if answer.status != 200:
        return None
    notes = body.get("notes") if isinstance(body, dict) else None
    if not isinstance(notes, list):
        raise web.broken(SOURCE)
    return next((note for note in notes if isinstance(note, dict) and note.get("id") == identifier), None)


def read_paper(note: dict[str, Any], *, fetched_at: datetime.datetime) -> PaperRecord:
    """Read a note of either API: contents are plain in the older one and wrapped in `value` in the present one."""
    content = note.get("content")
    if not isinstance(content, dict):
        raise web.broken(SOURCE)
    title = clipped(one_line(_value(content, "title")), 500)
    identifier = str(note.get("forum") or note.get("id"))
    if not title:
        raise web.broken(SOURCE)
    return PaperRecord(
        title=title,
        authors=_authors(content),
        source=SOURCE,
        url=f"https://openreview.net/forum?id={identifier}",
        identifiers=(PaperIdentifier(Scheme.OPENREVIEW, identifier), *_other_identifiers(content)),
        abstract=one_line(_value(content, "abstract")),
        published=_day(note.get("pdate") or note.get("cdate") or note.get("tcdate")),
        venue=clipped(one_line(_value(content, "venue")), 200),
        keywords=_keywords(content),
        code_links=find_code(one_line(_value(content, "abstract")), one_line(_value(content, "code"))),
        fetched_at=fetched_at,
    )


def _keywords(content: dict[str, Any]) -> tuple[str, ...]:
    listed = _value(content, "keywords")
    words = [*(listed if isinstance(listed, list) else []), _value(content, "primary_area")]
    return tuple(dict.fromkeys(clipped(word, 80) for word in map(one_line, words) if word))[:30]


def _value(content: dict[str, Any], field: str) -> Any:
    raw = content.get(field)
    return raw.get("value") if isinstance(raw, dict) else raw


def _authors(content: dict[str, Any]) -> tuple[AuthorRecord, ...]:
    """Read names and profile ids side by side; a hidden author list is an empty one."""
    people = _value(content, "authors")
    people = people[:MAX_AUTHORS] if isinstance(people, list) else []
    ids = _value(content, "authorids")
    # Ids are worth having only while they run along the names one by one.
    ids = ids if isinstance(ids, list) and len(ids) >= len(people) else [None] * len(people)
    authors: list[AuthorRecord] = []
    for person, identifier in zip(people, ids, strict=False):
        told = person if isinstance(person, dict) else {"fullname": person, "username": identifier}
        name = clipped(one_line(told.get("fullname")), 200)
        if not name or name.lower() in {"anonymous", "anonymous authors"}:
            continue
        authors.append(
            AuthorRecord(
                name=name,
                position=len(authors) + 1,
                openreview_id=_profile_id(told.get("username")),
                orcid=_orcid(told.get("orcid")),
                affiliation=_affiliation(told.get("institutions")),
            )
        )
    return tuple(authors)


def _profile_id(text: object) -> str:
    link = recognise(text)
    return link.identifier if link is not None and link.kind is LinkKind.OPENREVIEW_PROFILE else ""


def _orcid(text: object) -> str:
    tail = text.rstrip("/").rsplit("/", 1)[-1].upper() if isinstance(text, str) else ""
    return tail if is_orcid(tail) else ""


def _affiliation(institutions: object) -> str:
    listed = institutions if isinstance(institutions, list) else []
    names = (one_line(place.get("name")) for place in listed if isinstance(place, dict))
    return clipped("; ".join(filter(None, names)), 300)


def _other_identifiers(content: dict[str, Any]) -> list[PaperIdentifier]:
    link = recognise(_value(content, "doi"))
    return [PaperIdentifier(Scheme.DOI, link.identifier)] if link is not None and link.kind is LinkKind.DOI else []


def _day(milliseconds: object) -> datetime.date | None:
    if not isinstance(milliseconds, int | float):
        return None
    try:
        return datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
