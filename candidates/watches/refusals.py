"""What a watch refuses, in words for the person who asked."""


class WatchError(Exception):
    """Something cannot be done with a watch or its papers; the message says what to do instead."""


class NoVectors(WatchError):
    """Sentence vectors were asked for where they are not installed."""
