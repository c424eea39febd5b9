"""Read public repositories from GitHub's REST API: few requests, each answer kept with its ETag, limits said in words."""

import datetime
import hashlib
import re
import time
from typing import Any, Protocol

import stamina

from candidates.connectors import web
from candidates.connectors.errors import (
    PaperNotFound,
    SourceAnswerBroken,
    SourceLimited,
    SourceRefused,
    SourceUnavailable,
)

SOURCE = "GitHub"
JSON = "application/vnd.github+json"
RAW = "application/vnd.github.raw+json"
USED_UP_ANONYMOUS = "GitHub answers 60 requests an hour here, because no token is set up, and they are used up."
USED_UP = "GitHub's hourly limit for the token that is set up here is used up."
SECONDARY = "GitHub asks for fewer requests at a time."
NOT_ACCEPTED = "GitHub did not accept the token that is set up here. Ask your administrator to check GITHUB_TOKEN."
GONE = "GitHub shows no such repository: it was deleted, renamed beyond recognition, or is not public. Check the link."
BROKEN = "GitHub sent an answer that cannot be read."
# GitHub asks to wait at least a minute after its secondary limit when it names no time.
SECONDARY_PAUSE = 60
LIMITS = web.Limits(size=12 * 1024 * 1024)


class Kept(Protocol):
    """Where answers and pauses are remembered between processes; Django's cache is one."""

    def get(self, key: str) -> Any: ...

    def set(self, key: str, value: Any, timeout: int | None) -> Any: ...


