"""What an error says may be kept; the secrets in it may not."""

from __future__ import annotations

import re

_HIDDEN = "•••"
_RULES = [
    (re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^/\s@]*@", re.IGNORECASE), rf"\1{_HIDDEN}@"),
    (re.compile(r"\b((?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}", re.IGNORECASE), rf"\1{_HIDDEN}"),
    (
        re.compile(
            r"(\b[\w-]*(?:passw(?:or)?d|secret|token|api[_-]?key|authorization|credential)[\w-]*[\"']?\s*[=:]\s*)"
            r"(\"[^\"]*\"|'[^']*'|[^\s,;&)}\]]+)",
            re.IGNORECASE,
        ),
        rf"\1{_HIDDEN}",
    ),
]


def redact(text: str, limit: int = 10_000) -> str:
    """Give `text` without passwords, tokens and NUL bytes, cut to `limit` characters."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    text = text.replace("\x00", "␀")
    return text if len(text) <= limit else text[: limit - 1] + "…"
