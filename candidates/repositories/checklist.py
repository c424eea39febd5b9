"""What can be checked about a repository by anybody, each point with a link: facts, not a score, and never stars.

“Could not tell” is an answer of its own; it is never counted against anybody. Nothing is added up.
"""

import dataclasses
import datetime
import enum
import re
import urllib.parse

from candidates.connectors.code_records import RepositoryFacts, TreeFile
from candidates.repositories.overlap import overlap
from candidates.repositories.result_tables import claims_of, holds_results, nearest, tables_of

COPY_SHARE = 0.5
CLOSE_SHARE = 0.02
ARXIV_IDS = re.compile(r"arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})", re.IGNORECASE)
LOCKS = (
    "uv.lock",
    "poetry.lock",
    "pipfile.lock",
    "pdm.lock",
    "pixi.lock",
    "conda-lock.yml",
    "package-lock.json",
    "cargo.lock",
)
CI_FILES = re.compile(
    r"\.github/workflows/[^/]+\.ya?ml|\.travis\.ya?ml|\.circleci/config\.ya?ml|\.gitlab-ci\.ya?ml|azure-pipelines\.ya?ml"
)
TEST_FILES = re.compile(
    r"(?:^|/)(?:tests?/.+\.(?:py|jl|cc|cpp|rs|lua|m|r)|test_[^/]+\.py|[^/]+_test\.(?:py|go|cc|cpp))$", re.IGNORECASE
)
CONFIGS = re.compile(
    r"(?:^|/)(?:configs?|conf|experiments?|recipes|hparams)/.+\.(?:ya?ml|json|toml|gin|py|cfg)$", re.IGNORECASE
)
CHECKPOINTS = re.compile(
    r"huggingface\.co/|\b(?:pre-?trained (?:models?|weights|checkpoints?)|checkpoints?|model weights)\b[^\n]{0,120}(?:https?://|\]\()",
    re.IGNORECASE,
)
PIN = re.compile(r"^\s*-?\s*[\w.\[\]-]+\s*={2,3}\s*[\w.]+|^\s*-\s*[\w.-]+=\d[\w.]*", re.MULTILINE)
REQUIREMENT = re.compile(r"^\s*-?\s*[A-Za-z][\w.\[\]-]*\s*(?:[=<>~!;@].*)?$", re.MULTILINE)


class Found(enum.StrEnum):
    """What looking found."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNCLEAR = "unclear"


STATES = {
    Found.YES: ("there", "Yes"),
    Found.PARTLY: ("in_part", "In part"),
    Found.NO: ("not_there", "No"),
    Found.UNCLEAR: ("unclear", "Could not tell"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """One point: what was looked for, what was found, in words, and where to look oneself."""

    key: str
    question: str
    found: Found
    words: str
    url: str = ""

    @property
    def state(self) -> tuple[str, str]:
        """Return how the finding is drawn and said."""
        return STATES[self.found]


@dataclasses.dataclass(frozen=True, slots=True)
class PaperNumber:
    """A number somebody typed from the paper, and the metric it is of, as the paper calls it."""

    metric: str
    value: float


def checklist(
    facts: RepositoryFacts,
    *,
    number: PaperNumber | None = None,
    official: RepositoryFacts | None = None,
    today: datetime.date,
) -> list[Check]:
    """Return the points in the order to read them. `official` is the paper's own repository, where one is known."""
    return [
        _results(facts, number),
        _original(facts),
        _copied(facts, official),
        _tests(facts),
        _ci(facts),
        _pinned(facts),
        _configs(facts),
        _checkpoints(facts),
        _licence(facts),
        _share(facts),
        _span(facts, today),
        _issues(facts),
        _papers(facts),
    ]


def _results(facts: RepositoryFacts, number: PaperNumber | None) -> Check:
    """Result table claimed, and how far it is from the paper's number."""
    ask, url = "Claims results, and how near to the paper’s", f"{facts.url}#readme"
    if facts.readme is None:
        return Check("results", ask, Found.UNCLEAR, "There is no README to read.", url)
    tables = tables_of(facts.readme)
    if not holds_results(tables):
        return Check(
            "results",
            ask,
            Found.UNCLEAR,
            "No table of results that a program can read. Look for figures and prose.",
            url,
        )
    if number is None:
        return Check(
            "results", ask, Found.PARTLY, "It has a table of results. Type a number from the paper to compare.", url
        )
    distance = nearest(claims_of(tables, number.metric), number.value)
    if distance is None:
        words = f"Its tables have no number of its own for “{number.metric}”."
        return Check("results", ask, Found.UNCLEAR, words, url)
    claim = distance.claim
    where = " · ".join(filter(None, (claim.row, claim.column)))
    words = f"Claims {claim.value:g} ({where}); the paper says {number.value:g}: {distance.gap:+.3g}, {distance.share:.1%} of it. Claimed, not rerun."
    return Check("results", ask, Found.YES if distance.share <= CLOSE_SHARE else Found.PARTLY, words, url)


