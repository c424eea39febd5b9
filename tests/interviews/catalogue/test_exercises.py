"""The code that candidates are given does what the interviewer's notes say it does."""

import csv
import datetime as dt
import io
import os
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


def test_conversion_misleads_as_its_notes_say(tmp_path):
    told = run(
        MATERIAL["pair-debugging-conversion"]
        + """
for which in (0, 1):
    seen = np.unique(visits[version[visits] == which])
    given = np.flatnonzero(version == which)
    print(len(seen), np.isin(seen, orders).mean(), len(given), np.isin(given, orders).mean())
""",
        tmp_path,
    ).splitlines()
    old, new = ([float(word) for word in line.split()] for line in told[-2:])

    assert told[:2] == ["old rows 14964 conversion 0.133", "new rows 12320 conversion 0.149"]
    assert (old[0], old[2], new[0], new[2]) == (5000, 5000, 3713, 5000)
    assert [old[1], old[3], new[1], new[3]] == pytest.approx([0.103, 0.103, 0.120, 0.102], abs=0.0006)


def area(score, truth):
    """The chance that a random positive scores above a random negative."""
    _, place, times = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(times) - (times - 1) / 2)[place]
    positives = truth.sum()
    return (rank[truth == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(truth) - positives))


def fitted(columns, truth, trained):
    """Probabilities by logistic regression (Newton's steps), trained on some of the rows."""
    X = np.column_stack(columns)
    X = np.column_stack([np.ones(len(X)), (X - X[trained].mean(axis=0)) / X[trained].std(axis=0)])
    w = np.zeros(X.shape[1])
    for _ in range(15):
        p = 1 / (1 + np.exp(-X[trained] @ w))
        slope = X[trained].T @ (p - truth[trained]) + 1e-3 * w
        w -= np.linalg.solve((X[trained].T * (p * (1 - p))) @ X[trained] + 1e-3 * np.eye(len(w)), slope)
    return 1 / (1 + np.exp(-X @ w))


def test_returns_mislead_as_their_notes_say(tmp_path):
    run(MATERIAL["take-home-returns"], tmp_path)
    rows = np.genfromtxt(tmp_path / "returns.csv", delimiter=",", names=True)
    truth, late = rows["returned"], rows["day"] > 300
    earlier, seen = np.zeros(len(rows)), {}
    for n, (customer, back) in enumerate(zip(rows["customer"], truth, strict=True)):
        came, of = seen.get(customer, (0, 0))
        earlier[n] = (came + 0.33) / (of + 1.1)
        seen[customer] = (came + back, of + 1)
    known = [rows["price"], rows["sizes"]]

    plain = fitted(known, truth, ~late)
    honest = fitted([*known, earlier], truth, ~late)
    leak = fitted([*known, rows["customer_return_share"]], truth, ~late)

    assert [area(p[late], truth[late]) for p in (leak, honest, plain)] == pytest.approx([0.87, 0.69, 0.64], abs=0.006)
    assert (honest[late].mean(), truth[late].mean()) == pytest.approx((0.34, 0.46), abs=0.006)
    assert (truth[rows["day"] <= 270].mean(), truth[rows["day"] > 270].mean()) == pytest.approx((0.32, 0.45), abs=0.006)


def test_claim_looks_as_its_notes_say():
    code = MATERIAL["take-home-claim"]
    penalised = replaced(code, "noise=0.0, steps", "noise=0.0, penalty=0.0, steps")
    step = "w -= rate * seen.T @ (p - y) / len(X)"
    penalised = replaced(penalised, step, "w -= rate * (seen.T @ (p - y) / len(X) + penalty * w)")
    given = {"__name__": "claim"}
    exec(penalised, given)  # our own text, as the candidate runs it

    def found(**settings):
        return np.array([given["accuracy"](60, seed=seed, **settings) for seed in range(12)])

    plain, noise, penalty = found(), found(noise=1.0), found(penalty=0.3)

    assert (plain[:3].mean(), noise[:3].mean()) == pytest.approx((0.561, 0.575), abs=0.001)
    assert (noise - plain).mean() == pytest.approx(0.013, abs=0.001)
    assert (noise - plain).std(ddof=1) / 12**0.5 == pytest.approx(0.006, abs=0.0005)
    assert (penalty - plain).mean() == pytest.approx(0.018, abs=0.001)


