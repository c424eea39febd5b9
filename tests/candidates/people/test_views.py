import datetime as dt
import functools
import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from candidates.matching.duplicates import Likeness
from candidates.matching.merging import merge_candidates
from candidates.matching.models import Proposal
from candidates.models import Candidate, Evidence, Identity, Note
from candidates.people import actions, list_views, records
from candidates.people.handles import handle_of
from candidates.people.saved import SavedView
from tests import factories
from workspace.models import Activity

LIST = "/candidates/"
SCRIPT = "<script>alert(1)</script> Elin"


@pytest.fixture
def candidate(role):
    """A candidate in the cast's role."""
    return factories.ApplicationFactory(role=role, candidate__name="Elin Vasquez").candidate


def at(candidate, name, *more):
    return reverse(f"candidates:{name}", args=[candidate.uuid, *more])


def test_page_shows_the_file_and_leaves_a_trace(candidate, recruiter, sign_in):
    records.add_evidence(candidate=candidate, rung=5, title="Grasping through glass", by=recruiter)
    records.write_note(candidate=candidate, text="Met at the poster", by=recruiter)

    page = sign_in(recruiter).get(at(candidate, "candidate"))

    assert all(text in page.text for text in ("Elin Vasquez", "Grasping through glass", "Met at the poster"))
    assert Activity.objects.filter(is_view=True, actor=recruiter, candidate=candidate.uuid).count() == 1


def test_who_may_see_a_candidate(candidate, admin, recruiter, hiring_manager, stranger, interviewer, sign_in, client):
    url = at(candidate, "candidate")

    answers = [sign_in(user).get(url).status_code for user in (admin, recruiter, hiring_manager, stranger, interviewer)]

    assert answers == [200, 200, 200, 404, 404]
    assert client.get(url).status_code == 302


def test_an_interviewer_sees_the_evidence_and_no_notes(candidate, recruiter, interviewer, sign_in):
    records.add_evidence(candidate=candidate, rung=5, title="Grasping through glass", by=recruiter)
    records.write_note(candidate=candidate, text="I think she is great", by=recruiter)
    factories.SeatFactory(interview__application=candidate.applications.get(), user=interviewer)

    page = sign_in(interviewer).get(at(candidate, "candidate"))

    assert "Grasping through glass" in page.text
    assert "I think she is great" not in page.text
    assert "wrote a note" not in page.text


def test_a_note_for_recruiters_stays_with_them(candidate, recruiter, hiring_manager, sign_in):
    records.write_note(candidate=candidate, text="Salary hope", audience="recruiting", by=recruiter)

    assert "Salary hope" in sign_in(recruiter).get(at(candidate, "candidate")).text
    assert "Salary hope" not in sign_in(hiring_manager).get(at(candidate, "candidate")).text


def test_add_takes_everything_pasted_in_one_line(recruiter, sign_in):
    response = sign_in(recruiter).post(
        "/candidates/add/",
        {
            "name": "Mei Sørensen",
            "handles": "mei@mail.example, https://orcid.org/0000-0002-1825-0097",
            "note": "Ask for her thesis",
        },
    )

    mei = Candidate.objects.get()
    assert response["Location"] == at(mei, "candidate")
    assert sorted(mei.identities.values_list("kind", flat=True)) == ["email", "orcid"]
    assert (mei.owner, mei.notes.get().text) == (recruiter, "Ask for her thesis")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "required"),
        ({"name": "\u202e\u200b"}, "at least one letter"),
        ({"name": "x" * 10_000}, "at most 200 characters"),
        ({"name": "Elin", "handles": "no address at all"}, "an address or a profile"),
        ({"name": "El\x00in"}, "Null characters"),
    ],
)
def test_add_refuses_with_a_message_and_keeps_what_was_typed(recruiter, sign_in, given, said):
    response = sign_in(recruiter).post("/candidates/add/", given | {"headline": "Roboticist in Lisbon"})

    assert response.status_code == 422
    assert said in response.text
    assert "Roboticist in Lisbon" in response.text
    assert Candidate.objects.count() == 0


def test_scripts_in_a_name_are_harmless_text_everywhere(recruiter, sign_in):
    client = sign_in(recruiter)
    client.post("/candidates/add/", {"name": SCRIPT, "headline": SCRIPT, "note": SCRIPT})
    candidate = Candidate.objects.get()

    for url in (LIST, at(candidate, "candidate"), at(candidate, "edit")):
        assert "<script>alert" not in client.get(url).text
        assert "&lt;script&gt;alert" in client.get(url).text


