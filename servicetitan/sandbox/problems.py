"""How the API refuses: problem details for what is wrong with a call, a short message for who may not call."""

from __future__ import annotations

from zlib import crc32

from aiop.sandbox.messages import Answer, json_answer

_TITLES = {400: "One or more validation errors occurred.", 403: "Forbidden", 404: "Not Found"}


class RefusedError(Exception):
    """A call that is answered with an error."""

    def __init__(self, answer: Answer) -> None:
        """Keep the answer."""
        super().__init__(answer.status)
        self.answer = answer


def problem(status: int, text: str, *, field: str | None = None) -> RefusedError:
    """Give a refusal in the shape of RFC 7807."""
    errors = {field: [text]} if field else {}
    body = {
        "type": f"https://httpstatuses.example.com/{status}",
        "title": _TITLES.get(status, "Error"),
        "status": status,
        "traceId": f"00-{crc32(text.encode()):012d}-01",
        "errors": errors,
        "data": {"message": text},
    }
    return RefusedError(json_answer(body, status))


def unauthorised(text: str) -> RefusedError:
    """Give the refusal of a call without a valid token or key."""
    return RefusedError(json_answer({"statusCode": 401, "message": text}, 401))


def limited(text: str, seconds: int) -> RefusedError:
    """Give the refusal of a call above a rate, with the seconds to wait."""
    return RefusedError(json_answer({"statusCode": 429, "message": text}, 429, **{"Retry-After": str(seconds)}))
