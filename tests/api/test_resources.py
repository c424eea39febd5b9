import pytest
from django.utils import timezone

from candidates.models import Candidate
from hiring.models import Application, StageChange
from interviews.models import Decision
from tests import factories

V1 = "/api/v1"


def uuids(response):
    return [row["uuid"] for row in response.json()["results"]]


def test_add_a_candidate_with_handles(recruiter, call):
    body = {
        "name": "Mei Sørensen",
        "identities": [{"kind": "email", "value": " Mei@Mail.Example"}],
        "headline": "Roboticist",
    }

    response = call(recruiter).post(f"{V1}/candidates/", body, format="json")

    assert response.status_code == 201
    assert response.json()["identities"] == [{"kind": "email", "value": "mei@mail.example", "url": ""}]
    assert Candidate.objects.get().added_by == recruiter


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "123"}, "name"),
        ({"name": "Elin", "channel": "none"}, "channel"),
        ({"name": "Elin", "identities": [{"kind": "orcid", "value": "x"}]}, "identities"),
        ({"name": "Elin", "identities": [{"kind": "x", "value": "x"}]}, "identities.0.kind"),
    ],
)
def test_a_body_that_is_not_understood_names_the_field(recruiter, call, body, field):
    response = call(recruiter).post(f"{V1}/candidates/", body, format="json")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert list(response.json()["errors"]) == [field]


def test_change_a_candidate(recruiter, call):
    candidate = factories.CandidateFactory()
    url = f"{V1}/candidates/{candidate.uuid}/"

    response = call(recruiter).patch(
        url, {"headline": "Head of labs", "identities": [{"kind": "github", "value": "elinv"}]}, format="json"
    )

    assert (response.json()["headline"], response.json()["identities"][0]["value"]) == ("Head of labs", "elinv")


def test_a_hiring_manager_reads_but_does_not_change(application, hiring_manager, stranger, call):
    url = f"{V1}/candidates/{application.candidate.uuid}/"

    assert call(hiring_manager).get(url).status_code == 200
    assert call(hiring_manager).patch(url, {"headline": "x"}, format="json").status_code == 403
    assert call(stranger).get(url).status_code == 404


def test_the_same_key_adds_one_candidate(recruiter, call):
    client = call(recruiter)

    answers = [
        client.post(f"{V1}/candidates/", {"name": "Elin"}, format="json", headers={"Idempotency-Key": "k1"})
        for _ in range(2)
    ]
    other = client.post(f"{V1}/candidates/", {"name": "Mei"}, format="json", headers={"Idempotency-Key": "k1"})

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert answers[1]["Idempotency-Replayed"] == "true"
    assert other.status_code == 409
    assert Candidate.objects.count() == 1


def test_a_failed_request_may_be_tried_again_with_its_key(recruiter, application, call):
    client, stages = call(recruiter), list(application.role.stages.all())
    url, headers = f"{V1}/applications/{application.uuid}/moves/", {"Idempotency-Key": "k1"}
    body = {"to": "stage", "stage": str(stages[1].uuid), "from_stage": str(stages[2].uuid)}

    refused = client.post(url, body, format="json", headers=headers)
    accepted = client.post(url, body | {"from_stage": str(stages[0].uuid)}, format="json", headers=headers)

    assert (refused.status_code, accepted.status_code) == (409, 201)


def test_cursor_walks_everything_once_and_updated_since_finds_changes(recruiter, call):
    rows = factories.CandidateFactory.create_batch(5)
    client = call(recruiter)
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{V1}/candidates/", {"limit": 2, "cursor": cursor}).json()
        seen += [row["uuid"] for row in page["results"]]
        cursor = page["next_cursor"]
    since = timezone.now()
    client.patch(f"{V1}/candidates/{rows[2].uuid}/", {"headline": "New"}, format="json")

    assert sorted(seen) == sorted(str(row.uuid) for row in rows)
    assert uuids(client.get(f"{V1}/candidates/", {"updated_since": since.isoformat()})) == [str(rows[2].uuid)]


@pytest.mark.parametrize(
    "query",
    ["cursor=x", "limit=0", "limit=x", "limit=201", "updated_since=yesterday", "updated_since=2026-13-45T00:00:00Z"],
)
def test_a_query_that_makes_no_sense_is_400(recruiter, call, query):
    assert call(recruiter).get(f"{V1}/candidates/?{query}").status_code == 400


