"""One bounded GET or POST: limits on time, size, redirects and hosts, and faults turned into domain errors."""

import collections.abc
import dataclasses
import datetime
import email.utils
import json
import time
import urllib.parse
import zlib
from typing import Any

import httpx

from candidates.connectors.errors import RecordMissing, SourceAnswerBroken, SourceUnavailable

USER_AGENT = "Strongsuit/1 (self-hosted hiring pipeline)"
MAX_REDIRECTS = 5
PASSING = frozenset({408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524})


Sink = collections.abc.Callable[[bytes], None]


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """How long (seconds) and how large (bytes, after decompression) one answer may be."""

    connect: float = 5.0
    silence: float = 15.0
    total: float = 40.0
    size: int = 4 * 1024 * 1024


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: status, media type in lower case without parameters, body; header names in lower case."""

    status: int
    media_type: str
    body: bytes
    url: str
    headers: collections.abc.Mapping[str, str] = dataclasses.field(default_factory=dict)

    def json(self, source: str) -> Any:
        """Return the body as JSON, or raise SourceAnswerBroken."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise broken(source) from error


def broken(source: str) -> SourceAnswerBroken:
    """Return the error for an answer that cannot be read."""
    return SourceAnswerBroken(source, f"{source} sent an answer that cannot be read. You can add the paper by hand.")


def garbled(source: str) -> SourceAnswerBroken:
    """Return the error for a list of papers that cannot be read."""
    return SourceAnswerBroken(source, f"{source} sent a list of papers that cannot be read.")


def request(
    source: str,
    method: str,
    url: str,
    *,
    params: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    payload: collections.abc.Mapping[str, Any] | None = None,
    redirect_hosts: collections.abc.Collection[str] = (),
    limits: Limits | None = None,
    sink: Sink | None = None,
) -> Answer:
    """Send one request and return its whole answer, whatever its status but the passing faults.

    With a `sink`, the body of a 200 goes to it piece by piece and is not kept. Redirects are followed only to the host asked and to `redirect_hosts`, so an answer cannot send this process to an
    address inside its own network. Raises SourceUnavailable or SourceAnswerBroken.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.total
    timeout = httpx.Timeout(limits.silence, connect=limits.connect)
    sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", **(headers or {})}
    allowed = {urllib.parse.urlsplit(url).netloc, *redirect_hosts}
    try:
        with httpx.Client(timeout=timeout, follow_redirects=False, trust_env=True) as client:
            for _ in range(MAX_REDIRECTS + 1):
                with client.stream(method, url, params=params, headers=sent, json=payload) as response:
                    if not response.has_redirect_location:
                        return _answer(source, response, limits, deadline, sink)
                    url, params = _next_address(source, response, allowed), None
    except httpx.TimeoutException as error:
        raise SourceUnavailable(source, f"{source} took too long to answer.") from error
    except (httpx.TransportError, httpx.InvalidURL) as error:
        raise SourceUnavailable(source, f"{source} could not be reached.") from error
    raise broken(source)


def _next_address(source: str, response: httpx.Response, allowed: set[str]) -> str:
    target = response.url.join(response.headers["location"])
    if target.netloc.decode("ascii", "replace") not in allowed or target.scheme not in {response.url.scheme, "https"}:
        raise RecordMissing(
            source, f"{source} has no machine-readable record of this paper. Add the title and the authors by hand."
        )
    return str(target)


def retry_time(headers: collections.abc.Mapping[str, str]) -> datetime.datetime | None:
    """Return when a source asks to be asked again (`Retry-After`, in seconds or as a date), a day ahead at most."""
    told = headers.get("retry-after", "").strip()
    now = datetime.datetime.now(datetime.UTC)
    try:
        if told.isascii() and told.isdigit():
            when = now + datetime.timedelta(seconds=min(int(told), 86_400))
        else:
            when = email.utils.parsedate_to_datetime(told)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=datetime.UTC)
    return min(max(when, now), now + datetime.timedelta(days=1))


def _answer(source: str, response: httpx.Response, limits: Limits, deadline: float, sink: Sink | None) -> Answer:
    status = response.status_code
    if status in PASSING:
        words = f"{source} is out of order at the moment (it answered {status})."
        raise SourceUnavailable(source, words, retry_at=retry_time(response.headers))
    media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    body = bytearray()
    taken = sink if sink and status == 200 else body.extend
    for piece in _pieces(source, response, limits, deadline):
        taken(piece)
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(status, media_type, bytes(body), str(response.url), headers)


def _pieces(source: str, response: httpx.Response, limits: Limits, deadline: float) -> collections.abc.Iterator[bytes]:
    """Yield the body with a bound on time and on size, also while unpacking: a small answer can hide a huge one."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", ""}:
        raise broken(source)
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS) if encoding == "gzip" else None
    size = 0
    try:
        for raw in response.iter_raw():
            if time.monotonic() > deadline:
                raise SourceUnavailable(source, f"{source} took too long to answer.")
            piece = unpacker.decompress(raw, limits.size + 1 - size) if unpacker else raw
            size += len(piece)
            if size > limits.size:
                raise SourceAnswerBroken(source, f"{source} sent far more than was asked for; nothing of it was kept.")
            yield piece
    except zlib.error as error:
        raise broken(source) from error
    if unpacker and not unpacker.eof and size:
        raise broken(source)
