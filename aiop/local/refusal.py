"""What set-up says when it cannot go on. Standard library only."""


class RefusedError(Exception):
    """Set-up cannot go on; the message is one plain sentence that says what to do."""