def _original(facts: RepositoryFacts) -> Check:
    if facts.is_fork:
        words = f"It is a fork{f' of {facts.parent}' if facts.parent else ''}."
        return Check(
            "original",
            "Not a fork",
            Found.NO,
            words,
            f"https://github.com/{facts.parent}" if facts.parent else facts.url,
        )
    return Check(
        "original", "Not a fork", Found.YES, "It was not forked on the host. A copy by hand shows below.", facts.url
    )


def _copied(facts: RepositoryFacts, official: RepositoryFacts | None) -> Check:
    ask = "Not a copy of the official code"
    if official is None:
        return Check("copy", ask, Found.UNCLEAR, "No official repository is known to compare with.", facts.url)
    if official.name == facts.name:
        return Check("copy", ask, Found.UNCLEAR, "This is the official repository itself.", facts.url)
    if facts.files is None or official.files is None or facts.files_cut or official.files_cut:
        return Check("copy", ask, Found.UNCLEAR, "Not all files of both are known.", official.url)
    seen = overlap(facts.files, official.files)
    if seen is None:
        return Check("copy", ask, Found.UNCLEAR, "Too few files to compare.", official.url)
    words = f"{seen.shared} of its {seen.files} files are byte for byte in {official.name}."
    found = Found.NO if seen.share >= COPY_SHARE else Found.PARTLY if seen.shared else Found.YES
    return Check("copy", ask, found, words, official.url)


def _tests(facts: RepositoryFacts) -> Check:
    return _by_files(facts, "tests", "Has tests", TEST_FILES, "test file", "No test file.")


def _ci(facts: RepositoryFacts) -> Check:
    ask, url = "Runs its checks by itself", f"{facts.url}/actions"
    if facts.files is None:
        return Check("ci", ask, Found.UNCLEAR, "Its files are not known.", url)
    if not (workflows := _matching(facts.files, CI_FILES)):
        return Check("ci", ask, _none_or_unclear(facts), "No set-up for continuous integration.", url)
    if facts.last_run is None:
        return Check("ci", ask, Found.PARTLY, f"Set up in {workflows[0].path}; no run is shown.", url)
    when = f" on {facts.last_run.on:%d %b %Y}" if facts.last_run.on else ""
    found = Found.YES if facts.last_run.conclusion == "success" else Found.PARTLY
    return Check("ci", ask, found, f"The last run{when} ended: {facts.last_run.conclusion or 'unknown'}.", url)


def _pinned(facts: RepositoryFacts) -> Check:
    ask = "Pins its dependencies"
    if facts.files is None:
        return Check("pinned", ask, Found.UNCLEAR, "Its files are not known.", facts.url)
    locks = [file.path for file in facts.files if file.path.rsplit("/", 1)[-1].lower() in LOCKS]
    if locks:
        return Check("pinned", ask, Found.YES, f"Locked in {locks[0]}.", _link(facts, locks[0]))
    if facts.requirements is None:
        return Check("pinned", ask, Found.UNCLEAR, "The list of dependencies could not be read.", facts.url)
    listed = len(REQUIREMENT.findall(facts.requirements))
    if not listed:
        return Check("pinned", ask, _none_or_unclear(facts), "No lock file and no list of requirements.", facts.url)
    pinned = min(len(PIN.findall(facts.requirements)), listed)
    found = Found.YES if 2 * pinned >= listed else Found.PARTLY if pinned else Found.NO
    return Check("pinned", ask, found, f"{pinned} of {listed} requirements name an exact version.", facts.url)


def _configs(facts: RepositoryFacts) -> Check:
    return _by_files(
        facts,
        "configs",
        "Keeps its experiments’ settings",
        CONFIGS,
        "configuration file",
        "No folder of configurations.",
    )


def _checkpoints(facts: RepositoryFacts) -> Check:
    ask, url = "Offers trained weights", f"{facts.url}#readme"
    if facts.readme is None:
        return Check("checkpoints", ask, Found.UNCLEAR, "There is no README to read.", url)
    if CHECKPOINTS.search(facts.readme):
        return Check("checkpoints", ask, Found.YES, "The README links to checkpoints.", url)
    return Check("checkpoints", ask, Found.UNCLEAR, "The README links to none that a program can see.", url)


