"""Addresses that lead to a person, whoever it is: e-mail addresses, and pages on sites where people have pages of their own. Free of Django."""

import re

# Ends of e-mail addresses; “A@B.inv” in somebody's code is none.
ENDS = "com|org|net|edu|gov|info|dev|app|xyz|example|science|email|[a-z]{2}"
ADDRESS = re.compile(rf"[^\s@<>()\[\]{{}}\"'`,;:|▮]+@(?:[\w-]+\.)+(?:{ENDS})\b", re.IGNORECASE)

SITES = (
    "github.com",
    "gist.github.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "huggingface.co",
    "kaggle.com",
    "linkedin.com",
    "scholar.google.[a-z.]{2,6}",
    "orcid.org",
    "openreview.net/profile",
    "twitter.com",
    "x.com",
    "bsky.app/profile",
    "medium.com",
    "researchgate.net/profile",
    "dblp.org/pid",
    "arxiv.org/a",
    "wandb.ai",
    "colab.research.google.com",
    "drive.google.com",
    "docs.google.com",
)
OWN_PAGES = ("github.io", "gitlab.io", "substack.com", "wordpress.com", "netlify.app", "vercel.app")
PROFILE = re.compile(
    rf"(?:https?://)?(?:(?:www\.|[a-z]{{2}}\.)?(?:{'|'.join(one.replace('.', '[.]') if '[' not in one else one for one in SITES)})[/?:]"
    rf"|(?:[\w-]+\.)+(?:{'|'.join(one.replace('.', '[.]') for one in OWN_PAGES)})\b)[^\s<>()\"'▮]*"
    r"|git@[\w.-]+:[^\s<>()\"'▮]+",
    re.IGNORECASE,
)
