"""Makes the project's environment `.venv` and goes on inside it.

Standard library alone, and nothing of this project: manage.py runs it by path where nothing else can be imported yet.
What it refuses, it says in the one sentence of a SystemExit.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, NoReturn

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STAMP = ENVIRONMENT / "aiop.stamp"
# Left behind by an installation that was killed: what is in the environment then may be half a package.
UNFINISHED = ENVIRONMENT / "aiop.unfinished"
LOCK = ROOT / "requirements.lock"
INSTALLER_LOCK = ROOT / "requirements-bootstrap.lock"
LOG = ENVIRONMENT / "bootstrap.log"
OLDEST_PYTHON = (3, 11)
NEEDED_BYTES = 700_000_000
DISK_FULL = "No space left on device"
NEEDED_MODULES = ("django", "psycopg", "celery", "import_export", "unfold", "environ")

UNREACHABLE = (
    "resolve host",
    "name resolution",
    "Name or service not known",
    "Failed to establish a new connection",
    "Connection refused",
    "Connection timed out",
    "Network is unreachable",
    "error sending request",
    "dns error",
    "No matching distribution found",
    "ProxyError",
    "timed out",
)


def enter_environment() -> None:
    """Returns when this interpreter has what the project needs; otherwise makes `.venv` and runs the command in it."""
    if _has_dependencies():
        return
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:2]))
        raise SystemExit(f"Python 3.11 or newer is needed, this is {found}: start manage.py with a newer python3.")
    try:
        make_environment()
    except PermissionError as error:
        raise SystemExit(
            f"{error.filename or ROOT} cannot be written: make the project's folder yours, or clone it to a place of your own."
        ) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise SystemExit(_disk_full()) from error
        raise SystemExit(f"The environment could not be made: {error}.") from error
    _go_on()


def make_environment() -> None:
    """Brings `.venv` up to date with the lock files; does nothing when it is. Two at once: the second waits."""
    if _is_current():
        return
    if not os.access(ROOT, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "not writable", str(ROOT))
    with (ROOT / "requirements.lock").open("rb") as gate:
        if not _try_lock(gate):
            _say("Another process makes the environment; waiting for it")
            fcntl.flock(gate, fcntl.LOCK_EX)
        if _is_current():
            return
        _check_space()
        began = time.monotonic()
        if not _is_usable():
            _remove()
            _create()
        UNFINISHED.touch()
        _install()
        STAMP.write_text(_wanted_stamp(), encoding="ascii")
        UNFINISHED.unlink()
        _say(f"Environment ready ({time.monotonic() - began:.0f} s)")


def _has_dependencies() -> bool:
    """Says whether this interpreter can run the project as it is: an activated environment is left alone."""
    if Path(sys.prefix) == ENVIRONMENT and UNFINISHED.exists():
        return False
    return all(importlib.util.find_spec(name) for name in NEEDED_MODULES)


def _go_on() -> NoReturn:
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(PYTHON, [str(PYTHON), *sys.argv])  # noqa: S606 the same command in the right interpreter


def _wanted_stamp() -> str:
    digest = hashlib.sha256(LOCK.read_bytes())
    digest.update(INSTALLER_LOCK.read_bytes())
    digest.update(str(ENVIRONMENT).encode())
    return digest.hexdigest()


def _is_current() -> bool:
    try:
        return STAMP.read_text(encoding="ascii") == _wanted_stamp() and not UNFINISHED.exists() and _runs()
    except OSError:
        return False


def _runs() -> bool:
    """Says whether the environment's interpreter starts: it may be another user's, or gone after an upgrade."""
    code = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([PYTHON, "-I", "-S", "-c", code], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _is_usable() -> bool:
    """Says whether an environment may be brought up to date in place."""
    return _runs() and not UNFINISHED.exists() and os.access(ENVIRONMENT, os.W_OK) and _has_pip()


def _has_pip() -> bool:
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _remove() -> None:
    if not ENVIRONMENT.exists() and not ENVIRONMENT.is_symlink():
        return
    _say("Removing an unfinished or foreign .venv")
    try:
        if ENVIRONMENT.is_symlink():
            ENVIRONMENT.unlink()
        else:
            shutil.rmtree(ENVIRONMENT)
    except PermissionError as error:
        raise SystemExit(
            f"{ENVIRONMENT} belongs to another user and cannot be used or removed: "
            f"run `sudo rm -rf {ENVIRONMENT}`, then the same command again."
        ) from error


def _create() -> None:
    _say("Making the environment .venv")
    answer = _run([sys.executable, "-m", "venv", str(ENVIRONMENT)])
    if answer.returncode == 0:
        return
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    if DISK_FULL in answer.stdout:
        raise SystemExit(_disk_full())
    # Debian without python3-venv has no pip to put into the environment, but may have one of its own that can.
    outside = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if (
        _run([sys.executable, "-m", "venv", "--without-pip", str(ENVIRONMENT)]).returncode == 0
        and _run([*outside, "install", "--no-input", "pip"]).returncode == 0
    ):
        return
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    version = ".".join(map(str, sys.version_info[:2]))
    raise SystemExit(
        "Python's venv module is missing or incomplete: run `apt-get install python3-venv` "
        f"(or python{version}-venv), then the same command again."
    )


def _install() -> None:
    pip = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    count = sum(1 for line in LOCK.read_text(encoding="utf-8").splitlines() if line[:1].isalnum())
    _say("Installing the installer (uv)")
    if _run([*pip, "-r", str(INSTALLER_LOCK)]).returncode == 0:
        _say(f"Installing {count} packages")
        uv = [str(PYTHON), "-m", "uv", "pip", "install", "--python", str(PYTHON), "--require-hashes"]
        if _run([*uv, "-r", str(LOCK)]).returncode == 0:
            return
        # uv does not read pip's configuration, so a network with its own mirror may only be known to pip.
        _say("uv did not succeed; installing with pip, which takes about a minute")
    else:
        _say(f"Installing {count} packages with pip, which takes about a minute")
    answer = _run([*pip, "-r", str(LOCK)])
    if answer.returncode:
        raise SystemExit(reason_for_failure(answer.stdout))


def reason_for_failure(words: str) -> str:
    """Turns what an installer said into one sentence."""
    if DISK_FULL in words:
        return _disk_full()
    if any(sign in words for sign in UNREACHABLE):
        return (
            "The package registry could not be reached: check the network and pip's settings "
            "(proxy, index), then run the same command again."
        )
    if "HASHES" in words or "hash" in words.lower():
        return f"A package does not match its hash in requirements.lock and was not installed; see {LOG}."
    lines = [line for line in words.splitlines() if line.strip()]
    return f"The packages could not be installed ({lines[-1] if lines else 'no reason given'}); see {LOG}."


def _check_space() -> None:
    """Refuses before the work when the free bytes will not do."""
    if shutil.disk_usage(ROOT).free < NEEDED_BYTES:
        raise SystemExit(_disk_full())


def _disk_full() -> str:
    return (
        f"The disk is full: {shutil.disk_usage(ROOT).free // 1_000_000} MB are free for {ROOT}, the environment needs "
        f"{NEEDED_BYTES // 1_000_000} MB. Free some space (in the temporary folder too) and run the same command again."
    )


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Runs one step with a progress mark on a terminal, keeping what it said in the log."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=_tool_settings(),
    ) as process:
        while True:
            try:
                words, _ = process.communicate(timeout=2)
                break
            except subprocess.TimeoutExpired:
                _mark()
    if sys.stderr.isatty():
        sys.stderr.write("\n" if process.returncode is None else "\r")
    if ENVIRONMENT.is_dir():
        with LOG.open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(command)}\n{words}\n")
    return subprocess.CompletedProcess(command, process.returncode, words)


def _tool_settings() -> dict[str, str]:
    cache = {} if os.access(Path.home(), os.W_OK) else {"UV_NO_CACHE": "1", "PIP_NO_CACHE_DIR": "1"}
    return {**os.environ, "UV_HTTP_TIMEOUT": os.environ.get("UV_HTTP_TIMEOUT", "60"), "LC_ALL": "C.UTF-8", **cache}


def _try_lock(gate: IO[bytes]) -> bool:
    try:
        fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _say(line: str) -> None:
    # On standard error: `manage.py query --json` prints its answer alone on standard output.
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _mark() -> None:
    if sys.stderr.isatty():
        sys.stderr.write(".")
        sys.stderr.flush()
