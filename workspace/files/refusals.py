"""Why an upload is not taken, in words for the person who sent it."""


class UploadRefused(Exception):
    """The file is not stored; the message says what would be."""
