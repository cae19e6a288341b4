"""Uploads kept by their content: the same file is stored once, however often it comes."""

from __future__ import annotations

import errno
import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

from aiop.files.gather import TABULAR
from aiop.files.reading.archive import extract_member, zip_members
from aiop.files.reading.source import Refused, is_zip
from aiop.loading.models import Load
from aiop.orgs.models import Org

FOLDER = "uploads"
COPY_BYTES = 1024 * 1024
DISK_FULL = "The disk is full, so the file could not be kept: tell an administrator, then upload it again."


def receive(org: Org, uploaded: UploadedFile[Any], by: str) -> list[Load]:
    """Keep an upload and open a load for it, or one for each table of a ZIP; raises Refused with the sentence to show."""
    name = PurePosixPath((uploaded.name or "upload").replace("\\", "/")).name
    if uploaded.size is not None and uploaded.size > settings.UPLOAD_MAX_BYTES:
        raise Refused(too_large(name))
    with disk_full_is_refused(), _in_passing(org) as folder:
        received = folder / "received"
        _write(received, uploaded.chunks(COPY_BYTES))
        if not is_zip(received):
            return [_open_load(org, received, name, by)]
        members = [member for member in zip_members(received) if PurePosixPath(member.name).suffix.lower() in TABULAR]
        if not members:
            raise Refused("There is no CSV or XLSX file in this archive: pack the exports themselves.")
        unpacked = [(extract_member(received, member, folder), PurePosixPath(member.name).name) for member in members]
        return [_open_load(org, path, member, by) for path, member in unpacked]


def stored_path(load: Load) -> Path:
    """Give where the upload of a load is kept; raises Refused when it is not there any more."""
    path = Path(settings.MEDIA_ROOT) / load.file
    if not load.file or not path.is_file():
        raise Refused("The uploaded file is not kept any more: upload it again.")
    return path


def loaded_before(load: Load) -> Load | None:
    """Give the latest load that brought in this very file."""
    same = Load.objects.for_org(load.org_id).filter(sha256=load.sha256, state=Load.State.APPLIED)
    found: Load | None = same.exclude(pk=load.pk).order_by("-applied_at").first() if load.sha256 else None
    return found


def folder_of(org: Org | int) -> Path:
    """Give the folder that holds an organisation's uploads."""
    return Path(settings.MEDIA_ROOT) / FOLDER / str(org if isinstance(org, int) else org.pk)


def too_large(name: str) -> str:
    """Say that a file is larger than what is taken."""
    most = settings.UPLOAD_MAX_BYTES / 1024**2
    return f"{name} is larger than {most:,.0f} MB, the most that is taken: export a shorter period."


@contextmanager
def disk_full_is_refused() -> Iterator[None]:
    """Turn a full disk into the sentence that says so."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise Refused(DISK_FULL) from error
        raise


def _open_load(org: Org, path: Path, name: str, by: str) -> Load:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    size = path.stat().st_size
    path.replace(folder_of(org) / digest)
    kept = f"{FOLDER}/{org.pk}/{digest}"
    return Load.objects.create(org=org, file_name=name[:200], file=kept, sha256=digest, size=size, actor=by)


@contextmanager
def _in_passing(org: Org) -> Iterator[Path]:
    """Give a folder beside the kept files, so that keeping one is a rename and never half a file."""
    kept = folder_of(org)
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="incoming-", dir=kept) as folder:
        yield Path(folder)


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    size = 0
    with path.open("wb") as sink:
        for chunk in chunks:
            size += len(chunk)
            if size > settings.UPLOAD_MAX_BYTES:
                raise Refused(too_large("This file"))
            sink.write(chunk)


class CappedUpload(TemporaryFileUploadHandler):
    """Streams uploads to disk and stops at the cap or a full disk, before the view; the view reads why from the request."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a chunk, unless there is a reason to stop."""
        if start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            self._stop(too_large(str(self.file_name)))
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self._stop(DISK_FULL)

    def _stop(self, reason: str) -> None:
        self.request.upload_refused = reason  # type: ignore[union-attr]
        raise StopUpload(connection_reset=False)
