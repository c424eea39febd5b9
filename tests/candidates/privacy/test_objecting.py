"""Whoever objected does not come back in by any way there is, and is not written to by any."""

import json

import pytest
from django.core import mail as sent
from django.urls import reverse

from candidates.imports.actions import start_check, start_import, start_run
from candidates.imports.columns import Field
from candidates.imports.models import ImportBatch
from candidates.imports.tasks import work_on_import
from candidates.matching.merging import merge_candidates, undo_merge
from candidates.outreach.actions import keep_draft, send_message
from candidates.outreach.models import Conversation
from candidates.papers.models import Authorship
from candidates.people import actions
from candidates.people.handles import handle_of, handles_in
from candidates.people.models import Candidate, Identity
from candidates.people.refusals import CandidateError
from candidates.privacy.actions import erase_candidate
from candidates.privacy.enums import Way
from candidates.privacy.models import Objection, SuppressedHandle
from candidates.privacy.objecting import (
    lift_objections,
    object_by_link,
    object_to_contact,
    objection_url,
    read_token,
    suppress,
    suppressed,
)
from candidates.repositories.actions import meet_implementer
from candidates.sourcing.actions import flag_author
from tests import factories
from workspace.mail.actions import deliver_due_mail
from workspace.mail.models import Mail
from workspace.tokens.actions import make_token
from workspace.tokens.models import Scope

HANDLES = (
    "elin@uni.example, https://orcid.org/0000-0002-1825-0097, https://openreview.net/profile?id=~Elin_Vasquez1, "
    "https://github.com/elin-v, https://www.linkedin.com/in/elin-vasquez, https://elin.example/"
)


@pytest.fixture
def elin(recruiter):
    person = actions.add_candidate(name="Elin Vasquez", handles=handles_in(HANDLES), by=recruiter)
    actions.add_identity(candidate=person, handle=handle_of("arxiv", "vasquez_e_1"), by=recruiter)
    return person


@pytest.fixture
def gone(elin, recruiter):
    """Elin objected and was erased."""
    object_to_contact(candidate=elin, way=Way.LINK, by=None)
    erase_candidate(candidate=elin, by=recruiter)
    return elin


@pytest.fixture
def token_of(recruiter):
    return make_token(user=recruiter, name="s", scopes=Scope.values, days=3)[1]


def present():
    return list(Candidate.objects.present().values_list("name", flat=True))


# --- Ways in ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *HANDLES.split(", "),
        "ELIN+other@uni.example",
        "orcid.org/0000-0002-1825-0097",
        "github.com/Elin-V",
        "www.elin.example",
    ],
)
def test_by_hand_every_handle_of_theirs_is_refused(gone, recruiter, sign_in, text):
    answer = sign_in(recruiter).post("/candidates/add/", {"name": "E. V.", "handles": f"{text} new@uni.example"})

    assert answer.status_code == 422
    assert "objected on" in answer.text
    assert "an admin lifts the objection under Settings, Privacy" in answer.text
    assert "new@uni.example" in answer.text
    assert present() == []


def test_by_arxiv_handle_on_another_record_it_is_refused(gone, recruiter, sign_in):
    other = factories.CandidateFactory()

    answer = sign_in(recruiter).post(
        reverse("candidates:identity", args=[other.uuid]), {"kind": "arxiv", "text": "arxiv.org/a/vasquez_e_1"}
    )

    assert (answer.status_code, "this arXiv author page objected on" in answer.text) == (422, True)
    assert Identity.objects.filter(candidate=other).count() == 0


def test_by_a_pasted_link_the_person_is_refused(gone, recruiter, sign_in):
    client = sign_in(recruiter)

    pasted = client.post("/sourcing/add/", {"link": "https://github.com/elin-v"})
    answer = client.post(pasted.url, {"name": "Elin", "handles": "https://github.com/elin-v"})

    assert answer.status_code == 422
    assert present() == []


