"""django-allauth's pages, but for the one on which people could have their mails sent to an address nobody has checked.

An account's address is the one that answered the invitation.
"""

from allauth.account.urls import urlpatterns as account_pages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from workspace.web import signed_in

UNCHECKED = "account_email"


@signed_in
def own_profile(request: HttpRequest) -> HttpResponse:
    return redirect("workspace:profile")


urlpatterns = [
    path("email/", own_profile, name=UNCHECKED),  # allauth itself asks for an address of this name
    *(page for page in account_pages if page.name != UNCHECKED),
    path("2fa/", include("allauth.mfa.urls")),
]
