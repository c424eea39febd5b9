"""The one error of this app: something was asked that cannot be. Its text is fit to be read by whoever asked."""


class InterviewsError(Exception):
    """Base of every refusal by an action of this app."""
