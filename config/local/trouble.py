"""What stops one machine from running everything, said so that a person can act on it."""


class Trouble(RuntimeError):
    """Something the person at the keyboard has to settle: what is wrong, and what to do about it."""

    def __init__(self, what: str, *, remedy: str) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}\n{self.remedy}"
