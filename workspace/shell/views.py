"""The frame around every page: its theme, and the page that shows each of its pieces."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from workspace.shell.actions import set_theme
from workspace.shell.catalogue import catalogue
from workspace.shell.forms import ThemeForm
from workspace.staff.enums import Theme
from workspace.web import back_to, needs, signed_in, viewer

A_YEAR = 365 * 24 * 60 * 60


@require_POST
@signed_in
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Choose light, dark or the device's; a cookie remembers it for the sign-in page."""
    form = ThemeForm(request.POST)
    response = redirect(back_to(request, "/"))
    if not form.is_valid():
        return response
    user = set_theme(theme=Theme(form.cleaned_data["theme"]), by=viewer(request))
    return remember_theme(response, user.theme)


def remember_theme(response: HttpResponse, theme: str) -> HttpResponse:
    """Let this device show its sign-in page in the same colours."""
    response.set_cookie("theme", theme, max_age=A_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response


@require_GET
@needs("workspace.manage_organisation")
def style(request: HttpRequest) -> HttpResponse:
    """Show every piece that pages are made of."""
    return render(request, "workspace/style.html", catalogue())
