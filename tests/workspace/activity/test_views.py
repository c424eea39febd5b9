import pytest

from tests import factories
from workspace.activity.actions import log_activity, log_view
from workspace.activity.wording import in_words, say
from workspace.models import Activity

LOG = "/settings/activity/"


def test_log_says_who_did_what_to_whom(admin, interviewer, sign_in):
    log_activity(verb="ended_access", subject=interviewer, by=admin)
    log_view(subject=interviewer, by=admin)

    page = sign_in(admin).get(LOG).text

    assert "ended the access of" in page
    assert "looked at" in page
    assert interviewer.name in page


def test_log_filters_by_person_and_kind(admin, interviewer, sign_in):
    log_activity(verb="ended_access", subject=interviewer, by=admin)
    log_view(subject=admin, by=interviewer)
    client = sign_in(admin)

    looks = client.get(LOG, {"kind": "looks", "who": str(interviewer.uuid)})
    acts = client.get(LOG, {"kind": "acts", "what": "ended_access"})

    assert [line.words for line in looks.context["lines"]] == ["looked at"]
    assert [line.words for line in acts.context["lines"]] == ["ended the access of"]


def test_log_pages_by_key(admin, sign_in):
    for _ in range(60):
        log_view(subject=admin, by=admin)
    client = sign_in(admin)

    first = client.get(LOG).context["page"]
    second = client.get(LOG, {"after": first.next_cursor}).context["page"]

    assert (len(first.rows), len(second.rows)) == (50, 10)


def test_log_refuses_an_altered_address_in_words(admin, sign_in):
    response = sign_in(admin).get(LOG, {"after": "nonsense"})

    assert response.status_code == 400
    assert "Start again from the first page" in response.text


@pytest.mark.parametrize("number", [1, 3])
def test_log_costs_the_same_whatever_its_length(number, admin, sign_in, count_queries):
    for _ in range(number):
        log_view(subject=factories.UserFactory(), by=admin)
    client = sign_in(admin)

    assert count_queries(lambda: client.get(LOG)) <= 6


def test_a_row_whose_subject_is_gone_keeps_no_name(admin, db):
    gone = factories.UserFactory(name="Gone Person")
    log_activity(verb="ended_access", subject=gone, by=admin)
    gone.delete()

    (line,) = in_words(Activity.objects.select_related("actor"))

    assert line.subject.text == "somebody or something that is gone"


def test_facts_fill_the_phrase_and_a_missing_fact_is_left_out(admin):
    say("tested_wording", "moved from {before} to {after}")
    log_activity(verb="tested_wording", subject=admin, by=admin, facts={"before": "Screen"})

    (line,) = in_words(Activity.objects.select_related("actor"))

    assert line.words == "moved from Screen to "
