"""What stands inside a paragraph: runs, fields, tracked changes, links, symbols – as the document's reader sees it.

Text boxes are handed back, because they hold paragraphs of their own; paragraphs and tables are walked in body.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..result import Draft
from ..symbols import symbol
from .styles import Styles
from .xml import Element, attribute, child, is_on, short

_PLAIN = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
    "w:softHyphen": "",
}
_OMITTED = {
    "w:commentReference": "comment",
    "w:footnoteReference": "footnote",
    "w:endnoteReference": "footnote",
    "w:control": "control",
}
# Properties, field instructions, phonetic guides: not text. (Phonetic guides repeat what their base says.)
_SILENT = frozenset({"w:rPr", "w:pPr", "w:instrText", "w:delText", "w:delInstrText", "w:sdtPr", "w:rt", "w:sectPr"})
_DELETED = frozenset({"w:del", "w:moveFrom"})
_SHAPES = frozenset({"w:drawing", "w:pict", "w:object"})
_SHAPE_KINDS = {
    "pic:pic": "picture",
    "v:imagedata": "picture",
    "c:chart": "chart",
    "dgm:relIds": "diagram",
    "o:OLEObject": "object",
}


class Inline:
    """Reads paragraph after paragraph; fields may run from one into the next."""

    def __init__(self, styles: Styles, draft: Draft) -> None:
        self._styles = styles
        self._draft = draft
        self._fields: list[str] = []  # of each open field: "code" until its separator, then "result"
        self._pieces: list[str] = []
        self._boxes: list[Element] = []
        self._readers: dict[str, Callable[[Element], None]] = {
            "w:t": self._text,
            "m:t": self._text,
            "w:r": self._run,
            "w:fldChar": self._field_character,
            "w:sym": self._symbol,
            "mc:AlternateContent": self._alternative,
            **dict.fromkeys(_DELETED, self._deleted),
            **dict.fromkeys(_SHAPES, self._shape),
        }

    def read(self, paragraph: Element) -> tuple[str, list[Element]]:
        """Return the text of a paragraph and the contents of the text boxes anchored in it."""
        self._pieces, self._boxes = [], []
        self._children(paragraph)
        # An instruction never runs on: a field that lost its end must not swallow the rest of the document.
        self._fields = [state for state in self._fields if state == "result"]
        return "".join(self._pieces), self._boxes

    def _children(self, node: Element) -> None:
        for each in node:
            name = short(each)
            if name in _SILENT or not name:
                continue
            if name in _PLAIN:
                self._put(_PLAIN[name])
            elif name in _OMITTED:
                self._draft.omit(_OMITTED[name])
            else:
                self._readers.get(name, self._children)(each)

    def _put(self, text: str) -> None:
        if "code" not in self._fields:
            self._pieces.append(text)

    def _text(self, node: Element) -> None:
        text = node.text or ""
        if text[:1].isspace() or text[-1:].isspace():
            preserved = node.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
            text = text if preserved else text.strip(" \t\r\n")
        self._put(text.replace("\r", "").replace("\n", " "))

    def _run(self, node: Element) -> None:
        properties = child(node, "w:rPr")
        if properties is not None and self._is_hidden(properties):
            self._draft.omit("hidden")
        else:
            self._children(node)

    def _is_hidden(self, properties: Element) -> bool:
        own = child(properties, "w:vanish")
        if own is not None:
            return is_on(own)
        return self._styles.hides(attribute(child(properties, "w:rStyle"), "val"))

    def _field_character(self, node: Element) -> None:
        kind = attribute(node, "fldCharType")
        if kind == "begin":
            self._fields.append("code")
        elif kind == "separate" and self._fields:
            self._fields[-1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _symbol(self, node: Element) -> None:
        try:
            char = symbol(int(attribute(node, "char") or "", 16), attribute(node, "font") or "")
        except ValueError:
            char = ""
        if char:
            self._put(char)
        else:
            self._draft.omit("symbol")

    def _alternative(self, node: Element) -> None:
        chosen = chosen_alternative(node)
        if chosen is not None:
            self._children(chosen)

    def _deleted(self, node: Element) -> None:
        self._draft.omit("deletion")

    def _shape(self, node: Element) -> None:
        """Keep the text boxes of a drawing, and say what else is in it."""
        kinds = []
        for each in _within_shape(node):
            if short(each) == "w:txbxContent":
                self._boxes.append(each)
            else:
                kinds.append(_SHAPE_KINDS[short(each)])
        if "object" in kinds:  # its picture only shows what the object holds
            kinds = ["object"]
        for kind in kinds:
            self._draft.omit(kind)


def chosen_alternative(node: Element) -> Element | None:
    """Return the branch of mc:AlternateContent that Word shows: the first choice, otherwise the fallback."""
    choice = child(node, "mc:Choice")
    return choice if choice is not None else child(node, "mc:Fallback")


def _within_shape(shape: Element) -> Iterator[Element]:
    """Yield text boxes (not what is in them), pictures, charts … of a drawing, in order."""
    stack = [shape]
    while stack:
        node = stack.pop()
        name = short(node)
        if name == "w:txbxContent" or name in _SHAPE_KINDS:
            yield node
        elif name == "mc:AlternateContent":
            chosen = chosen_alternative(node)
            stack.extend([chosen] if chosen is not None else [])
        else:
            stack.extend(reversed(node))