class GitHubClient:
    """One GET at a time. An answer that did not change costs nothing: its ETag is sent along and the kept body is used."""

    keep_for = 24 * 3600
    largest_kept = 512 * 1024

    def __init__(
        self,
        base_url: str,
        *,
        token: str = "",
        kept: Kept | None = None,
        attempts: int = 2,
        limits: web.Limits = LIMITS,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._token = token
        self.kept = kept
        self.attempts = attempts
        self.limits = limits

    def get(self, path: str, params: dict[str, str] | None = None, *, accept: str = JSON) -> web.Answer:
        """Return the answer to one GET whatever it says about the thing asked for; raise a SourceError for the rest."""
        resource = "search" if path.startswith("/search/") else "core"
        self._check_pause(resource)
        key = self._key(path, params, accept)
        known = self.kept.get(key) if self.kept is not None else None
        for attempt in stamina.retry_context(
            on=SourceUnavailable, attempts=self.attempts, timeout=None, wait_initial=1
        ):
            with attempt:
                answer = self._send(path, params, accept, known["etag"] if known else "")
        if answer.status == 304 and known:
            return web.Answer(200, known["media_type"], known["body"], answer.url, known["headers"])
        self._raise_refusal(answer, resource)
        self._keep(key, answer)
        return answer

    def json(self, path: str, params: dict[str, str] | None = None) -> Any:
        """Return what GitHub says as JSON, or None where it says that there is nothing (204, 404, 409, 422, 451)."""
        answer = self.get(path, params)
        if answer.status in {202, 204, 404, 409, 410, 422, 451} or answer.status == 403:
            return None
        if answer.status != 200:
            raise SourceAnswerBroken(SOURCE, BROKEN)
        try:
            return answer.json(SOURCE)
        except SourceAnswerBroken as error:
            raise SourceAnswerBroken(SOURCE, BROKEN) from error

    def text(self, path: str) -> str | None:
        """Return a file's text, or None where there is no such file."""
        answer = self.get(path, accept=RAW)
        return answer.body.decode("utf-8", "replace").replace("\x00", "") if answer.status == 200 else None

    def count_and_ends(self, path: str, params: dict[str, str]) -> tuple[int, Any, Any] | None:
        """Return how long a list is, its first and its last entry, in two requests; None where there is no list."""
        first = self.get(path, {**params, "per_page": "1"})
        if first.status != 200:
            return None
        rows = first.json(SOURCE)
        if not isinstance(rows, list):
            raise SourceAnswerBroken(SOURCE, BROKEN)
        if not rows:
            return 0, None, None
        pages = last_page(first.headers.get("link", ""))
        if pages <= 1:
            return len(rows), rows[0], rows[0]
        oldest = self.json(path, {**params, "per_page": "1", "page": str(pages)})
        return pages, rows[0], oldest[0] if isinstance(oldest, list) and oldest else None

    def _send(self, path: str, params: dict[str, str] | None, accept: str, etag: str) -> web.Answer:
        headers = {"Accept": accept, "X-GitHub-Api-Version": "2022-11-28"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        if etag:
            headers["If-None-Match"] = etag
        return web.request(SOURCE, "GET", f"{self.base_url}{path}", params=params, headers=headers, limits=self.limits)

    def _raise_refusal(self, answer: web.Answer, resource: str) -> None:
        if answer.status == 401:
            raise SourceRefused(SOURCE, NOT_ACCEPTED)
        if answer.status not in {403, 429}:
            return
        wait = pause_of(answer, now=time.time())
        if wait is None:
            if answer.status == 429:
                wait = SECONDARY_PAUSE
            else:
                return  # forbidden for a reason of its own, such as a history too large to list
        until = time.time() + wait
        if self.kept is not None:
            self.kept.set(self._pause_key(resource), until, int(wait) + 1)
        used_up = answer.headers.get("x-ratelimit-remaining") == "0"
        raise self._limited(until, used_up=used_up)

    def _check_pause(self, resource: str) -> None:
        until = self.kept.get(self._pause_key(resource)) if self.kept is not None else None
        if until and until > time.time():
            raise self._limited(until, used_up=True)

    def _limited(self, until: float, *, used_up: bool) -> SourceLimited:
        retry_at = datetime.datetime.fromtimestamp(until + 59, datetime.UTC).replace(second=0, microsecond=0)
        words = (USED_UP if self._token else USED_UP_ANONYMOUS) if used_up else SECONDARY
        return SourceLimited(SOURCE, words, retry_at=retry_at)

    def _pause_key(self, resource: str) -> str:
        return f"github:{'token' if self._token else 'nobody'}:{resource}:pause"

    def _key(self, path: str, params: dict[str, str] | None, accept: str) -> str:
        said = f"{self.base_url}{path}?{sorted((params or {}).items())} {accept} {bool(self._token)}"
        return f"github:{hashlib.sha256(said.encode()).hexdigest()[:40]}"

    def _keep(self, key: str, answer: web.Answer) -> None:
        etag = answer.headers.get("etag", "")
        if self.kept is None or answer.status != 200 or not etag or len(answer.body) > self.largest_kept:
            return
        headers = {name: answer.headers[name] for name in ("link",) if name in answer.headers}
        value = {"etag": etag, "body": answer.body, "media_type": answer.media_type, "headers": headers}
        self.kept.set(key, value, self.keep_for)


def pause_of(answer: web.Answer, *, now: float) -> float | None:
    """Return for how many seconds GitHub wants to be left alone; None where a refusal is about the thing asked for."""
    headers = answer.headers
    if (after := _number(headers.get("retry-after"))) is not None:
        return max(after, 1.0)
    if headers.get("x-ratelimit-remaining") == "0" and (reset := _number(headers.get("x-ratelimit-reset"))) is not None:
        return max(reset - now, 1.0)
    return SECONDARY_PAUSE if b"secondary rate limit" in answer.body.lower() else None


def last_page(link: str) -> int:
    """Return the number of the last page a Link header names; 1 where it names none."""
    for part in link.split(","):
        found = re.search(r"[?&]page=(\d{1,9})\b[^>]*>", part)
        if found and 'rel="last"' in part:
            return int(found[1])
    return 1


def found_or_gone(body: Any) -> dict[str, Any]:
    """Return the repository's own record, or raise PaperNotFound in words about repositories."""
    if body is None:
        raise PaperNotFound(SOURCE, GONE)
    if not isinstance(body, dict) or not isinstance(body.get("full_name"), str):
        raise SourceAnswerBroken(SOURCE, BROKEN)
    return body


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text is not None else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value < 1e12 else None
