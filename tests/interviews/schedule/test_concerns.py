import datetime as dt
import zoneinfo

import pytest

from interviews.schedule.concerns import Invited, Remark, concerns

UTC = zoneinfo.ZoneInfo("UTC")
NOW = dt.datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
TUESDAY = dt.datetime(2027, 3, 2, 14, 0, tzinfo=UTC)


def told(start=TUESDAY, minutes=45, now=NOW, **person):
    known = {"name": "Mara", "zone": UTC}
    return concerns(start, start + dt.timedelta(minutes=minutes), [Invited(**{**known, **person})], now)


def test_nothing_speaks_against_a_tuesday_afternoon():
    assert told() == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"now": TUESDAY + dt.timedelta(hours=1)},
            "This time has passed. It will be kept as an interview that took place; nobody is invited.",
        ),
        ({"now": TUESDAY + dt.timedelta(minutes=10)}, "This interview has begun already."),
        ({"start": TUESDAY + dt.timedelta(days=4)}, "It is Saturday for Mara."),
        ({"zone": zoneinfo.ZoneInfo("Asia/Tokyo")}, "It is 23:00–23:45 for Mara (JST)."),
        ({"minutes": 480}, "It is 14:00–22:00 for Mara (UTC)."),
        (
            {"remarks": (Remark("has 2 interviews that day already", "2 that day"),)},
            "Mara has 2 interviews that day already.",
        ),
        (
            {"met_before": True},
            "Mara has interviewed this candidate for this role before: two looks by one person count once.",
        ),
    ],
)
def test_concern(fields, words):
    assert told(**fields) == [words]


def test_shadow_may_meet_a_candidate_twice():
    assert told(met_before=True, is_interviewer=False) == []


def test_some_remarks_are_about_who_holds_it_alone():
    remark = Remark("is in training", "in training", minds_trainees=False)

    assert told(remarks=(remark,)) == ["Mara is in training."]
    assert told(remarks=(remark,), is_interviewer=False) == []


def test_hour_that_comes_twice_is_named():
    start = dt.datetime(2027, 10, 31, 2, 30, tzinfo=zoneinfo.ZoneInfo("Europe/Zurich"))

    assert told(start=start)[0] == "The clock shows 02:30 twice that night; the first, CEST, is meant."
