"""The secret key of a machine that was given none: made once, kept private. Standard library only."""

import json
import os
import secrets
from pathlib import Path

from aiop.local.refusal import RefusedError

KEY_BYTES = 48


def secret_key(var: Path) -> str:
    """Gives the key kept in `secrets.json` of the folder, making it once; two callers at once get the same."""
    path = var / "secrets.json"
    try:
        if not path.exists():
            _make(path)
        return str(json.loads(path.read_text(encoding="utf-8"))["secret_key"])
    except PermissionError as error:
        raise RefusedError(
            f"{path} cannot be made or read: run this as the owner of {var}, or set AIOP_VAR to a folder of your own."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise RefusedError(
            f"{path} holds no secret key: delete it (everyone must log in again), or set SECRET_KEY."
        ) from error


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"secrets.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as output:
        json.dump({"secret_key": secrets.token_urlsafe(KEY_BYTES)}, output)
    try:
        # A link fails where the file is there already: who comes first, wins.
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
