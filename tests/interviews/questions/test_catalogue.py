"""Every shipped question, over many seeds: it can be asked, its key is right, and nothing on the page gives it away."""

import ast
import math
import re
from collections import Counter

import numpy as np
import pytest

from interviews.questions.drawing import svg, table
from interviews.questions.faults import sound
from interviews.questions.items import Area, Depth, Form, ItemError
from interviews.questions.marking import mark
from interviews.questions.reading import read_item, shipped_items, shipped_tables
from interviews.questions.responses import Response
from interviews.questions.variants import vary

ITEMS = shipped_items()
BY_SLUG = {item.slug: item for item in ITEMS}
SEEDS = range(50)
CHOICES = (Form.SINGLE, Form.PLOT)


def every(*forms):
    found = [pytest.param(item, id=item.slug) for item in ITEMS if item.form in forms]
    assert found
    return found


def bayes(base, hit, false):
    joint = np.array([base * hit, (1 - base) * false])
    return joint[0] / joint.sum()


def snapshots(last, back, ahead):
    """Count them one by one."""
    days = set(range(last + 1))
    return sum(set(range(day - back + 1, day + ahead + 1)) <= days for day in range(0, last + 1, 30))


def convolved(size, kernel, stride, pad):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(np.zeros(size), pad), kernel)
    return len(windows[::stride])


def weights(inputs, hidden, outputs):
    layers = [(inputs, hidden), (hidden, outputs)]
    return sum(np.zeros((rows, columns)).size + columns for rows, columns in layers)


def momentum(a, m, rate, start):
    w, v = float(start), 0.0
    for _ in range(2):
        slope = np.gradient([a * (w + step) ** 2 for step in (-1e-3, 0, 1e-3)], 1e-3)[1]
        v = m * v + slope
        w -= rate * v
    return w


def gini(labels):
    return 1 - sum((np.bincount(labels, minlength=2) / len(labels)) ** 2)


def gini_gain(pos, left, leftpos):
    one = np.array([1] * leftpos + [0] * (left - leftpos))
    other = np.array([1] * (pos - leftpos) + [0] * (100 - left - pos + leftpos))
    whole = np.concatenate([one, other])
    return gini(whole) - (len(one) * gini(one) + len(other) * gini(other)) / 100


def steps(rows, epochs, devices, batch, acc):
    return epochs * len(range(0, rows - devices * batch * acc + 1, devices * batch * acc))


def f1(pos, tp, fp):
    precision, recall = tp / (tp + fp), tp / pos
    return 2 / (1 / precision + 1 / recall)


def schedule(warm, total, step):
    return (
        np.interp(step, [0, warm], [0, 1]) if step <= warm else np.cos(np.pi / 2 * (step - warm) / (total - warm)) ** 2
    )


def mean_variance(m, v, rho):
    covariance = v * (rho * np.ones((m, m)) + (1 - rho) * np.eye(m))
    share = np.full(m, 1 / m)
    return share @ covariance @ share


def constant_loss(rate):
    tried = np.linspace(1e-4, 1 - 1e-4, 200_001)
    return np.min(-rate * np.log(tried) - (1 - rate) * np.log(1 - tried))


def kept_variance(a, b, c, d):
    values = np.sort(np.linalg.eigvalsh(np.diag([a, b, c, d])))
    return values[-2:].sum() / values.sum()


def loss_scale(small):
    scale = 1
    while small * scale < 6e-8:
        scale *= 2
    return scale


def checks(n):
    """The worst case of always halving what remains."""
    return 0 if n == 1 else 1 + checks(math.ceil(n / 2))


# The key of every numeric question once more, worked out another way.
KEYS = {
    "threshold-from-costs": lambda visit, miss: min(p / 1e5 for p in range(10**5) if p / 1e5 * miss >= visit),
    "worth-of-calls": lambda calls, cost, precision, kept, worth: calls * precision * kept * worth - calls * cost,
    "complete-snapshots": snapshots,
    "convolution-size": convolved,
    "weights-of-a-network": weights,
    "bootstrap-distinct": lambda rows: np.prod(np.full(rows, (rows - 1) / rows)),
    "attention-memory": lambda heads, batch, length: (
        np.broadcast_to(np.float16(0), (batch, heads, length, length)).size * 2 / 1e6
    ),
    "momentum-two-steps": momentum,
    "gini-of-a-split": gini_gain,
    "optimizer-steps": steps,
    "f1-from-counts": lambda pos, tp, fp, **_: f1(pos, tp, fp),
    "bits-to-perplexity": lambda bits: np.exp(bits * np.log(2)),
    "warmup-then-cosine": schedule,
    "reciprocal-ranks": lambda a, b, c, d: np.mean([*(1 / np.array([a, b, c, d])), 0]),
    "posterior-of-alarm": bayes,
    "interval-of-accuracy": lambda acc, n: (
        1.96 * np.std(np.repeat([1, 0], [round(acc * 10**4), 10**4 - round(acc * 10**4)])) / np.sqrt(n) * 100
    ),
    "best-constant-loss": constant_loss,
    "variance-of-a-mean": mean_variance,
    "variance-explained": kept_variance,
    "many-tests": lambda k: 1 - np.prod(np.full(k, 0.95)),
    "first-loss": lambda classes: -np.log(np.exp(np.zeros(classes))[0] / np.exp(np.zeros(classes)).sum()),
    "clipped-gradient": lambda g1, g2, limit: (np.array([g1, g2]) / np.linalg.norm([g1, g2]) * limit)[0],
    "sigmoids-in-a-row": lambda layers, weight: np.prod(np.full(layers, weight * 0.25)),
    "loss-scale-for-half": loss_scale,
    "bisecting-commits": checks,
}


