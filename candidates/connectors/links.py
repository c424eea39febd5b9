"""Recognise what somebody pasted: a paper, a person's page, an address.

`recognise` takes any text at all and never raises. What comes back is canonical: two spellings of one thing give equal
`Link`s, so identifiers can be stored and compared as they are.
"""

import dataclasses
import enum
import re
import urllib.parse

LONGEST_TEXT = 20_000
LONGEST_LINK = 2_000
LONGEST_EMAIL = 254


class LinkKind(enum.StrEnum):
    """What a link points at."""

    ARXIV = "arxiv"
    OPENREVIEW = "openreview"
    DOI = "doi"
    OPENREVIEW_PROFILE = "openreview_profile"
    GITHUB = "github"
    GITHUB_REPOSITORY = "github_repository"
    HUGGINGFACE = "huggingface"
    HUGGINGFACE_REPOSITORY = "huggingface_repository"
    SCHOLAR = "scholar"
    ORCID = "orcid"
    LINKEDIN = "linkedin"
    EMAIL = "email"
    HOMEPAGE = "homepage"


PAPERS = frozenset({LinkKind.ARXIV, LinkKind.OPENREVIEW, LinkKind.DOI})


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """One recognised thing: its kind, the identifier its owner gives it, and the one address to show."""

    kind: LinkKind
    identifier: str
    url: str
    version: int | None = dataclasses.field(default=None, compare=False)

    @property
    def is_paper(self) -> bool:
        return self.kind in PAPERS


# The archives that gave out identifiers before April 2007.
OLD_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|"
    "funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|"
    "q-alg|q-bio|quant-ph|solv-int|supr-con"
)
ARXIV_ID = re.compile(
    r"(?:(?P<new>\d{2}(?:0[1-9]|1[0-2])\.\d{4,5})"
    rf"|(?P<archive>{OLD_ARCHIVES})(?:\.[a-z]{{2}})?/(?P<old>\d{{2}}(?:0[1-9]|1[0-2])\d{{3}}))"
    r"(?:v(?P<version>[1-9]\d{0,2}))?",
    re.IGNORECASE | re.ASCII,
)
ARXIV_PAGES = re.compile(r"/(?:abs|pdf|html|format|ps|src|e-print|overview|papers)/(.+)", re.ASCII)
ARXIV_PREFIX = re.compile(r"arxiv\s*:\s*", re.IGNORECASE | re.ASCII)
ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE | re.ASCII)
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s<>\"]{1,300}", re.ASCII)
DOI_PREFIX = re.compile(r"doi\s*:\s*", re.IGNORECASE | re.ASCII)
DOI_PAGE_ENDINGS = re.compile(r"(?:/(?:full|abstract|pdf|epdf|html|meta|summary))+$|\.pdf$", re.IGNORECASE)
ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dXx]", re.ASCII)
FORUM = re.compile(r"[A-Za-z0-9_-]{5,40}", re.ASCII)
TILDE = re.compile(r"~[^\W\d_][^\s~/?#<>\"&]{0,120}?[0-9]{1,4}")
SCHOLAR_USER = re.compile(r"[A-Za-z0-9_-]{12}", re.ASCII)
LOGIN = re.compile(r"[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}", re.ASCII)
REPOSITORY = re.compile(r"[A-Za-z0-9._-]{1,100}", re.ASCII)
HUB_ACCOUNT = re.compile(r"[A-Za-z0-9](?:[._-]?[A-Za-z0-9]){0,95}", re.ASCII)
LINKEDIN_SLUG = re.compile(r"[\w%.'&-]{3,150}")
EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}",
    re.ASCII,
)
HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})", re.ASCII)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:", re.ASCII)
SSH_REPOSITORY = re.compile(r"git@github\.com:([^/\s]+)/([^/\s]+)", re.ASCII)
FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\^`{|}<>\"]")

DOI_HOSTS = frozenset({"doi.org", "dx.doi.org"})
DOI_PUBLISHERS = frozenset(
    {
        "dl.acm.org", "link.springer.com", "onlinelibrary.wiley.com", "science.org", "tandfonline.com",
        "journals.sagepub.com", "pubs.acs.org", "direct.mit.edu", "pnas.org", "journals.aps.org", "iopscience.iop.org",
    }
)  # fmt: skip
ARXIV_HOSTS = frozenset({"arxiv.org", "export.arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org", "alphaxiv.org"})
GITHUB_PAGES = frozenset(
    {
        "about", "account", "apps", "blog", "codespaces", "collections", "contact", "customer-stories", "dashboard",
        "enterprise", "events", "explore", "features", "home", "issues", "join", "login", "logout", "marketplace",
        "new", "notifications", "organizations", "orgs", "pricing", "pulls", "readme", "search", "security",
        "sessions", "settings", "signup", "site", "sponsors", "stars", "team", "topics", "trending", "users",
        "watching",
    }
)  # fmt: skip
HUB_PAGES = frozenset(
    {
        "blog", "chat", "collections", "docs", "enterprise", "join", "learn", "login", "metrics", "models", "new",
        "organizations", "papers", "posts", "pricing", "privacy", "search", "settings", "support", "tasks",
        "terms-of-service",
    }
)  # fmt: skip
# A bare word with a dot is a homepage only under an ending people really have homepages at.
HOMEPAGE_ENDINGS = frozenset(
    {
        "ai", "app", "at", "be", "blog", "ca", "ch", "cn", "com", "cz", "de", "dev", "dk", "edu", "es", "eu", "fi",
        "fr", "gr", "hk", "hu", "ie", "il", "in", "info", "io", "it", "jp", "kr", "me", "net", "nl", "no", "nz", "org",
        "page", "pl", "pt", "ro", "science", "se", "sg", "site", "tech", "tr", "tw", "uk", "us",
    }
)  # fmt: skip
QUOTES = "<>\"'`*\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb"
STOPS = ".,;:!?\u2026"


