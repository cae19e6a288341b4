"""Answers of SQL Server as bytes, after the public layout of the protocol (MS-TDS 7.4)."""

from __future__ import annotations

import datetime as dt
import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

COLLATION = b"\x09\x04\xd0\x00\x34"
SERVER = "Microsoft SQL Server"
# What a column of text may hold at most; longer values would need another token.
LONGEST_TEXT = 4000
_FINAL, _ERROR, _COUNTED = 0x00, 0x02, 0x10
_SELECT = 0xC1
_DAY_ONE = dt.date(1, 1, 1).toordinal()
_BIGGEST = 38

Row = Sequence[Any]


@dataclass(frozen=True)
class Column:
    """A column of an answer: its name, the bytes that declare its type, and how a value of it is written."""

    name: str
    declared: bytes
    write: Callable[[Any], bytes]


def column_of(name: str, type_name: str) -> Column:
    """Give the column for a type as the executing engine names it; ValueError for one that no answer has."""
    if match := re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", type_name.replace(" ", "")):
        return _decimal(name, int(match[2]))
    made = _KINDS.get(type_name.split("(", 1)[0])
    if made is None:
        raise ValueError(f"Column {name} has the type {type_name}, which no answer can hold.")
    return made(name)


def result_set(columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    """Give rows with their columns."""
    head = b"".join(struct.pack("<IH", 0, 9) + column.declared + _short(column.name) for column in columns)
    body = b"".join(
        b"\xd1" + b"".join(column.write(value) for column, value in zip(columns, row, strict=True)) for row in rows
    )
    return b"\x81" + struct.pack("<H", len(columns)) + head + body + done(len(rows))


def done(count: int = 0, status: int = _COUNTED) -> bytes:
    """Give the end of an answer."""
    return b"\xfd" + struct.pack("<HHQ", status, _SELECT, count)


def error(number: int, text: str, severity: int = 16) -> bytes:
    """Give a refusal with the server's number for it."""
    said = text[:1000]
    body = struct.pack("<iBB", number, 1, severity) + struct.pack("<H", len(said)) + _wide(said)
    body += _short("twin") + _short("") + struct.pack("<i", 1)
    return b"\xaa" + struct.pack("<H", len(body)) + body + done(status=_ERROR)


def login_answer(database: str) -> bytes:
    """Give the answer to a log-in that succeeds."""
    acknowledged = b"\x01" + b"\x74\x00\x00\x04" + _short(SERVER) + struct.pack(">BBH", 16, 0, 1000)
    collation = b"\x07\x05" + COLLATION + b"\x00"
    return b"".join([
        _change(1, database, "master"),
        b"\xe3" + struct.pack("<H", len(collation)) + collation,
        _change(4, "4096", "4096"),
        b"\xad" + struct.pack("<H", len(acknowledged)) + acknowledged,
        done(status=_FINAL),
    ])  # fmt: skip


def prelogin_answer() -> bytes:
    """Give the answer to a client's first message: this version, and no encryption."""
    options = [(0, struct.pack(">BBHH", 16, 0, 1000, 0)), (1, b"\x02"), (2, b"\x00"), (3, b"")]
    at = len(options) * 5 + 1
    head = body = b""
    for token, value in options:
        head += struct.pack(">BHH", token, at + len(body), len(value))
        body += value
    return head + b"\xff" + body


def packets(message: bytes) -> bytes:
    """Cut a message into packets with their heads."""
    size = 4088
    parts = [message[at : at + size] for at in range(0, len(message), size)] or [b""]
    return b"".join(
        struct.pack(">BBHHBB", 4, int(number == len(parts) - 1), len(part) + 8, 51, (number + 1) & 255, 0) + part
        for number, part in enumerate(parts)
    )


def _change(kind: int, new: str, old: str) -> bytes:
    body = bytes([kind]) + _short(new) + _short(old)
    return b"\xe3" + struct.pack("<H", len(body)) + body


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def _short(text: str) -> bytes:
    return bytes([len(text)]) + _wide(text)


def _bit(name: str) -> Column:
    return Column(name, b"\x68\x01", lambda v: b"\x00" if v is None else b"\x01" + bytes([v]))


def _whole(name: str) -> Column:
    return Column(name, b"\x26\x08", lambda v: b"\x00" if v is None else b"\x08" + struct.pack("<q", v))


def _real(name: str) -> Column:
    return Column(name, b"\x6d\x08", lambda v: b"\x00" if v is None else b"\x08" + struct.pack("<d", v))


def _decimal(name: str, scale: int) -> Column:
    def write(value: Decimal | None) -> bytes:
        if value is None:
            return b"\x00"
        return b"\x11" + bytes([value >= 0]) + int(abs(value).scaleb(scale)).to_bytes(16, "little")

    return Column(name, b"\x6a\x11" + bytes([_BIGGEST, scale]), write)


def _day(name: str) -> Column:
    def write(value: dt.date | None) -> bytes:
        return b"\x00" if value is None else b"\x03" + (value.toordinal() - _DAY_ONE).to_bytes(3, "little")

    return Column(name, b"\x28", write)


def _moment(name: str) -> Column:
    def write(value: dt.datetime | None) -> bytes:
        if value is None:
            return b"\x00"
        ticks = ((value.hour * 60 + value.minute) * 60 + value.second) * 10**7 + value.microsecond * 10
        return b"\x08" + ticks.to_bytes(5, "little") + (value.toordinal() - _DAY_ONE).to_bytes(3, "little")

    return Column(name, b"\x2a\x07", write)


def _text(name: str) -> Column:
    def write(value: str | None) -> bytes:
        if value is None:
            return b"\xff\xff"
        if len(value) > LONGEST_TEXT:
            raise ValueError(f"Column {name} holds {len(value)} characters; an answer holds {LONGEST_TEXT}.")
        said = _wide(str(value))
        return struct.pack("<H", len(said)) + said

    return Column(name, b"\xe7" + struct.pack("<H", 2 * LONGEST_TEXT) + COLLATION, write)


_KINDS: dict[str, Callable[[str], Column]] = {
    "BOOLEAN": _bit,
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UBIGINT"), _whole),
    **dict.fromkeys(("FLOAT", "DOUBLE"), _real),
    "DATE": _day,
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"), _moment),
    "VARCHAR": _text,
}
