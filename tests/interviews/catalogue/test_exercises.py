"""The code that candidates are given does what the interviewer's notes say it does."""

import datetime as dt
import subprocess
import sys

import numpy as np
import pytest

from interviews.catalogue.reading import kits

MATERIAL = {kit.slug: kit.material for kit in kits()}


def run(code, tmp_path):
    """Run a script as a candidate would, and return what it prints."""
    script = tmp_path / "exercise.py"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", script.name], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    return done.stdout


def last_line(code, tmp_path):
    """The final loss and accuracy of the training loop."""
    *_, loss, _, accuracy = run(code, tmp_path).splitlines()[-1].split()
    return float(loss), float(accuracy)


def replaced(code, before, after):
    assert code.count(before) == 1
    return code.replace(before, after)


LOOP = MATERIAL["pair-debugging-loop"]
SCALED = replaced(
    LOOP,
    "X = np.column_stack([visits, spent])\n",
    "X = np.column_stack([visits, spent])\nX = (X - X[:1600].mean(axis=0)) / X[:1600].std(axis=0)\n",
)
SHUFFLED = replaced(SCALED, "    X_train = X_train[order]\n", "    X_train, y_train = X_train[order], y_train[order]\n")
SPLIT = replaced(SHUFFLED, "X_valid, y_valid = X[:400], y[:400]", "X_valid, y_valid = X[1600:], y[1600:]")


def test_loop_as_given_has_no_loss(tmp_path):
    loss, accuracy = last_line(LOOP, tmp_path)

    assert np.isnan(loss)
    assert accuracy == pytest.approx(0.5, abs=0.05)


def test_loop_with_its_scale_repaired_knows_nothing(tmp_path):
    loss, accuracy = last_line(SCALED, tmp_path)

    assert loss == pytest.approx(np.log(2), abs=0.02)
    assert accuracy == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("code", [SHUFFLED, SPLIT], ids=["validation still overlaps", "all repaired"])
def test_loop_repaired_reaches_85_percent_with_or_without_the_overlap(code, tmp_path):
    _, accuracy = last_line(code, tmp_path)

    assert accuracy == pytest.approx(0.85, abs=0.01)


RESULT = MATERIAL["pair-debugging-result"]
HONEST = """

def honest(fold):
    right = []
    for k in range(5):
        train, test = fold != k, fold == k
        chosen = strongest(markers[train], relapsed[train])
        found = nearest_mean(markers[train][:, chosen], relapsed[train], markers[test][:, chosen])
        right.append(found == relapsed[test])
    return np.concatenate(right).mean()


by_sample = [honest(np.random.default_rng(s).permutation(120) % 5) for s in range(10)]
by_patient = [honest((np.random.default_rng(s).permutation(60) % 5)[patients]) for s in range(10)]
print(np.mean(by_sample), np.mean(by_patient))
"""


def test_result_as_given_is_too_good(tmp_path):
    assert float(run(RESULT, tmp_path).split()[1]) == pytest.approx(0.92, abs=0.005)


def test_result_falls_twice_when_its_faults_are_repaired(tmp_path):
    by_sample, by_patient = map(float, run(RESULT + HONEST, tmp_path).splitlines()[-1].split())

    assert by_sample == pytest.approx(0.75, abs=0.05)
    assert by_patient == pytest.approx(0.5, abs=0.05)


def test_pilot_misleads_as_its_notes_say(tmp_path):
    run(MATERIAL["take-home-pilot"], tmp_path)
    rows = np.genfromtxt(tmp_path / "pilot.csv", delimiter=",", names=True)
    waste = rows["waste_percent"].reshape(120, 38)
    pilot = rows["pilot"].reshape(120, 38)[:, 0] == 1
    gap = waste[pilot].mean(axis=0) - waste[~pilot].mean(axis=0)
    week = np.arange(38)
    trends = np.column_stack([np.ones(38), week, week >= 26])

    after = gap[26:].mean()
    difference_of_differences = gap[26:].mean() - gap[:26].mean()
    with_trends = np.linalg.lstsq(trends, gap, rcond=None)[0][2]

    assert pilot.sum() == 40
    assert after == pytest.approx(-2.1, abs=0.1)
    assert difference_of_differences == pytest.approx(-0.9, abs=0.1)
    assert with_trends == pytest.approx(-0.4, abs=0.1)


def test_recent_counts_can_be_solved():
    """A plain solution passes the check that is given, and the parts the interviewer adds."""
    import bisect

    given = {}
    exec(MATERIAL["pair-coding-recent-counts"], given)  # our own text, as the candidate runs it

    class Solved(given["RecentCounts"]):
        def __init__(self):
            self.events, self.ids = {}, set()

        def add(self, event):
            if event.id not in self.ids:
                self.ids.add(event.id)
                bisect.insort(self.events.setdefault(event.user, []), (event.at, event.arrived))

        def count(self, user, now, known_at=None):
            known_at = known_at or now + dt.timedelta(days=1)
            return sum(now - given["HOUR"] < at <= now and seen <= known_at for at, seen in self.events.get(user, []))

    given["check_part_one"](Solved())
    counts, minute, event = Solved(), given["minute"], given["Event"]
    counts.add(event("x", "eve", minute(48), minute(55)))
    counts.add(event("x", "eve", minute(48), minute(58)))

    assert counts.count("eve", minute(50)) == 1
    assert counts.count("eve", minute(50), known_at=minute(50)) == 0