POSTS = {
    "note": {"text": "Hello"},
    "identity": {"kind": "", "text": "https://github.com/elinv"},
    "evidence": {"rung": 4, "title": "A reimplementation"},
    "follow_up": {"on": "2100-01-01"},
    "do_not_contact": {"value": "1"},
}


@pytest.mark.parametrize("name", POSTS)
def test_a_stranger_finds_nothing_to_change(candidate, stranger, sign_in, name):
    assert sign_in(stranger).post(at(candidate, name), POSTS[name]).status_code == 404


@pytest.mark.parametrize("name", ["identity", "evidence", "follow_up", "do_not_contact"])
def test_a_hiring_manager_reads_and_notes_but_does_not_keep_the_file(candidate, hiring_manager, sign_in, name):
    client = sign_in(hiring_manager)

    assert client.post(at(candidate, name), POSTS[name]).status_code == 403
    assert client.post(at(candidate, "note"), {"text": "Hello"}).status_code == 302


def test_each_form_on_the_page_does_its_work(candidate, recruiter, sign_in):
    client = sign_in(recruiter)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    answers = [
        client.post(at(candidate, name), POSTS[name] | ({"on": tomorrow} if name == "follow_up" else {})).status_code
        for name in list(POSTS)[:4]
    ]

    candidate.refresh_from_db()
    assert answers == [302] * 4
    assert (Note.objects.count(), Identity.objects.count(), Evidence.objects.count(), candidate.follow_up_on) == (
        1,
        1,
        1,
        tomorrow,
    )
    client.post(at(candidate, "follow_up"), {"clear": "1"})
    candidate.refresh_from_db()
    assert candidate.follow_up_on is None


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("note", {"text": " ", "audience": "everyone"}, "required"),
        ("identity", {"text": "javascript:alert(1)"}, "no address or profile"),
        ("identity", {"kind": "orcid", "text": "0000-0000-0000-0000"}, "not a handle of the kind ORCID"),
        ("evidence", {"rung": 9, "title": "Kept words"}, "Select a valid choice"),
        ("evidence", {"rung": 4, "title": "Kept words", "url": "javascript:alert(1)"}, "valid URL"),
        ("follow_up", {"on": "2020-01-01"}, "has passed"),
        ("follow_up", {"on": "2999-01-01"}, "next two years"),
    ],
)
def test_a_refused_form_says_why_on_the_page(candidate, recruiter, sign_in, name, given, said):
    response = sign_in(recruiter).post(at(candidate, name), given)

    assert response.status_code == 422
    assert said in response.text
    assert given.get("title", "") in response.text


def test_remove_offers_undo_and_undo_puts_back(candidate, recruiter, sign_in):
    note = records.write_note(candidate=candidate, text="A slip of the hand", by=recruiter)
    client = sign_in(recruiter)

    page = client.post(at(candidate, "remove", "note", note.uuid), follow=True)
    assert at(candidate, "restore", "note", note.uuid) in page.text
    assert "A slip of the hand" not in page.text

    assert "A slip of the hand" in client.post(at(candidate, "restore", "note", note.uuid), follow=True).text


def test_somebody_elses_note_is_not_a_hiring_managers_to_remove(candidate, recruiter, hiring_manager, sign_in):
    note = records.write_note(candidate=candidate, text="Hello", by=recruiter)
    own = records.write_note(candidate=candidate, text="Mine", by=hiring_manager)
    client = sign_in(hiring_manager)

    answers = [client.post(at(candidate, "remove", "note", row.uuid)).status_code for row in (note, own)]

    assert answers == [403, 302]


@pytest.mark.parametrize("kind", ["candidate", "user", "x"])
def test_only_rows_of_a_file_can_be_removed(candidate, recruiter, sign_in, kind):
    assert sign_in(recruiter).post(at(candidate, "remove", kind, candidate.uuid)).status_code == 404


def test_judging_one_work(candidate, recruiter, hiring_manager, sign_in):
    work = records.add_evidence(candidate=candidate, rung=5, title="Grasping", by=recruiter)

    sign_in(hiring_manager).post(
        at(candidate, "judge", work.uuid), {"originality": "3", "execution": "", "importance": "2", "note": "Section 4"}
    )

    work.refresh_from_db()
    assert (work.originality, work.execution, work.importance, work.noted_by) == (3, None, 2, hiring_manager)


