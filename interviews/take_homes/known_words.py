"""What we know of a candidate that would name them in their work."""

import re
from collections.abc import Iterable

from candidates.papers.models import Authorship
from candidates.people.enums import IdentityKind
from candidates.people.models import Candidate, Evidence, Identity
from interviews.take_homes.masking import Known, Mask
from interviews.take_homes.models import TakeHome

# Where a headline names a place: “PhD student at ETH Zürich”, “Engineer @ Aleph Labs, formerly Beth Inc”. After a mere comma only what is
# written as a name: “Research scientist, planning” names none.
PLACES = re.compile(r"(?:\b[Aa]t\b|@|\b[Ff]ormerly\b|\b[Ee]x-|\b[Ff]rom\b|[,·;|](?=\s*[^\W\d_a-zß-ÿ]))\s*([^,·;|@()]+)")
NOT_HANDLES = frozenset({IdentityKind.PHONE, IdentityKind.ARXIV})


def mask_for(take_home: TakeHome) -> Mask:
    """Return the mask over everything a blind rater reads of a take-home. Four queries."""
    known = known_of(take_home.application.candidate)
    added = tuple(line.strip() for line in take_home.also_cover.splitlines() if line.strip())
    return Mask(Known(known.names + added, known.handles, known.places, known.phrases))


def known_of(candidate: Candidate) -> Known:
    """Gather names, handles, schools, employers and titles of papers. Four queries."""
    absorbed = Candidate.objects.filter(merged_into=candidate).values_list("name", flat=True)
    # What was taken off the record names them all the same.
    identities = list(Identity.with_deleted.filter(candidate=candidate).values_list("kind", "value", "url"))
    written = list(Authorship.objects.filter(candidate=candidate).values_list("name", "affiliation"))
    evidence = Evidence.with_deleted.filter(candidate=candidate).values_list("title", "url")
    handles, names = [], [candidate.name, *absorbed, *(name for name, _ in written)]
    for kind, value, url in identities:
        if kind not in NOT_HANDLES:
            handles += [value, url]
        if kind == IdentityKind.EMAIL:
            handles.append(value.partition("@")[0])
    titles = []
    for title, url in evidence:
        titles.append(title)
        handles.append(url)
    places = [
        *PLACES.findall(candidate.headline),
        *(place for _, affiliation in written for place in affiliation.split(",")),
    ]
    return Known(
        names=_distinct(names),
        handles=_distinct(re.sub(r"^https?://(www\.)?|/$", "", one) for one in handles),
        places=_distinct(places),
        phrases=_distinct(title for title in titles if len(title.split()) >= 3),
    )


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({text.strip() for text in texts if text.strip()}))
