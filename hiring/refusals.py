"""What every refusal of this app is."""


class HiringError(Exception):
    """What was asked cannot be done. The message is for the person who asked: what is in the way, and what to do."""