def test_edit_saves_fields_tags_and_keeps_a_refused_form(candidate, recruiter, sign_in):
    client = sign_in(recruiter)
    bad = client.post(at(candidate, "edit"), {"name": "Elin V.", "time_zone": "Mars/Olympus", "tags": "robots"})
    client.post(at(candidate, "edit"), {"name": "Elin V.", "time_zone": "Europe/Lisbon", "tags": "Robots, lisbon"})

    candidate.refresh_from_db()
    assert bad.status_code == 422
    assert "not a time zone" in bad.text
    assert (candidate.name, candidate.time_zone) == ("Elin V.", "Europe/Lisbon")
    assert sorted(tag.name for tag in candidate.tags.all()) == ["lisbon", "robots"]


def names(response):
    return [row.name for row in response.context["page"].rows]


def test_list_narrows_by_search_channel_tag_owner_and_follow_up(recruiter, sign_in):
    elin, mei = (
        factories.CandidateFactory(name="Elin Vasquez"),
        factories.CandidateFactory(name="Mei Sørensen", channel=None),
    )
    actions.set_tags(candidate=elin, names=["robots"], by=recruiter)
    actions.edit_candidate(candidate=mei, changes={"owner": recruiter}, by=recruiter)
    actions.set_follow_up(candidate=mei, on=timezone.localdate(), by=recruiter)
    actions.add_identity(candidate=mei, handle=handle_of("email", "mei@mail.example"), by=recruiter)
    client = sign_in(recruiter)

    found = {
        query: names(client.get(f"{LIST}?{query}"))
        for query in (
            "q=vasq",
            "q=sorensen",
            "q=mei%40mail",
            "channel=arxiv",
            "tag=robots",
            "mine=1",
            "due=1",
            "q=nobody",
        )
    }

    assert found == {
        "q=vasq": ["Elin Vasquez"],
        "q=sorensen": ["Mei Sørensen"],
        "q=mei%40mail": ["Mei Sørensen"],
        "channel=arxiv": ["Elin Vasquez"],
        "tag=robots": ["Elin Vasquez"],
        "mine=1": ["Mei Sørensen"],
        "due=1": ["Mei Sørensen"],
        "q=nobody": [],
    }


def test_list_holds_only_what_the_viewer_may_see(candidate, hiring_manager, stranger, interviewer, sign_in):
    factories.CandidateFactory(name="Somebody Else")

    assert names(sign_in(hiring_manager).get(LIST)) == ["Elin Vasquez"]
    assert names(sign_in(hiring_manager).get(LIST, {"q": "somebody"})) == []
    assert names(sign_in(stranger).get(LIST)) == []
    assert sign_in(interviewer).get(LIST).status_code == 403


@pytest.mark.parametrize(
    "query",
    ["sort=x", "since=2026-99-99", "after=x", "channel=%00", "q=%00", "q=" + "a" * 5000, "q=%26%7C%21%3A%2A%28"],
)
def test_an_altered_address_never_breaks_the_list(candidate, recruiter, sign_in, query):
    assert sign_in(recruiter).get(f"{LIST}?{query}").status_code in {200, 400}


def test_list_pages_by_key_in_every_order(recruiter, sign_in):
    factories.CandidateFactory.create_batch(60)
    client = sign_in(recruiter)

    for sort in ("recent", "newest", "name", "-name"):
        first = client.get(LIST, {"sort": sort})
        second = client.get(LIST, {"sort": sort, "after": first.context["page"].next_cursor})
        assert (len(names(first)), len(set(names(first) + names(second)))) == (50, 60)


def test_export_is_what_the_list_shows_with_formulas_made_harmless(recruiter, sign_in):
    factories.CandidateFactory(name="=cmd|'/c calc'!A1 Evil")
    factories.CandidateFactory(name="Mei Sørensen", channel=None)
    client = sign_in(recruiter)

    everybody = b"".join(client.get("/candidates/export.csv", {"sort": "name"})).decode("utf-8-sig").splitlines()
    one = b"".join(client.get("/candidates/export.csv", {"q": "mei"})).decode().splitlines()

    assert [line.split(",")[0] for line in everybody[1:]] == ["'=cmd\\|'/c calc'!A1 Evil", "Mei Sørensen"]
    assert len(one) == 2
    assert Activity.objects.filter(verb="exported_candidates", is_view=True).count() == 2


