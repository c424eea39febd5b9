"""What reimplementations refuse, in words for the person who asked."""


class CodeError(Exception):
    """Something cannot be done with a repository; the message says what to do instead."""
