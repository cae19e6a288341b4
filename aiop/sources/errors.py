"""What went wrong with a source, told by what to do about it. Each is a plain sentence that a run may end with."""

from __future__ import annotations

from aiop.runs.running import Failed


class SourceFailed(Failed):
    """A source did not give what it was asked for."""


class TryAgain(SourceFailed):
    """The same request may work later; `after` says in how many seconds at the earliest, where the source said so."""

    def __init__(self, text: str, *, after: float | None = None, status: int | None = None) -> None:
        super().__init__(text)
        self.after = after
        self.status = status


class GiveUp(SourceFailed):
    """The same request will never work: what is asked for is not there, or not as it should be."""


class TooLarge(GiveUp):
    """An answer is larger than is taken; a smaller page may pass."""


class FixConnection(SourceFailed):
    """Somebody has to mend the connection: credentials, scopes, tenant or address."""