def test_export_leaves_slice_by_slice_with_everybody_once(recruiter, sign_in, monkeypatch):
    monkeypatch.setattr(list_views, "SLICE", 2)
    factories.CandidateFactory.create_batch(5)
    largest = []
    sliced = list_views.keyset_page
    monkeypatch.setattr(
        list_views, "keyset_page", lambda *given, **more: largest.append(page := sliced(*given, **more)) or page
    )

    lines = b"".join(sign_in(recruiter).get("/candidates/export.csv", {"sort": "name"})).decode().splitlines()

    assert [line.split(",")[0] for line in lines[1:]] == list(
        Candidate.objects.order_by("folded_name", "pk").values_list("name", flat=True)
    )
    assert [len(page.rows) for page in largest] == [2, 2, 1]


def test_export_is_for_recruiters(hiring_manager, sign_in):
    assert sign_in(hiring_manager).get("/candidates/export.csv").status_code == 403


def test_bulk_acts_on_those_chosen_and_visible(recruiter, sign_in):
    rows = factories.CandidateFactory.create_batch(3)
    client = sign_in(recruiter)
    chosen = [str(row.uuid) for row in rows[:2]]

    client.post("/candidates/bulk/", {"candidate": chosen, "do": "tag", "value": "Robots"})
    client.post("/candidates/bulk/", {"candidate": chosen, "do": "own"})
    client.post("/candidates/bulk/", {"candidate": chosen, "do": "follow_up"})

    assert Candidate.objects.filter(tags__name="robots", owner=recruiter, follow_up_by=recruiter).count() == 2


@pytest.mark.parametrize(
    "given", [{}, {"candidate": "x", "do": "own"}, {"do": "own"}, {"do": "tag", "candidate": "0" * 36}]
)
def test_bulk_without_a_choice_says_so(recruiter, sign_in, given):
    page = sign_in(recruiter).post("/candidates/bulk/", given, follow=True)

    assert "Choose somebody first" in page.text


def test_a_view_is_kept_opened_shared_and_dropped(recruiter, hiring_manager, sign_in):
    client = sign_in(recruiter)
    client.post("/candidates/views/", {"name": "My robots", "q": "robots", "mine": "1", "shared": "1"})

    view = recruiter.saved_views.get()
    assert view.query == "?q=robots&mine=1"
    assert "My robots" in sign_in(hiring_manager).get(LIST).text
    sign_in(hiring_manager).post(f"/candidates/views/{view.uuid}/drop/")
    assert recruiter.saved_views.count() == 1
    page = client.post(f"/candidates/views/{view.uuid}/drop/", {"next": "/candidates/?mine=1"}, follow=True)
    assert recruiter.saved_views.count() == 0
    assert page.redirect_chain == [("/candidates/?mine=1", 302)]
    undo = re.search(r'action="(/candidates/views/[?][^"]*)"', page.text)[1]
    client.post(html.unescape(undo))
    again = recruiter.saved_views.get()
    assert (again.name, again.query, again.is_shared) == (view.name, view.query, True)


def test_only_ones_own_views_can_be_forgotten_on_the_page(recruiter, hiring_manager, sign_in):
    mine = SavedView.objects.create(owner=recruiter, name="Mine", query="?q=a", is_shared=True)
    button = f'action="/candidates/views/{mine.uuid}/drop/"'

    assert button in sign_in(recruiter).get(LIST).text
    assert button not in sign_in(hiring_manager).get(LIST).text


def fill(candidate, by, number):
    for place in range(number):
        records.write_note(candidate=candidate, text=f"Note {place}", by=factories.UserFactory(recruiter=True))
        records.add_evidence(candidate=candidate, rung=4, title=f"Work {place}", paper=factories.PaperFactory(), by=by)
        factories.ApplicationFactory(candidate=candidate)
        upload = SimpleUploadedFile("cv.txt", f"{candidate.uuid} {place}".encode())
        records.add_file(candidate=candidate, upload=upload, kind="cv", audience="everyone", by=by)
        factories.IdentityFactory(candidate=candidate)
        merge_candidates(kept=candidate, absorbed=factories.CandidateFactory(), by=by)
        twin = factories.CandidateFactory()
        first, second = sorted([candidate, twin], key=lambda row: row.pk)
        Proposal.objects.create(first=first, second=second, likeness=Likeness.STRONG, reasons=["the same mail"])
    actions.set_tags(candidate=candidate, names=[f"tag {place}" for place in range(number)], by=by)


