"""Writing an answer to a socket, also in the ways that networks and gateways spoil it."""

from __future__ import annotations

import os
import socket
import struct
import time
from collections.abc import Mapping
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler

from aiop.sandbox.hostile import Hostile
from aiop.sandbox.messages import Answer, json_answer

GATEWAY_ERRORS = (500, 502, 503, 504)
DRIPS = 10
PAGE_OF_HTML = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Please sign in to the network</h1></body></html>"


def replaced(fault: str, answer: Answer, hostile: Hostile) -> Answer:
    """Give the answer that a fault puts in the place of the true one; the true one itself for faults of its transport."""
    if fault.startswith("too_many"):
        return too_many(_waiting(fault, hostile.retry_after))
    if fault == "server_error":
        status = GATEWAY_ERRORS[hostile.met["server_error"] % len(GATEWAY_ERRORS)]
        return Answer(status, HTTPStatus(status).phrase.encode(), "text/plain")
    if fault == "html":
        return Answer(200, PAGE_OF_HTML, "text/html; charset=utf-8")
    if fault == "truncated_json":
        return Answer(answer.status, answer.body[: len(answer.body) * 2 // 3], answer.content_type, answer.headers)
    return answer


def too_many(headers: Mapping[str, str]) -> Answer:
    """Give the refusal of a call above the rate."""
    body = {"statusCode": 429, "message": "Rate limit is exceeded. Try again later."}
    return json_answer(body, 429, **headers)


def _waiting(fault: str, seconds: int) -> dict[str, str]:
    if fault == "too_many_seconds":
        return {"Retry-After": str(seconds)}
    if fault == "too_many_date":
        return {"Retry-After": formatdate(time.time() + seconds, usegmt=True)}
    return {}


def write(handler: BaseHTTPRequestHandler, answer: Answer, fault: str | None, hostile: Hostile | None) -> None:
    """Write an answer, whole or as the fault has it."""
    if fault == "reset":
        _reset(handler)
        return
    handler.send_response(answer.status)
    handler.send_header("Content-Type", answer.content_type)
    handler.send_header("Content-Length", str(len(answer.body)))
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    if fault == "cut":
        handler.wfile.write(answer.body[: len(answer.body) // 2])
        handler.close_connection = True
    elif fault == "drip" and hostile is not None:
        _drip(handler, answer.body, hostile.drip_seconds)
    else:
        handler.wfile.write(answer.body)


def _drip(handler: BaseHTTPRequestHandler, body: bytes, seconds: float) -> None:
    size = max(1, -(-len(body) // DRIPS))
    for at in range(0, len(body), size):
        handler.wfile.write(body[at : at + size])
        handler.wfile.flush()
        time.sleep(seconds / DRIPS)


def _reset(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    # With no time to linger, closing sends a reset in place of an orderly end.
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(handler.connection.detach())
