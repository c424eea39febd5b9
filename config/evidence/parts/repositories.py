"""Whose code a repository is, measured on links between papers and repositories whose flag is known."""

import itertools
import random
from typing import Any

from candidates.repositories.owners import NameLikeness, likeness_of
from candidates.repositories.verdict import Code, Subject, Verdict, judge
from config.evidence.folder import Folder, MissingData
from config.evidence.tables import beside, share, table

TITLE = "Official or not"
ORDER = 50
TARGET = 0.90
PAIRS = 40_000


def section(folder: Folder) -> str:
    """Measure the verdict on rows with known authors, and how often a login reads like somebody it is not."""
    rows = [row for row in folder.rows("paper_repo_links") if row.get("authors")]
    flagged = [row for row in rows if row["source"].startswith("paperswithcode") and row["is_official"] is not None]
    if not flagged:
        raise MissingData("No row has both known authors and a flag that says whether the repository is official.")
    claimed = [row for row in rows if row["source"] == "paperlists-claimed"]
    return "\n\n".join((_verdicts(flagged), _claims(claimed), _logins(folder), _chance(rows)))


def _verdicts(rows: list[dict[str, Any]]) -> str:
    official = sum(row["is_official"] for row in rows)
    lines = []
    for name, code_of in (("owner's login alone", _owner_only), ("owner and contributors", _with_contributors)):
        verdicts = [(judge(_subject(row), code_of(row)).verdict, row["is_official"]) for row in rows]
        called = [is_official for verdict, is_official in verdicts if verdict in {Verdict.OFFICIAL, Verdict.AUTHORS}]
        precision = sum(called) / len(called) if called else 0.0
        unknown = sum(verdict is Verdict.UNKNOWN for verdict, _ in verdicts)
        lines.append(
            (
                name,
                beside(precision, TARGET),
                f"{sum(called)} of {len(called)}",
                share(sum(called) / official),
                unknown,
            )
        )
    head = ("known of the repository", f"precision (≥ {TARGET})", "called theirs, rightly", "recall")
    return (
        f"{len(rows)} repositories with known authors, {official} flagged official. “Theirs” is *official* or *an author's*. The data has no "
        "README, no page of the paper and no kind of owner, so this is the weakest evidence alone; an owner who is "
        "missing among two or more contributors is taken for an organisation. Without a README nothing is called the community's. "
        "The flag is noisy both ways.\n\n" + table((*head, "left unknown"), lines)
    )


def _claims(rows: list[dict[str, Any]]) -> str:
    """A paper's own link is proof, so every one must be found when its text is given."""
    found = 0
    for row in rows:
        subject = Subject(row["paper_title"], tuple(row["authors"]), text=f"Code is at {row['repo_url']}.")
        found += judge(subject, _owner_only(row)).verdict is Verdict.OFFICIAL
    return f"Of {len(rows)} repositories that the paper itself links, {found} are called official when the link stands in its text."


def _logins(folder: Folder) -> str:
    names = {row["person"]: row["name"] for row in folder.rows("and_openreview", but_not=("and_openreview_persons",))}
    pairs = [
        (names[row["person"]], login)
        for row in folder.rows("and_openreview_persons")
        for login in row["github"]
        if row["person"] in names
    ]
    if not pairs:
        return "No GitHub logins with known owners here."
    own = [likeness_of(login, name) for name, login in pairs]
    false = [
        likeness_of(login, other)
        for (name, login), (other, _) in itertools.product(pairs, pairs)
        if name.casefold() != other.casefold()
    ]
    lines = [
        (
            words,
            share(sum(one >= least for one in own) / len(own)),
            f"{10_000 * sum(one >= least for one in false) / len(false):.2f}",
        )
        for words, least in (
            ("spells the name", NameLikeness.FULLY),
            ("spells it or may stand for it", NameLikeness.PARTLY),
        )
    ]
    head = ("a login that …", f"of {len(own)} owners found", f"false in 10,000 of {len(false):,} other pairs")
    return table(head, lines)


def _chance(rows: list[dict[str, Any]]) -> str:
    """How often the owner of one paper's repository reads like an author of another paper."""
    chance = random.Random(20_261_121)  # noqa: S311 - the same pairs each time
    hits = drawn = 0
    for _ in range(PAIRS):
        one, other = chance.choice(rows), chance.choice(rows)
        if set(one["authors"]) & set(other["authors"]):
            continue
        drawn += 1
        hits += any(likeness_of(one["owner"], name) for name in other["authors"])
    return f"An owner reads like an author of an unrelated paper in {hits} of {drawn:,} random pairs."


def _subject(row: dict[str, Any]) -> Subject:
    return Subject(row["paper_title"], tuple(row["authors"]), row["arxiv_id"] or "")


def _name(row: dict[str, Any]) -> str:
    return f"{row['owner']}/{row['repo']}".lower()


def _owner_only(row: dict[str, Any]) -> Code:
    return Code(_name(row))


def _with_contributors(row: dict[str, Any]) -> Code:
    people = tuple(login.lower() for login in row["contributors"] or ())
    is_organisation = None
    if people:
        is_organisation = False if row["owner"].lower() in people else True if len(people) > 1 else None
    return Code(_name(row), owner_is_organisation=is_organisation, contributors=people or None)
