"""What the worker can be sent."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from aiop.alerts import outbox
from aiop.alerts.sending import send_due


@shared_task(name=outbox.SEND)
def send(*, org_id: int, **kwargs: Any) -> None:
    """Send what is due in an organisation; a second copy finds nothing, or what the first left."""
    send_due(org_id)
