"""The page on which people set what concerns themselves alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from workspace.panels import gather_panels
from workspace.profile.actions import change_profile
from workspace.profile.forms import ProfileForm, choice_forms
from workspace.profile.signals import profile_panels_wanted
from workspace.shell.views import remember_theme
from workspace.staff.models import User
from workspace.web import signed_in, toast, viewer


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, time zone, quiet hours, how mails come, which reminders, colours."""
    data = request.POST if request.method == "POST" else None
    # A copy: a refused form must not change the name in the frame around it.
    form = ProfileForm(data, instance=User.objects.get(pk=viewer(request).pk))
    choices = choice_forms(viewer(request), data)
    if form.is_valid() and all(choice.is_valid() for choice in choices):
        wanted = [(c.kind.slug, c.cleaned_data["by_mail"], c.cleaned_data["in_app"]) for c in choices]
        user = change_profile(fields=form.cleaned_data, choices=wanted, by=viewer(request))
        toast(request, "Saved.")
        return remember_theme(redirect("workspace:profile"), user.theme)
    status = 200 if data is None else 422
    panels = gather_panels(profile_panels_wanted, User, viewer=viewer(request))
    context = {"form": form, "choices": choices, "panels": panels}
    return render(request, "workspace/profile/profile.html", context, status=status)
