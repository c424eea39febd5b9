"""One's own tokens."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from workspace.staff.models import User
from workspace.tokens.actions import make_token, revoke_token
from workspace.tokens.models import ApiToken, Scope
from workspace.web import needs, signed_in, toast, viewer


class TokenForm(forms.Form):
    name = forms.CharField(max_length=80, help_text="Which program will use it.")
    scopes = forms.MultipleChoiceField(label="It may", choices=Scope.choices, widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(
        label="For", coerce=int, choices=[(30, "30 days"), (90, "90 days"), (365, "a year")], initial=90
    )


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's tokens and make one; its secret is shown on this one answer and never again."""
    user, secret = viewer(request), ""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _, secret = make_token(user=user, **form.cleaned_data)
        form = TokenForm()
    context = {"form": form, "secret": secret, "tokens": ApiToken.objects.filter(user=user, revoked_at=None)}
    return render(request, "workspace/tokens/tokens.html", context, status=422 if form.errors else 200)


def load_own_token(user: User, uuid: str) -> ApiToken:
    if (token := ApiToken.objects.filter(user=user, uuid=uuid).first()) is None:
        raise Http404
    return token


@needs("workspace.use_api", load=load_own_token)
@require_POST
def revoke(request: HttpRequest, token: ApiToken) -> HttpResponse:
    revoke_token(token=token, by=viewer(request))
    toast(request, f"“{token.name}” can no longer be used.")
    return redirect("workspace:tokens")
