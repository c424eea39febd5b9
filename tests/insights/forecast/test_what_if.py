"""Other plans from kept sums: against the model itself, against themselves, and as pages."""

import datetime as dt
import subprocess
import sys

import numpy as np
import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from config.evidence.hiring_worlds import Scenario, make_world
from insights.forecast.actions import make_forecasts
from insights.forecast.funnel_model import fit, forecast
from insights.forecast.surfaces import groups_of_all, quarter_ends, surface_of
from insights.forecast.terms import Plan
from insights.forecast.what_if import PER, Levers, chances, portfolio, setting
from insights.models import ForecastSurface
from tests import factories

DAY = dt.timedelta(days=1)
WEEKS = 26


@pytest.fixture(scope="module")
def fitted():
    return fit(make_world(Scenario("tested"), np.random.default_rng(5)).history, seed=1)


@pytest.fixture(scope="module")
def kept(fitted):
    place = next(at for at, one in enumerate(fitted.history.roles) if one.id == "open")
    found = surface_of(
        fitted,
        place,
        Plan(openings=2),
        everybody=groups_of_all(fitted),
        made_on=dt.date(2026, 11, 21),
        horizon_days=182,
        seed=3,
        left_out="tech",
    )
    assert found is not None
    return found


CHANGES = [
    (Levers(), Plan(openings=2)),
    (Levers(more={"referral": 2}), Plan(openings=2, more_per_week={"referral": 2})),
    (
        Levers(faster=30),
        Plan(openings=2, days_times=dict.fromkeys(("review", "screen", "tech", "onsite", "offer"), 0.7)),
    ),
    (Levers(one_less=True), Plan(openings=2, without=frozenset({"tech"}))),
    (Levers(freeze_after=2, freeze_weeks=3), Plan(openings=2, freezes=[(14.0, 35.0)])),
    (Levers(second_opening=True), Plan(openings=3)),
    (
        Levers(more={"referral": 1, "inbound": 15}, one_less=True, freeze_weeks=2, second_opening=True),
        Plan(
            openings=3, more_per_week={"referral": 1, "inbound": 15}, without=frozenset({"tech"}), freezes=[(0.0, 14.0)]
        ),
    ),
]


@pytest.mark.parametrize(("levers", "plan"), CHANGES, ids=lambda one: "")
def test_kept_sums_answer_as_the_model_does(fitted, kept, levers, plan):
    made = forecast(fitted, "open", plan, horizon_days=182, draws=10_000, seed=11)
    answered = chances(kept, levers)

    for week in (6, 9, 13, 20, 26):
        assert abs(answered[week - 1] - made.chance_by(7 * week)) < 0.03, week


def test_nothing_changed_is_the_forecast_that_was_kept(fitted, kept):
    made = forecast(fitted, "open", Plan(openings=2), horizon_days=182, seed=3)

    assert chances(kept, Levers()) == pytest.approx(
        [made.chance_by(7 * week) for week in range(1, WEEKS + 1)], abs=1e-3
    )


def test_kept_sums_are_small(kept):
    import json

    assert len(json.dumps(kept)) < 900_000


def small(base, more, openings):
    return {
        "openings": openings,
        "channels": ["inbound", "referral"],
        "settings": {setting(0, False): {"base": base, "more": more}},
        "quarters": ["2026-12-31"],
        "filled": [[0] * len(base[0]) for _ in base],
        "hires": [[[PER] + [0] * openings] for _ in base],
    }


@st.composite
def surfaces(draw):
    """Any kept sums: shares of exactly n hires that go up with the weeks, and hires of one more a week that do, too."""
    openings, weeks, groups = draw(st.integers(1, 3)), draw(st.integers(1, 6)), draw(st.integers(1, 3))
    base = []
    for _ in range(groups):
        rates = sorted(draw(st.lists(st.floats(0, 3), min_size=weeks, max_size=weeks)))
        base.append(
            [
                [round(PER * np.exp(-m) * m**n / max(np.prod(range(1, n + 1)), 1)) for n in range(openings + 1)]
                for m in rates
            ]
        )
    numbers = st.lists(st.integers(0, PER), min_size=weeks, max_size=weeks).map(sorted)
    more = [[draw(numbers), draw(numbers)] for _ in range(groups)]
    return small(base, more, openings)


plans = st.builds(
    Levers,
    more=st.dictionaries(st.sampled_from(["inbound", "referral"]), st.integers(0, 20)),
    freeze_after=st.integers(0, 8),
    freeze_weeks=st.integers(0, 8),
)


