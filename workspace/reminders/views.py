"""The administrator's page of reminder times, with what the outbox could not deliver."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from workspace.mail.actions import send_again
from workspace.mail.models import Mail, MailState
from workspace.reminders.forms import TimesForm
from workspace.reminders.models import ReminderSetting
from workspace.reminders.registry import KINDS
from workspace.staff.models import User
from workspace.web import needs, toast, viewer

NOT_SURELY_THERE = (MailState.UNCERTAIN, MailState.FAILED)


@needs("workspace.manage_organisation")
@require_http_methods(["GET", "POST"])
def reminder_times(request: HttpRequest) -> HttpResponse:
    settings = {setting.kind: setting for setting in ReminderSetting.objects.all()}
    forms = [
        TimesForm(request.POST if request.method == "POST" else None, kind=kind, setting=settings.get(slug))
        for slug, kind in sorted(KINDS.items())
    ]
    valid = [form.is_valid() for form in forms]  # each of them, so that every form shows its errors
    if request.method == "POST" and all(valid):
        for form in forms:
            form.save()
        toast(request, "Saved. The next minute goes by the new times.")
        return redirect("workspace:reminder_times")
    context = {"forms": forms, "stuck": Mail.objects.filter(state__in=NOT_SURELY_THERE).order_by("-updated_at")[:50]}
    return render(request, "workspace/reminders/times.html", context, status=422 if request.method == "POST" else 200)


def load_mail(_viewer: User, uuid: str) -> Mail:
    if (mail := Mail.objects.filter(uuid=uuid).first()) is None:
        raise Http404
    return mail


@needs("workspace.manage_organisation", load=load_mail)
@require_POST
def mail_again(request: HttpRequest, mail: Mail) -> HttpResponse:
    """Send a mail once more that failed or may not have arrived."""
    if send_again(mail=mail, by=viewer(request)):
        toast(request, "It goes out within a minute.")
    else:
        toast(request, "Somebody was faster: this mail is under way or sent.", level="warning")
    return redirect("workspace:reminder_times")
