"""Sending what is due: claimed and noted in short transactions, handed over between them."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import NamedTuple

from django.utils import timezone

from aiop.alerts.channels import hand_over
from aiop.alerts.claiming import claim, failed, sent
from aiop.sources.errors import SourceFailed, TryAgain

# One task sends so many at most; the next takes up what is left.
MOST = 500
logger = logging.getLogger(__name__)


class Sent(NamedTuple):
    """How many messages went out, and how many did not this time."""

    gone: int
    kept: int


def send_due(org_id: int, *, clock: Callable[[], dt.datetime] = timezone.now) -> Sent:
    """Send the messages of an organisation that are due; what a channel does not take is tried again later."""
    gone = kept = 0
    for _ in range(MOST):
        claimed = claim(org_id, clock())
        if claimed is None:
            break
        try:
            hand_over(claimed.channel, claimed.parts, key=claimed.key)
        except SourceFailed as error:
            kept += 1
            again = error if isinstance(error, TryAgain) else None
            failed(claimed, str(error), clock(), after=again.after if again else None, is_broken=again is None)
            logger.warning("a message to %s did not go: %s", claimed.channel, error)
        else:
            gone += sent(claimed, clock())
    return Sent(gone, kept)
