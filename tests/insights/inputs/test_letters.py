from django.utils import timezone

from candidates.outreach.actions import keep_draft, send_message
from insights.inputs.queries import letters_figures
from tests import factories


def write_to(person, by):
    address = factories.IdentityFactory(candidate=person).value
    send_message(message=keep_draft(candidate=person, address=address, subject="s", body="b", by=by), by=by)


def test_people_written_to_are_counted_for_who_recruits(recruiter, hiring_manager):
    for _ in range(2):
        write_to(factories.CandidateFactory(), recruiter)

    figures = letters_figures(timezone.now(), recruiter)

    assert (figures.written_to, figures.replied) == (2, 0)
    assert letters_figures(timezone.now(), hiring_manager) is None


def test_the_dashboard_over_all_shows_them_and_a_roles_does_not(role, recruiter, hiring_manager, sign_in):
    write_to(factories.CandidateFactory(), recruiter)
    client = sign_in(recruiter)

    everything, of_a_role = client.get("/insights/").text, client.get("/insights/", {"role": role.slug}).text

    assert "people written to, 0 answered, 90 days" in everything
    assert "people written to" not in of_a_role
    assert "people written to" not in sign_in(hiring_manager).get("/insights/").text
