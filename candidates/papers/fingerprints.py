"""How the same work is known again when it comes from another source."""

import hashlib
import unicodedata

from candidates.connectors.records import PaperRecord, Scheme

# Strongest first: what a preprint and its later versions keep.
STRENGTH = (Scheme.ARXIV, Scheme.OPENREVIEW, Scheme.DOI)


def plain(text: str) -> str:
    """Return the letters and digits of a text, without accents and case."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text).casefold() if sign.isalnum())


def title_key(title: str) -> str:
    """Return a short hash that is equal for equal titles, however they are typed; empty for a title of signs alone."""
    letters = plain(title)
    return hashlib.sha256(letters.encode()).hexdigest()[:32] if letters else ""


def fingerprint(record: PaperRecord) -> str:
    """Return the strongest identifier of a paper, or a hash of its title and its authors."""
    for scheme in STRENGTH:
        if value := record.identifier(scheme):
            return f"{scheme}:{value}"[:240]
    said = "\n".join([plain(record.title), *(plain(author.name) for author in record.authors)])
    return f"sha256:{hashlib.sha256(said.encode()).hexdigest()}"
