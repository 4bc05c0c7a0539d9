"""The door: from a file's bytes and name to its text, or a refusal; and what no reader may return."""

from importlib import import_module

from .errors import Unreadable
from .formats import READERS, format_of
from .limits import MAX_BYTES, MAX_CHARS, MAX_LINE_CHARS, MAX_LINES
from .result import Reading
from .unpacking import Member, unpack


def read(data: bytes, name: str) -> Reading:
    """Read one document; raise Unreadable with a sentence when that is not possible."""
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large", name=name, limit=f"{MAX_BYTES // 1024 // 1024} MB")
    reader = import_module(f".{READERS[format_of(data, name)]}", __package__)
    reading: Reading = reader.read_document(data, name)
    _refuse_by_content(reading.text, name)
    return reading


def read_many(data: bytes, name: str) -> list[Reading | Unreadable]:
    """Read every document of an archive, or the one document that the file is; refusals stand in their place."""
    return [each if isinstance(each, Unreadable) else _read_or_refusal(each) for each in unpack(data, name)]


def _read_or_refusal(member: Member) -> Reading | Unreadable:
    try:
        return read(member.data, member.name)
    except Unreadable as refusal:
        return refusal


def _refuse_by_content(text: str, name: str) -> None:
    if not text.strip("\ufeff \t\n\u3000\x0b\x0c"):
        raise Unreadable("empty", name=name)
    if len(text) > MAX_CHARS:
        raise Unreadable("too_long", name=name, limit=str(MAX_CHARS))
    if text.count("\n") >= MAX_LINES:
        raise Unreadable("too_many_lines", name=name, limit=str(MAX_LINES))
    if max(map(len, text.split("\n"))) > MAX_LINE_CHARS:
        raise Unreadable("line_too_long", name=name, limit=str(MAX_LINE_CHARS))
