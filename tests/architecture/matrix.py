"""Who gets what at every address: asked of the running code, kept in docs/permissions.md."""

import os
import re
from collections.abc import Iterator

from django.conf import settings
from django.contrib.admindocs.views import simplify_regex
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils.http import urlencode

from config.local.places import ROOT
from tests.architecture.addresses import Address, addresses
from tests.architecture.world import PERSONAS, World

PAGE = ROOT / "docs" / "permissions.md"
SIGN_IN = "sign in"
SIGN_IN_PAGES = ("/accounts/login/", f"/{settings.OPERATOR_ADMIN_PATH}/login/")
# Answers that give nothing away and change nothing.
TURNED_AWAY = {SIGN_IN, "401", "403", "404", "405"}
# Routes without a name to reverse: where they lead.
NAMELESS = {
    r"api/.*$": "/api/nothing-here/",
    r"operator/(?P<url>.*)$": "/operator/nothing-here/",
    r"operator/auth/group/<path:object_id>/": "/operator/auth/group/1/",
    r"operator/account/emailaddress/<path:object_id>/": "/operator/account/emailaddress/1/",
    r"operator/mfa/authenticator/<path:object_id>/": "/operator/mfa/authenticator/1/",
}
GROUPS = {
    "candidates": "Candidates and sourcing",
    "hiring": "Roles and pipeline",
    "interviews": "Interviews, scorecards, decisions",
    "insights": "Home and insights",
    "workspace": "The workspace and its settings",
    "api": "REST API, with a token that has every scope",
    "health": "Health",
    "accounts": "Signing in and one's own account (django-allauth)",
    "operator": "Operators' admin (Django's own)",
}
Key = tuple[str, str, str]  # group, method, address
HEAD = """# Who gets what

Every address, asked with GET and POST (programs: with each method it offers) as each persona, in one small world of rows; written by a test, so it is never out of date.
After a change, run `make permissions`, look at what changed (`git diff docs/permissions.md`), and commit it.

| column | who asks |
|---|---|
| Admin | an admin; also the second person a decision waits for |
| Recruiter | the role's recruiter; owner of the notice, the token and the saved view |
| Hiring manager | of the role under test |
| Interviewer | holds the interviews under test: one scorecard submitted, one owed |
| Other interviewer | signed in, assigned to nothing |
| Other manager | a hiring manager of other roles |
| Nobody | not signed in |

✓ means let in: 200 a page, 302 done and sent on, 422 let in and asked to fill in the form (these requests send it empty), 400 and 409 the same
for programs. Turned away: *sign in*, 401 no token, 403 may know of it but not do this, 404 may not know that it exists, 405 not offered.
What turns everybody away is left out, and counted where that is the point.
"""


def path_to(address: Address, world: World) -> str:
    """The address with its arguments filled in; the resolver must lead back to the same pattern."""
    if address.route in NAMELESS:
        path = NAMELESS[address.route]
    else:
        path = reverse(address.name, kwargs=world.arguments(address.route, address.arguments))
    found = resolve(path).route
    if found != address.route:
        raise LookupError(f"{path} should lead to {address.route}, but {found} stands before it")
    return path


def leading_nowhere(world: World) -> Iterator[str]:
    """The addresses for which the world has no row."""
    for address in addresses():
        try:
            path_to(address, world)
        except LookupError as error:
            yield str(error)


def methods_of(address: Address) -> list[str]:
    # Django REST framework adds HEAD to what a view offers when it is first asked.
    offered = set(getattr(address.view, "actions", None) or ("get", "post")) - {"head", "options"}
    return sorted(method.upper() for method in offered)


def ask(address: Address, method: str, persona: str, world: World) -> str:
    """One request by one persona, after which the world is as it was."""
    client, headers, path = Client(), {}, path_to(address, world)
    sent = urlencode(world.also.get(address.route, {}))
    if path.startswith("/api/v1/") and persona in world.tokens:
        headers["Authorization"] = f"Bearer {world.tokens[persona]}"
    elif persona in world.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[persona]
    with transaction.atomic():
        if method == "GET":
            response = client.get(path, QUERY_STRING=sent, headers=headers)
        else:
            form = "application/json" if address.api_class else "application/x-www-form-urlencoded"
            response = client.generic(method, path, sent or "{}" * bool(address.api_class), form, headers=headers)
        list(response)  # a file is closed once it was read
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith(SIGN_IN_PAGES):
        return SIGN_IN
    return str(response.status_code)