def recognise(text: object) -> Link | None:
    """Return what the text points at, papers before people before pages, or None."""
    found = find_links(text)
    for link in found:
        if link.is_paper:
            return link
    return next((link for link in found if link.kind is not LinkKind.HOMEPAGE), found[0] if found else None)


def find_links(text: object) -> list[Link]:
    """Return every distinct thing the text points at, in the order of the text."""
    if not isinstance(text, str):
        return []
    text = DOI_PREFIX.sub(" ", ARXIV_PREFIX.sub(" arxiv:", text[:LONGEST_TEXT]))
    found: dict[Link, None] = {}
    words = text.split()
    for word in words:
        link = _link(word, alone=len(words) == 1)
        if link is not None:
            found.setdefault(link)
    return list(found)


def is_orcid(text: str) -> bool:
    """Say whether the text is an ORCID iD with a right check digit (ISO 7064 MOD 11-2)."""
    if not ORCID.fullmatch(text):
        return False
    total = 0
    for digit in text[:-1].replace("-", ""):
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == text[-1].upper()


def is_email(text: str) -> bool:
    """Say whether the text is one plain e-mail address."""
    return len(text) <= LONGEST_EMAIL and EMAIL.fullmatch(text) is not None and len(text.split("@")[0]) <= 64


def _link(word: str, *, alone: bool) -> Link | None:
    word = _unwrapped(word)
    if not word or len(word) > LONGEST_LINK:
        return None
    return _bare(word, alone=alone) or _address(word, alone=alone)


def _unwrapped(word: str) -> str:
    """Take off the quotes, brackets and full stops that come along when text is copied."""
    word = word.strip(QUOTES).rstrip(STOPS)
    for opening, closing in ("()", "[]", "{}"):
        word = word.removeprefix(opening)
        while word.endswith(closing) and word.count(closing) > word.count(opening):
            word = word[:-1].rstrip(STOPS)
    return word.strip(QUOTES)


