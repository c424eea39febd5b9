"""Where the code of a paper is, as its abstract or its comment says."""

import re

from candidates.connectors.links import LinkKind, recognise

MOST_LINKS = 10
CODE = frozenset({LinkKind.GITHUB_REPOSITORY, LinkKind.HUGGINGFACE_REPOSITORY})
# Addresses stand in running text: glued to brackets, commas and LaTeX, with or without “https://”.
SITE = re.compile(r"github\.com/|huggingface\.co/|hf\.co/", re.IGNORECASE)
ADDRESS = re.compile(
    r"(?<![\w.@/-])(?:https?://)?(?:www\.)?(?:github\.com|huggingface\.co|hf\.co)/[\w.~%/#?=&:+@-]+", re.IGNORECASE
)


def find_code(*texts: str) -> tuple[str, ...]:
    """Return the addresses of repositories on GitHub and Hugging Face, each once, in the order of the texts."""
    found: dict[str, None] = {}
    for text in texts:
        if not SITE.search(text):  # most texts: the expression below looks at every sign of them
            continue
        # LaTeX escapes the signs an address may hold: “github.com/tide\_lab/tides”.
        for match in ADDRESS.finditer(text.replace("\\_", "_").replace("\\#", "#").replace("\\%", "%")):
            link = recognise(match[0].rstrip(".,:;/?#-"))
            if link is not None and link.kind in CODE:
                found.setdefault(link.url)
    return tuple(found)[:MOST_LINKS]
