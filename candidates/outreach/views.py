"""Writing to people: the queue of conversations, and the letter to one person."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.outreach.actions import discard_draft, keep_draft, must_tell, send_message, stop_conversation, take_over
from candidates.outreach.composing import Letter
from candidates.outreach.enums import MessageState, Stop
from candidates.outreach.following_up import choose_sequence, end_sequence
from candidates.outreach.forms import AnswerForm, BasisForm, LetterForm
from candidates.outreach.letters import Desk, first_letter, lay_out, next_letter
from candidates.outreach.limits import addresses_of, holder_of, over_limit
from candidates.outreach.models import BouncedAddress, Conversation, Message, Policy
from candidates.outreach.queries import SHELVES, add_last_messages, conversations_with, shelf_rows
from candidates.outreach.receiving import judge_reply
from candidates.outreach.refusals import OutreachError
from candidates.outreach.templating import TemplateRefused, gaps
from candidates.people.models import Candidate
from candidates.people.refusals import CandidateError
from candidates.people.views import load_candidate, page_of
from candidates.privacy.letters import footer_for
from workspace.activity.actions import log_activity, log_view
from workspace.paging import BadCursor, keyset_page
from workspace.staff.models import User
from workspace.web import back_to, needs, posted, toast, viewer

ORDER = ("-pk",)


@needs("candidates.read_outreach")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for somebody to act, shelf by shelf."""
    user = viewer(request)
    shelf = next((one for one in SHELVES if one.slug == request.GET.get("show")), SHELVES[0])
    everybody = request.GET.get("whose") == "all"
    rows = shelf_rows(shelf.slug, viewer=user, holder=None if everybody else user)
    problem, page = "", None
    try:
        back = request.GET.get("before", "")
        page = keyset_page(
            rows, order=ORDER, cursor=back or request.GET.get("after", ""), size=30, backwards=bool(back)
        )
    except BadCursor as error:
        problem = str(error)
    shown = page.rows if page else []
    add_last_messages(shown)
    tabs = [
        {"label": one.label, "url": f"?show={one.slug}{'&whose=all' if everybody else ''}", "active": one is shelf}
        for one in SHELVES
    ]
    context = {"shelf": shelf, "tabs": tabs, "everybody": everybody, "page": page, "rows": shown, "problem": problem}
    return render(request, "candidates/outreach/queue.html", context)


@needs("candidates.write_to_candidate", load=load_candidate)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """A letter to somebody: composed, changed, looked at as they will see it, kept as a draft or sent."""
    user = viewer(request)
    chosen = {name: request.GET.get(name, "")[:60] for name in ("template", "work", "opening")}
    desk = lay_out(candidate, user=user, **chosen)
    conversations = conversations_with(candidate)
    going = conversations[0] if conversations and not conversations[0].is_over else None
    draft = next((row for row in going.messages.all() if row.state == MessageState.DRAFT), None) if going else None
    letter, problem = begin(desk, going, draft if not any(chosen.values()) else None, user)
    addresses = addresses_of(candidate)
    initial = {"subject": letter.subject, "body": letter.body, "address": draft.address if draft else ""}
    initial["sequence"] = str(going.sequence.uuid) if going and going.sequence else ""
    form = LetterForm(posted(request), addresses=addresses, initial=initial)
    if problem:
        toast(request, problem, level="error")
    posts = request.method == "POST" and "preview" not in request.POST
    if posts and form.is_valid() and (answer := keep_or_send(request, desk, form)) is not None:
        return answer
    if request.method == "GET":
        log_view(subject=candidate, by=user, candidate=candidate.uuid)
    context = {
        "candidate": candidate,
        "form": form,
        "basis": BasisForm(initial=chosen_of(desk), templates=desk.templates, works=desk.works, openings=desk.openings),
        "desk": desk,
        "letter": letter,
        "draft": draft,
        "going": going,
        "addresses": addresses,
        "bounced": BouncedAddress.objects.filter(candidate=candidate),
        "shown": preview_of(form, initial),
        "footer": footer_for(candidate, addresses[0], tells=must_tell(candidate)) if addresses else "",
        "obstacles": obstacles(candidate, user),
    }
    part = "#letter-preview" if request.headers.get("HX-Request") and "preview" in request.POST else ""
    status = 422 if form.errors and "preview" not in request.POST else 200
    return render(request, f"candidates/outreach/write.html{part}", context, status=status)


def begin(desk: Desk, going: Conversation | None, draft: Message | None, user: User) -> tuple[Letter, str]:
    """Return the letter to start from, and what is wrong with the chosen template."""
    if draft is not None:
        return Letter(draft.subject, draft.body), ""
    if going is not None and desk.template is None and going.written_at:
        return next_letter(going, user=user), ""
    try:
        return first_letter(desk, user=user), ""
    except TemplateRefused as error:
        return Letter("", ""), f"{desk.template}: {error} Change the template first."


def keep_or_send(request: HttpRequest, desk: Desk, form: LetterForm) -> HttpResponse | None:
    """Keep the draft and, where asked, send it; a refusal stays on the page with everything typed."""
    user = viewer(request)
    try:
        words = dict(form.cleaned_data)
        sequence = words.pop("sequence")
        message = keep_draft(candidate=desk.candidate, **words, opening=desk.opening, by=user)
        choose_sequence(conversation=message.conversation, sequence=sequence, by=user)
        if "send" in request.POST:
            send_message(message=message, by=user)
    except (OutreachError, CandidateError) as error:
        form.add_error(None, str(error))
        return None
    if "send" in request.POST:
        toast(request, f"Your letter to {desk.candidate.name} is on its way.")
        return redirect(f"{page_of(desk.candidate)}#conversation")
    toast(request, "Kept as a draft. Nothing was sent.")
    return redirect("candidates:write", uuid=desk.candidate.uuid)


