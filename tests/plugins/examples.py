"""Property tests try the same examples every time, so that a failure tells of a change and not of luck.

`make test ARGS="--hypothesis-profile=explore"` tries new ones; what it finds belongs into the test as an @example.
"""

from hypothesis import settings

# No deadline: on a busy machine a slow example says nothing of the code.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("repeatable")
