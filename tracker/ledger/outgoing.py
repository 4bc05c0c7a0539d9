"""Files of the ledger on their way out: which kinds there are, and a sheet as the bytes of one, piece by piece."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from wsgiref.util import FileWrapper

from django.utils.translation import get_language, override

from tracker.ledger.plain import csv_lines, json_chunks
from tracker.ledger.sheet import Sheet
from tracker.ledger.workbook import write_workbook

_PIECE = 1 << 16


@dataclass(frozen=True)
class Format:
    """A kind of file: its suffix and name, and what makes its bytes of a sheet."""

    suffix: str
    name: str
    content_type: str
    content: Callable[[Sheet], Iterable[bytes]]


def _workbook(sheet: Sheet) -> Iterable[bytes]:
    """Write a workbook on the disk, where it may be as large as it likes, and hand it out."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 – closed with the response
    write_workbook(sheet, target)
    target.seek(0)
    return FileWrapper(target, _PIECE)


def _encoded(lines: Callable[[Sheet], Iterator[str]]) -> Callable[[Sheet], Iterator[bytes]]:
    """Return what gives the lines as bytes in larger pieces, in the language of who asked for them."""

    def content(sheet: Sheet) -> Iterator[bytes]:
        return _joined(lines(sheet), get_language())

    return content


def _joined(lines: Iterator[str], language: str | None) -> Iterator[bytes]:
    while True:
        piece, size = [], 0
        with override(language):  # the request may be over by the time that a piece is made
            for line in lines:
                piece.append(line.encode())
                size += len(piece[-1])
                if size >= _PIECE:
                    break
        if not piece:
            return
        yield b"".join(piece)


FORMATS = {
    each.suffix: each
    for each in (
        Format("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
        Format("csv", "CSV", "text/csv; charset=utf-8", _encoded(csv_lines)),
        Format("json", "JSON", "application/json", _encoded(json_chunks)),
    )
}
