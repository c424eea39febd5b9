"""The form field for an upload: what is too large is said at the field, with the rest of the form."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError


def too_large() -> str:
    """Return what to say of a file over the limit."""
    return f"The file is larger than {settings.MAX_UPLOAD_BYTES / 1024 / 1024:g} MB. Send a smaller one, or a link."


class UploadField(forms.FileField):
    default_error_messages = {"required": "No file arrived. Choose one, not too large."}

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and upload.size > settings.MAX_UPLOAD_BYTES:
            raise ValidationError(too_large())
        return upload
