"""What a command finds in its environment: the given URLs, a prepared server of the user's, or local services."""

import os
import secrets
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from django.db import DatabaseError

from aiop.local.provision import provision
from aiop.local.refusal import RefusedError
from aiop.local.secret_key import secret_key
from aiop.local.services import Say, running

ROOT = Path(__file__).resolve().parents[2]
# These need no database; `test` brings a cluster of its own.
WITHOUT_DATABASE = frozenset(
    {"", "help", "version", "collectstatic", "test", "startapp", "findstatic", "compilemessages"}
)
HELP = frozenset({"-h", "--help", "--version"})
STARTING_TAKES_A_WHILE = frozenset({"up"})
DISK_FULL = "No space left on device"
STOPPED_BY_USER = 130
GROUP_MAY_WRITE = 0o002


def var_folder() -> Path:
    """Gives the folder of local state."""
    return Path(os.environ.get("AIOP_VAR") or ROOT / "var").absolute()


@contextmanager
def prepared(arguments: list[str]) -> Iterator[None]:
    """Runs a command with what it needs in `os.environ`.

    Refusals and Ctrl-C end it in one plain line; SIGTERM and a closed terminal leave through the same door as its end.
    """
    command = arguments[0] if arguments else ""
    needs_database = command not in WITHOUT_DATABASE and not HELP.intersection(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        _ensure_secret_key(kept=needs_database or command == "test")
        _let_twins_be_called(command)
        if needs_database:
            with _lent(_say if command in STARTING_TAKES_A_WHILE else _silent):
                yield
        else:
            yield
    except RefusedError as error:
        raise SystemExit(str(error)) from None
    except (OSError, DatabaseError) as error:
        if DISK_FULL not in str(error):
            raise
        raise SystemExit(
            f"The disk is full ({error}): free some space, or set AIOP_VAR to a folder on another disk, "
            "and run the same command again."
        ) from None
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        raise SystemExit(STOPPED_BY_USER) from None


@contextmanager
def _lent(say: Say) -> Iterator[None]:
    """Lends the command the services that no URL names."""
    var = var_folder()
    if os.geteuid() == 0:
        os.umask(GROUP_MAY_WRITE)
    given = {name: os.environ.get(name, "") for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "CELERY_BROKER_URL")}
    if given["DATABASE_URL"] and not given["DATABASE_OWNER_URL"]:
        os.environ.update(prepared_server(given["DATABASE_URL"]))
    embedded, own_broker = not given["DATABASE_URL"], not given["CELERY_BROKER_URL"]
    if not (embedded or own_broker):
        yield
        return
    with running(var, database=embedded, broker=own_broker, say=say) as variables:
        os.environ.update(variables)
        yield


def _ensure_secret_key(*, kept: bool) -> None:
    """Sets SECRET_KEY where it was not given; commands that sign nothing get one that is not kept."""
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = secret_key(var_folder()) if kept else secrets.token_urlsafe()


def _let_twins_be_called(command: str) -> None:
    """Twins of outside systems run on this machine, and so does everything else where no database is named."""
    if command == "up" or not os.environ.get("DATABASE_URL"):
        os.environ.setdefault("SOURCES_ALLOWED_HOSTS", "127.0.0.1,localhost")


def prepared_server(admin_url: str) -> dict[str, str]:
    """Prepares the user's own server and gives the variables that name its roles; SECRET_KEY must be set."""
    urls = provision(admin_url, os.environ["SECRET_KEY"])
    return {"DATABASE_OWNER_URL": urls.owner, "DATABASE_URL": urls.app, "DATABASE_READER_URL": urls.reader}


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _silent(_line: str) -> None:
    """Says nothing."""
