"""What letters are made from: templates with a live preview, proof points, and the organisation's manners."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.outreach.composing import Letter
from candidates.outreach.forms import PolicyForm, ProofPointForm, TemplateForm
from candidates.outreach.letters import first_letter, lay_out
from candidates.outreach.models import Policy, ProofPoint, Template
from candidates.outreach.templating import VARIABLES, TemplateRefused
from candidates.people.models import Candidate, Motivation
from workspace.activity.actions import log_activity
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer

TRIED_WITH = 12


@needs("candidates.edit_letter_templates")
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    context = {"templates": Template.objects.order_by("-is_active", "name")}
    return render(request, "candidates/outreach/templates.html", context)


def load_template(_user: User, uuid: str) -> Template:
    found = Template.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


@needs("candidates.edit_letter_templates")
@require_http_methods(["GET", "HEAD", "POST"])
def new_template(request: HttpRequest) -> HttpResponse:
    return edit(request, None)


@needs("candidates.edit_letter_templates", load=load_template)
@require_http_methods(["GET", "HEAD", "POST"])
def template_page(request: HttpRequest, template: Template) -> HttpResponse:
    return edit(request, template)


def edit(request: HttpRequest, template: Template | None) -> HttpResponse:
    """Write a template, and see beside it what becomes of it with somebody's real record."""
    form = TemplateForm(posted(request), template=template)
    tries = "preview" in request.POST
    if request.method == "POST" and not tries and form.is_valid():
        row = template or Template()
        for name, value in form.cleaned_data.items():
            setattr(row, name, value)
        row.save()
        toast(request, f"Saved “{row.name}”.")
        return redirect("candidates:letter_templates")
    people = people_to_try_with(viewer(request))
    wanted = request.POST.get("with", "")
    person = next((one for one in people if str(one.uuid) == wanted), people[0] if people else None)
    given: Any = form.data if form.is_bound else form.initial
    letter, refusal = tried(person, viewer(request), given.get("subject", ""), given.get("body", ""))
    context = {
        "form": form,
        "template": template,
        "people": people,
        "person": person,
        "letter": letter,
        "refusal": refusal,
        "variables": VARIABLES,
    }
    part = "#template-preview" if tries and request.headers.get("HX-Request") else ""
    status = 422 if form.errors and not tries else 200
    return render(request, f"candidates/outreach/template.html{part}", context, status=status)


def people_to_try_with(user: User) -> list[Candidate]:
    """Return people with a work on file, those with news first: a template is seen with somebody real."""
    rows = Candidate.objects.visible_to(user).filter(evidence__deleted_at=None, evidence__isnull=False)
    return list(
        rows.defer("search", "search_text")
        .select_related("channel")
        .order_by("-active_at", "-pk")
        .distinct()[:TRIED_WITH]
    )


def tried(person: Candidate | None, user: User, subject: str, body: str) -> tuple[Letter | None, str]:
    """Return what a template becomes with somebody, or why it cannot be filled in."""
    if person is None or not body:
        return None, ""
    try:
        return first_letter(lay_out(person, user=user), user=user, subject=subject, body=body), ""
    except TemplateRefused as error:
        return None, str(error)


@needs("candidates.edit_outreach_settings")
@require_http_methods(["GET", "HEAD", "POST"])
def proof_points(request: HttpRequest) -> HttpResponse:
    """What we can show for each thing people want."""
    form = ProofPointForm(posted(request))
    motivation = Motivation.objects.filter(slug=request.POST.get("motivation", "")).first()
    if request.method == "POST" and form.is_valid():
        if motivation is None:
            form.add_error(None, "Choose which of the five it answers.")
        else:
            place = motivation.proof_points.count()
            ProofPoint.objects.create(
                motivation=motivation, position=place, text=form.cleaned_data["text"], url=form.cleaned_data["url"]
            )
            log_activity(verb="edited_proof_points", subject=motivation, by=viewer(request))
            toast(request, "Added.")
            return redirect("candidates:proof_points")
    rows = list(Motivation.objects.prefetch_related("proof_points"))
    blank = ProofPointForm()
    shelves = [(row, form if motivation and row.pk == motivation.pk and form.errors else blank) for row in rows]
    context = {"shelves": shelves, "form": form}
    return render(request, "candidates/outreach/proof_points.html", context, status=422 if form.errors else 200)


def load_point(_user: User, uuid: str) -> ProofPoint:
    found = ProofPoint.objects.select_related("motivation").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


@needs("candidates.edit_outreach_settings", load=load_point)
@require_http_methods(["GET", "HEAD", "POST"])
def proof_point(request: HttpRequest, point: ProofPoint) -> HttpResponse:
    form = ProofPointForm(posted(request), point=point)
    if request.method == "POST" and form.is_valid():
        for name, value in form.cleaned_data.items():
            setattr(point, name, value)
        point.save()
        log_activity(verb="edited_proof_points", subject=point.motivation, by=viewer(request))
        toast(request, "Saved.")
        return redirect("candidates:proof_points")
    context = {"form": form, "point": point}
    return render(request, "candidates/outreach/proof_point.html", context, status=422 if form.errors else 200)


@needs("candidates.edit_outreach_settings", load=load_point)
@require_POST
def drop_proof_point(request: HttpRequest, point: ProofPoint) -> HttpResponse:
    point.delete()
    log_activity(verb="edited_proof_points", subject=point.motivation, by=viewer(request))
    toast(request, "Removed. Letters that were sent keep their words.")
    return redirect("candidates:proof_points")


@needs("candidates.edit_outreach_settings")
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def policy(request: HttpRequest) -> HttpResponse:
    """How often, how many, and for how long a conversation is held."""
    form = PolicyForm(posted(request), instance=Policy.current(lock=request.method == "POST"))
    if request.method == "POST" and form.is_valid():
        row = form.save()
        log_activity(verb="edited_outreach_policy", subject=row, by=viewer(request))
        toast(request, "Saved.")
        return redirect("candidates:outreach_policy")
    return render(request, "candidates/outreach/policy.html", {"form": form}, status=422 if form.errors else 200)
