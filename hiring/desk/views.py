"""The desk: a role's text on one side, what the linter finds in it on the other. One form, one address; every button says what to do with the text."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hiring.desk.actions import override_finding, save_text, take_lists, withdraw_override
from hiring.desk.forms import DeskForm
from hiring.desk.marking import rewritten
from hiring.desk.models import LONGEST_TEXT, RoleText
from hiring.desk.queries import current_text, reading_of, said_by, text_of
from hiring.desk.refusals import TextRefused
from hiring.desk.signals import desk_panels_wanted
from hiring.refusals import HiringError
from hiring.roles.models import Role
from hiring.roles.queries import load_role
from workspace.panels import gather_panels
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer

LONGEST_REASON = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@needs("hiring.edit_role", load=load_role)
def desk(request: HttpRequest, role: Role) -> HttpResponse:
    """Show the desk; check, save, override, withdraw or rewrite what was sent. While typing, htmx asks for the findings alone."""
    written = text_of(role)
    form = DeskForm(posted(request))
    if not form.is_bound:
        return _page(request, role, written, current_text(said_by(role), written))
    is_valid = form.is_valid()
    text, act = form.cleaned_data.get("text", request.POST.get("text", "")), request.POST.get("act", "check")
    if request.headers.get("HX-Request"):
        context = _checked(request, role, written, text[:LONGEST_TEXT])
        return render(request, "hiring/desk/desk.html#checked", context)
    if not is_valid:
        return _page(request, role, written, text, form=form, status=422)
    if act.startswith("rewrite:"):
        return _page(request, role, written, _rewritten(role, written, text, act), form=form)
    if act == "check":
        return _page(request, role, written, text, form=form)
    try:
        with transaction.atomic():  # the text is saved together with what is done to it, or neither is
            done = _act(role, text, form.cleaned_data["version"], act, request, viewer(request))
    except HiringError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, role, written, text, form=form, status=422)
    toast(request, done)
    return redirect("hiring:desk", slug=role.slug)


def _act(role: Role, text: str, version: int, act: str, request: HttpRequest, by: User) -> str:
    """Do what the button says, the text saved first so that nothing typed is lost; return what happened."""
    what, _, rule = act.partition(":")
    if what not in ("save", "take", "override", "withdraw"):
        raise TextRefused("The desk does not know that button.")
    saved = save_text(role=role, text=text, seen_version=version, by=by)
    if what == "override":
        override_finding(role=role, text=text, rule=rule, reason=_reason(request, rule), by=by)
    if what == "withdraw":
        withdraw_override(role=role, rule=rule, by=by)
        return "The rule speaks again"
    if what == "take":
        lists = reading_of(role, text, said_by(role), saved).lists
        take_lists(role=role, lists=lists, by=by)
        return "The text is saved, and its lists are the role's: " + ", ".join(
            f"{len(lists[kind])} {words}"
            for kind, words in (("must", "must-haves"), ("nice", "nice-to-haves"), ("duty", "duties"))
        )
    return "The text is saved" if what == "save" else "The text is saved, and the finding stands for your reason"


def _rewritten(role: Role, written: RoleText | None, text: str, act: str) -> str:
    """Put one suggested rewrite into the text: `rewrite:<rule>:<number>`. What is not there any more changes nothing."""
    _, _, wanted = act.partition(":")
    rule, _, number = wanted.rpartition(":")
    for one in reading_of(role, text, said_by(role), written).shown:
        if one.finding.rule == rule and number.isdecimal() and int(number[:4]) < len(one.finding.rewrites):
            return rewritten(text, one.finding.rewrites[int(number[:4])])
    return text


def _checked(request: HttpRequest, role: Role, written: RoleText | None, text: str) -> dict[str, Any]:
    """What stands beside the text. A reason that was begun for a finding stays with it."""
    found = reading_of(role, text, said_by(role), written)
    rows = [(one, _reason(request, one.finding.rule)) for one in found.shown]
    return {"role": role, "found": found, "rows": rows, "written": written}


def _reason(request: HttpRequest, rule: str) -> str:
    return request.POST.get(f"reason-{rule}", "").replace("\x00", "")[:LONGEST_REASON]


def _page(
    request: HttpRequest,
    role: Role,
    written: RoleText | None,
    text: str,
    *,
    form: DeskForm | None = None,
    status: int = 200,
) -> HttpResponse:
    refused = form.errors if form is not None else {}
    version = written.version if written else 0
    shown = DeskForm(initial={"text": text, "version": form["version"].value() if form is not None else version})
    context = _checked(request, role, written, text) | {
        "form": shown,
        "refused": [error for errors in refused.values() for error in errors],
        "is_changed": text != (written.text if written else ""),
        "panels": gather_panels(desk_panels_wanted, Role, role=role, viewer=viewer(request)),
    }
    return render(request, "hiring/desk/desk.html", context, status=status)