def column_of(persona: str, world: World) -> dict[Key, str]:
    """What one persona gets everywhere."""
    return {
        (group_of(address), method, said(address)): ask(address, method, persona, world)
        for address in addresses()
        for method in methods_of(address)
    }


def group_of(address: Address) -> str:
    start = address.route.partition("/")[0]
    return start if start in GROUPS and start in {"api", "accounts", "operator"} else address.name.partition(":")[0]


def said(address: Address) -> str:
    """The address as it is written in the page."""
    return simplify_regex(address.route).replace("//", "/").removesuffix(".")


def guards() -> dict[tuple[str, str], str]:
    """What the code asks for at each address, by group and address."""
    return {(group_of(address), said(address)): guard_of(address) for address in addresses()}


def guard_of(address: Address) -> str:
    if hasattr(address.view, "permission"):
        return address.view.permission
    if hasattr(address.view, "open_to_all"):
        return "open to all"
    if address.api_class:
        scopes = [address.api_class.read_scope, address.api_class.write_scope]
        return ", ".join(dict.fromkeys(scope for scope in scopes if scope))
    return ""


def columns_in_page() -> dict[str, dict[Key, str]]:
    """Read the page back."""
    columns: dict[str, dict[Key, str]] = {persona: {} for persona in PERSONAS}
    titles = {title: group for group, title in GROUPS.items()}
    group = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else ():
        if line.startswith("## "):
            group = titles[line.removeprefix("## ")]
        elif found := re.match(r"\| ([A-Z]+) \| `(.*?)` \| .*? \| (.*) \|$", line):
            cells = [cell.strip().removeprefix("✓ ") for cell in found[3].split(" | ")]
            for persona, cell in zip(PERSONAS, cells, strict=True):
                columns[persona][group, found[1], found[2]] = cell
    return columns


def differences(persona: str, observed: dict[Key, str], written: dict[Key, str]) -> Iterator[str]:
    """What the page says otherwise. An address it leaves out must turn everybody away."""
    for key, status in observed.items():
        before = written.get(key, "")
        if before != status and (before or status not in TURNED_AWAY):
            yield f"{persona}: {key[1]} {key[2]} gets {status}, the page says {before or 'nothing of it'}"
    for key in written.keys() - observed.keys():
        yield f"the page speaks of {key[1]} {key[2]}, which is gone"


def write_page(columns: dict[str, dict[Key, str]]) -> None:
    """Write docs/permissions.md."""
    rows: dict[str, list[str]] = {group: [] for group in GROUPS}
    closed: dict[str, set[str]] = {group: set() for group in GROUPS}
    asked = guards()
    for group, method, address in sorted(columns["admin"], key=lambda key: (key[2], key[1])):
        cells = [columns[persona][group, method, address] for persona in PERSONAS]
        if set(cells) <= TURNED_AWAY:
            closed[group].add(address)
            continue
        shown = [cell if cell in TURNED_AWAY else f"✓ {cell}" for cell in cells]
        rows[group].append(f"| {method} | `{address}` | {asked[group, address] or '—'} | {' | '.join(shown)} |")
    lines = [HEAD]
    for group, title in GROUPS.items():
        lines.append(f"## {title}\n")
        if rows[group]:
            lines += [f"|  | address | asks for | {' | '.join(PERSONAS.values())} |"]
            lines += ["|---" * (3 + len(PERSONAS)) + "|", *rows[group], ""]
        elif closed[group]:
            lines.append(
                f"{len(closed[group])} addresses, and none of these people gets in: none of them is an operator.\n"
            )
    PAGE.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def wants_writing() -> bool:
    return os.environ.get("WRITE_PERMISSIONS") == "1"
