"""What Hugging Face knows of a paper's code: the repository its paper page names, and what people uploaded for it."""

import datetime
import urllib.parse
from typing import Any

import stamina

from candidates.connectors import web
from candidates.connectors.code_records import PaperPage, RepositoryHit
from candidates.connectors.errors import SourceAnswerBroken, SourceLimited, SourceUnavailable
from candidates.connectors.links import LinkKind, recognise
from candidates.connectors.records import clipped, one_line

SOURCE = "Hugging Face"
PAUSE = datetime.timedelta(minutes=5)
MOST_UPLOADS = 50
WHO_NAMED = {"user": "an author or a reader", "admin": "its editors", "auto": "a program"}
SECTIONS = (("models", ""), ("datasets", "datasets/"), ("spaces", "spaces/"))


class HuggingFaceClient:
    """Asks without an account. A paper nobody linked is no error: Hugging Face then has no page of it."""

    def __init__(self, base_url: str, *, attempts: int = 2, limits: web.Limits | None = None) -> None:
        self.base_url = base_url.rstrip("/")
        self.attempts = attempts
        self.limits = limits

    def paper(self, arxiv_id: str) -> PaperPage | None:
        """Return what the page of a paper says, or None where there is none."""
        body = self._json(f"/api/papers/{urllib.parse.quote(arxiv_id, safe='')}")
        if body is None:
            return None
        if not isinstance(body, dict):
            raise _broken()
        code = recognise(body.get("githubRepo"))
        named = code.identifier if code is not None and code.kind is LinkKind.GITHUB_REPOSITORY else ""
        return PaperPage(
            arxiv_id=arxiv_id,
            repository=named,
            named_by=WHO_NAMED.get(one_line(body.get("githubRepoAddedBy")), "") if named else "",
            project_page=clipped(one_line(body.get("projectPage")), 300),
        )

    def uploads(self, arxiv_id: str) -> list[RepositoryHit]:
        """Return models, datasets and spaces that name the paper."""
        body = self._json(f"/api/arxiv/{urllib.parse.quote(arxiv_id, safe='')}/repos")
        if body is None:
            return []
        if not isinstance(body, dict):
            raise _broken()
        hits = []
        for section, prefix in SECTIONS:
            rows = body.get(section)
            for row in rows[:MOST_UPLOADS] if isinstance(rows, list) else []:
                link = (
                    recognise(f"https://huggingface.co/{prefix}{one_line(row.get('id'))}")
                    if isinstance(row, dict)
                    else None
                )
                if link is not None and link.kind is LinkKind.HUGGINGFACE_REPOSITORY:
                    hits.append(RepositoryHit(link.identifier, link.url, section.removesuffix("s")))
        return hits

    def _json(self, path: str) -> Any:
        for attempt in stamina.retry_context(
            on=SourceUnavailable, attempts=self.attempts, timeout=None, wait_initial=1
        ):
            with attempt:
                answer = web.request(SOURCE, "GET", f"{self.base_url}{path}", limits=self.limits)
        if answer.status == 429:
            raise _limited(answer)
        if answer.status in {401, 404, 410}:  # it answers 401 for what does not exist
            return None
        if answer.status != 200:
            raise _broken()
        try:
            return answer.json(SOURCE)
        except SourceAnswerBroken as error:
            raise _broken() from error


def _limited(answer: web.Answer) -> SourceLimited:
    after = answer.headers.get("retry-after", "")
    pause = datetime.timedelta(seconds=int(after)) if after.isdecimal() and len(after) < 6 else PAUSE
    retry_at = datetime.datetime.now(datetime.UTC) + pause + datetime.timedelta(seconds=59)
    words = "Hugging Face is limiting requests."
    return SourceLimited(SOURCE, words, retry_at=retry_at.replace(second=0, microsecond=0))


def _broken() -> SourceAnswerBroken:
    return SourceAnswerBroken(SOURCE, "Hugging Face sent an answer that cannot be read.")
