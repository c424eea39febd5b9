"""What sourcing refuses, in words for the person who asked."""


class SourcingError(Exception):
    """Something cannot be done with a paper or its authors; the message says what to do instead."""
