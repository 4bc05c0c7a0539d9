"""Automatic numbering: the 一、（一）1. ① that Word shows before a paragraph and that stand nowhere in its text.

Word keeps one set of counters for each abstract list; lists that only refer to the same one go on counting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..labels import Label
from ..numerals import numeral
from ..symbols import bullet
from .styles import Styles
from .xml import Element, attribute, child, children, is_on, number

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_MAX_LINKS = 10


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and looks."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None  # 0: never; n: when a level up to the n-th (from 1) was used; None: any higher one
    legal: bool = False
    font: str = ""
    paragraph_style: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A numbered list: its levels, whose counters it moves, and where it starts anew when it is first used."""

    counters: int
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of a document and their counters; labels must be asked for in the order of the paragraphs."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[int, Element] = {}
        self._nums: dict[int, Element] = {}
        self._lists: dict[int, List | None] = {}
        self._counts: dict[int, list[int | None]] = {}
        self._started: set[tuple[int, int]] = set()
        if root is not None:
            self._abstract = _by_id(root, "w:abstractNum", "abstractNumId")
            self._nums = _by_id(root, "w:num", "numId")

    def label(self, properties: Element | None) -> Label | None:
        """Count a paragraph with these properties (w:pPr) and return what Word shows before it, None for nothing."""
        num, index = self._which(properties)
        found = self._list(num) if num else None
        level = found.levels.get(index) if found else None
        if found is None or level is None:
            return None
        counts = self._count(num, found, index)
        if level.style == "bullet":
            shown = bullet(level.text, level.font)
        else:
            shown = _PLACEHOLDER.sub(lambda match: _shown(found, level, counts, int(match[1]) - 1), level.text)
        return Label(shown, level.suffix) if shown else None

    def _which(self, properties: Element | None) -> tuple[int, int]:
        """Return (numId, level from 0); numId 0 is no list. The paragraph's own word comes before its style's."""
        own = child(properties, "w:numPr")
        num, level = number(child(own, "w:numId")), number(child(own, "w:ilvl"))
        if num is None:
            style_num, style_level, origin = self._styles.numbering(attribute(child(properties, "w:pStyle"), "val"))
            num = style_num
            if level is None:
                level = style_level if style_level is not None else self._level_of_style(num, origin)
        return num or 0, min(max(level or 0, 0), _LEVELS - 1)

    def _level_of_style(self, num: int | None, style: str) -> int:
        """Return the level that says it belongs to this style (w:lvl/w:pStyle)."""
        found = self._list(num) if num else None
        levels = found.levels.items() if found else ()
        return next((index for index, level in levels if level.paragraph_style == style), 0)

    def _list(self, num: int) -> List | None:
        if num not in self._lists:
            self._lists[num] = self._read_list(num)
        return self._lists[num]

    def _read_list(self, num: int) -> List | None:
        node = self._nums.get(num)
        abstract = self._abstract_of(node)
        if node is None or abstract is None:
            return None
        levels = {number(each, "ilvl") or 0: _level(each) for each in children(abstract, "w:lvl")}
        starts = {}
        for override in children(node, "w:lvlOverride"):
            index = number(override, "ilvl") or 0
            own = child(override, "w:lvl")
            if own is not None:
                levels[index] = _level(own)
            start = number(child(override, "w:startOverride"))
            if start is not None:
                starts[index] = start
                levels[index] = replace(levels.get(index, Level()), start=start)
        return List(number(abstract, "abstractNumId") or 0, levels, starts)

    def _abstract_of(self, node: Element | None) -> Element | None:
        """Return the definition that a list refers to, through numbering styles (w:numStyleLink)."""
        for _step in range(_MAX_LINKS):
            identifier = number(child(node, "w:abstractNumId"))
            abstract = self._abstract.get(identifier) if identifier is not None else None
            link = attribute(child(abstract, "w:numStyleLink"), "val")
            if not link:
                return abstract
            num, _level_unused, _origin = self._styles.numbering(link)
            node = self._nums.get(num) if num is not None else None
        return None

    def _count(self, num: int, found: List, index: int) -> list[int | None]:
        counts = self._counts.setdefault(found.counters, [None] * _LEVELS)
        current = counts[index]
        if index in found.starts and (num, index) not in self._started:
            current = None
        self._started.add((num, index))
        level = found.levels[index]
        counts[index] = level.start if current is None else current + 1
        for deeper in range(index + 1, _LEVELS):
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or index < restart:
                counts[deeper] = None
        return counts


def _shown(found: List, level: Level, counts: list[int | None], index: int) -> str:
    """Return how a level's count is written; a level that was never used counts as started."""
    other = found.levels.get(index, Level())
    count = counts[index]
    style = "decimal" if level.legal and other.style not in ("none", "bullet") else other.style
    return "" if style == "bullet" else numeral(other.start if count is None else count, style)


def _level(node: Element) -> Level:
    start = number(child(node, "w:start"))
    return Level(
        start=0 if start is None else start,
        style=_number_format(node),
        text=attribute(child(node, "w:lvlText"), "val") or "",
        suffix=attribute(child(node, "w:suff"), "val") or "tab",
        restart=number(child(node, "w:lvlRestart")),
        legal=is_on(child(node, "w:isLgl")),
        font=attribute(child(node, "w:rPr", "w:rFonts"), "ascii") or "",
        paragraph_style=attribute(child(node, "w:pStyle"), "val") or "",
    )


def _number_format(node: Element) -> str:
    """Return the number format of a level; newer ones hide in an alternative whose fallback every Word knows."""
    plain = child(node, "w:numFmt")
    if plain is None:
        plain = child(node, "mc:AlternateContent", "mc:Fallback", "w:numFmt")
    return attribute(plain, "val") or "decimal"


def _by_id(root: Element, name: str, key: str) -> dict[int, Element]:
    found: dict[int, Element] = {}
    for node in children(root, name):
        identifier = number(node, key)
        if identifier is not None:
            found.setdefault(identifier, node)
    return found
