"""The one error of this app: something was asked that cannot be. Its text is fit to be read by whoever asked."""

from collections.abc import Callable
from typing import Any

from django import forms


class InterviewsError(Exception):
    """Base of every refusal by an action of this app."""


def acted(form: forms.Form, act: Callable[..., Any], **arguments: Any) -> bool:
    """Act, or put the refusal into the form and return False."""
    try:
        act(**arguments)
    except InterviewsError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
