"""After a “no”: other roles for the same strengths, started with one click, judged afresh."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hiring.models import Application
from interviews.decisions.actions import sign_decision, undo_decision
from interviews.decisions.debrief import debrief_for
from interviews.elsewhere.actions import StartRefused, start_elsewhere
from interviews.elsewhere.queries import roles_elsewhere
from interviews.models import Decision, Scorecard, ScorecardVersion, TravelledRating
from interviews.scorecards.actions import submit_scorecard
from interviews.scorecards.draft import Draft, TypedRating
from interviews.travel.actions import CarryRefused, carry_ratings
from tests import factories
from workspace.activity.models import Activity


def after_debrief_of(application):
    return reverse("interviews:debrief_more", args=[application.uuid])


def debrief_of(application):
    return reverse("interviews:debrief", args=[application.uuid])


def start(client, application, role):
    return client.post(reverse("interviews:start_elsewhere", args=[application.uuid]), {"role": role.slug}, follow=True)


def text(response):
    return response.content.decode()


@pytest.fixture
def made(turned_down, elsewhere, hiring_manager):
    return start_elsewhere(origin=turned_down, role=elsewhere, by=hiring_manager)


def test_debrief_of_a_no_names_the_role_that_asks_for_the_strength(turned_down, elsewhere, hiring_manager, sign_in):
    client = sign_in(hiring_manager)
    html = text(client.get(after_debrief_of(turned_down)))

    assert after_debrief_of(turned_down) in text(client.get(debrief_of(turned_down)))
    assert "Other open roles" in html
    assert "Robotics researcher" in html
    assert "Clears this role’s bars; strength it asks for: Creative thinking." in html


@pytest.mark.parametrize(
    "reason", ["no decision", "hire", "undone", "closed role", "active there", "objected", "unseen"]
)
def test_nothing_is_looked_up_without_reason(case, turned_down, elsewhere, hiring_manager, reason):
    candidate = turned_down.candidate
    if reason == "no decision":
        Decision.erasable.all().delete()
    elif reason == "hire":
        sign_decision(application=turned_down, verdict="more_evidence", reasons="Wait.", by=hiring_manager)
    elif reason == "undone":
        undo_decision(decision=Decision.objects.get(), by=hiring_manager)
    elif reason == "closed role":
        type(elsewhere).objects.filter(pk=elsewhere.pk).update(state="closed")
    elif reason == "active there":
        factories.ApplicationFactory(role=elsewhere, candidate=candidate)
    elif reason == "objected":
        candidate.do_not_contact = True
        candidate.save()
    else:
        elsewhere.members.all().delete()
    application = Application.objects.select_related("candidate", "role").get(pk=turned_down.pk)

    found = debrief_for(application, viewer=hiring_manager, now=timezone.now())
    assert roles_elsewhere(application, found, hiring_manager) == ()


def test_one_click_starts_them_there_with_what_was_seen(turned_down, elsewhere, hiring_manager, sign_in):
    client = sign_in(hiring_manager)

    said = text(start(client, turned_down, elsewhere))

    made = Application.objects.get(role=elsewhere)
    assert "What was seen of them counts there too" in said
    assert made.candidate == turned_down.candidate
    assert [one.competency.name for one in made.hypotheses.all()] == ["Creative thinking"]
    travelled = TravelledRating.objects.filter(application=made)
    assert sorted(travelled.values_list("rating__competency__name", flat=True)) == [
        *["Creative thinking"] * 2,
        *["ML theory"] * 2,
    ]
    assert Activity.objects.filter(verb="brought_ratings", application=made.uuid).count() == 1


def test_travelled_ratings_count_there_and_say_where_from_and_how_old(made, hiring_manager, sign_in):
    html = text(sign_in(hiring_manager).get(debrief_of(made)))

    assert "Creative thinking is confirmed" in html
    assert f"brought along from {TravelledRating.objects.first().origin.role.title}" in html
    assert "Saw creative with my own eyes: 4." in html


def test_role_they_came_from_is_not_named_to_who_may_not_know_it(made, elsewhere, turned_down, sign_in):
    html = text(sign_in(elsewhere.hiring_manager).get(debrief_of(made)))

    assert "brought along from another role" in html
    assert turned_down.role.title not in html


def test_starting_twice_starts_once(made, turned_down, elsewhere, hiring_manager, sign_in):
    said = text(start(sign_in(hiring_manager), turned_down, elsewhere))

    assert "already active" in said
    assert Application.objects.filter(role=elsewhere).count() == 1
    assert carry_ratings(origin=turned_down, to=made, by=hiring_manager) == list(
        TravelledRating.objects.filter(application=made)
    )


def test_who_may_start_them_and_where(turned_down, elsewhere, recruiter, interviewer, stranger, sign_in, case):
    case.book(interviewer, hours=-1)
    confidential = factories.RoleFactory(is_confidential=True)

    statuses = [start(sign_in(user), turned_down, elsewhere).status_code for user in (interviewer, stranger)]

    assert statuses == [403, 404]
    assert "Choose a role that you may add people to" in text(start(sign_in(recruiter), turned_down, confidential))
    assert not Application.objects.filter(role__in=[elsewhere, confidential]).exists()


def test_somebody_who_objected_is_not_started(turned_down, elsewhere, hiring_manager):
    type(turned_down.candidate).objects.update(do_not_contact=True)

    with pytest.raises(StartRefused, match="does not want to hear from us"):
        start_elsewhere(origin=turned_down, role=elsewhere, by=hiring_manager)


def test_ratings_travel_with_their_person_only(turned_down, elsewhere, hiring_manager):
    other = factories.ApplicationFactory(role=elsewhere)

    with pytest.raises(CarryRefused, match="nobody else"):
        carry_ratings(origin=turned_down, to=other, by=hiring_manager)
    with pytest.raises(CarryRefused, match="already"):
        carry_ratings(origin=turned_down, to=turned_down, by=hiring_manager)


# --- Fresh blindness ---------------------------------------------------------------------------------------------------


def test_whoever_interviews_there_is_blind_to_it_until_their_own_is_in(
    case, made, turned_down, hiring_manager, sign_in
):
    """The hiring manager has read everything; asked to interview, nothing of it is shown until they submitted."""
    kit = case.kit("Fresh", in_depth=("creative",))
    card = case.book(hiring_manager, kit=kit, hours=-2, application=made)
    client = sign_in(hiring_manager)
    pages = [
        debrief_of(made),
        debrief_of(turned_down),
        *(reverse("hiring:application", args=[one.uuid]) for one in (made, turned_down)),
        *(reverse("interviews:scorecard", args=[one.uuid]) for one in turned_down.scorecards.all()),
    ]

    before = [text(client.get(path)) for path in pages]
    assert [words for html in before for words in ("Saw creative", "Not for this role.") if words in html] == []
    assert not Scorecard.objects.readable_by(hiring_manager).filter(application=turned_down).exists()
    assert debrief_for(made, viewer=hiring_manager, now=timezone.now()) is None
    seen = TypedRating("strength", "creative", "2", "Followed the first idea.")
    submit_scorecard(scorecard=card, draft=Draft(ratings=(seen,)), by=hiring_manager)

    assert "Saw creative with my own eyes: 4." in text(client.get(debrief_of(made)))


def test_judgement_of_somebody_who_could_read_what_travelled_says_so(case, made, hiring_manager, interviewer):
    kit = case.kit("Fresh", in_depth=("creative",))
    cards = [
        case.book(person, kit=kit, hours=-hours, application=made)
        for hours, person in ((2, hiring_manager), (5, interviewer))
    ]
    seen = TypedRating("strength", "creative", "3", "Turned it round.")

    for card in cards:
        submit_scorecard(scorecard=card, draft=Draft(ratings=(seen,)), by=card.author)

    marks = dict(
        ScorecardVersion.objects.filter(scorecard__in=cards).values_list("scorecard__author__name", "after_reading")
    )
    assert marks == {hiring_manager.name: True, interviewer.name: False}


def test_panelist_of_before_is_heard_anew_and_marked(case, made, turned_down):
    before = turned_down.scorecards.order_by("pk")[0].author
    card = case.book(before, kit=case.kit("Fresh", in_depth=("creative",)), hours=-2, application=made)

    version = submit_scorecard(
        scorecard=card, draft=Draft(ratings=(TypedRating("strength", "creative", "1", "Nothing new."),)), by=before
    )

    assert version.after_reading is True


def test_debrief_costs_the_same_however_much_travelled(made, hiring_manager, sign_in, count_queries):
    client = sign_in(hiring_manager)
    # Without what makes it a hire signal, so that both times somebody is looked for to ask next.
    TravelledRating.erasable.filter(rating__competency__slug="theory").delete()
    two = count_queries(lambda: client.get(debrief_of(made)))
    TravelledRating.erasable.filter(pk=TravelledRating.objects.first().pk).delete()

    assert count_queries(lambda: client.get(debrief_of(made))) == two