def test_deliveries_hold_what_their_notes_say(tmp_path):
    run(MATERIAL["take-home-deliveries"], tmp_path)
    table, added_up = {}, 0.0
    for day in (3, 1, 5, 2, 4):
        with open(tmp_path / "deliveries" / f"day-{day}.csv", newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                sent = float(row.get("euros") or row["amount"])
                added_up += sent
                euros = sent if "euros" in row else sent / 100
                if row["state"] == "mended" or table.get(row["order"], ("", "", 0))[2] != "mended":
                    table[row["order"]] = (int(row["day"]), euros, row["state"])
    days = {day: [(euros, state) for on, euros, state in table.values() if on == day] for day in range(1, 6)}

    assert [len(rows) for rows in days.values()] == [120, 120, 120, 120, 66]
    assert [sum(euros for euros, _ in rows) for rows in days.values()] == [11514, 12363, 12793, 12825, 7313]
    assert [sum(state == "mended" for _, state in rows) for rows in days.values()] == [8, 4, 5, 0, 0]
    assert added_up == 1_443_047


@pytest.mark.parametrize(
    ("luck", "status", "state"), [("1", 75, "[2"), ("4", 75, "[5, 1.2285300000000001]"), ("6", 0, None), ("9", 75, "")]
)
def test_training_run_ends_as_its_notes_say(tmp_path, luck, status, state):
    script = tmp_path / "train.py"
    script.write_text(MATERIAL["take-home-runner"], encoding="utf-8")

    done = subprocess.run(
        [sys.executable, script.name], cwd=tmp_path, env={**os.environ, "LUCK": luck}, capture_output=True, timeout=60
    )

    left = tmp_path / "state.json"
    assert done.returncode == status
    assert state in (None, left.read_text() if left.exists() else "")
    assert (tmp_path / "result.txt").exists() == (status == 0)


def test_training_run_with_a_wrong_setting_ends_with_a_sentence(tmp_path):
    script = tmp_path / "train.py"
    script.write_text(MATERIAL["take-home-runner"], encoding="utf-8")

    done = subprocess.run(
        [sys.executable, script.name], cwd=tmp_path, env={**os.environ, "RATE": "fast"}, capture_output=True, text=True
    )

    assert (done.returncode, done.stderr.strip()) == (1, "RATE is not a number")


def test_evaluation_can_be_solved():
    given = {}
    exec(MATERIAL["pair-coding-evaluation"], given)  # our own text, as the candidate runs it

    def macro_f1(answers):
        scores = []
        for kind in {one.truth for one in answers}:
            right = sum(one.truth == one.guess == kind for one in answers)
            wrong = sum((one.truth == kind) != (one.guess == kind) for one in answers)
            scores.append(2 * right / (2 * right + wrong))
        return sum(scores) / len(scores)

    given["macro_f1"] = macro_f1
    given["check_part_one"]()

    answer = given["Answer"]
    assert macro_f1([answer("1", "cat", "cat"), answer("2", "cat", None)]) == pytest.approx(2 / 3)


def test_report_can_be_solved_and_its_trap_is_there():
    given = {}
    exec(MATERIAL["pair-coding-report"], given)  # our own text, as the candidate runs it

    def average_by_month(rows, *, once=True):
        paid = [row for row in rows if row["state"] == "paid"]
        kept = list({row["id"]: row for row in paid}.values()) if once else paid
        months = {row["day"][:7] for row in kept}
        values = {month: [float(row["euros"]) for row in kept if row["day"][:7] == month] for month in months}
        return {month: sum(found) / len(found) for month, found in values.items()}

    rows = list(csv.DictReader(io.StringIO(given["ORDERS"])))
    given["average_by_month"] = average_by_month
    given["check_part_one"]()

    assert average_by_month(rows)["2026-02"] == 50
    assert average_by_month(rows, once=False)["2026-01"] == pytest.approx(53.33, abs=0.01)
