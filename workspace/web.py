"""The boundary every view stands on: who may come in, how a toast is said, what the shell shows."""

import functools
import json
import uuid
from collections.abc import Callable, Collection
from typing import Any, Literal

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from workspace.staff.enums import Persona
from workspace.staff.models import User

View = Callable[..., Any]
# What a toast can be; an error stays until it is closed.
Level = Literal["success", "info", "warning", "error"]


def needs(permission: str, *, load: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Let a view run only for who has `permission`.

    `load(user, **url_kwargs)` finds the row among those the user may see and raises Http404 otherwise, so that a stranger
    learns nothing; a visible row without the right answers 403. The view is called with the row in place of the url's arguments.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return sign_in_first(request)
            if load is None:
                if not request.user.has_perm(permission):
                    raise PermissionDenied
                return view(request, **kwargs)
            row = load(request.user, **kwargs)
            if not request.user.has_perm(permission, row):
                raise PermissionDenied
            return view(request, row)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.loads_row = load is not None  # type: ignore[attr-defined]
        return guarded

    return decorate


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send an unknown visitor to sign in; htmx cannot follow a redirect into a fragment, so tell it to leave the page; a script that saves is only told."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = f"{reverse(settings.LOGIN_URL)}?next={request.headers.get('HX-Current-URL', '/')}"
        return response
    if request.headers.get("X-Requested-With") == "autosave":
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path())


def open_to_all(reason: str) -> Callable[[View], View]:
    """Mark a view as reachable without signing in, and say why."""

    def decorate(view: View) -> View:
        view.open_to_all = reason  # type: ignore[attr-defined]
        return view

    return decorate


def signed_in(view: View) -> View:
    """Let a view run for any member of staff."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        return view(request, **kwargs)

    guarded.permission = "signed in"  # type: ignore[attr-defined]
    return guarded


def viewer(request: HttpRequest) -> User:
    """Return the signed-in user, typed; only called behind `needs` or `signed_in`."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent, None where the page is only looked at. An empty post is a post."""
    return request.POST if request.method == "POST" else None


def toast(request: HttpRequest, text: str, *, undo: str = "", level: Level = "success") -> None:
    """Say what happened. `undo` is the address to which the Undo button posts."""
    messages.add_message(request, messages.INFO, json.dumps({"text": text, "undo": undo, "level": level}), "toast")


def drain_toasts(request: HttpRequest) -> list[dict[str, str]]:
    """Take the toasts that wait for this visitor."""
    return [
        json.loads(message.message)
        if "toast" in message.tags
        else {"text": str(message), "undo": "", "level": "success"}
        for message in messages.get_messages(request)
    ]


class ToastMiddleware:
    """Hand waiting toasts to htmx in a header: a fragment has no place of its own for them."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        stays = response.status_code < 300 or response.status_code == 422
        is_fragment = request.headers.get("HX-Request") and stays and "HX-Redirect" not in response
        if is_fragment and (waiting := drain_toasts(request)):
            events = json.loads(response.get("HX-Trigger", "{}"))
            response["HX-Trigger"] = json.dumps(events | {"toasts": waiting})
        return response


def posted_uuids(request: HttpRequest, name: str, most: int = 500) -> list[uuid.UUID]:
    """Return the uuids a form sent under `name`, leaving out what is none."""
    found = []
    for text in request.POST.getlist(name)[:most]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def back_to(request: HttpRequest, fallback: str) -> str:
    """Return the page to go back to after a plain form post: `next` where it is ours, else `fallback`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else fallback


NAVIGATION: tuple[tuple[str, str, str, str, frozenset[str]], ...] = (
    # label, url name, icon, key after "g", who sees it
    ("Home", "insights:home", "home", "h", frozenset(Persona.values)),
    ("Candidates", "candidates:list", "users", "c", frozenset({"admin", "recruiter", "hiring_manager"})),
    ("Sourcing", "candidates:papers", "telescope", "s", frozenset({"admin", "recruiter", "hiring_manager"})),
    ("Roles", "hiring:roles", "briefcase", "r", frozenset({"admin", "recruiter", "hiring_manager"})),
    ("Interviews", "interviews:week", "calendar-event", "i", frozenset(Persona.values)),
    ("Insights", "insights:overview", "chart-dots", "a", frozenset({"admin", "recruiter", "hiring_manager"})),
    ("Fairness", "insights:fairness", "scale", "f", frozenset({"interviewer"})),
    ("Settings", "workspace:settings", "settings", ",", frozenset({"admin"})),
)

# What some of a persona may open, if they were named for it. Their session holds these names since they signed in, or first opened the
# page, so that nobody else’s pages cost a question to the database.
NAMED: dict[str, str] = {"insights:fairness": "insights.view_fairness"}


def navigation(user: User, path: str, named: Collection[str] = ()) -> list[dict[str, Any]]:
    """Return the entries of the main menu that this persona can open, and of those for named people the ones in `named` that are still theirs."""
    entries = []
    for label, name, icon, key, personas in NAVIGATION:
        if user.persona not in personas or (name in NAMED and not (name in named and user.has_perm(NAMED[name]))):
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        active = path == url if url == "/" else path.startswith(url)
        entries.append({"label": label, "url": url, "icon": icon, "key": key, "active": active})
    return entries


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for the frame around every page."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or request.headers.get("HX-Request"):
        return {"nav": []}
    return {"nav": navigation(user, request.path, request.session.get("named", ()))}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say what a stale form means and how to go on, keeping nothing secret and losing nothing."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)


__all__ = [
    "ToastMiddleware",
    "back_to",
    "drain_toasts",
    "needs",
    "open_to_all",
    "posted",
    "signed_in",
    "toast",
    "viewer",
]
