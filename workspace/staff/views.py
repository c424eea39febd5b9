"""People and access, for admins; and the page where an invitation is accepted."""

from allauth.account.adapter import get_adapter
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workspace.staff.actions import (
    accept_invitation,
    find_invitation,
    invite,
    let_back_in,
    let_go,
    revoke_invitation,
    set_persona,
)
from workspace.staff.forms import AcceptanceForm, InvitationForm, OrganisationForm, PersonForm
from workspace.staff.models import Invitation, Organisation, User
from workspace.staff.refusals import InvitationRefused, StaffError
from workspace.staff.settings_cards import settings_cards
from workspace.web import needs, open_to_all, toast, viewer


def load_user(_viewer: User, uuid: str) -> User:
    if (user := User.objects.filter(uuid=uuid).first()) is None:
        raise Http404
    return user


def load_invitation(_viewer: User, uuid: str) -> Invitation:
    if (invitation := Invitation.objects.filter(uuid=uuid).first()) is None:
        raise Http404
    return invitation


@needs("workspace.manage_organisation")
@require_safe
def settings_home(request: HttpRequest) -> HttpResponse:
    """What there is to set up, each with what it holds now."""
    return render(
        request, "workspace/staff/settings.html", {"organisation": Organisation.current(), "cards": settings_cards()}
    )


@needs("workspace.manage_organisation")
@require_http_methods(["GET", "POST"])
def organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST if request.method == "POST" else None, instance=Organisation.current())
    if request.method == "POST" and form.is_valid():
        form.save()
        toast(request, "Saved.")
        return redirect("workspace:organisation")
    return render(request, "workspace/staff/organisation.html", {"form": form}, status=422 if form.errors else 200)


@needs("workspace.invite_staff")
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, the open invitations, and the form to invite one more."""
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invite(**form.cleaned_data, by=viewer(request))
        except InvitationRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            toast(request, f"Invited {invitation.email}. The link is good for seven days.")
            return redirect("workspace:people")
    context = {
        "form": form,
        "people": User.objects.order_by("-is_active", "name"),
        "invitations": Invitation.objects.open().select_related("invited_by").order_by("-created_at"),
    }
    return render(request, "workspace/staff/people.html", context, status=422 if form.errors else 200)


@needs("workspace.invite_staff", load=load_user)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, user: User) -> HttpResponse:
    """One account: persona, side and title."""
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        initial={"persona": user.persona, "side": user.side, "title": user.title},
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_persona(user=user, **form.cleaned_data, by=viewer(request))
        except StaffError as refusal:
            form.add_error("persona", str(refusal))
        else:
            toast(request, f"Saved {user.name}.")
            return redirect("workspace:people")
    return render(
        request, "workspace/staff/person.html", {"person": user, "form": form}, status=422 if form.errors else 200
    )


@needs("workspace.invite_staff", load=load_user)
@require_POST
def change_access(request: HttpRequest, user: User) -> HttpResponse:
    """End somebody's access, or give it back."""
    try:
        if request.POST.get("access") == "back":
            let_back_in(user=user, by=viewer(request))
            toast(request, f"{user.name} can sign in again.")
        else:
            let_go(user=user, by=viewer(request))
            toast(request, f"{user.name} can no longer sign in.")
    except StaffError as refusal:
        toast(request, str(refusal), level="error")
    return redirect("workspace:people")


@needs("workspace.invite_staff", load=load_invitation)
@require_POST
def withdraw_invitation(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        revoke_invitation(invitation=invitation, by=viewer(request))
        toast(request, f"Withdrew the invitation of {invitation.email}.")
    except InvitationRefused as refusal:
        toast(request, str(refusal), level="error")
    return redirect("workspace:people")


@open_to_all("Somebody invited has no account yet; the link's random token is their right to this page.")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a name and a password, and be signed in."""
    try:
        invitation = find_invitation(token)
        form = AcceptanceForm(
            request.POST if request.method == "POST" else None,
            initial={"name": invitation.name, "time_zone": Organisation.current().time_zone},
        )
        if request.method == "POST" and form.is_valid():
            user = accept_invitation(token=token, **form.cleaned_data)
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            toast(request, f"Welcome, {user.name.split()[0]}.")
            return redirect(get_adapter().get_login_redirect_url(request))
    except InvitationRefused as refusal:
        return render(request, "workspace/staff/no_invitation.html", {"refusal": str(refusal)}, status=410)
    except ValidationError as error:
        form.add_error("password", error)
    return render(
        request,
        "workspace/staff/accept.html",
        {"form": form, "invitation": invitation},
        status=422 if form.errors else 200,
    )
