"""The processes that `up` serves with: which they are, as whom they run, and what they find around them."""

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from aiop.local.account import Account, can_reach, identity, service_account
from aiop.local.supervisor import Child

ROOT = Path(__file__).resolve().parents[2]
WORKER_PATIENCE_SECONDS = 30.0
SERVING_PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.2
# Folders of servers, whose rights are the servers' own affair.
SERVERS = frozenset({"pg", "pg.making", "pg-test", "pg-test.making", "valkey", "valkey-test"})
SET_GROUP_WRITE = 0o2070
GROUP_WRITE = 0o060


def served_children(host: str, port: int) -> list[Child]:
    """Gives beat, web server, worker and twins, in the order in which they are to be stopped."""
    celery = [sys.executable, "-m", "celery", "-A", "aiop.celery:app"]
    schedule = ["--scheduler", "django_celery_beat.schedulers:DatabaseScheduler", "--pidfile="]
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = ["--bind", bind, "--workers", "2", "--threads", "4", "--timeout", "120", "--graceful-timeout", "10"]
    # Its control socket has one path per account, where two checkouts would meet.
    web.append("--no-control-socket")
    pool = ["--pool", "prefork", "--concurrency", "2", "--hostname", "aiop@%h"]
    return [
        Child("beat", [*celery, "beat", "--loglevel", "INFO", *schedule]),
        Child("web", [sys.executable, "-m", "gunicorn", "aiop.wsgi:application", *web]),
        Child(
            "worker",
            [*celery, "worker", "--loglevel", "INFO", *pool],
            patience_seconds=WORKER_PATIENCE_SECONDS,
            # A cold shutdown hands unfinished tasks back to the broker.
            last_resort=signal.SIGQUIT,
            when_orphaned=signal.SIGQUIT,
        ),
        # The outside systems that sample organisations are connected to.
        Child("twins", [sys.executable, "manage.py", "twins"]),
    ]


def children_environment(account: Account | None, var: Path) -> dict[str, str]:
    """Gives the children's environment variables: ours, and plain HTTP unless SECURE says otherwise."""
    variables = {**os.environ, "AIOP_VAR": str(var), "PYTHONUNBUFFERED": "1"}
    variables.setdefault("SECURE", "false")
    if account:
        variables["HOME"] = str(var)
    elif os.geteuid() == 0:
        # No account can reach this tree, so the worker runs as root; it takes JSON messages alone.
        variables["C_FORCE_ROOT"] = "1"
        variables["PYTHONWARNINGS"] = "ignore:You're running the worker"
    return variables


def children_account(var: Path) -> Account | None:
    """Gives the account the children run under when we are root, or None where it could not read the project."""
    account = service_account()
    if account is None or not can_reach(account, var):
        return None
    command = [sys.executable, "-c", "import celery, django, gunicorn, manage"]
    try:
        answer = subprocess.run(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False, **identity(account)
        )
    except OSError:
        return None
    return account if answer.returncode == 0 else None


def share_with(account: Account | None, var: Path) -> None:
    """Lets the account write what root made in the folder of local state, uploads above all."""
    if account is None:
        return
    for top in var.iterdir():
        if top.is_dir() and not top.is_symlink() and top.name not in SERVERS:
            _share(top, account)


def _share(top: Path, account: Account) -> None:
    for folder, _, files in os.walk(top):
        _give(Path(folder), account, SET_GROUP_WRITE)
        for name in files:
            _give(Path(folder) / name, account, GROUP_WRITE)


def _give(path: Path, account: Account, rights: int) -> None:
    status = path.lstat()
    if path.is_symlink() or (status.st_gid == account.gid and status.st_mode & rights == rights):
        return
    os.chown(path, -1, account.gid)
    path.chmod(status.st_mode | rights)


def web_answers(host: str, port: int, child: Child) -> bool:
    """Waits until the web server gives any answer; False when it has not in a minute, or has ended."""
    place = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 compared, not bound
    deadline = time.monotonic() + SERVING_PATIENCE_SECONDS
    while time.monotonic() < deadline and child.process is not None and child.process.poll() is None:
        connection = http.client.HTTPConnection(place, port, timeout=30)
        try:
            connection.request("GET", "/admin/")
            connection.getresponse().read()
        except OSError:
            time.sleep(LOOK_SECONDS)
            continue
        finally:
            connection.close()
        return True
    return False
