"""The desk of a role: typing, findings, overrides, opening."""

import datetime as dt

import pytest

from hiring.desk.actions import override_finding, save_text, withdraw_override
from hiring.desk.composing import Said, compose
from hiring.desk.marking import mark
from hiring.desk.models import Override, RoleText
from hiring.desk.queries import why_not_publish
from hiring.desk.refusals import TextRefused
from hiring.linter.linting import lint
from hiring.linter.terms import Facts, Severity
from hiring.pipeline.role_states import open_role
from tests.factories import RequirementFactory, RoleCompetencyFactory, RoleFactory
from workspace.models import Activity

pytestmark = pytest.mark.django_db

BAD = "ML engineer\n\nRequirements:\n- 5+ years of Rust\n- native English speaker\n"


@pytest.fixture
def draft(recruiter):
    role = RoleFactory(state="draft", opened_at=None, recruiter=recruiter, title="ML engineer, locks")
    RoleCompetencyFactory(role=role, strength=True)
    return role


@pytest.fixture
def address(draft):
    return f"/roles/{draft.slug}/desk/"


def send(client, address, text, act, **more):
    return client.post(address, {"text": text, "version": more.pop("version", 0), "act": act, **more})


def body(response):
    return response.content.decode()


def test_desk_starts_with_what_the_role_says(sign_in, recruiter, draft, address):
    RequirementFactory(role=draft, text="Has built a lock")
    page = body(sign_in(recruiter).get(address))

    assert "Main strength we hire for:" in page
    assert "- Has built a lock" in page
    assert "Nothing is saved yet" in page


def test_check_without_javascript_marks_and_explains_and_saves_nothing(sign_in, recruiter, address):
    page = body(send(sign_in(recruiter), address, BAD, "check"))

    assert '<mark class="mark-error">native English speaker</mark>' in page
    assert "Asks for a native speaker" in page
    assert "cannot be opened" in page
    assert not RoleText.objects.exists()


