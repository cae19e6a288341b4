"""The twins that apps bring: each registers how its own is built, so that `sandbox SOURCE` can run it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from aiop.sandbox.hostile import Hostile
from aiop.sandbox.twin import Twin


class UnknownSourceError(LookupError):
    """No app brings a twin of that name."""


@dataclass(frozen=True)
class TwinOptions:
    """What a person may say of a twin when it is started; `as_of` is the moment that its world was laid out for, else today."""

    port: int = 0
    seed: int = 1
    scale: str = "small"
    hostile: Hostile | None = None
    as_of: datetime | None = None


Builder = Callable[[TwinOptions], tuple[Twin, dict[str, str]]]
_BUILDERS: dict[str, str] = {}


def register_twin(name: str, builder: str) -> None:
    """Name a twin by the dotted path of its builder, which is imported when it is asked for and by nobody else.

    It gives the twin and what a connection to it must be told, such as its invented key.
    """
    _BUILDERS[name] = builder


def twin_names() -> list[str]:
    """List the names of all twins."""
    return sorted(_BUILDERS)


def build_twin(name: str, options: TwinOptions) -> tuple[Twin, dict[str, str]]:
    """Build a twin by name, not yet started; UnknownSourceError with the names there are."""
    if name not in _BUILDERS:
        raise UnknownSourceError(f"no twin is called {name}; there are: {', '.join(twin_names()) or 'none'}")
    module, _, function = _BUILDERS[name].rpartition(".")
    build: Builder = getattr(import_module(module), function)
    return build(options)
