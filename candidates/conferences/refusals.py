"""What conferences refuse, in words for the person who asked."""


class ConferenceError(Exception):
    """Something cannot be done; the message says what to do instead."""


class EncounterTaken(ConferenceError):
    """The identifier an encounter came with belongs to another one."""
