"""XML of Word files without its dangers, under short names: `w:p` whichever of the two standards was written.

Transitional and strict documents use different namespaces for the same things; both come out as one name here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from lxml import etree

from ..errors import Unreadable

_NAMESPACES = {
    "w": (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ),
    "m": (
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "http://purl.oclc.org/ooxml/officeDocument/math",
    ),
    "c": ("http://schemas.openxmlformats.org/drawingml/2006/chart", "http://purl.oclc.org/ooxml/drawingml/chart"),
    "pic": ("http://schemas.openxmlformats.org/drawingml/2006/picture", "http://purl.oclc.org/ooxml/drawingml/picture"),
    "dgm": ("http://schemas.openxmlformats.org/drawingml/2006/diagram", "http://purl.oclc.org/ooxml/drawingml/diagram"),
    "mc": ("http://schemas.openxmlformats.org/markup-compatibility/2006",),
    "v": ("urn:schemas-microsoft-com:vml",),
    "o": ("urn:schemas-microsoft-com:office:office",),
}
_PREFIXES = {space: prefix for prefix, spaces in _NAMESPACES.items() for space in spaces}
_BLOCKS = ("p", "tbl", "sdt", "customXml", "altChunk", "ins", "del", "moveTo", "moveFrom")
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}

Element = etree._Element


class Stream(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def short(node: Element) -> str:
    """Return "w:p" for a paragraph of either standard; the bare local name for namespaces of no interest."""
    tag = node.tag
    if not isinstance(tag, str):  # a comment or a processing instruction
        return ""
    space, _, local = tag.rpartition("}")
    prefix = _PREFIXES.get(space[1:])
    return f"{prefix}:{local}" if prefix else local


def attribute(node: Element | None, name: str) -> str | None:
    """Return the value of an attribute in Word's namespace, or None."""
    if node is None:
        return None
    for space in _NAMESPACES["w"]:
        value = node.get(f"{{{space}}}{name}")
        if value is not None:
            return value
    return None


def number(node: Element | None, name: str = "val") -> int | None:
    """Return the value of an attribute as a number; None when there is none, or nonsense."""
    value = attribute(node, name)
    try:
        return int(value) if value is not None and len(value) < 10 else None
    except ValueError:
        return None


def is_on(node: Element | None) -> bool:
    """Tell whether a property such as <w:vanish/> is there and not switched off."""
    return node is not None and attribute(node, "val") not in ("0", "false", "off")


def child(node: Element | None, *path: str) -> Element | None:
    """Return the first descendant along a path of short names, or None."""
    for name in path:
        if node is None:
            return None
        node = next((each for each in node if short(each) == name), None)
    return node


def children(node: Element, name: str) -> Iterator[Element]:
    """Yield the children of that short name."""
    return (each for each in node if short(each) == name)


def parse(stream: Stream, name: str) -> Element:
    """Return the root of a small part."""
    with _refusals(name):
        tree = etree.parse(stream, etree.XMLParser(**_SAFE))
        _refuse_entities(tree.docinfo, name)
        return tree.getroot()


def blocks_of_body(stream: Stream, name: str) -> Iterator[Element]:
    """Yield the paragraphs, tables … of a main part as they are parsed, each forgotten before the next.

    A document of 60 MB of XML would need ten times as much memory as a tree.
    """
    tags = [f"{{{space}}}{block}" for space in _NAMESPACES["w"] for block in _BLOCKS]
    tags += [f"{{{space}}}AlternateContent" for space in _NAMESPACES["mc"]]
    parsing = etree.iterparse(stream, events=("end",), tag=tags, **_SAFE)
    body_found = False
    while (node := _next(parsing, name)) is not None:
        parent = node.getparent()
        if parent is None or short(parent) != "w:body":
            continue
        if not body_found:
            _refuse_entities(node.getroottree().docinfo, name)
            body_found = True
        yield node
        node.clear()
        while (before := node.getprevious()) is not None:
            parent.remove(before)
    if not body_found and short(parsing.root) != "w:document":
        raise Unreadable("damaged", name=name)


def _next(parsing: etree.iterparse, name: str) -> Element | None:
    with _refusals(name):
        return next((node for _event, node in parsing), None)


def _refuse_entities(docinfo: etree.DocInfo, name: str) -> None:
    if docinfo.internalDTD is not None:
        raise Unreadable("entities", name=name)


@contextmanager
def _refusals(name: str) -> Iterator[None]:
    try:
        yield
    except etree.XMLSyntaxError as error:
        text = str(error).lower()
        raise Unreadable(_code_of(text), name=name) from error


def _code_of(text: str) -> str:
    if "depth" in text:
        return "too_deep"
    return "entities" if "entit" in text and ("loop" in text or "amplification" in text) else "damaged"
