import pytest

OVERVIEW = "/insights/"
PAGES = [
    OVERVIEW,
    *(f"{OVERVIEW}{page}/" for page in ("funnel", "time", "channels", "inputs", "interviewers", "reasons")),
    *(f"{OVERVIEW}{page}/" for page in ("applications", "moves", "inputs/rows/papers")),
]
DAYS = ["until=9999-12-31", "since=9999-12-31&compare=on", "since=0001-01-01&until=0001-01-01&compare=on"]


@pytest.mark.parametrize("days", DAYS)
def test_a_day_beyond_the_calendar_is_refused_in_words_on_every_page(days, role, recruiter, sign_in):
    client = sign_in(recruiter)

    for page in PAGES:
        answer = client.get(f"{page}?{days}")
        assert answer.status_code == 200, page
        assert "Choose a day from 1990 to 2199." in answer.text, page


@pytest.mark.parametrize("days", ["since=1990-01-01&until=2199-12-31&compare=on", "since=2199-12-31&compare=on"])
def test_the_earliest_and_the_latest_day_can_be_compared(days, role, recruiter, sign_in):
    client = sign_in(recruiter)

    for page in PAGES:
        answer = client.get(f"{page}?{days}")
        assert answer.status_code == 200, page
        assert "Choose a day from" not in answer.text, page
