"""What GitHub answers about one small repository, in the shape of its documented API; names are made up."""

import json
import re
import urllib.parse

from tests.candidates.connectors.source_server import Scripted

SHA = "0123456789abcdef0123456789abcdef0123{:04d}"
README = """# Counting tides

A PyTorch reimplementation of [Counting tides](https://arxiv.org/abs/2401.01234).

| Model | BLEU | BLEU (paper) |
|-------|------|--------------|
| base  | 27.9 | 27.3         |
| big   | 28.1 | 28.4         |

[Checkpoints](https://huggingface.co/quill/tides) are there.
"""


def repository(**more):
    return {
        "full_name": "Quill/tides",
        "html_url": "https://github.com/Quill/tides",
        "owner": {"login": "Quill", "type": "User"},
        "private": False,
        "fork": False,
        "description": "Tides, counted again",
        "default_branch": "main",
        "language": "Python",
        "stargazers_count": 4711,
        "license": {"spdx_id": "MIT", "name": "MIT License"},
        "has_issues": True,
        "archived": False,
        "created_at": "2025-01-02T03:04:05Z",
        "pushed_at": "2026-03-01T10:00:00Z",
    } | more


def commit(day):
    return {
        "sha": SHA.format(9),
        "commit": {"author": {"name": "Q", "email": "q@secret.example", "date": f"{day}T08:00:00Z"}},
    }


def tree(*paths, truncated=False):
    rows = [{"path": path, "type": "blob", "sha": SHA.format(place), "size": 500} for place, path in enumerate(paths)]
    return {"tree": [{"path": "tests", "type": "tree", "sha": SHA.format(99)}, *rows], "truncated": truncated}


FILES = (
    "README.md",
    "tides/model.py",
    "tests/test_model.py",
    ".github/workflows/ci.yml",
    "requirements.txt",
    "configs/base.yaml",
)


def answers(**changed):
    """Return what each path answers; `changed` replaces single ones by the last part of their name."""
    path = "/repos/quill/tides"
    table = {
        path: repository(),
        f"{path}/contributors": [
            {"login": "dependabot[bot]", "type": "Bot", "contributions": 90},
            {"login": "Quill", "type": "User", "contributions": 60},
            {"login": "passer-by", "type": "User", "contributions": 3},
        ],
        f"{path}/commits": [commit("2026-02-28")],
        f"{path}/git/trees/main": tree(*FILES),
        f"{path}/languages": {"Shell": 10, "Python": 9000},
        f"{path}/readme": README,
        f"{path}/contents/requirements.txt": "torch==2.4.1\nnumpy==2.0.0\nclick\n",
        f"{path}/actions/runs": {"workflow_runs": [{"conclusion": "success", "created_at": "2026-02-28T09:00:00Z"}]},
        f"{path}/issues": [
            {"url": "i/1", "state": "closed", "author_association": "NONE"},
            {"url": "i/2", "state": "open", "author_association": "NONE"},
            {"url": "i/3", "state": "open", "author_association": "OWNER"},
            {"url": "i/4", "state": "open", "author_association": "NONE", "pull_request": {}},
        ],
        f"{path}/issues/comments": [{"issue_url": "i/2", "author_association": "OWNER"}],
        "/users/quill": {"login": "Quill", "name": "Odile Quill", "email": "odile@secret.example"},
    }
    for name, value in changed.items():
        key = next(key for key in table if key.replace(".", "/").endswith(name.replace("__", "/")))
        table[key] = value
    return table


class GitHubDouble:
    """Lets a source server answer by path; a path it does not know is a 404. `quota` counts down as GitHub's does."""

    def __init__(self, source, table, *, quota=None, reset=0):
        self.source, self.table, self.quota, self.reset = source, table, quota, reset
        self.etags = False
        source.script = _Answering(self)

    def __call__(self, asked):
        path = urllib.parse.unquote(urllib.parse.urlsplit(asked.path).path)
        headers = {}
        if self.quota is not None:
            if self.quota == 0:
                headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(self.reset)}
                return Scripted('{"message": "API rate limit exceeded"}', status=403, headers=headers)
            self.quota -= 1
        if path not in self.table:
            return Scripted('{"message": "Not Found"}', status=404)
        found = self.table[path]
        if isinstance(found, Scripted):
            return found
        if path.endswith("/commits"):
            headers["link"] = self.pages(asked.path)
            if re.search(r"[?&]page=\d", asked.path):
                found = [commit("2025-01-03" if "author=" not in asked.path else "2025-02-01")]
        if self.etags:
            headers["etag"] = f'"{abs(hash(json.dumps(found)))}"'
            if asked.headers.get("if-none-match") == headers["etag"]:
                return Scripted(b"", status=304, headers=headers)
        body = found if isinstance(found, str) else json.dumps(found)
        return Scripted(body, headers=headers)

    def pages(self, path):
        last = 60 if "author=" in path else 160
        return f'<https://api.github.com/x?per_page=1&page=2>; rel="next", <https://api.github.com/x?per_page=1&page={last}>; rel="last"'


class _Answering(list):
    """A script that looks at the request: the server takes the first of a list of one again and again."""

    def __init__(self, double):
        super().__init__([None])
        self.double = double

    def __getitem__(self, place):
        return self.double(self.double.source.asked[-1])
