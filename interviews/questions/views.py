"""Reading the bank: the list, one question, its files, and signs that questions have got about."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interviews.questions.answers import names_of_attempts
from interviews.questions.board import coverage, facts_of, kept_statistics, narrowed
from interviews.questions.enums import MOVES, QuestionState
from interviews.questions.forms import AuthorsForm, BankFilterForm, PassForm
from interviews.questions.models import Question
from interviews.questions.portable import as_json, as_toml
from interviews.questions.preview import preview_of
from interviews.questions.queries import newest_versions
from workspace.paging import BadCursor, keyset_page
from workspace.staff.models import User
from workspace.web import needs, viewer

ORDER = ("area", "depth", "slug", "pk")


def load_question(user: User, slug: str) -> Question:
    """Find a question; the bank is open to all staff."""
    if question := Question.objects.select_related("owner").filter(slug=slug).first():
        return question
    raise Http404


@require_safe
@needs("interviews.view_questions")
def questions(request: HttpRequest) -> HttpResponse:
    """List the bank, with how well it covers areas and depths."""
    form = BankFilterForm(request.GET)
    by = form.narrowed
    before = request.GET.get("before", "")
    try:
        page = keyset_page(
            narrowed(Question.objects.all(), by),
            order=ORDER,
            cursor=before or request.GET.get("after", ""),
            backwards=bool(before),
        )
    except BadCursor as error:
        raise Http404(str(error)) from error
    kept = kept_statistics()
    versions = kept.facts.get("versions", {}) if kept else {}
    # The newest wording that was answered speaks for its question.
    known = {
        key.rsplit("/", 1)[0]: facts
        for key, facts in sorted(versions.items(), key=lambda one: int(one[0].rsplit("/", 1)[1]))
    }
    context = {
        "form": form,
        "by": by,
        "words": by.get("q", ""),
        "page": page,
        "rows": [(question, known.get(question.slug)) for question in page.rows],
        "coverage": coverage(),
        "bank": kept.facts.get("bank") if kept else None,
        "reckoned_at": kept.updated_at if kept else None,
        "may_write": viewer(request).has_perm("interviews.write_questions"),
    }
    template = "interviews/questions/list.html"
    return render(request, f"{template}#questions" if request.headers.get("HX-Request") else template, context)


@require_safe
@needs("interviews.view_questions", load=load_question)
def question_page(request: HttpRequest, question: Question) -> HttpResponse:
    """Show a question with one of its variants, its key, and what its answers say."""
    versions = list(question.versions.order_by("-number").prefetch_related("pass_ratings"))
    wanted = _whole(request.GET.get("version"), versions[0].number)
    version = next((one for one in versions if one.number == wanted), None)
    if version is None:
        raise Http404
    version.question = question
    item = version.item
    seed = _whole(request.GET.get("seed"), 1)
    may_edit = viewer(request).has_perm("interviews.edit_question", question)
    preview = preview_of(item, seed, dict(request.GET.lists()))
    ratings = [one.percent for one in version.pass_ratings.all()]
    context = {
        "question": question,
        "version": version,
        "versions": versions,
        "item": item,
        "preview": preview,
        "facts": facts_of(kept_statistics(), version, item, preview),
        "may_edit": may_edit,
        "moves": [(to.value, MOVE_WORDS[to]) for to in QuestionState if to in MOVES[QuestionState(question.state)]],
        "ratings": ratings,
        "pass_mean": sum(ratings) / len(ratings) if ratings else None,
        "pass_form": PassForm(),
        "authors_form": _authors_form(question) if may_edit else None,
    }
    return render(request, "interviews/questions/question.html", context)


MOVE_WORDS = {
    QuestionState.DRAFT: "Make it a draft again",
    QuestionState.LIVE: "Make it live",
    QuestionState.RETIRED: "Retire it",
}


def _authors_form(question: Question) -> AuthorsForm:
    return AuthorsForm(initial={"authors": [author.uuid for author in question.authors.all()]})


@require_safe
@needs("interviews.write_questions")
def export(request: HttpRequest) -> HttpResponse:
    """Send the questions the list is narrowed to, as a file."""
    by = BankFilterForm(request.GET).narrowed
    bodies = [version.body for version in newest_versions(narrowed(Question.objects.all(), by))]
    if request.GET.get("as") == "json":
        response = HttpResponse(as_json(bodies), content_type="application/json")
        response["Content-Disposition"] = 'attachment; filename="questions.json"'
    else:
        response = HttpResponse(as_toml(bodies), content_type="application/toml; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="questions.toml"'
    return response


@require_safe
@needs("interviews.write_questions")
def leaks(request: HttpRequest) -> HttpResponse:
    """Show signs that questions have got about, for a person to judge."""
    kept = kept_statistics()
    facts: dict[str, Any] = kept.facts if kept else {}
    titles = dict(Question.objects.filter(slug__in=facts.get("questions", {})).values_list("slug", "title"))
    watched = [
        {"slug": slug, "title": titles[slug], **found}
        for slug, found in sorted(facts.get("questions", {}).items(), key=lambda one: -one[1]["exposure"])
        if slug in titles
    ]
    signs = facts.get("signs", [])
    names = names_of_attempts({name for sign in signs for name in sign["attempts"]}, viewer(request))
    said = [
        {"words": sign["words"], "attempts": [names[name] for name in sign["attempts"]]}
        for sign in signs
        # Of an attempt that was erased, or whose result this viewer may not know yet, nothing is said.
        if all(name in names for name in sign["attempts"])
    ]
    context = {
        "watched": watched,
        "signs": said,
        "bank": facts.get("bank"),
        "reckoned_at": kept.updated_at if kept else None,
    }
    return render(request, "interviews/questions/leaks.html", context)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise
