"""Documents on a disk: from the paths that a command was given to files and their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from summaries.readers import ARCHIVES, MAX_BYTES, SUFFIXES, Unreadable

KINDS = (*SUFFIXES, *ARCHIVES)


class NoDocument(Exception):
    """A path leads to nothing that can be read; str() is a sentence that says what to do."""


@dataclass(frozen=True)
class Found:
    """A file to be read, or the sentence why there is none at `path`."""

    path: Path
    refusal: str = ""


def find_documents(paths: Iterable[Path]) -> Iterator[Found]:
    """Yield the files that are named, and those below the folders that are named, in order of their names."""
    for path in paths:
        if path.is_dir():
            yield from _below(path)
        elif path.exists():
            yield Found(path)
        else:
            yield Found(path, _("There is no such file or folder; please check the path."))


def _below(folder: Path) -> Iterator[Found]:
    documents = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix.lower() in KINDS and not path.name.startswith((".", "~$"))
    ]
    if not documents:
        kinds = "、".join(KINDS)
        yield Found(folder, _("The folder holds no documents; put %(kinds)s files into it.") % {"kinds": kinds})
    yield from map(Found, documents)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; raise NoDocument or Unreadable, never reading more than a summary can have."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Unreadable("too_large", name=path.name, limit=f"{MAX_BYTES // 1024 // 1024} MB")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NoDocument(_("The file can't be opened (%(reason)s).") % {"reason": reason}) from error
