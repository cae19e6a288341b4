"""Processes of our own that parse for a load, so that parsing and applying use a core each.

A clerk is forked before the lanes start their threads. It has no session with the database and no file of ours open: it
is given a producer, and gives back COPY text. It ends when its pipe does, so a killed load leaves none behind.
"""

from __future__ import annotations

import gc
import os
import pickle
import queue
import signal
import traceback
import warnings
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe

from aiop.loading.encode import Encode, Encoded, encode_here
from aiop.loading.kind import Kind, Setting, kind_named
from aiop.loading.producer import Producer

# One keeps ahead of what the database can apply. On two cores a second ended a load 7 % sooner, for a hundred megabytes.
CLERKS = 1
# Rows of texts form no rings, so a clerk looks for rings less often: that is a quarter of the time of reading. Some parsers
# do leave rings, with the texts of a batch behind them, so not much less often.
COLLECT_EVERY = 10_000


class ClerkLost(Exception):  # noqa: N818  (says what happened)
    """A clerk's process ended in the middle of its work."""


@dataclass(frozen=True, slots=True)
class _Clerk:
    """A process and our end of its pipe."""

    process: int
    pipe: Connection

    def read(self, order: bytes) -> Generator[Encoded, None, None]:
        """Have an order done; raises what the parsing raised, and ClerkLost."""
        try:
            self.pipe.send_bytes(order)
            while (answer := self.pipe.recv()) is not None:
                if isinstance(answer, BaseException):
                    raise answer
                yield answer
        except (EOFError, OSError) as error:
            raise ClerkLost("The process that was reading the file ended: run the same command again.") from error


class Clerks:
    """Some clerks, each free or at work; `encode` waits for a free one."""

    def __init__(self, count: int) -> None:
        self._all = [_fork() for _ in range(count)]
        self._free: queue.SimpleQueue[_Clerk | None] = queue.SimpleQueue()
        for clerk in self._all:
            self._free.put(clerk)

    def encode(
        self, kind: Kind, mapping: Mapping[str, int], producer: Producer, setting: Setting
    ) -> Generator[Encoded, None, None]:
        """Do what `encode_here` does, in a clerk's process; a producer that cannot be handed over is read here."""
        try:
            order = pickle.dumps((kind.name, dict(mapping), producer, setting))
        except (TypeError, AttributeError, pickle.PicklingError):
            yield from encode_here(kind, mapping, producer, setting)
            return
        clerk = self._free.get()
        try:
            yield from encode_here(kind, mapping, producer, setting) if clerk is None else clerk.read(order)
        except (ClerkLost, GeneratorExit):
            # A clerk whose work was broken off takes no more; whoever comes next reads here.
            clerk = None
            raise
        finally:
            self._free.put(clerk)

    def dismiss(self, *, at_once: bool) -> None:
        """End all processes: those that wait for an order, or `at_once` also those at work."""
        for clerk in self._all:
            if at_once:
                # Its pipe stays: a thread may be reading from it, and meets its end.
                os.kill(clerk.process, signal.SIGKILL)
            else:
                clerk.pipe.close()
            with suppress(ChildProcessError):
                os.waitpid(clerk.process, 0)


@contextmanager
def clerks(count: int) -> Iterator[Encode]:
    """Give who parses: so many clerks, or none and this process itself."""
    if not count:
        yield encode_here
        return
    # What is at hand now is shared with the clerks for as long as nobody writes to it, and looking for rings writes to all.
    gc.freeze()
    hired = Clerks(count)
    try:
        yield hired.encode
    except BaseException:
        hired.dismiss(at_once=True)
        raise
    finally:
        gc.unfreeze()
    hired.dismiss(at_once=False)


def _fork() -> _Clerk:
    ours, theirs = Pipe()
    with warnings.catch_warnings():
        # Later Pythons warn of locks that other threads hold; there is the run's pulse alone, and a clerk takes no lock of its.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process:
        theirs.close()
        return _Clerk(process, ours)
    try:
        _become_clerk(theirs)
        _serve(theirs)
    finally:
        os._exit(0)


def _become_clerk(pipe: Connection) -> None:
    """Let go of all that is the parent's: open files, sessions with the database, signal handlers."""
    gc.set_threshold(COLLECT_EVERY)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Ctrl-C reaches a whole group of processes; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.closerange(3, pipe.fileno())
    os.closerange(pipe.fileno() + 1, os.sysconf("SC_OPEN_MAX"))


def _serve(pipe: Connection) -> None:
    with suppress(EOFError, OSError):
        while True:
            order = pipe.recv_bytes()
            try:
                name, mapping, producer, setting = pickle.loads(order)  # noqa: S301  (from the process that hired us)
                for encoded in encode_here(kind_named(name), mapping, producer, setting):
                    pipe.send(encoded)
                pipe.send(None)
            except (BrokenPipeError, ConnectionResetError):
                return
            except Exception as error:  # noqa: BLE001  (raised again where the load is)
                pipe.send(_sendable(error))
            # What one file was read with is not carried through the next.
            producer = None
            gc.collect()


def _sendable(error: Exception) -> Exception:
    """Give an error that arrives as it is, or in words where it cannot be handed over."""
    error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  (our own)
    except Exception:  # noqa: BLE001  (whatever keeps it from being handed over)
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
