"""ZIP archives opened with care: sizes are known before a byte is inflated, and no member can leave its folder."""

import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from aiop.files.reading.table import Limits, Refused

COPY_BYTES = 256 * 1024
# Small files may compress at any ratio without harm; XML of an empty-looking sheet often does.
RATIO_MATTERS_BYTES = 50_000_000
NOISE = ("__MACOSX/",)
NOISE_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
DAMAGED = "The file is damaged or only half of it arrived: export it again and upload the new file."


@dataclass(frozen=True, slots=True)
class ZipMember:
    """One file of an archive: its name as stored and its size unpacked, in bytes."""

    name: str
    size: int


def check_inflation(archive: zipfile.ZipFile, packed_bytes: int, limits: Limits) -> None:
    """Refuse an archive by its directory alone: too many members, too large unpacked, or packed suspiciously tight."""
    members = archive.infolist()
    if len(members) > limits.archive_members:
        raise Refused(
            f"The file has {len(members):,} parts inside, and {limits.archive_members:,} is the most that is taken."
        )
    inflated = sum(member.file_size for member in members)
    if inflated > limits.inflated_bytes:
        raise Refused(
            f"The file unpacks to {inflated:,} bytes, and {limits.inflated_bytes:,} is the most that is taken: split it."
        )
    if inflated > RATIO_MATTERS_BYTES and inflated > limits.ratio * max(1, packed_bytes):
        raise Refused("The file unpacks to far more than its size, as a trap does: save it again as CSV.")


def zip_members(path: Path, limits: Limits | None = None) -> tuple[ZipMember, ...]:
    """List the files of an archive without unpacking; raises Refused for bombs, passwords, links and escaping paths."""
    bounds = limits or Limits()
    try:
        with zipfile.ZipFile(path) as archive:
            check_inflation(archive, path.stat().st_size, bounds)
            kept = [info for info in archive.infolist() if not _is_noise(info)]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused(DAMAGED) from error
    for info in kept:
        _check_member(info)
    return tuple(ZipMember(info.filename, info.file_size) for info in kept)


def extract_member(path: Path, member: ZipMember, folder: Path) -> Path:
    """Unpack one listed member into a folder as a stream, under its bare name, and give the new file's path.

    A name already taken gets a number. Raises Refused when the member is damaged or longer than listed.
    """
    target = _free(folder / PurePosixPath(member.name).name)
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member.name) as source, target.open("xb") as sink:
            written = 0
            while chunk := source.read(COPY_BYTES):
                written += len(chunk)
                if written > member.size:
                    raise Refused(DAMAGED)
                sink.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, NotImplementedError, Refused) as error:
        target.unlink(missing_ok=True)
        raise Refused(DAMAGED) from error
    return target


def _is_noise(info: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(info.filename).name.casefold()
    return info.is_dir() or info.filename.startswith(NOISE) or name in NOISE_NAMES or name.startswith("._")


def _check_member(info: zipfile.ZipInfo) -> None:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in info.filename:
        raise Refused("The archive holds a file with a path that leads out of it: pack the plain files again.")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Refused("The archive holds a link instead of a file: pack the plain files again.")
    if info.flag_bits & 0x1:
        raise Refused("The archive is protected by a password: pack it without one.")


def _free(target: Path) -> Path:
    candidate, number = target, 1
    while candidate.exists():
        number += 1
        candidate = target.with_stem(f"{target.stem} ({number})")
    return candidate
