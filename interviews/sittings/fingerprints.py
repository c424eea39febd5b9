"""What tells two variants apart: everything the candidate sees, but for the order of the choices. Free of Django."""

import hashlib

from interviews.questions.variants import Asked


def fingerprint(asked: Asked) -> str:
    """Return a short name of what is asked. The same words and numbers give the same one, however the choices are shuffled."""
    parts = [asked.form.value, asked.text, asked.code]
    parts += sorted(one.text for one in asked.choices)
    parts += sorted(one.text for one in asked.prompts)
    parts += [repr(picture) for picture in asked.pictures]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
