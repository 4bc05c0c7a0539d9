"""The blocks of a document: paragraphs with their numbers, tables as lines, content controls, text boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import Unreadable
from ..limits import MAX_DEPTH
from ..result import Draft
from .inline import Inline, chosen_alternative
from .numbering import Numbering
from .xml import Element, attribute, child, number, short

_TRANSPARENT = frozenset({"w:sdtContent", "w:sdt", "w:customXml", "w:ins", "w:moveTo", "w:smartTag", "w:txbxContent"})
_DELETED = frozenset({"w:del", "w:moveFrom"})
_MAX_SPAN = 63  # columns of a table in Word


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text, and what of the original begins with it: "paragraph", "table" or nothing."""

    text: str
    begins: str = ""


class Body:
    """Turns blocks into lines, in the order in which Word numbers them."""

    def __init__(self, inline: Inline, numbering: Numbering, draft: Draft) -> None:
        self._inline = inline
        self._numbering = numbering
        self._draft = draft
        self._carried = ""  # text of paragraphs whose end was deleted: it belongs to the next one
        self._depth = 0

    def lines(self, block: Element) -> list[Line]:
        """Return the lines of a block."""
        name = short(block)
        if name == "w:p":
            return self._paragraph(block)
        if name == "w:tbl":
            return self._table(block)
        if name == "mc:AlternateContent":
            chosen = chosen_alternative(block)
            return self._inside(chosen) if chosen is not None else []
        if name in _TRANSPARENT:
            return self._inside(block)
        if name in _DELETED:
            self._draft.omit("deletion")
        elif name == "w:altChunk":
            self._draft.omit("object")
        return []

    def rest(self) -> list[Line]:
        """Return what is left at the end of the document."""
        return [Line(self._carried, "paragraph")] if self._carried else []

    def _inside(self, container: Element) -> list[Line]:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Unreadable("too_deep", name=self._draft.name)
        lines = [line for each in container for line in self.lines(each)]
        self._depth -= 1
        return lines

    def _paragraph(self, node: Element) -> list[Line]:
        properties = child(node, "w:pPr")
        own, boxes = self._inline.read(node)
        text = self._carried + own
        self._carried = ""
        if _has_deleted_end(properties):
            self._carried = text
            shown = []
        else:
            label = self._numbering.label(properties)
            text = label.before(text) if label else text
            shown = [Line(text, "paragraph" if text.strip() else "")]
        return shown + [line for box in boxes for line in self._inside(box)]

    def _table(self, table: Element) -> list[Line]:
        """Return one line a row; a table of one column only frames its paragraphs, which stay as they are."""
        rows = [list(self._cells(row)) for row in self._rows(table)]
        if all(len(cells) == 1 for cells in rows):
            return [line for cells in rows for line in cells[0]]
        lines = [Line("\t".join(_flat(cell) for cell in cells).rstrip("\t")) for cells in rows]
        return [Line(lines[0].text, "table"), *lines[1:]] if lines else []

    def _rows(self, table: Element) -> Iterator[Element]:
        for row in _found(table, "w:tr"):
            if child(row, "w:trPr", "w:del") is None:
                yield row
            else:
                self._draft.omit("deletion")

    def _cells(self, row: Element) -> Iterator[list[Line]]:
        """Yield the lines of each cell of the grid; what a cell is merged over is empty."""
        for _column in range(min(number(child(row, "w:trPr", "w:gridBefore")) or 0, _MAX_SPAN)):
            yield []
        for cell in _found(row, "w:tc"):
            properties = child(cell, "w:tcPr")
            lines = self._inside(cell)
            yield [] if _continues_merge(properties) else lines
            for _column in range(min(number(child(properties, "w:gridSpan")) or 1, _MAX_SPAN) - 1):
                yield []


def _has_deleted_end(properties: Element | None) -> bool:
    mark = child(properties, "w:rPr")
    return child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None


def _continues_merge(properties: Element | None) -> bool:
    """Tell whether a cell only continues the one above it (vMerge) or before it (hMerge)."""
    merges = (child(properties, name) for name in ("w:vMerge", "w:hMerge"))
    return any(merge is not None and attribute(merge, "val") != "restart" for merge in merges)


def _found(container: Element, name: str) -> Iterator[Element]:
    """Yield rows of a table or cells of a row, through content controls around them."""
    for each in container:
        if short(each) == name:
            yield each
        elif short(each) in _TRANSPARENT:
            yield from _found(each, name)


def _flat(lines: list[Line]) -> str:
    """Return a cell's lines on one line: no line ends and no tabs, which separate rows and cells."""
    texts = (" ".join(line.text.split()) if "\n" in line.text or "\t" in line.text else line.text for line in lines)
    return " ".join(stripped for text in texts if (stripped := text.strip()))
