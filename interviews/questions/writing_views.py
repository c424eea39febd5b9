"""Writing questions: new ones, further versions, files of them, their state and who may edit them."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from interviews.questions.actions import (
    QuestionRefused,
    create_question,
    edit_question,
    free_slug,
    newest_version,
    rate_pass,
    set_authors,
    set_question_state,
    stamp_of,
)
from interviews.questions.enums import QuestionForm, QuestionState
from interviews.questions.forms import AuthorsForm, ImportForm, PassForm, QuestionTextForm
from interviews.questions.models import Question
from interviews.questions.portable import as_toml, start_of
from interviews.questions.views import load_question
from workspace.web import needs, posted, toast, viewer

EDIT = "interviews/questions/edit.html"


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.write_questions")
def new(request: HttpRequest) -> HttpResponse:
    """Write a new question, starting from an example of the form chosen."""
    kind = request.GET.get("form", "")
    kind = kind if kind in QuestionForm.values else QuestionForm.SINGLE.value
    form = QuestionTextForm(posted(request), initial={"text": start_of(kind, free_slug("a new question"))})
    if form.is_valid():
        try:
            version = create_question(body=form.body, by=viewer(request))
        except QuestionRefused as error:
            form.add_error("text", str(error))
        else:
            toast(request, "Kept as a draft. Look at some variants before you make it live.")
            return redirect("interviews:question", version.question.slug)
    context = {"form": form, "question": None, "forms": QuestionForm.choices, "kind": kind}
    return render(request, EDIT, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.edit_question", load=load_question)
def edit(request: HttpRequest, question: Question) -> HttpResponse:
    """Write a question anew; a wording that somebody was asked is followed by another."""
    version = newest_version(question)
    form = QuestionTextForm(posted(request), initial={"text": as_toml([version.body])})
    seen = request.POST.get("seen") or stamp_of(version)
    if form.is_valid():
        try:
            saved = edit_question(question=question, body=form.body, seen=seen, by=viewer(request))
        except QuestionRefused as error:
            form.add_error("text", str(error))
            seen = stamp_of(newest_version(question))
        else:
            toast(request, f"Saved as version {saved.number}." if saved.number > version.number else "Saved.")
            return redirect("interviews:question", question.slug)
    context = {"form": form, "question": question, "version": version, "seen": seen}
    return render(request, EDIT, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.write_questions")
def import_questions(request: HttpRequest) -> HttpResponse:
    """Take questions from a file as drafts: all of them, or none and the reason."""
    form = ImportForm(posted(request), request.FILES or None)
    if form.is_valid():
        try:
            with transaction.atomic():
                for _, body in form.found:
                    create_question(body=body, by=viewer(request))
        except QuestionRefused as error:
            form.add_error(None, str(error))
        else:
            count = len(form.found)
            toast(request, f"{count} question{'s' if count > 1 else ''} kept as drafts.")
            return redirect("interviews:questions")
    return render(request, "interviews/questions/import.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@needs("interviews.edit_question", load=load_question)
def state(request: HttpRequest, question: Question) -> HttpResponse:
    """Make a question live, a draft again, or retire it."""
    to = request.POST.get("to", "")
    try:
        if to not in QuestionState.values:
            raise QuestionRefused("Choose what the question is to be.")
        question = set_question_state(question=question, to=QuestionState(to), by=viewer(request))
    except QuestionRefused as error:
        toast(request, str(error), level="error")
    else:
        toast(request, f"“{question.title}” is {question.get_state_display().lower()} now.")
    return redirect("interviews:question", question.slug)


@require_POST
@needs("interviews.edit_question", load=load_question)
def authors(request: HttpRequest, question: Question) -> HttpResponse:
    """Say who else may edit a question."""
    form = AuthorsForm(request.POST)
    if form.is_valid():
        set_authors(question=question, authors=list(form.cleaned_data["authors"]), by=viewer(request))
        toast(request, "Saved who may edit this question.")
    else:
        toast(request, "Somebody chosen is not a colleague any more. Choose again.", level="error")
    return redirect("interviews:question", question.slug)


@require_POST
@needs("interviews.edit_question", load=load_question)
def pass_rating(request: HttpRequest, question: Question) -> HttpResponse:
    """Keep what one expert expects of somebody who just passes."""
    form = PassForm(request.POST)
    if form.is_valid():
        rate_pass(version=newest_version(question), percent=form.cleaned_data["percent"], by=viewer(request))
        toast(request, "Kept. Three people’s numbers make a pass line.")
    else:
        toast(request, "Write a whole number from 0 to 100.", level="error")
    return redirect("interviews:question", question.slug)