def test_add_and_move_and_reject_an_application(role, recruiter, call):
    candidate, reason = factories.CandidateFactory(), factories.ClosingReasonFactory()
    stages, client = list(role.stages.all()), call(recruiter)

    added = client.post(
        f"{V1}/applications/", {"candidate": str(candidate.uuid), "role": role.slug}, format="json"
    ).json()
    moves = f"{V1}/applications/{added['uuid']}/moves/"
    moved = client.post(moves, {"to": "stage", "stage": str(stages[1].uuid)}, format="json").json()
    rejected = client.post(moves, {"to": "rejected", "reason": reason.slug, "note": "No fit"}, format="json").json()

    assert (added["stage"], moved["before"], moved["after"]) == (
        str(stages[0].uuid),
        str(stages[0].uuid),
        str(stages[1].uuid),
    )
    assert (rejected["standing_after"], rejected["reason"], rejected["by"]) == (
        "rejected",
        "bar-not-met",
        str(recruiter.uuid),
    )
    assert uuids(client.get(f"{V1}/stage-changes/")) == [str(row.uuid) for row in StageChange.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"to": "stage"}, 400),
        ({"to": "rejected"}, 400),
        ({"to": "nowhere"}, 400),
        ({"to": "stage", "stage": "00000000-0000-4000-8000-000000000000"}, 400),
        ({"to": "active"}, 409),
    ],
)
def test_an_impossible_move_changes_nothing(application, recruiter, call, body, status):
    response = call(recruiter).post(f"{V1}/applications/{application.uuid}/moves/", body, format="json")

    assert response.status_code == status
    assert Application.objects.get().stage == application.stage


def test_who_may_move_over_the_api(application, hiring_manager, stranger, interviewer, call):
    factories.SeatFactory(interview__application=application, user=interviewer)
    url, body = f"{V1}/applications/{application.uuid}/moves/", {"to": "hired"}

    answers = [
        call(user).post(url, body, format="json").status_code for user in (stranger, interviewer, hiring_manager)
    ]

    assert answers == [404, 404, 201]


def test_an_assigned_interviewer_learns_whom_to_meet_but_not_where_they_stand(application, interviewer, call):
    factories.SeatFactory(interview__application=application, user=interviewer)
    client = call(interviewer)

    (found,) = client.get(f"{V1}/interviews/").json()["results"]

    assert [found["candidate"], found["role"]] == [str(application.candidate.uuid), application.role.slug]
    assert uuids(client.get(f"{V1}/applications/")) == []
    assert uuids(client.get(f"{V1}/applications/?standing=active")) == []
    assert uuids(client.get(f"{V1}/stage-changes/")) == []


def test_roles_come_with_stages_and_criteria(role, recruiter, call):
    factories.RoleCompetencyFactory(role=role, competency__slug="ml-theory")

    found = call(recruiter).get(f"{V1}/roles/{role.uuid}/").json()

    assert [stage["name"] for stage in found["stages"]] == ["Screen", "Onsite", "Offer"]
    assert found["criteria"][0]["competency"] == "ml-theory"


@pytest.fixture
def two_cards(application, interviewer):
    """The interviewer's own scorecard, owed, and a colleague's, submitted with a rating."""
    colleague = factories.UserFactory()
    own = factories.ScorecardFactory(
        seat__interview__application=application,
        seat__user=interviewer,
        seat__interview__during=factories.span(hours=-30),
    )
    other = factories.ScorecardFactory(
        submitted=True,
        seat__interview__application=application,
        seat__user=colleague,
        seat__interview__during=factories.span(hours=-40),
    )
    factories.RatingFactory(card=other)
    return own, other


def test_blind_api_shows_others_scorecards_only_after_ones_own(two_cards, interviewer, call):
    own, other = two_cards
    client = call(interviewer)
    before = uuids(client.get(f"{V1}/scorecards/"))
    guess = client.get(f"{V1}/scorecards/{other.uuid}/").status_code

    answer = client.post(
        f"{V1}/scorecards/{own.uuid}/submit/", {"ratings": [], "summary": "Nothing to add"}, format="json"
    )

    assert (before, guess) == ([str(own.uuid)], 404)
    assert answer.status_code == 201, answer.json()
    assert sorted(uuids(client.get(f"{V1}/scorecards/"))) == sorted([str(own.uuid), str(other.uuid)])


