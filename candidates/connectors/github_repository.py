"""What GitHub tells about one repository, and the search for repositories that name a paper. Commit e-mails are never read."""

import dataclasses
import datetime
import re
import urllib.parse
from typing import Any

from candidates.connectors.code_records import (
    MOST_FILES,
    MOST_README,
    Contributor,
    Issues,
    LastRun,
    RepositoryFacts,
    RepositoryHit,
    Span,
    TreeFile,
    is_bot_login,
    top_human,
)
from candidates.connectors.errors import SourceAnswerBroken
from candidates.connectors.github import BROKEN, SOURCE, GitHubClient, found_or_gone
from candidates.connectors.links import LinkKind, recognise
from candidates.connectors.records import clipped, one_line

MOST_CONTRIBUTORS = 30
MOST_HITS = 30
MOST_REQUIREMENTS = 50_000
# GitHub takes at most 256 characters of a query.
LONGEST_TITLE = 200
INSIDERS = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
REQUIREMENTS = re.compile(r"(?:requirements[\w.-]*\.txt|environment\.ya?ml)", re.IGNORECASE)


def read_repository(client: GitHubClient, name: str) -> RepositoryFacts:
    """Return all facts of a repository in about a dozen requests, or raise a SourceError."""
    body = found_or_gone(client.json(f"/repos/{_quoted(name)}"))
    facts = _own_record(body)
    path = f"/repos/{_quoted(facts.name)}"
    contributors = _contributors(client.json(f"{path}/contributors", {"per_page": str(MOST_CONTRIBUTORS)}))
    organisations = frozenset({facts.owner}) if facts.owner_is_organisation else frozenset()
    implementer = top_human(contributors, organisations=organisations)
    commits = client.count_and_ends(f"{path}/commits", {})
    own = client.count_and_ends(f"{path}/commits", {"author": implementer}) if implementer else None
    files, cut = _files(client.json(f"{path}/git/trees/{_quoted(facts.default_branch)}", {"recursive": "1"}))
    owner_name = _name_of(client, facts.owner)
    return dataclasses.replace(
        facts,
        owner_name=owner_name,
        languages=_languages(client.json(f"{path}/languages")),
        readme=_clipped(client.text(f"{path}/readme"), MOST_README),
        contributors=contributors,
        commits=commits[0] if commits else None,
        span=_span(commits),
        implementer=implementer,
        implementer_name=owner_name if implementer == facts.owner else _name_of(client, implementer),
        implementer_span=_span(own),
        files=files,
        files_cut=cut,
        requirements=_requirements(client, path, files),
        last_run=_last_run(client.json(f"{path}/actions/runs", {"per_page": "1"})),
        issues=_issues(client, path) if body.get("has_issues") else None,
    )


def read_files(client: GitHubClient, name: str) -> tuple[TreeFile, ...] | None:
    """Return the files of a repository's default branch; None where GitHub does not tell them all."""
    body = client.json(f"/repos/{_quoted(name)}")
    if not isinstance(body, dict):
        return None
    branch = one_line(body.get("default_branch")) or "main"
    files, cut = _files(client.json(f"/repos/{_quoted(name)}/git/trees/{_quoted(branch)}", {"recursive": "1"}))
    return None if cut else files


def search_by_arxiv_id(client: GitHubClient, arxiv_id: str) -> list[RepositoryHit]:
    """Return repositories whose README names the paper's arXiv id."""
    return _search(client, f'"{arxiv_id}" in:readme')


def search_by_title(client: GitHubClient, title: str) -> list[RepositoryHit]:
    """Return repositories that carry the paper's title in name, description or README."""
    words = re.sub(r'["\\]', " ", one_line(title))[:LONGEST_TITLE].strip()
    return _search(client, f'"{words}" in:name,description,readme') if words else []


def _search(client: GitHubClient, query: str) -> list[RepositoryHit]:
    body = client.json("/search/repositories", {"q": query, "per_page": str(MOST_HITS)})
    items = body.get("items") if isinstance(body, dict) else []
    if not isinstance(items, list):
        raise SourceAnswerBroken(SOURCE, BROKEN)
    hits = []
    for item in items:
        link = recognise(item.get("html_url")) if isinstance(item, dict) and not item.get("private") else None
        if link is not None and link.kind is LinkKind.GITHUB_REPOSITORY:
            description = clipped(one_line(item.get("description")), 300)
            hits.append(RepositoryHit(link.identifier, link.url, description, bool(item.get("fork"))))
    return hits


def _own_record(body: dict[str, Any]) -> RepositoryFacts:
    owner, licence = _record(body.get("owner")), _record(body.get("license"))
    parent = body.get("source") or body.get("parent")
    name = body["full_name"].lower()
    return RepositoryFacts(
        name=name,
        url=f"https://github.com/{name}",
        owner=name.split("/")[0],
        owner_is_organisation=owner.get("type") == "Organization",
        description=clipped(one_line(body.get("description")), 500),
        homepage=clipped(one_line(body.get("homepage")), 300),
        default_branch=one_line(body.get("default_branch")) or "main",
        language=clipped(one_line(body.get("language")), 60),
        licence=_licence(licence),
        is_fork=bool(body.get("fork")),
        parent=one_line(parent.get("full_name")).lower() if isinstance(parent, dict) else "",
        is_archived=bool(body.get("archived")),
        created_on=_day(body.get("created_at")),
        pushed_on=_day(body.get("pushed_at")),
    )


