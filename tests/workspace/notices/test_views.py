import pytest
from django.utils import timezone

from workspace.models import Notification


def notice(user, key, **fields):
    return Notification.objects.create(user=user, kind="scorecard-due", key=key, subject=f"Subject {key}", **fields)


def test_notices_show_what_is_the_viewers_and_meant_to_be_shown(interviewer, recruiter, sign_in):
    notice(interviewer, "mine", body="Kit inside", path="/interviews/")
    notice(interviewer, "hidden", is_shown=False)
    notice(recruiter, "theirs")

    html = sign_in(interviewer).get("/notifications/").text

    assert "Subject mine" in html
    assert "Kit inside" in html
    assert "Subject hidden" not in html
    assert "Subject theirs" not in html


def test_the_bell_counts_unread_notices(interviewer, sign_in):
    notice(interviewer, "a")
    notice(interviewer, "b", read_at=timezone.now())
    notice(interviewer, "c", is_shown=False)

    html = sign_in(interviewer, htmx=True).get("/notifications/bell/").text

    assert 'aria-label="Notifications, 1 unread"' in html


def test_opening_a_notice_marks_it_read_and_leads_on(interviewer, sign_in):
    one = notice(interviewer, "a", path="/profile/")

    response = sign_in(interviewer).get(f"/notifications/{one.uuid}/")

    one.refresh_from_db()
    assert response["Location"] == "/profile/"
    assert one.read_at is not None


@pytest.mark.parametrize(
    "path", ["", "//evil.example/x", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_a_notice_never_leads_outside(path, interviewer, sign_in):
    one = notice(interviewer, "a", path=path)

    response = sign_in(interviewer).get(f"/notifications/{one.uuid}/")

    assert response["Location"] == "/notifications/"


def test_somebody_elses_notice_does_not_exist(interviewer, stranger, sign_in):
    one = notice(interviewer, "a", path="/profile/")

    response = sign_in(stranger).get(f"/notifications/{one.uuid}/")

    one.refresh_from_db()
    assert response.status_code == 404
    assert one.read_at is None


def test_reading_all_leaves_other_peoples_alone(interviewer, recruiter, sign_in):
    mine, theirs = notice(interviewer, "a"), notice(recruiter, "b")

    response = sign_in(interviewer).post("/notifications/read/", {"next": "/profile/"})

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert response["Location"] == "/profile/"
    assert (mine.read_at is None, theirs.read_at is None) == (False, True)


def test_unread_only_and_a_cut_cursor(interviewer, sign_in):
    notice(interviewer, "old", read_at=timezone.now())
    notice(interviewer, "new")
    client = sign_in(interviewer)

    html = client.get("/notifications/?unread=1").text

    assert "Subject new" in html
    assert "Subject old" not in html
    assert client.get("/notifications/?after=xyz").status_code == 404


def test_pages_follow_each_other(interviewer, sign_in):
    for number in range(60):
        notice(interviewer, f"n{number:02}")
    client = sign_in(interviewer)

    first = client.get("/notifications/")
    after = first.context["page"].next_cursor
    second = client.get("/notifications/", {"after": after})

    assert [len(first.context["page"].rows), len(second.context["page"].rows)] == [50, 10]
    assert f"after={after}" in first.text
    assert "before=" in second.text


def test_queries_are_constant(interviewer, sign_in, count_queries):
    client = sign_in(interviewer)
    notice(interviewer, "a")
    with_one = count_queries(lambda: client.get("/notifications/"))
    notice(interviewer, "b")
    notice(interviewer, "c")

    with_three = count_queries(lambda: client.get("/notifications/"))

    assert with_one == with_three
    assert with_three <= 6


def test_notices_need_signing_in(db, client):
    assert client.get("/notifications/")["Location"].startswith("/accounts/login/")


def test_the_bell_of_a_page_whose_session_ended_stops_asking_and_leaves_the_page_alone(db, client):
    response = client.get("/notifications/bell/", headers={"HX-Request": "true"})

    assert (response.status_code, response.content) == (286, b"")
    assert "HX-Redirect" not in response
