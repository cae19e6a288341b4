"""Child processes that end with us, whatever ends us."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from aiop.local.account import Account, identity

PR_SET_PDEATHSIG = 1


def start_child(
    command: list[str],
    *,
    folder: Path,
    log: Path,
    environment: dict[str, str],
    account: Account | None,
    when_orphaned: signal.Signals,
) -> subprocess.Popen[bytes]:
    """Starts a command in a session of its own, under the account, writing to the log.

    On Linux the kernel sends it the given signal when this process is gone.
    """
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=folder,
            # Ctrl-C reaches the supervisor alone, which stops the children in order.
            start_new_session=True,
            preexec_fn=_orphan_signal(when_orphaned),
            **identity(account),
        )


def _orphan_signal(number: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:
            os._exit(1)

    return ask