def _record(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _licence(licence: dict[str, Any]) -> str:
    identifier = one_line(licence.get("spdx_id"))
    return clipped(one_line(licence.get("name")) if identifier in {"", "NOASSERTION"} else identifier, 80)


def _name_of(client: GitHubClient, login: str) -> str:
    """Return the name an account shows to the public."""
    if not login:
        return ""
    body = client.json(f"/users/{_quoted(login)}")
    return clipped(one_line(body.get("name")), 200) if isinstance(body, dict) else ""


def _contributors(body: Any) -> tuple[Contributor, ...] | None:
    """Read the list; None where GitHub refuses to count, as it does for very long histories."""
    if not isinstance(body, list):
        return None
    found = []
    for row in body[:MOST_CONTRIBUTORS]:
        login = one_line(row.get("login")).lower() if isinstance(row, dict) else ""
        commits = row.get("contributions") if login else None
        if login and isinstance(commits, int):
            found.append(Contributor(login[:60], commits, row.get("type") == "Bot" or is_bot_login(login)))
    return tuple(found)


def _span(told: tuple[int, Any, Any] | None) -> Span | None:
    return Span(first=_commit_day(told[2]), last=_commit_day(told[1])) if told else None


def _commit_day(commit: Any) -> datetime.date | None:
    said = commit.get("commit") if isinstance(commit, dict) else None
    author = said.get("author") if isinstance(said, dict) else None
    return _day(author.get("date")) if isinstance(author, dict) else None


def _files(body: Any) -> tuple[tuple[TreeFile, ...] | None, bool]:
    """Return the files, and whether some are left out."""
    rows = body.get("tree") if isinstance(body, dict) else None
    if not isinstance(rows, list):
        return None, False
    files = [
        TreeFile(row["path"][:300].replace("\x00", ""), row["sha"], row["size"])
        for row in rows
        if isinstance(row, dict) and row.get("type") == "blob" and _is_file(row)
    ]
    return tuple(files[:MOST_FILES]), bool(body.get("truncated")) or len(files) > MOST_FILES


def _is_file(row: dict[str, Any]) -> bool:
    return isinstance(row.get("path"), str) and isinstance(row.get("size"), int) and is_sha(row.get("sha"))


def is_sha(text: object) -> bool:
    return isinstance(text, str) and re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", text) is not None


def _requirements(client: GitHubClient, path: str, files: tuple[TreeFile, ...] | None) -> str | None:
    """Return the list of dependencies nearest to the root; "" where there is none, None where the files are unknown."""
    if files is None:
        return None
    lists = [file.path for file in files if REQUIREMENTS.fullmatch(file.path.rsplit("/", 1)[-1])]
    if not lists:
        return ""
    nearest = min(lists, key=lambda name: (name.count("/"), len(name)))
    return _clipped(client.text(f"{path}/contents/{_quoted(nearest)}"), MOST_REQUIREMENTS)


def _last_run(body: Any) -> LastRun | None:
    runs = body.get("workflow_runs") if isinstance(body, dict) else None
    run = runs[0] if isinstance(runs, list) and runs else None
    if not isinstance(run, dict):
        return None
    return LastRun(one_line(run.get("conclusion") or run.get("status"))[:40], _day(run.get("created_at")))


def _issues(client: GitHubClient, path: str) -> Issues | None:
    """Count what outsiders asked lately and what an insider answered or closed."""
    rows = client.json(f"{path}/issues", {"state": "all", "per_page": "50"})
    said = client.json(f"{path}/issues/comments", {"sort": "created", "direction": "desc", "per_page": "100"})
    if not isinstance(rows, list) or not isinstance(said, list):
        return None
    answered = {
        one.get("issue_url") for one in said if isinstance(one, dict) and one.get("author_association") in INSIDERS
    }
    asked = [
        row
        for row in rows
        if isinstance(row, dict) and "pull_request" not in row and row.get("author_association") not in INSIDERS
    ]
    return Issues(len(asked), sum(row.get("state") == "closed" or row.get("url") in answered for row in asked))


def _languages(body: Any) -> tuple[str, ...]:
    sizes = body if isinstance(body, dict) else {}
    named = [(size, one_line(name)) for name, size in sizes.items() if isinstance(size, int)]
    return tuple(name for _, name in sorted(named, reverse=True)[:6])


def _clipped(text: str | None, most: int) -> str | None:
    return None if text is None else text[:most]


def _day(text: object) -> datetime.date | None:
    if not isinstance(text, str):
        return None
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _quoted(path: str) -> str:
    return urllib.parse.quote(path, safe="/")
