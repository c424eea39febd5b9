"""The applicant's own page, by a signed link; and the administrator's pages of what is asked where."""

import uuid as uuids

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from insights.self_identification.actions import answer_for, take_back
from insights.self_identification.forms import AnswersForm, CountryForm
from insights.self_identification.links import Asked, asked_by
from insights.self_identification.models import CountryQuestions, all_countries
from workspace.activity.actions import log_activity
from workspace.staff.models import Organisation, User
from workspace.throttle import too_many
from workspace.web import needs, open_to_all, posted, toast, viewer

MOST_POSTS, MOST_GUESSES, WITHIN = 30, 60, 600


@open_to_all(
    "an applicant answers, or takes back what they answered, by the signed link of a letter; it shows nothing about them"
)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and take answers; whatever is wrong with a link, the page is the same."""
    asked = asked_by(token)
    if asked is None:
        status = (
            429
            if too_many("self-identification-guess", request.META.get("REMOTE_ADDR", ""), most=MOST_GUESSES)
            else 404
        )
        return render(request, "insights/self_identification/no_link.html", status=status)
    if request.method == "POST" and too_many("self-identification", token[:80], most=MOST_POSTS, seconds=WITHIN):
        return _page(request, asked, None, problem="That was a lot at once. Please wait a few minutes.", status=429)
    if request.POST.get("do") == "take_back":
        take_back(candidate=asked.candidate)
        return redirect(f"{request.path}?done=taken-back")
    if asked.country is None:
        return _page(request, asked, None, status=410 if request.method == "POST" else 200)
    form = AnswersForm(posted(request), questions=asked.country.asked)
    if form.is_valid():
        answer_for(candidate=asked.candidate, country=asked.country, answers=form.cleaned_data)
        return redirect(f"{request.path}?done=kept")
    return _page(request, asked, form, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, asked: Asked, form: AnswersForm | None, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "asked": asked, "done": request.GET.get("done", ""), "problem": problem}
    return render(
        request,
        "insights/self_identification/own_page.html",
        context | {"organisation": Organisation.current()},
        status=status,
    )


@needs("insights.edit_self_identification")
@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """Where applicants are asked, and what."""
    return render(request, "insights/self_identification/countries.html", {"countries": all_countries()})


def load_country(_user: User, uuid: uuids.UUID) -> CountryQuestions:
    if (found := CountryQuestions.objects.filter(uuid=uuid).first()) is None:
        raise Http404
    return found


@needs("insights.edit_self_identification")
@require_http_methods(["GET", "HEAD", "POST"])
def new_country(request: HttpRequest) -> HttpResponse:
    """Ask in one more country."""
    return _edited(request, CountryQuestions())


@needs("insights.edit_self_identification", load=load_country)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_country(request: HttpRequest, country: CountryQuestions) -> HttpResponse:
    """Change what is asked in one country, or stop asking."""
    return _edited(request, country)


def _edited(request: HttpRequest, country: CountryQuestions) -> HttpResponse:
    title = country.name or "Add a country"  # before the form writes what was typed into it
    form = CountryForm(posted(request), instance=country)
    if form.is_valid():
        log_activity(verb="edited_self_identification", subject=form.save(), by=viewer(request))
        toast(request, "Saved. Whoever applies from now on is asked this.")
        return redirect("insights:self_identification_countries")
    context = {"form": form, "title": title}
    return render(request, "insights/self_identification/country.html", context, status=422 if form.errors else 200)