def chosen_of(desk: Desk) -> dict[str, str]:
    return {
        "template": str(desk.template.uuid) if desk.template else "",
        "work": str(desk.work.uuid) if desk.work else "none",
        "opening": str(desk.opening.uuid) if desk.opening else "",
    }


def preview_of(form: LetterForm, initial: dict[str, str]) -> dict[str, Any]:
    """Return the letter as it will be read, and what it leaves open."""
    data: Any = form.data if form.is_bound else initial
    subject, body = data.get("subject", "") or "", data.get("body", "") or ""
    return {"subject": subject, "body": body, "gaps": gaps(f"{subject}\n{body}")}


def obstacles(candidate: Candidate, user: User) -> dict[str, str]:
    """Return what stands in the way of any letter to this person by this user. Up to seven queries."""
    policy, now = Policy.current(), timezone.now()
    if candidate.do_not_contact:
        return {"forbidden": "They are marked “do not contact”."}
    if holder := holder_of(candidate, user=user, policy=policy, now=now):
        return {"held": holder.words}
    if words := over_limit(candidate, sender=user, policy=policy, now=now):
        return {"limit": words}
    return {}


@needs("candidates.write_to_candidate", load=load_candidate)
@require_POST
def take(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """Take a colleague's conversation over, on purpose."""
    try:
        take_over(candidate=candidate, by=viewer(request))
    except CandidateError as error:
        toast(request, str(error), level="error")
        return redirect("candidates:list")
    toast(request, f"The conversation with {candidate.name} is yours now.")
    return redirect("candidates:write", uuid=candidate.uuid)


def load_conversation(user: User, uuid: str) -> Conversation:
    visible = Candidate.objects.visible_to(user)
    found = Conversation.objects.filter(uuid=uuid, candidate__in=visible).select_related("candidate", "holder").first()
    # Hiring managers may know the person without knowing what was written with them.
    if found is None or not user.has_perm("candidates.read_outreach"):
        raise Http404
    return found


@needs("candidates.write_to_candidate", load=load_conversation)
@require_POST
def stop(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """End a conversation by hand."""
    stop_conversation(conversation=conversation, why=Stop.BY_HAND, by=viewer(request))
    toast(request, "Ended. What had not left yet is not sent.")
    return redirect(back_to(request, f"{page_of(conversation.candidate)}#conversation"))


@needs("candidates.write_to_candidate", load=load_conversation)
@require_POST
def end_following(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Let nothing follow by itself any more; the conversation goes on."""
    end_sequence(conversation=conversation, because=f"Ended by {viewer(request).name}.")
    toast(request, "Nothing follows any more.")
    return redirect(back_to(request, f"{page_of(conversation.candidate)}#conversation"))


def load_message(user: User, uuid: str) -> Message:
    found = Message.objects.filter(uuid=uuid).select_related("conversation__candidate").first()
    if found is None:
        raise Http404
    load_conversation(user, str(found.conversation.uuid))
    return found


@needs("candidates.write_to_candidate", load=load_message)
@require_POST
def discard(request: HttpRequest, message: Message) -> HttpResponse:
    """Throw a draft away."""
    candidate = message.conversation.candidate
    try:
        discard_draft(message=message, by=viewer(request))
    except (OutreachError, CandidateError) as error:
        toast(request, str(error), level="error")
    else:
        toast(request, "The draft is gone. Nothing was sent.")
    return redirect(back_to(request, page_of(candidate)))


@needs("candidates.write_to_candidate", load=load_message)
@require_POST
def handled(request: HttpRequest, message: Message) -> HttpResponse:
    """Say that a message that did not arrive has been dealt with."""
    Message.objects.filter(pk=message.pk, handled_at=None).update(handled_at=timezone.now())
    toast(request, "Taken off the list.")
    return redirect(back_to(request, reverse("candidates:outreach")))


@needs("candidates.write_to_candidate", load=load_message)
@require_POST
def judge_answer(request: HttpRequest, message: Message) -> HttpResponse:
    """Say what an answer means."""
    form = AnswerForm(request.POST)
    candidate = message.conversation.candidate
    if form.is_valid():
        try:
            judge_reply(message=message, **form.cleaned_data, by=viewer(request))
            toast(request, "Noted.")
        except (OutreachError, CandidateError) as error:
            toast(request, str(error), level="error")
    else:
        toast(request, "Choose what the answer means.", level="error")
    return redirect(back_to(request, f"{page_of(candidate)}#conversation"))


def load_address(user: User, uuid: str) -> BouncedAddress:
    visible = Candidate.objects.visible_to(user)
    found = BouncedAddress.objects.filter(uuid=uuid, candidate__in=visible).select_related("candidate").first()
    if found is None or not user.has_perm("candidates.read_outreach"):
        raise Http404
    return found


@needs("candidates.write_to_candidate", load=load_address)
@require_POST
def address_works(request: HttpRequest, bounced: BouncedAddress) -> HttpResponse:
    """Say that an address takes mail again."""
    bounced.delete()
    person = bounced.candidate
    log_activity(verb="address_works", subject=person, by=viewer(request), candidate=person.uuid)
    toast(request, f"{bounced.address} can be written to again.")
    return redirect("candidates:write", uuid=person.uuid)