@pytest.mark.parametrize("item", every(Form.NUMERIC))
def test_key_is_the_same_worked_out_another_way(item):
    drawn = {draw.name for draw in item.draws}
    for seed in SEEDS:
        variant = vary(item, seed)
        numbers = {name: value for name, value in variant.names if name in drawn}
        key = variant.key
        allowed = max(key.absolute, key.relative * abs(key.number))

        again = float(KEYS[item.slug](**numbers))

        assert again == pytest.approx(key.number, rel=2e-5, abs=allowed / 100)
        # What the explanation shows as the key must itself be marked right.
        assert abs(float(key.shown) - key.number) <= max(allowed, 1e-9)
        assert mark(variant, Response(number=repr(again))).share == 1.0


@pytest.mark.parametrize("item", [pytest.param(item, id=item.slug) for item in ITEMS])
def test_every_variant_can_be_asked(item):
    for seed in SEEDS:
        variant = vary(item, seed)
        asked = variant.asked

        shown = [asked.text, variant.explanation, *(one.text for one in (*asked.choices, *asked.prompts))]
        assert not [text for text in shown if re.search(r"\{\{|\}\}|<<|>>", text)]
        assert len({one.text for one in asked.choices}) == len(asked.choices)
        assert sorted(one.id for one in asked.choices) == [one.id for one in asked.choices]
        for picture in asked.pictures:
            assert svg(picture).count("<polyline") == len(picture.curves)
            assert len(table(picture)) == 10
        if asked.code:
            ast.parse(asked.code)
            ast.parse(sound(item.code, dict(variant.names)))


@pytest.mark.parametrize("item", every(*CHOICES, Form.MULTI))
def test_right_choices_are_those_of_the_author(item):
    for seed in SEEDS:
        variant = vary(item, seed)

        right = {item.options[int(variant.key.origin(letter))].is_right for letter in variant.key.right}

        assert right == {True}
        assert len(variant.key.right) == sum(option.is_right for option in item.options)


@pytest.mark.parametrize("item", every(Form.FAULT))
def test_faults_are_planted_and_can_be_told_apart(item):
    planted = Counter()
    for seed in SEEDS:
        variant = vary(item, seed)
        letters = [fault.effect for fault in variant.key.faults]
        planted.update(fault.slot for fault in variant.key.faults)

        assert len(set(letters)) == item.code.plant
        assert variant.asked.code != sound(item.code, dict(variant.names))
        assert all(len(fault.lines) <= 8 for fault in variant.key.faults)

    # Every fault of the pool turns up, or it is no use to write it.
    assert set(planted) == {fault.slot for fault in item.code.faults}


def test_letter_of_the_right_choice_says_nothing():
    letters = Counter(
        letter for item in ITEMS if item.form in CHOICES for seed in SEEDS for letter in vary(item, seed).key.right
    )

    shares = {letter: count / letters.total() for letter, count in letters.items()}
    assert set(shares) == {"a", "b", "c"}
    assert all(0.30 < share < 0.37 for share in shares.values())


def test_length_of_the_right_choice_says_little():
    items = [item for item in ITEMS if item.form in CHOICES]

    longest = sum(max(item.options, key=lambda option: len(option.text)).is_right for item in items)

    # By chance it would be a third.
    assert longest / len(items) < 0.45


def test_bank_is_as_large_and_as_wide_as_it_says():
    places = Counter((item.area, item.depth) for item in ITEMS)

    assert len(ITEMS) >= 75
    assert {(area, depth) for area in Area for depth in Depth} == set(places)
    assert min(places.values()) >= 5
    assert set(Form) == {item.form for item in ITEMS}
    assert sum(item.is_parametrised for item in ITEMS) >= 25
    assert len({item.title for item in ITEMS}) == len(ITEMS)


@pytest.mark.parametrize("item", [pytest.param(item, id=item.slug) for item in ITEMS])
def test_question_is_short_and_its_key_explained(item):
    words = len(item.text.split())
    sentences = [one for one in re.split(r"[.!?:]\s", re.sub(r"\|.*\|", "", item.text)) if one.strip()]

    assert 5 <= words <= 110
    assert max(len(one.split()) for one in sentences) <= 40
    assert len(vary(item, 0).explanation.split()) >= 5
    assert len(item.options) in {0, 3} or item.form is Form.MULTI


@pytest.mark.parametrize("item", [pytest.param(item, id=item.slug) for item in ITEMS if item.is_parametrised])
def test_seeds_make_different_questions(item):
    variants = {(*variant.names, variant.asked.code) for variant in (vary(item, seed) for seed in SEEDS)}

    assert len(variants) >= 3


def turned_round(value):
    """The same fields in the opposite order, as a database may give them back."""
    if isinstance(value, dict):
        return {name: turned_round(value[name]) for name in reversed(value)}
    return [turned_round(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("body", [pytest.param(body, id=body["slug"]) for body in shipped_tables()])
def test_order_of_fields_does_not_matter(body):
    for seed in range(5):
        written, kept = vary(read_item(body), seed), vary(read_item(turned_round(body)), seed)

        assert (kept.asked, kept.key, dict(kept.names)) == (written.asked, written.key, dict(written.names))


def test_formulas_that_hang_on_each_other_are_refused():
    body = {**next(one for one in shipped_tables() if one["form"] == "single"), "computed": {"a": "b", "b": "a"}}

    with pytest.raises(ItemError, match="a, b hang on each other"):
        vary(read_item(body), 0)
