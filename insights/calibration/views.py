"""How far raters agree, for who leads; the shared set, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hiring.roles.models import Competency
from insights.calibration.actions import CalibrationRefused, rate_set
from insights.calibration.forms import SetForm
from insights.calibration.queries import figures, results_for, sets_for
from insights.calibration.samples import SampleSet, quarter_of, set_of
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer


@needs("insights.view_calibration")
@require_safe
def calibration(request: HttpRequest) -> HttpResponse:
    """Agreement over all roles, and each interviewer's severity from ten ratings on."""
    context = {"scales": figures(), "own": figures(of=viewer(request))}
    return render(request, "insights/calibration/calibration.html", context)


@needs("insights.rate_calibration_set")
@require_safe
def shared_set(request: HttpRequest) -> HttpResponse:
    """The answers to rate this quarter, and one's own severity."""
    user, quarter = viewer(request), quarter_of(timezone.localdate())
    context = {
        "sets": sets_for(user, quarter),
        "quarter": quarter,
        "own": figures(of=user),
        "leads": user.has_perm("insights.view_calibration"),
    }
    return render(request, "insights/calibration/shared_set.html", context)


def load_set(_user: User, competency: str) -> SampleSet:
    if (found := set_of(competency)) is None:
        raise Http404
    return found


@needs("insights.rate_calibration_set", load=load_set)
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, of: SampleSet) -> HttpResponse:
    """Rate one set; afterwards, and only then, what others made of it, and which anchors each answer meets."""
    user, quarter = viewer(request), quarter_of(timezone.localdate())
    anchors = Competency.objects.filter(slug=of.competency).first()
    results = results_for(user, of, quarter)
    if results is not None and request.method != "POST":
        context = {"of": of, "results": results, "quarter": quarter, "anchors": anchors}
        return render(request, "insights/calibration/results.html", context)
    form = SetForm(posted(request), of=of)
    problem = ""
    if form.is_valid():
        try:
            rate_set(given=form.given(), of=of, quarter=quarter, by=user)
        except CalibrationRefused as error:
            problem = str(error)
        else:
            toast(request, "Yours are in. Here is what others saw.")
            return redirect("insights:rate_set", competency=of.competency)
    context = {"of": of, "form": form, "quarter": quarter, "anchors": anchors, "problem": problem}
    status = 422 if problem or form.errors else 200
    return render(request, "insights/calibration/rate.html", context, status=status)
