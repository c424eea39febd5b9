"""Whether an account's name tells whose it is, on people with a known GitHub account."""

from collections import Counter, defaultdict

from candidates.identity.handles import Look, look
from config.evidence.folder import Folder
from config.evidence.tables import beside, share, table

TITLE = "Whose GitHub account"
ORDER = 21
PERSONS, MENTIONS = "and_openreview_persons_", "and_openreview_"
LEAST_RECALL = 0.5
MOST_FALSE = 1 / 10_000


def section(folder: Folder) -> str:
    """Compare every known account with its owner, with everybody else, and with the owner's co-authors."""
    names: dict[str, str] = {}
    on_paper: dict[str, set[str]] = defaultdict(set)
    for row in folder.rows(MENTIONS, but_not=(PERSONS,)):
        names.setdefault(row["person"], row["name"])
        on_paper[row["paper"]].add(row["person"])
    partners: dict[str, set[str]] = defaultdict(set)
    for group in on_paper.values():
        for person in group:
            partners[person] |= group - {person}
    own = [
        (handle, row["person"])
        for row in folder.rows(PERSONS)
        if row["person"] in names
        for handle in row.get("github") or ()
    ]
    right, wrong, beside_them = Counter[Look](), Counter[Look](), Counter[Look]()
    strangers = 0
    for handle, owner in own:
        for person, name in names.items():
            seen = look(handle, name)
            if person == owner:
                right[seen] += 1
                continue
            strangers += 1
            wrong[seen] += 1
            if person in partners[owner]:
                beside_them[seen] += 1
    return _page(right, wrong, beside_them, strangers)


def _page(right: Counter[Look], wrong: Counter[Look], partners: Counter[Look], strangers: int) -> str:
    lines: list[list[object]] = []
    for least in (Look.WHOLE, Look.INITIALS, Look.PART):
        found, false, shared = (sum(one[seen] for seen in Look if seen >= least) for one in (right, wrong, partners))
        lines.append(
            [
                least.name.lower(),
                share(found / max(right.total(), 1)),
                _rate(false, strangers),
                _rate(shared, strangers),
            ]
        )
    recall = (right.total() - right[Look.NONE]) / max(right.total(), 1)
    misled = (partners.total() - partners[Look.NONE]) / max(strangers, 1)
    return "\n".join(
        (
            f"{right.total():,} accounts with a known owner, against {strangers:,} pairs with somebody else. Sure takes a look of at least “part” and a second fact.",
            "The data has no second facts of its own. Counted here is one that misleads as a real one would: a repository that names one of the",
            "person's papers names their co-authors' too, so a false link needs an account that looks like a co-author of its owner.",
            "",
            table(["look, at least", "owners found", "false by the look alone", "false with that second fact"], lines),
            "",
            f"With the second fact: recall {beside(recall, LEAST_RECALL)} (aim {share(LEAST_RECALL)}), false "
            f"{misled * 10_000:.2f} in 10,000 (aim at most 1){'' if misled <= MOST_FALSE else ' **missed**'}. Two people of one name are the rest of “whole”.",
        )
    )


def _rate(number: int, of: int) -> str:
    return f"{number:,} ({number / max(of, 1) * 10_000:.2f} in 10,000)"