def test_typing_with_htmx_answers_with_findings_and_marks_alone(sign_in, recruiter, address):
    answer = sign_in(recruiter).post(address, {"text": BAD, "version": 0}, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "<html" not in body(answer)
    assert 'hx-swap-oob="true"' in body(answer)
    assert "5+ years" in body(answer)


def test_a_reason_begun_stays_while_the_text_is_typed(sign_in, recruiter, address):
    sent = {"text": BAD, "version": 0, "reason-native": "We dub films"}
    answer = sign_in(recruiter).post(address, sent, headers={"HX-Request": "true"})

    assert ">We dub films</textarea>" in body(answer)


def test_text_is_saved_once_and_logged(sign_in, recruiter, draft, address):
    client = sign_in(recruiter)
    assert send(client, address, BAD, "save").status_code == 302
    assert send(client, address, BAD, "save", version=1).status_code == 302

    assert (draft.written.text, draft.written.version) == (BAD, 1)
    assert Activity.objects.filter(verb="saved_role_text").count() == 1


def test_text_typed_over_an_older_one_is_refused_and_kept_on_the_page(sign_in, recruiter, draft, address):
    save_text(role=draft, text="First", seen_version=0, by=recruiter)
    answer = send(sign_in(recruiter), address, "Second", "save", version=0)

    assert answer.status_code == 422
    assert "Somebody saved this text" in body(answer)
    assert "Second" in body(answer)
    assert RoleText.objects.get().text == "First"


@pytest.mark.parametrize(("text", "words"), [("  \n", "no text to save"), ("x" * 20_001, "at most 20000 characters")])
def test_nothing_and_too_much_are_refused(sign_in, recruiter, address, text, words):
    answer = send(sign_in(recruiter), address, text, "save")

    assert answer.status_code == 422
    assert words in body(answer)


def test_an_unknown_button_is_refused(sign_in, recruiter, address):
    answer = send(sign_in(recruiter), address, BAD, "publish")

    assert answer.status_code == 422
    assert not RoleText.objects.exists()


def test_a_rewrite_changes_the_text_by_pattern(sign_in, recruiter, address):
    page = body(send(sign_in(recruiter), address, BAD, "rewrite:native:0"))

    assert "- English good enough to [[write and discuss what]]" in page
    assert "native English speaker" not in page


def test_each_rewrite_says_which_words_it_is_for(sign_in, recruiter, address):
    text = f"{BAD}- 3 years of Go\n- excellent, outstanding and brilliant\n"
    page = body(send(sign_in(recruiter), address, text, "check"))

    for words in ("for “5+ years of”", "for “3 years of”", "Delete “excellent”", "Delete “brilliant”"):
        assert words in page


@pytest.mark.parametrize("act", ["rewrite:native:7", "rewrite:nonsense:0", "rewrite:native:x", "rewrite:"])
def test_a_rewrite_that_is_not_there_changes_nothing(sign_in, recruiter, address, act):
    assert "native English speaker" in body(send(sign_in(recruiter), address, BAD, act))


def test_override_needs_a_reason(sign_in, recruiter, address):
    answer = send(sign_in(recruiter), address, BAD, "override:native", **{"reason-native": "  "})

    assert answer.status_code == 422
    assert "Say why it may stand" in body(answer)
    assert not RoleText.objects.exists()


def test_override_is_kept_shown_audited_and_withdrawn(sign_in, recruiter, draft, address):
    client = sign_in(recruiter)
    send(client, address, BAD, "override:native", **{"reason-native": "We dub films"})
    page = body(client.get(address))
    assert "We dub films" in page
    assert '<mark class="mark-error">native English speaker</mark>' not in page
    assert Activity.objects.get(verb="overrode_finding").facts == {"rule": "native"}

    send(client, address, BAD, "withdraw:native", version=1)

    assert '<mark class="mark-error">native English speaker</mark>' in body(client.get(address))
    assert Override.objects.get().withdrawn_by == recruiter
    with pytest.raises(TextRefused, match="withdrawn already"):
        withdraw_override(role=draft, rule="native", by=recruiter)


def test_override_covers_the_words_it_was_given_for_and_no_others(recruiter, draft):
    save_text(role=draft, text=BAD, seen_version=0, by=recruiter)
    for rule in ("native", "years.numeric"):
        override_finding(role=draft, text=BAD, rule=rule, reason="A reason", by=recruiter)
    assert why_not_publish(draft) == ""

    save_text(role=draft, text=BAD + "- German mother tongue\n", seen_version=1, by=recruiter)

    assert "asks for a native speaker" in why_not_publish(draft)


@pytest.mark.parametrize("rule", ["hype", "nonsense"])
def test_what_is_not_found_cannot_be_overridden(recruiter, draft, rule):
    with pytest.raises(TextRefused):
        override_finding(role=draft, text=BAD, rule=rule, reason="A reason", by=recruiter)


def test_a_draft_with_errors_is_not_opened_until_repaired_or_overridden(sign_in, recruiter, draft, address):
    client = sign_in(recruiter)
    save_text(role=draft, text=BAD, seen_version=0, by=recruiter)

    answer = client.post(f"/roles/{draft.slug}/state/", {"state": "open"})
    assert answer.url == address
    assert "2 findings in the role" in body(client.get(address))
    draft.refresh_from_db()
    assert draft.state == "draft"

    override_finding(role=draft, text=BAD, rule="native", reason="We dub films", by=recruiter)
    save_text(role=draft, text=BAD.replace("5+ years of Rust", "Rust you maintained"), seen_version=1, by=recruiter)
    assert open_role(role=draft, by=recruiter).state == "open"


def test_a_gap_left_by_a_rewrite_keeps_a_draft_from_opening(recruiter, draft):
    save_text(
        role=draft, text="ML engineer\n\nYou need [[what they have built]] with Rust.", seen_version=0, by=recruiter
    )

    with pytest.raises(TextRefused, match="gap left in the role's text"):
        open_role(role=draft, by=recruiter)


def test_a_role_on_hold_is_opened_again_whatever_its_text_says(recruiter, draft):
    save_text(role=draft, text=BAD, seen_version=0, by=recruiter)
    type(draft).objects.filter(pk=draft.pk).update(state="on_hold", opened_at="2026-01-01T00:00Z")

    assert open_role(role=draft, by=recruiter).state == "open"


def test_lists_of_the_text_become_the_roles(sign_in, recruiter, draft, address):
    RequirementFactory(role=draft, text="Old", kind="must")
    RequirementFactory(role=draft, text="Stays", kind="duty")
    send(sign_in(recruiter), address, "A title\n\nYou need\n- a key\n- a lock\n\nNice to have\n- a door\n", "take")

    found = {
        kind: list(draft.requirements.filter(kind=kind).values_list("text", flat=True))
        for kind in ("must", "nice", "duty")
    }
    assert found == {"must": ["a key", "a lock"], "nice": ["a door"], "duty": ["Stays"]}


def test_a_line_too_long_for_a_list_is_refused(sign_in, recruiter, draft, address):
    answer = send(sign_in(recruiter), address, f"A title\n\nYou need\n- {'very ' * 70}long\n", "take")

    assert answer.status_code == 422
    assert "too long for a line of a list" in body(answer)
    assert not RoleText.objects.exists()


def test_desk_is_for_who_edits_the_role(sign_in, stranger, interviewer, address):
    assert sign_in(stranger).get(address).status_code == 404
    assert sign_in(interviewer).get(address).status_code == 404


def test_desk_costs_the_same_with_one_line_and_with_three(sign_in, recruiter, draft, address, count_queries):
    client = sign_in(recruiter)
    RequirementFactory(role=draft)
    RoleCompetencyFactory(role=draft)
    one = count_queries(lambda: client.get(address))
    for number in range(3):
        RequirementFactory(role=draft, text=f"5+ years of thing {number}")
        RoleCompetencyFactory(role=draft)
    assert count_queries(lambda: client.get(address)) == one <= 20


def test_composed_text_reads_as_what_it_was_composed_of():
    said = Said(
        "Engineer",
        "Mechanics give up on 22% of searches.",
        "After six months: half.",
        ["Software"],
        ["One"],
        ["Two"],
        ["Three"],
        [("ML", "Reads a loss curve")],
    )
    found = {one.rule: one.severity for one in lint(compose(said), Facts(today=dt.date(2026, 11, 21)))}

    assert not {"strength.missing", "bar.missing", "outcomes.missing", "problem.generic"} & found.keys()
    assert Severity.ERROR not in found.values()


def test_marked_parts_are_the_text_again():
    facts = Facts(today=dt.date(2026, 11, 21))
    parts = mark(BAD, lint(BAD, facts))

    assert "".join(part.text for part in parts) == BAD
    assert {part.severity for part in parts} >= {"", "error"}