def _bare(word: str, *, alone: bool) -> Link | None:
    """Recognise an identifier that stands without an address around it."""
    if word[:6].lower() == "arxiv:":
        return _arxiv(word[6:])
    if word[:7].lower() == "mailto:":
        return _email(urllib.parse.unquote(word[7:].split("?")[0]))
    if ssh := SSH_REPOSITORY.fullmatch(word):
        return _github([ssh[1], ssh[2]])
    if DOI.fullmatch(word):
        return _doi(word)
    if ORCID.fullmatch(word):
        return _orcid(word)
    if TILDE.fullmatch(word):
        return _openreview_profile(word)
    if "/" in word or alone:
        return _arxiv(word) or _email(word)
    return _email(word)


def _address(word: str, *, alone: bool) -> Link | None:
    """Recognise an http or https address; everything else with a scheme is refused."""
    written = word[:8].lower().startswith(("http://", "https://"))
    if not written:
        start = word.split("/")[0]
        if SCHEME.match(word) or not _may_start_an_address(start, has_path="/" in word, alone=alone):
            return None
        word = f"https://{word}"
    if FORBIDDEN.search(word):
        return None
    try:
        parts = urllib.parse.urlsplit(word)
        host, port = _host(parts), parts.port
    except ValueError:  # broken brackets, ports, or a host that is none
        return None
    # "https://arxiv.org@elsewhere.example/" is made to be misread.
    if host is None or parts.username is not None or parts.password is not None:
        return None
    return _known_site(host.removeprefix("www."), parts, port, host)


def _may_start_an_address(host: str, *, has_path: bool, alone: bool) -> bool:
    name = host.lower()
    if not HOST.fullmatch(name):
        return False
    return has_path or name.startswith("www.") or (alone and name.rsplit(".", 1)[-1] in HOMEPAGE_ENDINGS)


def _host(parts: urllib.parse.SplitResult) -> str | None:
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")  # UnicodeError is a ValueError
    return host if len(host) <= 253 and HOST.fullmatch(host) else None


def _known_site(site: str, parts: urllib.parse.SplitResult, port: int | None, host: str) -> Link | None:
    path = urllib.parse.unquote(parts.path)
    folders = [folder for folder in path.split("/") if folder]
    query = urllib.parse.parse_qs(parts.query, max_num_fields=50)
    if site in ARXIV_HOSTS or site.endswith(".arxiv.org"):
        page = ARXIV_PAGES.match(path)
        return _arxiv(page[1]) if page else None
    if site in DOI_HOSTS:
        return _doi(path.lstrip("/"))
    if site in DOI_PUBLISHERS and (inside := DOI.search(path)):
        return _doi(DOI_PAGE_ENDINGS.sub("", inside[0]))
    if site == "openreview.net":
        return _openreview(folders, query)
    if site in {"github.com", "raw.githubusercontent.com", "gist.github.com"}:
        return _github(folders[:1] if site.startswith("gist.") else folders)
    if site in {"huggingface.co", "hf.co"}:
        return _hub(folders)
    if site == "orcid.org":
        return _orcid(folders[0]) if folders else None
    if site == "linkedin.com" or site.endswith(".linkedin.com"):
        return _linkedin(folders)
    if re.fullmatch(r"scholar\.google\.[a-z.]{2,6}", site):
        return _scholar(query.get("user", []))
    return _homepage(parts, port, host)


def _arxiv(text: str) -> Link | None:
    match = ARXIV_ID.match(text)
    if match is None or not re.fullmatch(r"(?:\.pdf)?(?:[?#/\[].*)?", text[match.end() :], re.IGNORECASE | re.DOTALL):
        return None
    identifier = match["new"] or f"{match['archive'].lower()}/{match['old']}"
    version = int(match["version"]) if match["version"] else None
    return Link(LinkKind.ARXIV, identifier, f"https://arxiv.org/abs/{identifier}", version)


