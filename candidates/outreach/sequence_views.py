"""Sequences: what follows when nobody answers."""

from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from candidates.outreach.forms import SequenceForm
from candidates.outreach.models import Sequence, Step, Template
from workspace.staff.models import User
from workspace.web import needs, posted, toast


@needs("candidates.edit_letter_templates")
@require_safe
def sequences(request: HttpRequest) -> HttpResponse:
    rows = Sequence.objects.annotate(number=Count("steps")).order_by("-is_active", "name")
    return render(request, "candidates/outreach/sequences.html", {"sequences": rows})


def load_sequence(_user: User, uuid: str) -> Sequence:
    found = Sequence.objects.filter(uuid=uuid).prefetch_related("steps__template").first()
    if found is None:
        raise Http404
    return found


@needs("candidates.edit_letter_templates")
@require_http_methods(["GET", "HEAD", "POST"])
def new_sequence(request: HttpRequest) -> HttpResponse:
    return edit(request, None)


@needs("candidates.edit_letter_templates", load=load_sequence)
@require_http_methods(["GET", "HEAD", "POST"])
def sequence_page(request: HttpRequest, sequence: Sequence) -> HttpResponse:
    return edit(request, sequence)


def edit(request: HttpRequest, sequence: Sequence | None) -> HttpResponse:
    """Write a sequence; conversations under way go on with the new steps from the place they are at."""
    form = SequenceForm(posted(request), sequence=sequence)
    if request.method == "POST" and form.is_valid():
        save(sequence or Sequence(), form)
        toast(request, f"Saved “{form.cleaned_data['name']}”.")
        return redirect("candidates:sequences")
    context = {"form": form, "sequence": sequence}
    return render(request, "candidates/outreach/sequence.html", context, status=422 if form.errors else 200)


@transaction.atomic
def save(row: Sequence, form: SequenceForm) -> None:
    row.name, row.is_active = form.cleaned_data["name"], form.cleaned_data["is_active"]
    row.save()
    templates = {str(template.uuid): template for template in Template.objects.all()}
    row.steps.all().delete()
    Step.objects.bulk_create(
        Step(sequence=row, position=place, **step | {"template": templates[step["template"]]})
        for place, step in enumerate(form.steps)
    )
