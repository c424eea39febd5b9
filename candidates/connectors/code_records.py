"""What a code host tells about a repository: plain records that know no database. Stars are left where they are."""

import dataclasses
import datetime
from typing import Any

MOST_README = 200_000
MOST_FILES = 5_000


@dataclasses.dataclass(frozen=True, slots=True)
class Contributor:
    """An account with commits on the default branch; `is_bot` where the host or the login says that no person is behind it."""

    login: str
    commits: int
    is_bot: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class TreeFile:
    """A file as git knows it: where it lies, what its content hashes to, how large it is (bytes)."""

    path: str
    sha: str
    size: int


@dataclasses.dataclass(frozen=True, slots=True)
class Issues:
    """Of the newest issues that outsiders opened: how many there are, and how many an insider answered or closed."""

    asked: int
    answered: int


@dataclasses.dataclass(frozen=True, slots=True)
class LastRun:
    """The newest run of the repository's checks: its conclusion in the host's word, and its day."""

    conclusion: str
    on: datetime.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """The first and the last commit of somebody, or of everybody."""

    first: datetime.date | None = None
    last: datetime.date | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class RepositoryFacts:
    """A public repository. None always means that the host did not tell, never that there is none."""

    name: str
    url: str
    owner: str
    owner_is_organisation: bool = False
    owner_name: str = ""
    description: str = ""
    homepage: str = ""
    default_branch: str = "main"
    language: str = ""
    languages: tuple[str, ...] = ()
    licence: str = ""
    is_fork: bool = False
    parent: str = ""
    is_archived: bool = False
    created_on: datetime.date | None = None
    pushed_on: datetime.date | None = None
    readme: str | None = None
    contributors: tuple[Contributor, ...] | None = None
    commits: int | None = None
    span: Span | None = None
    implementer: str = ""
    implementer_name: str = ""
    implementer_span: Span | None = None
    files: tuple[TreeFile, ...] | None = None
    files_cut: bool = False
    requirements: str | None = None
    last_run: LastRun | None = None
    issues: Issues | None = None

    def to_plain(self) -> dict[str, Any]:
        """Return the record as JSON values; `from_plain` reads it back."""
        return _plain(dataclasses.asdict(self))

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "RepositoryFacts":
        """Read what `to_plain` wrote; fields of a later version are left out."""
        known = {field.name for field in dataclasses.fields(cls)}
        values = {name: value for name, value in plain.items() if name in known}
        for name in ("created_on", "pushed_on"):
            values[name] = _day(values.get(name))
        values["languages"] = tuple(values.get("languages") or ())
        for name, kind in (("contributors", Contributor), ("files", TreeFile)):
            rows = values.get(name)
            values[name] = None if rows is None else tuple(kind(**row) for row in rows)
        for name in ("span", "implementer_span"):
            if values.get(name) is not None:
                values[name] = Span(_day(values[name]["first"]), _day(values[name]["last"]))
        if values.get("issues") is not None:
            values["issues"] = Issues(**values["issues"])
        if values.get("last_run") is not None:
            values["last_run"] = LastRun(values["last_run"]["conclusion"], _day(values["last_run"]["on"]))
        return cls(**values)


@dataclasses.dataclass(frozen=True, slots=True)
class RepositoryHit:
    """A repository that a search or a paper's page named."""

    name: str
    url: str
    description: str = ""
    is_fork: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class PaperPage:
    """What Hugging Face's page of a paper says: the code it names, and who named it."""

    arxiv_id: str
    repository: str = ""
    named_by: str = ""
    project_page: str = ""


def top_human(contributors: tuple[Contributor, ...] | None, *, organisations: frozenset[str] = frozenset()) -> str:
    """Return the login of the person with most commits; "" where there is none. Bots and organisations are nobody to meet."""
    people = [one for one in contributors or () if not one.is_bot and one.login not in organisations]
    return max(people, key=lambda one: one.commits).login if people else ""


def is_bot_login(login: str) -> bool:
    """Say whether a login is one that programs commit under."""
    folded = login.lower()
    return folded.endswith(("[bot]", "-bot", "_bot")) or folded in BOTS


BOTS = frozenset(
    {
        "actions-user", "codecov", "dependabot", "dependabot-preview", "facebook-github-bot", "github-actions",
        "github-classroom", "greenkeeper", "imgbot", "invalid-email-address", "pre-commit-ci", "pyup-bot", "renovate",
        "restyled-commits", "snyk-bot", "web-flow",
    }
)  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
