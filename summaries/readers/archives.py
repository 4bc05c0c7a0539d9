"""Zip archives opened with mistrust: real bytes are counted while they are inflated, names are never paths.

Used for .docx packages and for archives of documents. What the entries mean is the business of the callers.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from .errors import Unreadable
from .limits import MAX_ENTRIES, MAX_INFLATED, MAX_RATIO, RATIO_GRACE

_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER_BYTES = 30
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_CHUNK = 1 << 16


class Archive:
    """The entries of a zip file; all its streams draw on one budget of inflated bytes."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.budget = MAX_INFLATED
        # Entries stored without compression may be archives themselves, whose directories are counted here too.
        if data.count(_DIRECTORY_ENTRY) > 10 * MAX_ENTRIES:
            raise Unreadable("too_many_entries", name=name, limit=str(MAX_ENTRIES))
        with refusals(name):
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        self.entries = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(self._zip.infolist()) > MAX_ENTRIES:
            raise Unreadable("too_many_entries", name=name, limit=str(MAX_ENTRIES))
        _refuse_overlaps(self._zip.infolist(), name)

    def open(self, entry: zipfile.ZipInfo, limit: int) -> Inflating:
        """Return a stream of the entry's real bytes, which refuses to give more than `limit`."""
        if entry.flag_bits & _ENCRYPTED:
            raise Unreadable("password", name=self.name)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable("damaged", name=self.name)
        with refusals(self.name):
            return Inflating(self, entry, self._zip.open(entry), limit)

    def read(self, entry: zipfile.ZipInfo, limit: int) -> bytes:
        """Return an entry's bytes; raise Unreadable when they are more than `limit`."""
        return b"".join(iter(self.open(entry, limit).read, b""))


class Inflating:
    """A readable stream that counts; it ends in a refusal when more comes out than any document holds."""

    def __init__(self, archive: Archive, entry: zipfile.ZipInfo, stream: IO[bytes], limit: int) -> None:
        self._archive = archive
        self._allowed = min(limit, max(RATIO_GRACE, MAX_RATIO * entry.compress_size))
        self._stream = stream

    def read(self, size: int = _CHUNK) -> bytes:
        with refusals(self._archive.name):
            chunk = self._stream.read(size if size > 0 else _CHUNK)
        self._allowed -= len(chunk)
        self._archive.budget -= len(chunk)
        if self._allowed < 0 or self._archive.budget < 0:
            raise Unreadable("inflates", name=self._archive.name)
        return chunk


def shown_name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name to show and to tell the format by: no folders, GBK names restored."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", errors="replace")  # how zipfile read the bytes
        name = next((text for text in (_decoded(raw, "utf-8"), _decoded(raw, "gb18030")) if text), name)
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return "".join(char for char in last if char.isprintable())[-200:]


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _refuse_overlaps(entries: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse entries that share bytes: one bomb counted a thousand times."""
    end = 0
    for entry in sorted(entries, key=lambda info: info.header_offset):
        if entry.header_offset < end:
            raise Unreadable("inflates", name=name)
        end = entry.header_offset + _LOCAL_HEADER_BYTES + entry.compress_size


@contextmanager
def refusals(name: str) -> Iterator[None]:
    """Turn what zipfile and zlib raise on broken input into a refusal."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, OverflowError) as error:
        raise Unreadable("damaged", name=name) from error
    except RuntimeError as error:  # zipfile's way of saying "encrypted"
        raise Unreadable("password", name=name) from error
