"""What an import refuses, in words for the person who asked."""


class ImportRefused(Exception):
    """Something cannot be done with an import; the message says what to do instead."""
