"""The twins that apps bring: each registers how its own is built, so that `sandbox SOURCE` can run it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiop.sandbox.hostile import Hostile
from aiop.sandbox.twin import Twin


class UnknownSourceError(LookupError):
    """No app brings a twin of that name."""


@dataclass(frozen=True)
class TwinOptions:
    """What a person may say of a twin when it is started."""

    port: int = 0
    seed: int = 1
    scale: str = "small"
    hostile: Hostile | None = None


Builder = Callable[[TwinOptions], tuple[Twin, dict[str, str]]]
_BUILDERS: dict[str, Builder] = {}


def register_twin(name: str, build: Builder) -> None:
    """Name a twin; `build` gives it and what a connection to it must be told, such as its invented key."""
    _BUILDERS[name] = build


def twin_names() -> list[str]:
    """List the names of all twins."""
    return sorted(_BUILDERS)


def build_twin(name: str, options: TwinOptions) -> tuple[Twin, dict[str, str]]:
    """Build a twin by name, not yet started; UnknownSourceError with the names there are."""
    if name not in _BUILDERS:
        raise UnknownSourceError(f"no twin is called {name}; there are: {', '.join(twin_names()) or 'none'}")
    return _BUILDERS[name](options)