@settings(max_examples=40, deadline=None)
@given(surfaces(), plans, st.integers(1, 20))
def test_more_people_never_hurt_and_a_freeze_or_an_opening_never_helps(kept, levers, more):
    here = chances(kept, levers)
    plan = {"freeze_after": levers.freeze_after, "freeze_weeks": levers.freeze_weeks}
    fuller = chances(kept, Levers(more={**levers.more, "inbound": levers.more.get("inbound", 0) + more}, **plan))
    thawed = chances(kept, Levers(more=levers.more))
    wider = chances(kept, Levers(more=levers.more, second_opening=True, **plan))

    assert all(0 <= one <= 1 for one in here)
    assert all(after >= before - 2e-4 for before, after in zip(here, fuller, strict=True))
    assert all(after <= before + 2e-3 for before, after in zip(thawed, here, strict=True))
    assert all(after <= before + 2e-3 for before, after in zip(here, wider, strict=True))


def test_several_roles_add_up_within_what_they_share():
    sure = {"openings": 1, "quarters": ["2026-12-31"], "filled": [[0], [PER]], "hires": [[[PER, 0]], [[0, PER]]]}
    found = portfolio(dt.date(2026, 11, 21), [sure, sure])

    # In one half of the futures both roles are filled, in the other neither: not a quarter, as if they were independent.
    assert found.all_filled == (0.5,)
    assert (found.openings, found.quarters[0].expected) == (2, 1.0)
    assert (found.quarters[0].low, found.quarters[0].high) == (0, 2)


def test_no_role_has_no_plan():
    assert portfolio(dt.date(2026, 11, 21), []) is None


def test_quarters_are_those_the_forecast_reaches():
    assert quarter_ends(dt.date(2026, 11, 21), 182) == [dt.date(2026, 12, 31), dt.date(2027, 3, 31)]
    assert quarter_ends(dt.date(2026, 12, 31), 91) == [dt.date(2027, 3, 31)]


def test_pages_do_not_load_numpy():
    code = "import sys, insights.forecast.what_if; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture
def role(db, hiring_manager):
    role = factories.RoleFactory(
        title="Perception engineer", hiring_manager=hiring_manager, opened_at=timezone.now() - 40 * DAY
    )
    factories.ApplicationFactory(role=role, applied_at=timezone.now() - 10 * DAY)
    make_forecasts(timezone.now())
    return role


def page(client, role, query="", **more):
    return client.get(f"/insights/forecast/{role.slug}/{query}", **more)


def test_sliders_change_the_sentences_and_stay_in_the_address(sign_in, hiring_manager, role):
    client = sign_in(hiring_manager)
    plain = page(client, role).content.decode()
    slug = role.applications.get().channel.slug
    answer = page(client, role, f"?faster=45&more-{slug}=20&second_opening=on")
    words = answer.content.decode()

    assert "What if" in plain
    assert "with these changes" not in plain
    assert "with these changes" in words
    assert 'name="faster" value="45"' in words
    assert "points)" in words


def test_htmx_gets_the_curve_alone(sign_in, hiring_manager, role):
    answer = page(sign_in(hiring_manager), role, "?freeze_weeks=4", headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert 'id="what-if"' in answer.content.decode()
    assert "<script" not in answer.content.decode()
    assert '<template id="chance-what-if">{&quot;kind&quot;: &quot;line&quot;' in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?faster=17", "Choose one of 0, 15, 30, 45"),
        ("?freeze_weeks=99", "less than or equal to 12"),
        ("?faster=x", "whole number"),
    ],
)
def test_what_cannot_be_tried_is_said(sign_in, hiring_manager, role, query, words):
    answer = page(sign_in(hiring_manager), role, query)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "As it is" in answer.content.decode()


def test_a_forecast_without_kept_futures_has_no_sliders(sign_in, hiring_manager, role):
    ForecastSurface.objects.all().delete()

    assert "What if" not in page(sign_in(hiring_manager), role).content.decode()


def test_kept_sums_name_no_candidate(role):
    kept = ForecastSurface.objects.get().kept

    assert set(kept) == {"openings", "channels", "settings", "quarters", "hires", "filled"}
    assert len(kept["filled"]) == len(kept["settings"]["0"]["base"]) == 25


def test_all_roles_together_and_only_those_one_may_see(sign_in, hiring_manager, role):
    other = factories.RoleFactory(is_confidential=True, opened_at=timezone.now() - 20 * DAY)
    ForecastSurface.objects.all().delete()
    type(role.forecasts.get()).erasable.all().delete()
    make_forecasts(timezone.now())

    own = sign_in(hiring_manager).get("/insights/forecast/").content.decode()
    theirs = sign_in(other.hiring_manager).get("/insights/forecast/").content.decode()

    assert "1 opening in 1 role" in own
    assert "1 opening in 1 role" in theirs
    assert "Every opening filled" in own
