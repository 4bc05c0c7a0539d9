"""What styles give a paragraph or a run: its numbering and whether it is hidden, through basedOn."""

from __future__ import annotations

from collections.abc import Iterator

from .xml import Element, attribute, child, children, is_on, number

_MAX_CHAIN = 30  # Word itself allows ten styles on one another


class Styles:
    """The styles of a document by their id; empty for a document without any."""

    def __init__(self, root: Element | None = None) -> None:
        self._styles: dict[str, Element] = {}
        self._default = ""
        for style in children(root, "w:style") if root is not None else ():
            identifier = attribute(style, "styleId") or ""
            self._styles.setdefault(identifier, style)
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
                self._default = identifier

    def numbering(self, style: str | None) -> tuple[int | None, int | None, str]:
        """Return (numId, level, the style that says so) of a paragraph style; None for what no style says.

        Heading 2 often says only its level and takes the list from the heading 1 that it is based on.
        """
        num, level, origin = None, None, ""
        for identifier, each in self._chain(style or self._default):
            numbering = child(each, "w:pPr", "w:numPr")
            if numbering is None:
                continue
            if level is None:
                level = number(child(numbering, "w:ilvl"))
            if num is None:
                num = number(child(numbering, "w:numId"))
                origin = identifier
            if num is not None and level is not None:
                break
        return num, level, origin

    def hides(self, style: str | None) -> bool:
        """Tell whether text in this character style is hidden."""
        for _identifier, each in self._chain(style or ""):
            vanish = child(each, "w:rPr", "w:vanish")
            if vanish is not None:
                return is_on(vanish)
        return False

    def _chain(self, style: str) -> Iterator[tuple[str, Element]]:
        """Yield a style and those it is based on, nearest first."""
        for _step in range(_MAX_CHAIN):
            found = self._styles.get(style)
            if found is None:
                return
            yield style, found
            style = attribute(child(found, "w:basedOn"), "val") or ""
