"""Inviting somebody to an exam, and what can be done about an invitation."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hiring.pipeline.models import Application
from hiring.pipeline.queries import load_application
from interviews.exams.queries import exams_for
from interviews.sittings.inviting import address_of, change_invitation, invite_to_exam, renew_link, withdraw_invitation
from interviews.sittings.links import link_of
from interviews.sittings.models import ExamInvitation
from interviews.sittings.queries import attempt_of, door_of
from interviews.sittings.refusals import InvitationRefused
from interviews.sittings.staff_forms import ChangeForm, InviteForm
from workspace.activity.actions import log_view
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


def load_invitation(user: User, invitation: uuid.UUID) -> ExamInvitation:
    """Find an invitation of a role this user may see; 404 otherwise."""
    rows = ExamInvitation.objects.visible_to(user).select_related(
        "exam", "application__candidate", "application__role", "application__stage", "attempt", "invited_by"
    )
    if found := rows.filter(uuid=invitation).first():
        return found
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.invite_to_exam", load=load_application)
def invite(request: HttpRequest, application: Application) -> HttpResponse:
    """Invite a candidate to an exam."""
    user = viewer(request)
    form = InviteForm(request.POST if request.method == "POST" else None, application=application, zone=user.zone)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invite_to_exam(application=application, by=user, **form.cleaned_data)
        except InvitationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, "Invited. The letter leaves within a minute." if invitation.address else "Invited.")
            return redirect("interviews:exam-invitation", invitation.uuid)
    context = {
        "form": form,
        "application": application,
        "address": address_of(application.candidate),
        "zone": user.zone,
        "has_exams": exams_for(application.role).exists(),
    }
    return render(request, "interviews/sittings/invite.html", context, status=422 if form.is_bound else 200)


@require_safe
@needs("interviews.change_exam_invitation", load=load_invitation)
def invitation_page(request: HttpRequest, invitation: ExamInvitation) -> HttpResponse:
    """Show an invitation, with its link, for whoever must hand it over in another way."""
    return _page(request, invitation, ChangeForm.of(invitation, viewer(request).zone))


@require_POST
@needs("interviews.change_exam_invitation", load=load_invitation)
def change(request: HttpRequest, invitation: ExamInvitation) -> HttpResponse:
    """Give it another window or extra time."""
    user = viewer(request)
    form = ChangeForm.of(invitation, user.zone, request.POST)
    if form.is_valid():
        try:
            change_invitation(invitation=invitation, by=user, **form.cleaned_data)
        except InvitationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, "Changed. The candidate is told.")
            return redirect("interviews:exam-invitation", invitation.uuid)
    return _page(request, invitation, form, status=422)


@require_POST
@needs("interviews.change_exam_invitation", load=load_invitation)
def withdraw(request: HttpRequest, invitation: ExamInvitation) -> HttpResponse:
    """Take it back."""
    try:
        withdraw_invitation(invitation=invitation, by=viewer(request))
    except InvitationRefused as refusal:
        toast(request, str(refusal), level="error")
    else:
        toast(request, "Withdrawn. The link says so; no letter is sent.")
    return redirect("interviews:exam-invitation", invitation.uuid)


@require_POST
@needs("interviews.change_exam_invitation", load=load_invitation)
def renew(request: HttpRequest, invitation: ExamInvitation) -> HttpResponse:
    """Send a new link and make the old one worthless."""
    try:
        renew_link(invitation=invitation, by=viewer(request))
    except InvitationRefused as refusal:
        toast(request, str(refusal), level="error")
    else:
        toast(request, "A new link is on its way; the old one no longer works.")
    return redirect("interviews:exam-invitation", invitation.uuid)


def _page(request: HttpRequest, invitation: ExamInvitation, form: ChangeForm, status: int = 200) -> HttpResponse:
    user, attempt, now = viewer(request), attempt_of(invitation), timezone.now()
    log_view(subject=invitation, by=user, candidate=invitation.application.candidate.uuid)
    is_open = invitation.withdrawn_at is None and (attempt is None or attempt.handed_in_at is None)
    context = {
        "invitation": invitation,
        "application": invitation.application,
        "attempt": attempt,
        "door": door_of(invitation, now),
        "link": link_of(invitation) if is_open else "",
        "form": form if is_open and attempt is None else None,
        "is_open": is_open,
        "zone": user.zone,
    }
    return render(request, "interviews/sittings/invitation.html", context, status=status)
