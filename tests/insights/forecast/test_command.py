"""`manage.py forecast_file`: documents in, documents out, and what is wrong with a document said by name."""

import copy
import json

import pytest
from django.core.management import CommandError, call_command

from insights.forecast.documents import answer, read_question
from insights.forecast.terms import ForecastError

DOCUMENT = {
    "today": "2026-11-20",
    "horizon_days": 120,
    "openings": 1,
    "stages": ["review", "screen", "offer"],
    "channels": ["inbound", "referral"],
    "roles": [
        {"id": "a", "opened": "2026-08-01", "closed": "2026-10-01"},
        {"id": "b", "opened": "2026-11-01", "closed": None},
    ],
    "target": "b",
    "visits": [
        {
            "role": "a",
            "candidate": 1,
            "channel": "referral",
            "stage": "review",
            "entered": "2026-08-02",
            "left": "2026-08-05T12:00:00Z",
            "outcome": "passed",
        },
        {
            "role": "a",
            "candidate": 1,
            "channel": "referral",
            "stage": "screen",
            "entered": "2026-08-06",
            "left": "2026-08-20",
            "outcome": "withdrew",
        },
        {
            "role": "b",
            "candidate": 2,
            "channel": "inbound",
            "stage": "review",
            "entered": "2026-11-18",
            "left": None,
            "outcome": None,
        },
    ],
}


def changed(**fields):
    return {**copy.deepcopy(DOCUMENT), **fields}


@pytest.fixture
def run(tmp_path):
    def forecast_file(text, **options):
        (tmp_path / "in.json").write_text(text)
        call_command("forecast_file", tmp_path / "in.json", tmp_path / "out.json", draws=200, **options)
        return [json.loads(line) for line in (tmp_path / "out.json").read_text().splitlines()]

    return forecast_file


def test_one_object_gives_one_forecast(run):
    (out,) = run(json.dumps(DOCUMENT, indent=2))

    assert set(out) == {"prob_filled_by", "fill_day_draws", "hires_by_draws"}
    assert list(out["prob_filled_by"]) == list(out["hires_by_draws"]) == ["30", "60", "90"]
    assert len(out["fill_day_draws"]) == len(out["hires_by_draws"]["60"]) == 200
    within = [day for day in out["fill_day_draws"] if day is not None]
    assert within
    assert all(0 <= day <= 120 for day in within)
    for day in (30, 60, 90):
        assert sum(one <= day for one in within) / 200 == pytest.approx(out["prob_filled_by"][str(day)], abs=0.006)
        assert sum(n >= 1 for n in out["hires_by_draws"][str(day)]) / 200 == pytest.approx(
            out["prob_filled_by"][str(day)], abs=1e-9
        )


def test_lines_and_lists_give_one_each_and_the_same_again(run):
    lines = f"{json.dumps(DOCUMENT)}\n\n{json.dumps(changed(openings=2))}\n"

    found = run(lines)

    assert len(found) == 2
    assert found[0]["prob_filled_by"]["90"] > found[1]["prob_filled_by"]["90"]
    assert run(json.dumps([DOCUMENT, changed(openings=2)])) == found


def test_dates_and_numbers_of_days_say_the_same():
    first = 20_000
    days = {"2026-08-01": -111, "2026-10-01": -50, "2026-11-01": -19, "2026-11-20": 0, "2026-11-18": -2}
    days |= {"2026-08-02": -110, "2026-08-05T12:00:00Z": -106.5, "2026-08-06": -106, "2026-08-20": -92}
    text = json.dumps(DOCUMENT)
    for date, day in days.items():
        text = text.replace(f'"{date}"', str(first + day))

    assert answer(json.loads(text), draws=50) == answer(DOCUMENT, draws=50)


def test_stages_and_channels_may_be_objects_and_channels_may_be_left_out():
    named = changed(stages=[{"id": "review"}, {"name": "screen"}, {"id": "offer"}], channels=[])

    asked = read_question(named)

    assert list(asked.history.stages) == ["review", "screen", "offer"]
    assert list(asked.history.channels) == ["referral", "inbound"]


def test_a_horizon_before_a_day_that_is_asked_for_still_answers():
    out = answer(changed(horizon_days=20), draws=100)

    assert out["prob_filled_by"]["90"] >= out["prob_filled_by"]["30"] > 0
    assert all(day is None or day <= 20 for day in out["fill_day_draws"])


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ([], "JSON object"),
        (changed(today="soon"), "“today” in the document is 'soon': write an ISO date"),
        (changed(roles=None), "“roles” is missing"),
        (changed(roles=[{"opened": 1}]), "“id” is missing in a role"),
        (changed(stages=[]), "“stages” is missing"),
        (changed(stages="review"), "“stages” is no list"),
        (changed(target="z"), "none of the roles"),
        (changed(openings=0), "“openings” is 0"),
        (changed(horizon_days=-1), "“horizon_days” is -1"),
        (changed(visits=[{**DOCUMENT["visits"][0], "outcome": "hired"}]), "use passed, rejected, withdrew"),
        (changed(visits=[{**DOCUMENT["visits"][0], "stage": ""}]), "“stage” is missing in a visit"),
        (changed(visits=[{**DOCUMENT["visits"][0], "channel": "radio"}]), "names the channel “radio”"),
    ],
)
def test_what_is_wrong_is_said_by_name(document, says):
    with pytest.raises(ForecastError, match=says.replace("(", r"\(")):
        answer(document, draws=10)


def test_a_wrong_history_among_many_is_numbered_and_nothing_is_written(run, tmp_path):
    with pytest.raises(CommandError, match=r"History 2: “openings” is 0.*Nothing was written"):
        run(f"{json.dumps(DOCUMENT)}\n{json.dumps(changed(openings=0))}")

    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize(
    ("text", "says"), [("", "is empty"), ("{}\n{oops", "line 2 is no JSON"), ("[1]", "JSON object")]
)
def test_a_file_that_is_no_history_is_refused(run, text, says):
    with pytest.raises(CommandError, match=says):
        run(text.replace("{}", json.dumps(DOCUMENT)))


def test_files_that_are_not_there_are_refused(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("forecast_file", tmp_path / "none.json", tmp_path / "out.json")
    (tmp_path / "in.json").write_text(json.dumps(DOCUMENT))
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("forecast_file", tmp_path / "in.json", tmp_path / "none" / "out.json", draws=10)


def test_draws_are_a_sane_number(tmp_path):
    with pytest.raises(CommandError, match="whole number from 1"):
        call_command("forecast_file", str(tmp_path / "in.json"), str(tmp_path / "out.json"), "--draws", "0")