def _doi(text: str) -> Link | None:
    match = DOI.fullmatch(_unwrapped(text))
    if match is None:
        return None
    identifier = match[0].lower()  # DOIs are case-insensitive
    if arxiv := ARXIV_DOI.fullmatch(identifier):
        return _arxiv(arxiv[1])
    return Link(LinkKind.DOI, identifier, f"https://doi.org/{urllib.parse.quote(identifier, safe='/:;()._-')}")


def _orcid(text: str) -> Link | None:
    identifier = text.upper()
    return Link(LinkKind.ORCID, identifier, f"https://orcid.org/{identifier}") if is_orcid(identifier) else None


def _openreview(folders: list[str], query: dict[str, list[str]]) -> Link | None:
    page, identifier = (folders or [""])[-1], query.get("id", [""])[0]
    if page == "profile":
        return _openreview_profile(identifier)
    if page in {"forum", "pdf", "attachment"} and FORUM.fullmatch(identifier):
        return Link(LinkKind.OPENREVIEW, identifier, f"https://openreview.net/forum?id={identifier}")
    return None


def _openreview_profile(identifier: str) -> Link | None:
    if not TILDE.fullmatch(identifier):
        return None
    quoted = urllib.parse.quote(identifier, safe="~")
    return Link(LinkKind.OPENREVIEW_PROFILE, identifier, f"https://openreview.net/profile?id={quoted}")


def _github(folders: list[str]) -> Link | None:
    if folders and folders[0].lower() in {"orgs", "sponsors", "users"}:
        folders = folders[1:2]
    if not folders or folders[0].lower() in GITHUB_PAGES or not LOGIN.fullmatch(folders[0]):
        return None
    login = folders[0].lower()
    repository = folders[1].lower().removesuffix(".git") if len(folders) > 1 else ""
    if REPOSITORY.fullmatch(repository) and repository.strip("."):
        name = f"{login}/{repository}"
        return Link(LinkKind.GITHUB_REPOSITORY, name, f"https://github.com/{name}")
    return Link(LinkKind.GITHUB, login, f"https://github.com/{login}")


def _hub(folders: list[str]) -> Link | None:
    if len(folders) > 1 and folders[0] == "papers":
        return _arxiv(folders[1])
    section = folders[0] if folders and folders[0] in {"datasets", "spaces"} else ""
    folders = folders[1:] if section else folders
    if not folders or folders[0].lower() in HUB_PAGES or not HUB_ACCOUNT.fullmatch(folders[0]):
        return None
    if len(folders) > 1 and REPOSITORY.fullmatch(folders[1]):
        name = "/".join(filter(None, (section, folders[0], folders[1])))
        return Link(LinkKind.HUGGINGFACE_REPOSITORY, name, f"https://huggingface.co/{name}")
    return Link(LinkKind.HUGGINGFACE, folders[0], f"https://huggingface.co/{folders[0]}")


def _linkedin(folders: list[str]) -> Link | None:
    if len(folders) < 2 or folders[0].lower() != "in" or not LINKEDIN_SLUG.fullmatch(folders[1]):
        return None
    slug = folders[1].lower()
    return Link(LinkKind.LINKEDIN, slug, f"https://www.linkedin.com/in/{urllib.parse.quote(slug)}")


def _scholar(users: list[str]) -> Link | None:
    if not users or not SCHOLAR_USER.fullmatch(users[0]):
        return None
    return Link(LinkKind.SCHOLAR, users[0], f"https://scholar.google.com/citations?user={users[0]}")


def _email(text: str) -> Link | None:
    return Link(LinkKind.EMAIL, text.lower(), f"mailto:{text.lower()}") if is_email(text) else None


def _homepage(parts: urllib.parse.SplitResult, port: int | None, host: str) -> Link:
    path = urllib.parse.quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    query = urllib.parse.quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    authority = host if port is None else f"{host}:{port}"
    url = urllib.parse.urlunsplit((parts.scheme.lower(), authority, path or "/", query, ""))
    bare = f"{authority.removeprefix('www.')}{path.rstrip('/')}" + (f"?{query}" if query else "")
    return Link(LinkKind.HOMEPAGE, bare, url)
