"""Pages on which an administrator edits competencies and stage templates."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hiring.organising.actions import save_competency, save_profile, save_template
from hiring.organising.forms import CompetencyForm, ProfileForm, TemplateForm
from hiring.roles.forms import CriteriaForm
from hiring.roles.models import Competency, RoleProfile, StageTemplate
from hiring.roles.opening import Criterion
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer


@needs("hiring.edit_catalogue")
@require_safe
def competencies(request: HttpRequest) -> HttpResponse:
    return render(request, "hiring/organising/competencies.html", {"competencies": Competency.objects.all()})


def load_competency(_viewer: User, slug: str) -> Competency:
    if (competency := Competency.objects.filter(slug=slug).first()) is None:
        raise Http404
    return competency


def edit_competency(request: HttpRequest, competency: Competency | None) -> HttpResponse:
    """Show the form, or take it; used for a new competency and for one there is."""
    form = CompetencyForm(request.POST if request.method == "POST" else None, competency=competency)
    if request.method == "POST" and form.is_valid():
        saved = save_competency(competency=competency, fields=form.fields_of_competency, by=viewer(request))
        toast(request, f"Saved {saved.name}.")
        return redirect("hiring:competencies")
    context = {"form": form, "competency": competency}
    return render(request, "hiring/organising/competency.html", context, status=422 if form.errors else 200)


@needs("hiring.edit_catalogue", load=load_competency)
@require_http_methods(["GET", "POST"])
def competency(request: HttpRequest, competency: Competency) -> HttpResponse:
    return edit_competency(request, competency)


@needs("hiring.edit_catalogue")
@require_http_methods(["GET", "POST"])
def new_competency(request: HttpRequest) -> HttpResponse:
    return edit_competency(request, None)


@needs("hiring.edit_catalogue")
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    rows = StageTemplate.objects.prefetch_related("stages")
    return render(request, "hiring/organising/templates.html", {"templates": rows})


def load_template(_viewer: User, slug: str) -> StageTemplate:
    if (template := StageTemplate.objects.filter(slug=slug).first()) is None:
        raise Http404
    return template


@needs("hiring.edit_catalogue", load=load_template)
@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, template: StageTemplate) -> HttpResponse:
    lines = "\n".join(f"{stage.name} | {stage.kind} | {stage.sla_days}" for stage in template.stages.all())
    form = TemplateForm(
        request.POST if request.method == "POST" else None, initial={"name": template.name, "stages": lines}
    )
    if request.method == "POST" and form.is_valid():
        save_template(template=template, **form.cleaned_data, by=viewer(request))
        toast(request, f"Saved {template.name}. Roles that exist keep their stages.")
        return redirect("hiring:templates")
    context = {"form": form, "template": template}
    return render(request, "hiring/organising/template.html", context, status=422 if form.errors else 200)


@needs("hiring.edit_catalogue")
@require_safe
def profiles(request: HttpRequest) -> HttpResponse:
    return render(request, "hiring/organising/profiles.html", {"profiles": RoleProfile.objects.all()})


def load_profile(_viewer: User, slug: str) -> RoleProfile:
    if (profile := RoleProfile.objects.filter(slug=slug).first()) is None:
        raise Http404
    return profile


@needs("hiring.edit_catalogue", load=load_profile)
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest, profile: RoleProfile) -> HttpResponse:
    rows = profile.competencies.select_related("competency")
    proposed: dict[int, Criterion] = {}
    for row in rows:  # shipped profiles say strength and bar of one competency in two rows
        before = proposed.get(row.competency_id, Criterion(row.competency))
        proposed[row.competency_id] = Criterion(
            row.competency, before.may_be_strength or row.may_be_strength, before.bar_level or row.bar_level
        )
    form = ProfileForm(posted(request), instance=profile)
    criteria = CriteriaForm(posted(request), proposed=proposed.values())
    if all([form.is_valid(), criteria.is_valid()]):
        save_profile(profile=profile, criteria=criteria.criteria(), fields=form.cleaned_data, by=viewer(request))
        toast(request, f"Saved {profile.name}. Roles that exist keep what they have.")
        return redirect("hiring:profiles")
    context = {"form": form, "criteria": criteria, "profile": profile}
    return render(request, "hiring/organising/profile.html", context, status=422 if form.is_bound else 200)