def _licence(facts: RepositoryFacts) -> Check:
    if facts.licence:
        return Check("licence", "Has a licence", Found.YES, facts.licence, facts.url)
    return Check("licence", "Has a licence", Found.NO, "GitHub finds none.", facts.url)


def _share(facts: RepositoryFacts) -> Check:
    """Share of the commits by the person of interest."""
    ask = "The implementer’s share of the commits"
    url = f"{facts.url}/graphs/contributors"
    if not facts.implementer or facts.contributors is None:
        return Check("share", ask, Found.UNCLEAR, "The host names no person behind the commits.", url)
    own = next((one.commits for one in facts.contributors if one.login == facts.implementer), 0)
    total = max(facts.commits or 0, sum(one.commits for one in facts.contributors))
    if not total:
        return Check("share", ask, Found.UNCLEAR, "There are no commits to count.", url)
    url = f"{facts.url}/commits?author={urllib.parse.quote(facts.implementer)}"
    found = Found.YES if 2 * own >= total else Found.PARTLY
    return Check("share", ask, found, f"{facts.implementer}: {own} of {total} commits ({own / total:.0%}).", url)


def _span(facts: RepositoryFacts, today: datetime.date) -> Check:
    ask, url = "Worked on over time", f"{facts.url}/commits"
    span = facts.implementer_span or facts.span
    if span is None or span.first is None or span.last is None:
        return Check("span", ask, Found.UNCLEAR, "The dates of the commits are not known.", url)
    days = abs((span.last - span.first).days)
    whose = "Their" if facts.implementer_span else "Its"
    pushed = f" Last push {facts.pushed_on:%d %b %Y}." if facts.pushed_on and facts.pushed_on <= today else ""
    words = f"{whose} commits run from {span.first:%d %b %Y} to {span.last:%d %b %Y}, {days} day{'' if days == 1 else 's'}.{pushed}"
    return Check("span", ask, Found.YES if days >= 30 else Found.PARTLY, words, url)


def _issues(facts: RepositoryFacts) -> Check:
    ask, url = "Answers the questions of others", f"{facts.url}/issues?q=is%3Aissue"
    if facts.issues is None:
        return Check("issues", ask, Found.UNCLEAR, "The issues are switched off or could not be read.", url)
    if not facts.issues.asked:
        return Check("issues", ask, Found.UNCLEAR, "Nobody else asked anything lately.", url)
    words = f"{facts.issues.answered} of the last {facts.issues.asked} issues by others were answered or closed."
    found = Found.YES if 2 * facts.issues.answered >= facts.issues.asked else Found.PARTLY
    return Check("issues", ask, found, words, url)


def _papers(facts: RepositoryFacts) -> Check:
    """Works on several papers: a citation in a README is no implementation, however early it stands."""
    ask, url = "One paper, or several", f"{facts.url}#readme"
    if facts.readme is None:
        return Check("papers", ask, Found.UNCLEAR, "There is no README to read.", url)
    cited = len(set(ARXIV_IDS.findall(facts.readme)))
    if cited <= 1:
        return Check(
            "papers", ask, Found.YES, f"The README names {cited or 'no'} arXiv paper{'' if cited == 1 else 's'}.", url
        )
    words = f"The README names {cited} arXiv papers. To name one is not to implement it: read which."
    return Check("papers", ask, Found.UNCLEAR, words, url)


def _by_files(facts: RepositoryFacts, key: str, ask: str, pattern: re.Pattern[str], noun: str, none: str) -> Check:
    if facts.files is None:
        return Check(key, ask, Found.UNCLEAR, "Its files are not known.", facts.url)
    if not (files := _matching(facts.files, pattern)):
        return Check(key, ask, _none_or_unclear(facts), none, facts.url)
    plural = "" if len(files) == 1 else "s"
    return Check(
        key, ask, Found.YES, f"{len(files)} {noun}{plural}, such as {files[0].path}.", _link(facts, files[0].path)
    )


def _none_or_unclear(facts: RepositoryFacts) -> Found:
    """Of a list that was cut, what is missing may be in the rest."""
    return Found.UNCLEAR if facts.files_cut else Found.NO


def _matching(files: tuple[TreeFile, ...], pattern: re.Pattern[str]) -> list[TreeFile]:
    return [file for file in files if pattern.search(file.path)]


def _link(facts: RepositoryFacts, path: str) -> str:
    return f"{facts.url}/blob/{urllib.parse.quote(facts.default_branch)}/{urllib.parse.quote(path)}"
