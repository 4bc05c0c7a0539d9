"""The contents (目录) at the head of a compilation: its lines and entries. Titles in the text are found in split.py."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from .enumerators import read_marker
from .lexicon import shapes
from .lines import Line

_HEADING = re.compile(shapes.CONTENTS_HEADING)
_ENTRY = re.compile(shapes.CONTENTS_ENTRY)
_GLUED_PAGE = re.compile(shapes.CONTENTS_GLUED_PAGE)
# Without the word 目录 above them, this many lines with page numbers in a row make one.
_MIN_ENTRIES = 3
_ENTRY_MAX = 120
_HEADING_MAX = 10
# Entries of a converted file run together: 3 研究进展. 73.1 总体进展. 3.2 ….
_DECIMALS = re.compile(r"\d\.\d")
_GLUED_MAX = 1200
_DOTTED_MAX = 20
_AROUND, _BLANKS = "《》#* ", "\t　"
_SAME = str.maketrans(
    {char: kind for kind, group in (("（", "([〔【"), ("）", ")]〕】"), ("“", "”‘’\"'")) for char in group}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    title: str
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Contents:
    """All entries of all contents lists, the starts of the lines that they take up, and their titles in normal form."""

    entries: tuple[Entry, ...]
    line_starts: frozenset[int]
    listed: frozenset[str]


def find_contents(lines: Sequence[Line]) -> Contents:
    """Return the contents of a text; it may have several, or none."""
    entries: list[Entry] = []
    taken: set[int] = set()
    index = 0
    while index < len(lines):
        line = lines[index].text
        headed = len(line) <= _HEADING_MAX and bool(_HEADING.match(line))
        if not headed and not "0" <= line[-1] <= "9":
            index += 1
            continue
        found = _entries_from(lines, index + headed, headed=headed)
        if headed or len(found) >= _MIN_ENTRIES:
            entries += found
            taken.update(line.start for line in lines[index : index + headed + len(found)])
            index += headed + len(found)
        else:
            index += max(1, len(found))
    listed = frozenset(normal(title) for entry in entries for title in (entry.title, bare(entry.title)))
    return Contents(tuple(entries), frozenset(taken), listed)


def _entries_from(lines: Sequence[Line], index: int, *, headed: bool) -> list[Entry]:
    found: list[Entry] = []
    titles: set[str] = set()
    while index < len(lines) and not (found and lines[index].text[0] == "#"):
        entry = _entry(lines[index], headed=headed)
        if entry is None or (entry.page is None and _all_paged(found)):
            break
        title = normal(entry.title)
        if title in titles:
            break
        titles.add(title)
        found.append(entry)
        index += 1
    return found if not headed else _until_repeat(lines, found, index)


def _all_paged(entries: Sequence[Entry]) -> bool:
    """Tell whether all entries so far name their page: a line that names none is the first title of the text."""
    return len(entries) > 1 and all(entry.page is not None for entry in entries)


def _until_repeat(lines: Sequence[Line], found: list[Entry], index: int) -> list[Entry]:
    """A list without page numbers ends where its first title comes again as the first title of the text."""
    if found and all(entry.page is None for entry in found) and index >= len(lines):
        return []
    return found


def _entry(line: Line, *, headed: bool) -> Entry | None:
    if len(line.text) > _ENTRY_MAX and not (headed and len(_DECIMALS.findall(line.text[:_GLUED_MAX])) > 2):
        return None
    match = _ENTRY.match(line.text) or (_GLUED_PAGE.match(line.text) if headed else None)
    if match:
        return Entry(match.group("title").strip(), int(match.group("page")), line.start, line.end)
    ends = line.text[-1] not in "。；：:，！" or (len(line.text) <= _DOTTED_MAX and read_marker(line.text) is not None)
    is_title = headed and (len(line.text) <= 50 or len(_DECIMALS.findall(line.text)) > 2) and ends
    return Entry(line.text, None, line.start, line.end) if is_title else None


def bare(title: str) -> str:
    """Return a title without the number that the contents give it, 「1.2021年工作总结」."""
    marker = read_marker(title)
    return title[marker.end :] if marker else title


def normal(title: str) -> str:
    """Return a title without white space, brackets and quotes made one kind: what comparison needs."""
    words = "".join(title.split())
    return words if words.isalnum() else words.translate(_SAME).strip(_AROUND)


def initials_of(listed: Set[str]) -> frozenset[str]:
    """Return what a line may begin with that is one of the titles `listed` in their normal form."""
    return frozenset(title[:1] for title in listed).union(_AROUND, _BLANKS, map(chr, _SAME)) if listed else frozenset()


def is_among(line: str, listed: Set[str], initials: Set[str]) -> bool:
    """Tell whether a line is one of the titles `listed` in their normal form; most are settled by their initials."""
    return line[:1] in initials and normal(line) in listed
