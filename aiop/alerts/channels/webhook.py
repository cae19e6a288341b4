"""Messages to other programs: JSON, signed and dated, under a key by which a second copy is known.

The header `AIOP-Signature: t=SECONDS,v1=HEX` holds the HMAC-SHA256 of `SECONDS.BODY` with the channel's key. A receiver refuses
what is older than five minutes or signed otherwise, and answers an `Idempotency-Key` that it has seen with success.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time

from aiop.alerts.channels.message import Message
from aiop.alerts.models import Channel
from aiop.sources.errors import FixConnection
from aiop.sources.posting import post

SIGNATURE = "AIOP-Signature"


def send(channel: Channel, message: Message) -> None:
    """Post a message; raises the family of SourceFailed."""
    secrets = channel.secrets()
    if not secrets.get("key") or not channel.setting("url"):
        raise FixConnection("The webhook's address or signing key is not set.")
    said = {"key": message.key, "organisation": message.org, "incidents": [part.as_json() for part in message.parts]}
    body = json.dumps(said, ensure_ascii=False).encode()
    headers = {"Idempotency-Key": message.key, SIGNATURE: signature(secrets["key"], body, int(time.time()))}
    post(channel.settings["url"], body, headers, hide=secrets)


def signature(key: str, body: bytes, at: int) -> str:
    """Sign a body at a moment (seconds since 1970)."""
    digest = hmac.new(key.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"
