"""The parts of a .docx package and how they refer to one another; what stands in them is read elsewhere."""

from __future__ import annotations

import posixpath
import zipfile

from ..archives import Archive, Inflating
from ..errors import Unreadable
from ..limits import MAX_PART
from .xml import Element, parse

_MAIN = "word/document.xml"
_DOCUMENT = "officeDocument"


class Package:
    """A .docx file: its main part and the parts that belong to it, each found by its kind."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._archive = Archive(data, name)
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for entry in self._archive.entries:
            path = _normal(entry.filename)
            if path in self._parts:  # two parts of one name: programs would read different documents
                raise Unreadable("damaged", name=name)
            self._parts[path] = entry
        self._main = next((path for kind, path in self._related("") if kind == _DOCUMENT), _MAIN)
        if self._main not in self._parts:
            raise Unreadable("damaged", name=name)
        self._of_main = self._related(self._main)

    def main(self) -> Inflating:
        """Return the stream of the main part."""
        return self._open(self._main)

    def part(self, kind: str) -> Element | None:
        """Return the root of the main part's styles, numbering …, or None when it has none."""
        return next(iter(self.parts(kind)), None)

    def parts(self, kind: str) -> list[Element]:
        """Return the roots of all parts of a kind: a document has several headers."""
        paths = [path for each, path in self._of_main if each == kind and path in self._parts]
        return [parse(self._open(path), self.name) for path in paths]

    def _open(self, path: str) -> Inflating:
        return self._archive.open(self._parts[path], MAX_PART)

    def _related(self, source: str) -> list[tuple[str, str]]:
        """Return (kind, path) of the parts that a part refers to; `source` "" is the package itself."""
        folder, _, file = source.rpartition("/")
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if path not in self._parts:
            return []
        return [
            (each.get("Type", "").rpartition("/")[2], _normal(posixpath.join("/" + folder, each.get("Target", ""))))
            for each in parse(self._open(path), self.name)
            if isinstance(each.tag, str) and each.get("TargetMode") != "External"
        ]


def _normal(path: str) -> str:
    """Return the key of a part: names differ in case, slashes and dots only by sloppiness."""
    return posixpath.normpath("/" + path.replace("\\", "/")).lstrip("/").casefold()
