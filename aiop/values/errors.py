"""What every parser raises when a text is not such a value."""


class BadValue(ValueError):  # noqa: N818 - the name reads as what it says: a bad value
    """A text that its parser refuses; `reason` continues a sentence that starts with the text: "is not a date"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
