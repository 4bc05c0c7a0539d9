"""Archives of documents: which of their entries are documents, under which names, and which are refused."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from .archives import Archive, shown_name
from .errors import Unreadable
from .formats import ARCHIVES, SUFFIXES, suffix_of
from .limits import MAX_BYTES
from .sniffing import sniff


@dataclass(frozen=True, slots=True)
class Member:
    """A document out of an archive; its name is only shown, never used as a path."""

    name: str
    data: bytes


def unpack(data: bytes, name: str) -> Iterator[Member | Unreadable]:
    """Yield the documents of an archive one by one, so that only one is in memory; or the file itself."""
    if suffix_of(name) not in ARCHIVES:
        yield Member(name, data)
        return
    try:
        yield from _members(data, name)
    except Unreadable as refusal:
        yield refusal


def _members(data: bytes, name: str) -> Iterator[Member | Unreadable]:
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large", name=name, limit=f"{MAX_BYTES // 1024 // 1024} MB")
    found = sniff(data, name)
    if found in SUFFIXES:  # a .docx that somebody renamed
        yield Member(PurePath(name).stem + found, data)
        return
    archive = Archive(data, name)
    entries = [(entry, shown) for entry in archive.entries if not _is_litter(shown := shown_name(entry))]
    if not entries:
        raise Unreadable("no_documents", name=name, allowed=" / ".join(SUFFIXES))
    for entry, shown in entries:
        yield _member(archive, entry, shown)


def _member(archive: Archive, entry: zipfile.ZipInfo, shown: str) -> Member | Unreadable:
    if suffix_of(shown) in ARCHIVES:
        return Unreadable("nested_archive", name=shown)
    if suffix_of(shown) not in SUFFIXES:
        return Unreadable("suffix", name=shown, allowed=" / ".join(SUFFIXES))
    try:
        return Member(shown, archive.read(entry, MAX_BYTES))
    except Unreadable as refusal:
        return Unreadable(refusal.code, **{**refusal.params, "name": shown})


def _is_litter(name: str) -> bool:
    """Tell what Word and the systems leave lying about: ~$lock.docx, .DS_Store, ._resource."""
    return not name or name.startswith(("~$", ".")) or name.lower() in ("thumbs.db", "desktop.ini")
