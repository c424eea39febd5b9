"""The rule is asked on pages: what it is computed with must not weigh on a web process that never prices a plan."""

import pathlib
import subprocess
import sys

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from interviews.rule.cost import Pool, bar_position
from interviews.rule.pricing import normal_below

ROOT = pathlib.Path(__file__).parents[3]


@pytest.mark.parametrize(("act", "heavy"), [("pass", []), ("price((PlannedBar(),))", ["numpy"])])
def test_numpy_comes_with_the_first_price_and_scipy_never(act, heavy):
    code = (
        "import sys; from interviews.plans import coverage, next_interview; from interviews.rule.cost import *;"
        f" {act}; print(sorted({{name.partition('.')[0] for name in sys.modules}} & {{'numpy', 'scipy', 'pandas'}}))"
    )

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stdout == f"{heavy}\n"


def test_normal_shares_are_scipy_s():
    heights = np.linspace(-9, 9, 2001).reshape(3, 667)

    np.testing.assert_allclose(normal_below(heights), ndtr(heights), rtol=1e-13)
    for share in (0.001, 0.3, 0.8, 0.9, 0.999):
        assert bar_position(Pool(share_meeting=share)) == pytest.approx(ndtri(1 - share), abs=1e-13)