def dry_run(text, by):
    batch = start_import(kind="people", name="people.csv", content=text.encode(), by=by)
    start_check(batch=batch, fields=[Field(value) for value in batch.mapping], by=by)
    assert work_on_import(batch.pk) == "checked"
    return ImportBatch.objects.get(pk=batch.pk)


def test_by_csv_the_dry_run_says_so(gone, recruiter):
    batch = dry_run("Name,E-mail\nElin Vasquez,Elin@uni.example\nMei S,mei@uni.example\n", recruiter)

    refused, fine = batch.rows.order_by("line")
    assert (refused.verdict, fine.verdict) == ("error", "new")
    assert "this e-mail address objected on" in refused.words[0]


def test_by_csv_who_objects_after_the_dry_run_is_left_out(recruiter):
    batch = dry_run("Name,E-mail\nElin,elin@uni.example\n", recruiter)
    suppress(Objection.objects.create(way=Way.TOLD_US), [("email", "elin@uni.example")])

    start_run(batch=batch, by=recruiter)
    work_on_import(batch.pk)

    row = batch.rows.get()
    assert (row.outcome, "objected on" in row.words[0]) == ("failed", True)
    assert present() == []


def test_by_bibtex_nobody_comes_in_and_the_flag_refuses(gone, recruiter):
    """A BibTeX file brings papers and names of authors; a person comes in by the flag only, which is tested below."""
    text = "@article{a, title={Grasping}, author={Elin Vasquez}, eprint={2401.01234}}"
    batch = start_import(kind="papers", name="papers.bib", content=text.encode(), by=recruiter)
    work_on_import(batch.pk)
    start_run(batch=ImportBatch.objects.get(pk=batch.pk), by=recruiter)
    work_on_import(batch.pk)

    Authorship.objects.update(orcid="0000-0002-1825-0097")
    with pytest.raises(CandidateError, match="objected on"):
        flag_author(authorship=Authorship.objects.get(), by=recruiter)
    assert present() == []


def test_by_flag_an_author_of_theirs_is_refused(gone, recruiter, sign_in):
    author = factories.AuthorshipFactory(name="Elin Vasquez", orcid="0000-0002-1825-0097")

    answer = sign_in(recruiter).post(reverse("candidates:flag", args=[author.paper.uuid]), {"author": "1"})

    assert (answer.status_code, "this ORCID objected on" in answer.text) == (422, True)
    author.refresh_from_db()
    assert (author.candidate, present()) == (None, [])


def test_by_flag_onto_another_record_it_is_refused(gone, recruiter):
    author = factories.AuthorshipFactory(name="Elin Vasquez", openreview="~Elin_Vasquez1")
    other = factories.CandidateFactory()

    with pytest.raises(CandidateError, match="objected on"):
        flag_author(authorship=author, candidate=other, by=recruiter)

    author.refresh_from_db()
    assert author.candidate is None


def test_by_the_api_they_are_refused_new_and_on_another_record(gone, token_of, client):
    other = factories.CandidateFactory()
    headers = {"Authorization": f"Bearer {token_of}"}
    handles = {"identities": [{"kind": "email", "value": "elin@uni.example"}]}

    def ask(method, path, data):
        return getattr(client, method)(path, json.dumps(data), content_type="application/json", headers=headers)

    new = ask("post", "/api/v1/candidates/", {"name": "Elin"} | handles)
    more = ask("patch", f"/api/v1/candidates/{other.uuid}/", handles)

    assert [answer.status_code for answer in (new, more)] == [409, 409]
    assert all("objected on" in answer.json()["detail"] for answer in (new, more))
    assert present() == [other.name]


def test_by_a_repository_its_implementer_is_refused(gone, recruiter):
    repository = factories.RepositoryFactory(implementer="elin-v", implementer_name="Elin")
    seen = factories.ReimplementationFactory(repository=repository)

    with pytest.raises(CandidateError, match="this GitHub account objected on"):
        meet_implementer(seen=seen, by=recruiter)

    assert present() == []


