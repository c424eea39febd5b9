"""In what order a feed shows ranked papers: best first, with some places kept for papers it cannot judge yet."""

import random
import re
from collections.abc import Sequence

from candidates.watches.terms import stem

# One place in seven, 14 %: enough to learn what nobody liked yet, few enough to be borne.
TRIAL_EVERY = 7
MOST_TRIALS = 40
# Papers in the middle half are those the ranking knows least about.
UNCERTAIN = (0.25, 0.75)


def arrange(keys: Sequence[str], *, seed: str) -> list[tuple[str, bool]]:
    """Return (key, is_trial) for keys that come best first; every seventh of the first places is one from the middle.

    Each key comes once; the same seed gives the same order.
    """
    low, high = (int(len(keys) * share) for share in UNCERTAIN)
    middle = list(keys[low:high])
    drawn = random.Random(seed).sample(middle, min(MOST_TRIALS, len(middle), len(keys) // (2 * TRIAL_EVERY)))  # noqa: S311
    trials, taken = iter(drawn), set(drawn)
    order: list[tuple[str, bool]] = []
    for key in (key for key in keys if key not in taken):
        order.append((key, False))
        if len(order) % TRIAL_EVERY == TRIAL_EVERY - 1 and (trial := next(trials, None)):
            order.append((trial, True))
    return [*order, *((key, True) for key in trials)]


def blocking(text: str, blocked: Sequence[str]) -> str:
    """Return the first of the blocked words or phrases that a text holds, or an empty string; plural and case do not matter."""
    words = f" {' '.join(_stems(text))} "
    return next((phrase for phrase in blocked if (stems := _stems(phrase)) and f" {' '.join(stems)} " in words), "")


def _stems(text: str) -> list[str]:
    return [stem(word) for word in re.findall(r"\w+", text.lower())]
