import datetime as dt

import pytest

from interviews.training.ladder import Facts, Step, standing

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("facts", "step", "words"),
    [
        (Facts(), Step.NOT_STARTED, "Not in training"),
        (Facts(shadows=5, reverses=5), Step.NOT_STARTED, "Not in training"),
        (Facts(is_started=True), Step.SHADOW, "Shadowed 0 of 2"),
        (Facts(is_started=True, shadows=1, reverses=3), Step.SHADOW, "Shadowed 1 of 2"),
        (Facts(is_started=True, shadows=2), Step.REVERSE, "Shadowed 2; next leads 1 while a colleague watches"),
        (Facts(is_started=True, shadows=2, reverses=1), Step.SIGN_OFF, "Waits for a sign-off"),
        (Facts(is_started=True, is_signed=True), Step.QUALIFIED, "Qualified"),
        (
            Facts(is_started=True, is_signed=True, expires_on=TODAY),
            Step.QUALIFIED,
            "Qualified until 23 Nov 2026",
        ),
        (
            Facts(is_started=True, is_signed=True, expires_on=TODAY - dt.timedelta(days=1)),
            Step.EXPIRED,
            "Has to be renewed",
        ),
        (Facts(is_started=True, is_signed=True, is_paused=True), Step.PAUSED, "Paused"),
    ],
)
def test_standing_follows_from_the_facts(facts, step, words):
    found = standing(facts, TODAY)

    assert (found.step, found.words) == (step, words)
    assert found.is_qualified == (step is Step.QUALIFIED)
    assert found.is_in_training == (step not in {Step.QUALIFIED, Step.NOT_STARTED})