def test_others_come_in_as_before(gone, recruiter):
    assert actions.add_candidate(name="Elin Vasquez", handles=handles_in("other@uni.example"), by=recruiter).pk


def test_judging_many_handles_takes_one_query(gone, count_queries):
    handles = [handle_of("email", f"p{number}@uni.example") for number in range(50)]

    assert count_queries(lambda: suppressed(handles)) == 1


# --- Objecting -------------------------------------------------------------------------------------------------------


def letter_to(elin, recruiter):
    message = keep_draft(candidate=elin, address="elin@uni.example", subject="Your paper", body="Hello", by=recruiter)
    return send_message(message=message, by=recruiter)


def test_an_objection_stops_everything_at_once(elin, recruiter):
    letter_to(elin, recruiter)

    object_to_contact(candidate=elin, way=Way.TOLD_US, by=recruiter)
    deliver_due_mail()

    elin.refresh_from_db()
    assert elin.do_not_contact
    assert sent.outbox == []
    assert Conversation.objects.get().stop == "objected"
    assert SuppressedHandle.objects.count() == 7


def test_objecting_twice_is_objecting_once(elin):
    for _ in range(2):
        object_to_contact(candidate=elin, way=Way.LINK, by=None)

    assert (Objection.objects.count(), SuppressedHandle.objects.count()) == (1, 7)


def test_nothing_readable_is_kept(gone):
    kept = str(list(SuppressedHandle.objects.values())) + str(list(Objection.objects.values()))

    assert not [word for word in ("elin", "vasquez", "1825") if word in kept.lower()]
    assert Objection.objects.get().candidate is None


def test_nobody_clicks_an_objection_away(elin, recruiter, admin, sign_in):
    object_to_contact(candidate=elin, way=Way.LINK, by=None)

    page = sign_in(recruiter).post(reverse("candidates:do_not_contact", args=[elin.uuid]), {"value": "0"}, follow=True)

    elin.refresh_from_db()
    assert "They objected themselves." in page.text
    assert elin.do_not_contact


def test_a_further_handle_of_theirs_is_kept_out_too(elin, recruiter):
    object_to_contact(candidate=elin, way=Way.LINK, by=None)

    actions.add_identity(candidate=elin, handle=handle_of("email", "elin@home.example"), by=recruiter)
    with pytest.raises(CandidateError, match="objected on"):
        actions.add_candidate(name="E", handles=handles_in("elin@home.example"), by=recruiter)


def test_an_objection_goes_along_with_a_merge_and_back(elin, recruiter):
    object_to_contact(candidate=elin, way=Way.LINK, by=None)
    twin = factories.CandidateFactory(name="E. Vasquez")

    merge = merge_candidates(kept=twin, absorbed=elin, by=recruiter)
    merged = Objection.objects.get().candidate
    undo_merge(merge=merge, by=recruiter)

    assert (merged, Objection.objects.get().candidate) == (twin, elin)


def test_an_admin_lifts_an_objection_by_handle_with_a_reason(gone, elin, admin, recruiter, sign_in):
    client = sign_in(admin)
    given = {"handle": "elin@uni.example", "because": "Wrote to us on Monday"}

    without = client.post("/settings/privacy/lift/", given | {"because": ""})
    unknown = client.post("/settings/privacy/lift/", given | {"handle": "mei@uni.example"})
    nonsense = client.post("/settings/privacy/lift/", given | {"handle": "elin"})
    lifted = client.post("/settings/privacy/lift/", given, follow=True)

    assert [answer.status_code for answer in (without, unknown, nonsense)] == [422, 422, 422]
    assert "Nobody with this handle has objected. Nothing was changed." in unknown.text
    assert "Lifted." in lifted.text
    assert actions.add_candidate(name="Elin Vasquez", handles=handles_in(HANDLES), by=recruiter).pk


