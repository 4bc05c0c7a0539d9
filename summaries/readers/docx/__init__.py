"""Word documents (.docx): the text as its reader sees it, with the automatic numbers that stand nowhere in the file.

A walker of our own, because the libraries lose automatic numbers, tracked insertions, content controls and text boxes.
"""

from __future__ import annotations

from ..result import Draft, Reading
from .body import Body
from .inline import Inline
from .numbering import Numbering
from .package import Package
from .styles import Styles
from .xml import Element, blocks_of_body, short


def read_document(data: bytes, name: str) -> Reading:
    """Read a .docx file."""
    package = Package(data, name)
    draft = Draft(name)
    styles = Styles(package.part("styles"))
    body = Body(Inline(styles, draft), Numbering(package.part("numbering"), styles), draft)
    for block in blocks_of_body(package.main(), name):
        for line in body.lines(block):
            if line.begins:
                draft.place(line.begins)
            draft.line(line.text)
    for line in body.rest():
        draft.line(line.text)
    _omit_headers(package, draft)
    return draft.reading("docx")


def _omit_headers(package: Package, draft: Draft) -> None:
    """Say how many headers and footers have words in them; page numbers are none."""
    texts = {_words(part) for kind in ("header", "footer") for part in package.parts(kind)}
    count = sum(any(char.isalpha() for char in text) for text in texts)
    if count:
        draft.omit("header", count)


def _words(part: Element) -> str:
    return "".join(node.text or "" for node in part.iter() if short(node) == "w:t")
