import pytest
from django.urls import reverse

from candidates.conflicts.actions import note_found, recuse
from candidates.conflicts.enums import ConflictKind
from candidates.models import Conflict, OwnHandle, Tie
from tests import factories


@pytest.fixture
def candidate(application):
    return application.candidate


@pytest.fixture
def conflict(interviewer, candidate):
    return note_found(
        user=interviewer, candidate=candidate, kind=ConflictKind.COAUTHOR, evidence=["1 shared paper since 2023."]
    )


def page(candidate):
    return reverse("candidates:conflicts", args=[candidate.uuid])


def test_recruiter_and_hiring_manager_read_the_evidence_and_decide(
    conflict, candidate, recruiter, hiring_manager, sign_in
):
    for user in (recruiter, hiring_manager):
        assert "1 shared paper since 2023." in sign_in(user).get(page(candidate)).content.decode()

    response = sign_in(hiring_manager).post(reverse("candidates:recuse", args=[conflict.uuid]))

    assert response.status_code == 302
    conflict.refresh_from_db()
    assert (conflict.state, conflict.decided_by) == ("recused", hiring_manager)


def test_strangers_and_other_interviewers_learn_nothing(conflict, candidate, stranger, interviewer, sign_in):
    other = factories.UserFactory()
    for user in (stranger, other):
        client = sign_in(user)
        assert client.get(page(candidate)).status_code == 404
        assert client.post(reverse("candidates:recuse", args=[conflict.uuid])).status_code == 404
    # Whom it concerns does not see the candidate yet, so reads of no conflict either.
    assert sign_in(interviewer).post(reverse("candidates:clear_conflict", args=[conflict.uuid])).status_code == 404
    conflict.refresh_from_db()
    assert conflict.state == "proposed"


def test_interviewer_sees_and_declares_only_their_own(conflict, candidate, interviewer, application, sign_in):
    factories.SeatFactory(interview=factories.InterviewFactory(application=application), user=interviewer)
    note_found(user=factories.UserFactory(name="Olaf"), candidate=candidate, kind=ConflictKind.LAB, evidence=["A lab."])
    client = sign_in(interviewer)

    body = client.get(page(candidate)).content.decode()
    assert ("1 shared paper" in body, "A lab." in body, 'name="colleague"' in body) == (True, False, False)
    assert client.post(reverse("candidates:clear_conflict", args=[conflict.uuid])).status_code == 403

    sent = {"kind": "personal", "note": "We share a flat.", "steps_aside": "on"}
    response = client.post(page(candidate), sent, follow=True)
    assert candidate.name not in response.content.decode()
    assert "You stepped aside" in response.content.decode()
    assert client.get(page(candidate)).status_code == 404


def test_declaring_without_a_word_keeps_what_was_chosen(candidate, recruiter, interviewer, sign_in):
    response = sign_in(recruiter).post(page(candidate), {"colleague": interviewer.uuid, "kind": "lab", "note": ""})

    assert response.status_code == 422
    assert '<option value="lab" selected' in response.content.decode()
    assert not Conflict.objects.exists()


def test_recruiter_declares_for_a_colleague(candidate, recruiter, interviewer, sign_in):
    sign_in(recruiter).post(page(candidate), {"colleague": interviewer.uuid, "kind": "lab", "note": "Same lab."})

    declared = Conflict.objects.get()
    assert (declared.user, declared.declared_by, declared.state) == (interviewer, recruiter, "proposed")


def test_lifting_needs_a_reason_and_an_admin_finds_all_but_their_own(conflict, admin, recruiter, sign_in):
    own = note_found(user=admin, candidate=factories.CandidateFactory(name="Zorbatek"), kind="lab", evidence=["A lab."])
    for one in (conflict, own):
        recuse(conflict=one, reason="Too close.", by=recruiter)
    client = sign_in(admin)
    here = reverse("candidates:all_conflicts") + "?show=recused"

    body = client.get(here).content.decode()
    assert ("Too close." in body, "Zorbatek" in body) == (True, False)
    clear_url = reverse("candidates:clear_conflict", args=[conflict.uuid])
    assert "the reason is kept" in client.post(clear_url, {"next": here}, follow=True).content.decode()
    client.post(clear_url, {"reason": "They only reviewed together.", "next": here})
    conflict.refresh_from_db()
    assert (conflict.state, conflict.reason) == ("cleared", "They only reviewed together.")
    assert client.post(reverse("candidates:clear_conflict", args=[own.uuid]), {"reason": "x"}).status_code == 404


def test_only_admins_list_all(recruiter, sign_in):
    assert sign_in(recruiter).get(reverse("candidates:all_conflicts")).status_code == 403


def test_list_costs_the_same_however_many(conflict, admin, sign_in, count_queries, role):
    client, url = sign_in(admin), reverse("candidates:all_conflicts")
    client.get(url)
    one = count_queries(lambda: client.get(url))
    for _ in range(3):
        found(factories.ApplicationFactory(role=role).candidate)
    assert count_queries(lambda: client.get(url)) == one


def found(candidate):
    return note_found(user=factories.UserFactory(), candidate=candidate, kind=ConflictKind.LAB, evidence=["A lab."])


def test_window_is_a_setting(admin, sign_in):
    client = sign_in(admin)

    assert client.post(reverse("candidates:all_conflicts"), {"years": 0}).status_code == 422
    assert client.post(reverse("candidates:all_conflicts"), {"years": 5}).status_code == 302
    assert 'value="5"' in client.get(reverse("candidates:all_conflicts")).content.decode()


def test_people_state_their_own_handles_and_ties(interviewer, recruiter, sign_in):
    client, url = sign_in(interviewer), reverse("candidates:own_ties")

    client.post(
        url, {"what": "handle", "handle-kind": "orcid", "handle-value": "https://orcid.org/0000-0002-1825-0097"}
    )
    refused = client.post(url, {"what": "handle", "handle-kind": "orcid", "handle-value": "0000-0002-1825-0097"})
    odd = client.post(url, {"what": "handle", "handle-kind": "orcid", "handle-value": "not one"})
    turned = client.post(
        url, {"what": "tie", "tie-kind": "lab", "tie-name": "RSL", "tie-since": 2024, "tie-until": 2020}
    )
    client.post(url, {"what": "tie", "tie-kind": "employer", "tie-name": "ETH Zurich", "tie-since": 2019})

    assert list(OwnHandle.objects.values_list("user", "kind", "value")) == [
        (interviewer.pk, "orcid", "0000-0002-1825-0097")
    ]
    assert "stated this already" in refused.content.decode()
    assert ("not a handle" in odd.content.decode(), odd.status_code) == (True, 422)
    assert "cannot end before it began" in turned.content.decode()
    tie = Tie.objects.get()
    taken = reverse("candidates:take_back_tie", args=[tie.uuid])
    assert sign_in(recruiter).post(taken).status_code == 404
    assert client.post(taken).status_code == 302
    assert not Tie.objects.exists()
    assert url in client.get(reverse("workspace:profile")).content.decode()