def test_lifting_frees_the_record_that_is_there(elin, admin):
    object_to_contact(candidate=elin, way=Way.LINK, by=None)

    assert lift_objections(handle=handle_of("github", "elin-v"), because="Called", by=admin) == 1

    elin.refresh_from_db()
    assert not elin.do_not_contact


def test_erasing_can_keep_them_out(elin, recruiter, sign_in):
    url = reverse("candidates:erase", args=[elin.uuid])

    sign_in(recruiter).post(url, {"name": "Elin Vasquez", "keep_out": "on"})

    with pytest.raises(CandidateError, match="objected on"):
        actions.add_candidate(name="E", handles=handles_in("elin@uni.example"), by=recruiter)


def test_erasing_alone_keeps_nobody_out(elin, recruiter, sign_in):
    sign_in(recruiter).post(reverse("candidates:erase", args=[elin.uuid]), {"name": "Elin Vasquez"})

    assert SuppressedHandle.objects.count() == 0


# --- The link --------------------------------------------------------------------------------------------------------


def path_to(elin):
    return objection_url(elin, "elin@uni.example").removeprefix("http://testserver")


def test_the_link_asks_first_and_objects_on_a_post(elin, client):
    asked = client.get(path_to(elin))
    before = Objection.objects.count()
    done = client.post(path_to(elin))

    assert "Write to me no more" in asked.text
    assert "vasquez" not in asked.text.lower()
    assert before == 0
    assert "writes to you no more" in done.text
    assert Objection.objects.get().way == Way.LINK


def test_a_mail_program_objects_with_one_post_and_no_cookie(elin, recruiter):
    from django.test import Client

    letter_to(elin, recruiter)
    deliver_due_mail()
    headers = sent.outbox[0].extra_headers
    url = headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")

    answer = Client(enforce_csrf_checks=True).post(url, {"List-Unsubscribe": "One-Click"})

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert answer.status_code == 200
    assert (Objection.objects.get().way, Conversation.objects.get().stop) == (Way.ONE_CLICK, "objected")


def test_the_link_works_when_the_record_is_gone(elin, recruiter, client):
    path = path_to(elin)
    erase_candidate(candidate=elin, by=recruiter)

    client.post(path)
    client.post(path)

    assert (Objection.objects.count(), SuppressedHandle.objects.count()) == (1, 1)
    with pytest.raises(CandidateError, match="objected on"):
        actions.add_candidate(name="E", handles=handles_in("elin@uni.example"), by=recruiter)


def test_the_link_reaches_the_record_they_were_merged_into(elin, recruiter, client):
    path = path_to(elin)
    twin = factories.CandidateFactory()
    merge_candidates(kept=twin, absorbed=elin, by=recruiter)

    client.post(path)

    twin.refresh_from_db()
    assert twin.do_not_contact


@pytest.mark.parametrize("token", ["nothing", "a:b:c", "%00", "x" * 600])
def test_an_altered_link_says_what_to_do(db, client, token):
    answer = client.post(f"/objection/{token}/")

    assert answer.status_code == 404
    assert "Answer the letter instead" in answer.text
    assert Objection.objects.count() == 0


def test_a_token_of_something_else_is_none(elin):
    from django.core import signing

    with pytest.raises(CandidateError, match="cut short or altered"):
        read_token(signing.dumps([elin.uuid.hex, "x"], salt="other"))
    with pytest.raises(CandidateError, match="cut short or altered"):
        object_by_link(signing.dumps("x", salt="candidates.privacy.objection"), way=Way.LINK)


def test_noting_an_objection_by_hand(elin, recruiter, hiring_manager, sign_in):
    url = reverse("candidates:note_objection", args=[elin.uuid])

    page = sign_in(recruiter).get(url)
    refused = sign_in(recruiter).post(url, {"way": "link"})
    done = sign_in(recruiter).post(url, {"way": "told_us"}, follow=True)

    assert (page.status_code, refused.status_code) == (200, 422)
    assert "Noted. Everything to them is stopped" in done.text
    assert Objection.objects.get().noted_by == recruiter
    assert Mail.objects.count() == 0