def test_nobody_reads_or_writes_anothers_draft(two_cards, recruiter, interviewer, call):
    own, _ = two_cards
    draft = {"ratings": [], "summary": "Still thinking"}
    call(interviewer).put(f"{V1}/scorecards/{own.uuid}/draft/", draft, format="json")

    assert call(interviewer).get(f"{V1}/scorecards/{own.uuid}/").json()["draft"]["summary"] == "Still thinking"
    assert call(recruiter).get(f"{V1}/scorecards/{own.uuid}/").status_code == 404
    assert call(recruiter).put(f"{V1}/scorecards/{own.uuid}/draft/", draft, format="json").status_code == 404


def test_an_older_revision_never_overwrites_a_newer_draft(two_cards, interviewer, call):
    own, _ = two_cards
    client, url = call(interviewer), f"{V1}/scorecards/{own.uuid}/draft/"
    client.put(url, {"summary": "Newer", "revision": 0}, format="json")

    stale = client.put(url, {"summary": "Older", "revision": 0}, format="json")

    assert stale.status_code == 409
    assert client.get(f"{V1}/scorecards/{own.uuid}/").json()["draft"]["summary"] == "Newer"


def test_not_assessed_is_null_and_never_zero(two_cards, recruiter, call):
    _, other = two_cards
    factories.RatingFactory(card=other, mark=None, observation="")

    ratings = call(recruiter).get(f"{V1}/scorecards/{other.uuid}/").json()["versions"][0]["ratings"]

    assert [(rating["mark"], rating["level"]) for rating in ratings] == [("just_above", None), (None, None)]


def test_blind_api_hides_decisions_from_who_owes_a_scorecard(two_cards, application, hiring_manager, call):
    Decision.objects.create(
        application=application, verdict="no", reasons="A bar is not met.", decided_by=hiring_manager
    )
    client = call(hiring_manager)
    seen = len(uuids(client.get(f"{V1}/decisions/")))

    factories.ScorecardFactory(
        seat__interview__application=application,
        seat__user=hiring_manager,
        seat__interview__during=factories.span(hours=-3),
    )

    assert (seen, len(uuids(client.get(f"{V1}/decisions/")))) == (1, 0)


def test_interviews_list_ones_own_for_an_interviewer(two_cards, interviewer, call):
    own, _ = two_cards

    assert uuids(call(interviewer).get(f"{V1}/interviews/")) == [str(own.seat.interview.uuid)]


LISTS = ["candidates", "roles", "applications", "stage-changes", "interviews", "scorecards", "decisions"]


def fill(hiring_manager):
    card = factories.ScorecardFactory(
        submitted=True,
        seat__interview__application__role__hiring_manager=hiring_manager,
        seat__interview__during=factories.span(hours=-30),
    )
    factories.RatingFactory(card=card)
    factories.IdentityFactory(candidate=card.application.candidate)
    factories.RoleCompetencyFactory(role=card.application.role)
    Decision.objects.create(application=card.application, verdict="no", reasons="x", decided_by=hiring_manager)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_costs_the_same_with_one_row_and_with_three(name, recruiter, hiring_manager, call, count_queries):
    client = call(recruiter)
    fill(hiring_manager)
    client.get(f"{V1}/{name}/")
    one = count_queries(lambda: client.get(f"{V1}/{name}/"))
    for _ in range(2):
        fill(hiring_manager)
    response = client.get(f"{V1}/{name}/")

    assert len(response.json()["results"]) == 3
    assert count_queries(lambda: client.get(f"{V1}/{name}/")) == one <= 10


def test_an_address_that_names_nothing_is_a_problem_too(db, client):
    response = client.get("/api/v1/nothing/")

    assert response.status_code == 404
    assert response.json()["title"] == "Not Found"


def test_docs_can_be_read_in_a_browser_without_inline_scripts(db, client):
    page = client.get("/api/docs/").text

    assert "swagger-ui" in page
    assert "<script>" not in page
