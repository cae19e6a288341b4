"""How a twin misbehaves: which fault a call meets, drawn by seed, so that the same calls meet the same faults."""

from __future__ import annotations

import random
import threading
from collections import Counter
from typing import Literal, get_args

# What goes wrong on the wire; the server plays these itself.
WireFault = Literal[
    "too_many_seconds", "too_many_date", "too_many_bare", "server_error", "reset", "cut", "drip", "truncated_json", "html"
]  # fmt: skip
# What goes wrong in what is said; the twin of each system plays these where its protocol has them.
SaidFault = Literal[
    "expired_token", "duplicate_page", "overlapping_page", "unsorted_page", "repeated_token", "wrong_has_more", "silent_cap", "poison"
]  # fmt: skip
Fault = WireFault | SaidFault

WIRE_FAULTS: tuple[WireFault, ...] = get_args(WireFault)
SAID_FAULTS: tuple[SaidFault, ...] = get_args(SaidFault)


class Hostile:
    """Draws faults: a share of the calls, of the kinds named, never more than a few in a row for the same call."""

    def __init__(
        self,
        seed: int,
        *,
        share: float = 0.2,
        faults: tuple[Fault, ...] = (*WIRE_FAULTS, *SAID_FAULTS),
        in_a_row: int = 2,
        retry_after: int = 1,
        drip_seconds: float = 0.5,
    ) -> None:
        """Fix what may go wrong; `retry_after` is what a 429 asks to wait, `drip_seconds` how long a slow answer takes."""
        self.seed = seed
        self.share = share
        self.faults = faults
        self.in_a_row = in_a_row
        self.retry_after = retry_after
        self.drip_seconds = drip_seconds
        self.met: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._asked: Counter[str] = Counter()
        self._running: Counter[str] = Counter()

    def draw(self, call: str) -> Fault | None:
        """Give the fault of the next asking of a call, or none; the draw depends on the call and how often it was asked alone."""
        with self._lock:
            self._asked[call] += 1
            fault = self._drawn(call, self._asked[call])
            if fault is None or self._running[call] >= self.in_a_row:
                self._running[call] = 0
                return None
            self._running[call] += 1
            self.met[fault] += 1
            return fault

    def _drawn(self, call: str, time: int) -> Fault | None:
        chance = random.Random(f"{self.seed}:{call}:{time}")  # noqa: S311 - invented trouble, not secrets
        return chance.choice(self.faults) if self.faults and chance.random() < self.share else None