def test_page_costs_the_same_with_one_row_and_with_three(recruiter, sign_in, count_queries):
    client = sign_in(recruiter)
    small, large = factories.CandidateFactory.create_batch(2)
    fill(small, recruiter, 1)
    fill(large, recruiter, 3)
    client.get(at(small, "candidate"))

    counts = [count_queries(functools.partial(client.get, at(row, "candidate"))) for row in (small, large)]

    assert counts[0] == counts[1] <= 15


def test_list_costs_the_same_with_one_row_and_with_three(recruiter, sign_in, count_queries):
    client = sign_in(recruiter)
    factories.ApplicationFactory(candidate__owner=recruiter)
    client.get(LIST)
    one = count_queries(lambda: client.get(LIST))
    for _ in range(2):
        factories.ApplicationFactory(candidate__owner=factories.UserFactory())

    assert count_queries(lambda: client.get(LIST)) == one <= 8


class EveryForm(TestCase):
    """Whatever is sent to whichever form: a page or a redirect, never an error of ours."""

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from([*POSTS, "edit"]),
        st.dictionaries(
            st.sampled_from(
                [
                    "text",
                    "kind",
                    "rung",
                    "title",
                    "url",
                    "on",
                    "note",
                    "value",
                    "name",
                    "tags",
                    "audience",
                    "happened_on",
                    "channel",
                    "owner",
                    "motivations",
                    "time_zone",
                ]
            ),
            st.text(max_size=200),
        ),
    )
    def test_hostile_values_never_break_a_form(self, name, given):
        recruiter = factories.UserFactory(recruiter=True)
        self.client.force_login(recruiter, backend="django.contrib.auth.backends.ModelBackend")
        candidate = factories.CandidateFactory()

        assert self.client.post(at(candidate, name), given).status_code in {302, 422}


@pytest.mark.parametrize(
    "typed", ["O'Brien", "o\N{RIGHT SINGLE QUOTATION MARK}bri", "obrien@mail.example", "jean-luc o", "b_r"]
)
def test_names_with_marks_in_them_are_found_as_they_are_written(typed, recruiter, sign_in):
    factories.CandidateFactory(name="Ann Other")
    found = factories.CandidateFactory(name="Jean-Luc O'Brien")
    actions.add_identity(candidate=found, handle=handle_of("email", "obrien@mail.example"), by=recruiter)

    rows = sign_in(recruiter).get(LIST, {"q": typed}).context["page"].rows

    assert rows == ([] if typed == "b_r" else [found])


def test_the_address_of_a_merged_record_leads_to_the_one_that_was_kept(candidate, recruiter, stranger, sign_in):
    first, second = factories.CandidateFactory.create_batch(2)
    merge_candidates(kept=second, absorbed=first, by=recruiter)
    merge_candidates(kept=candidate, absorbed=second, by=recruiter)

    for old in (first, second):
        answer = sign_in(recruiter).get(at(old, "candidate"))
        assert (answer.status_code, answer["Location"]) == (302, at(candidate, "candidate"))
        assert sign_in(stranger).get(at(old, "candidate")).status_code == 404
    assert not Activity.objects.filter(is_view=True).exists()


# --- What comes after the page ---------------------------------------------------------------------------------------


def test_the_rest_of_the_page_is_a_page_and_a_fragment_of_it(recruiter, sign_in):
    candidate = factories.CandidateFactory()
    client = sign_in(recruiter)
    client.post(at(candidate, "do_not_contact"))

    page, rest = client.get(at(candidate, "candidate")), client.get(at(candidate, "more"))
    fragment = client.get(at(candidate, "more"), headers={"HX-Request": "true"}).content.decode()

    assert f'href="{at(candidate, "more")}"' in page.content.decode()
    assert 'id="timeline"' not in page.content.decode()
    assert 'id="timeline"' in rest.content.decode()
    assert fragment.strip().startswith('<div id="candidate-rest"')
    assert fragment.strip() in rest.content.decode()


def test_the_rest_is_for_whoever_may_see_the_page(interviewer, recruiter, sign_in):
    candidate = factories.CandidateFactory()

    assert sign_in(interviewer).get(at(candidate, "more")).status_code == 404
    assert sign_in(recruiter).get(at(candidate, "more")).status_code == 200
