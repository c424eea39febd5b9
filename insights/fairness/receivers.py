"""What the log says of readers; and what their session remembers, for the menu."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from workspace.activity.wording import say
from workspace.staff.models import User

say("named_fairness_reader", "let somebody read how groups fare:")
say("dismissed_fairness_reader", "ended the reading of how groups fare:")
say("exported_applicant_flow", "exported the applicant flow of")


@receiver(user_logged_in, dispatch_uid="insights.remember_fairness_reader")
def remember_reader(request: HttpRequest, user: User, **_: Any) -> None:
    """Keep for the menu that somebody was named; whether they still are is asked anew on every page."""
    if user.has_perm("insights.view_fairness"):
        request.session["named"] = ["insights:fairness"]
