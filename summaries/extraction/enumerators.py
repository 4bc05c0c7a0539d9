"""Enumerators (序号): what stands before the text of a heading or an item, and which number it says.

Here only one marker is read at a time; which of them are headings is decided from the whole document in headings.py.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from .alternation import by_initial
from .lexicon import shapes
from .model import new

_DECORATED, _BOLD = "#>*_", "*_"
_STARTS = frozenset("".join(shapes.SCHEME_STARTS.values()) + _DECORATED)
_DECORATION = re.compile(rf"(?:{shapes.MARKDOWN_PREFIX})?(?:{shapes.MARKDOWN_BOLD})?")
_NUMBER_SIGN = re.compile(shapes.NUMBER_SIGN)
_MARKS_BEFORE = re.compile(shapes.MARKS_BEFORE)
_BOLD_WHOLE = re.compile(shapes.BOLD_WHOLE)
_PATTERNS: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
for _scheme, _pattern in shapes.ENUMERATORS:
    for _char in shapes.SCHEME_STARTS[_scheme]:
        _PATTERNS.setdefault(_char, []).append((_scheme, re.compile(_pattern)))
_CIRCLED = {char: row.index(char) + 1 for row in shapes.CIRCLED for char in row}
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_REPEATED = ((2, re.compile(shapes.REPEATED_LABEL)), (3, re.compile(shapes.REPEATED_VERB)))
_INLINE: dict[str, list[tuple[int, str, re.Pattern[str]]]] = {}
for _order, (_scheme, _pattern) in enumerate(shapes.ENUMERATORS):
    if _scheme in shapes.INLINE_SCHEMES and r"[ 　\t]+(?=" not in _pattern:
        for _char in shapes.SCHEME_STARTS[_scheme]:
            _INLINE.setdefault(_char, []).append((_order, _scheme, re.compile(_pattern)))
_INLINE_PLACE = re.compile(f"(?=[{re.escape(''.join(_INLINE))}]){shapes.INLINE_BEFORE}")
# Once a count runs, its next number may follow a sentence without a stop: …打好基础3、发现不足.
_LOOSE = re.compile(shapes.LOOSE_NUMBER)
_GOES_ON = re.compile(shapes.ORDER_GOES_ON)
# Every run has a second marker; most paragraphs have nothing like it.
_SECOND = re.compile(by_initial(shapes.SECOND_MARKER))
# An item list of more entries than this is a table or noise; it also bounds the work on hostile input.
_MAX_MARKERS = 200


class Marker(NamedTuple):
    """An enumerator: its scheme, its number (0 where it counts nothing) and where it and the text behind it begin."""

    scheme: str
    number: int
    start: int
    end: int
    depth: int = 0


def read_marker(text: str, offset: int = 0) -> Marker | None:
    """Return the marker that the text begins with, 「（三）加强学习」 -> cn_paren 3; offsets shifted by `offset`."""
    if not text or text[0] not in _STARTS:
        return None
    begin = hashes = 0
    if text[0] in _DECORATED:
        skip = _DECORATION.match(text)
        begin = skip.end() if skip else 0
        hashes = 0 if _NUMBER_SIGN.match(text) else len(text) - len(text.lstrip("#"))
        begin = max(begin, hashes)  # ##下一年 has no space behind its hashes
    for scheme, pattern in _PATTERNS.get(text[begin : begin + 1], ()):
        match = pattern.match(text, begin)
        if match and (match.end() < len(text) or scheme == "label"):
            words = match["n"]
            depth = hashes or words.count(".")
            name = "markdown" if hashes else scheme
            return new(Marker, (name, parse_number(words), offset, offset + match.end(), depth))
    if hashes and begin < len(text):
        return Marker("markdown", 0, offset, offset + begin, hashes)
    return None


def repeated_markers(heads: Sequence[str]) -> dict[int, Marker]:
    """Return the markers that only their repetition proves, by place: 路线一：, 路线二：; offsets within each head."""
    runs: dict[tuple[str, str], list[tuple[int, Marker]]] = {}
    least: dict[tuple[str, str], int] = {}
    for place, head in enumerate(heads):
        for count, pattern in _REPEATED if head else ():
            match = pattern.match(head)
            number = parse_number(match.group("n")) if match else 0
            run = runs.setdefault((match.group("before"), match.group("behind")), []) if match else []
            if match and number == len(run) + 1:
                run.append((place, Marker("repeat", number, 0, match.end())))
                least[match.group("before"), match.group("behind")] = count
    return {place: marker for key, run in runs.items() if len(run) >= least.get(key, 1) for place, marker in run}


def inner_mark(counted: Sequence[tuple[int, str]]) -> str:
    """Return the mark behind digits whose counts stand inside that of another one, 1.… over 1、… 2、…, "" if none.

    The outer mark counts on through the whole text, the inner one begins anew below it.
    """
    marks = list(dict.fromkeys(mark for _, mark in counted))
    if len(marks) != 2:
        return ""
    outer, inner = ([number for number, mark in counted if mark == wanted] for wanted in marks)
    counts_on = len(outer) > 1 and outer == list(range(1, len(outer) + 1))
    anew = inner[0] == 1 and all(second in (1, first + 1) for first, second in pairwise(inner))
    return marks[1] if counts_on and anew else ""


def undecorated(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without the marks of markdown and the bullet that it begins with, 「## 1. 人少」 -> 「1. 人少」."""
    start = _MARKS_BEFORE.match(text, start, end).end()
    bold = _BOLD_WHOLE.match(text, start, end) if text[start : start + 1] in _BOLD else None
    return (bold.start("words"), bold.end("words")) if bold else (start, end)


@lru_cache(maxsize=512)
def parse_number(words: str) -> int:
    """Return the number that an enumerator says: 十二 -> 12, ③ -> 3, 1.2 -> 2, 其次 -> 2; 0 if it says none."""
    if words.isdecimal():
        return int(words)
    if words in _CIRCLED:
        return _CIRCLED[words]
    if words in shapes.ORDER_WORDS:
        return shapes.ORDER_WORDS[words]
    if words in _ROMAN:
        return _ROMAN[words]
    if len(words) == 1 and words.isascii() and words.isalpha():
        return ord(words.lower()) - ord("a") + 1
    if words[-1:].isdigit():
        return int(re.split(r"[.．]", words)[-1])
    return _chinese_number(words)


def _chinese_number(words: str) -> int:
    if not words or any(char not in shapes.DIGIT_VALUES and char != shapes.TEN for char in words):
        return 0
    tens, ten, ones = words.partition(shapes.TEN)
    if not ten:
        return shapes.DIGIT_VALUES.get(words[-1], 0)
    return 10 * shapes.DIGIT_VALUES.get(tens, 1) + shapes.DIGIT_VALUES.get(ones[-1:], 0)


def inline_run(text: str, start: int, end: int) -> list[Marker]:
    """Return the markers of the outermost numbering inside text[start:end], in order, or [].

    A run counts up from 1 (or from 2, where the first entry lost its marker) and has at least two markers.
    """
    best: list[Marker] = []
    if not _SECOND.search(text, start, end):
        return best
    for scheme, matches in _inline_matches(text, start, end):
        run = _counting(scheme, matches)
        if scheme == "num" and run:
            run = _counting(scheme, _LOOSE.finditer(text, run[0].start, end))
        if scheme in ("order", "sides") and len(run) >= 2:
            run = _going_on(text, run, end)
        if len(run) >= 2 and (not best or (run[0].start, -len(run)) < (best[0].start, -len(best))):
            best = run
    return best


def _going_on(text: str, run: list[Marker], end: int) -> list[Marker]:
    """Add the words that go on with 首先… 其次…, 一方面… 另一方面…: 另外, 还有, 最后, which no number tells."""
    second = run[1]
    more = list(_GOES_ON.finditer(text, second.end, end))
    return [*run[:2], *(Marker(second.scheme, 3 + i, found.start(), found.end()) for i, found in enumerate(more))]


def _inline_matches(text: str, start: int, end: int) -> list[tuple[str, list[re.Match[str]]]]:
    """Return the markers of each scheme in text[start:end], found in one pass."""
    found: dict[int, tuple[str, list[re.Match[str]]]] = {}
    for place in _INLINE_PLACE.finditer(text, start, end):
        for order, scheme, pattern in _INLINE[text[place.start()]]:
            match = pattern.match(text, place.start(), end)
            if match:
                matches = found.setdefault(order, (scheme, []))[1]
                if not matches or match.start() >= matches[-1].end():
                    matches.append(match)
    return [found[order] for order in sorted(found)]


def _counting(scheme: str, matches: Iterable[re.Match[str]]) -> list[Marker]:
    """Keep the matches that continue the count; a second 1 ends the run."""
    run: list[Marker] = []
    for match in matches:
        number = parse_number(match.group("n"))
        if not run and number not in (1, 2):
            continue
        if not run or number in (run[-1].number + 1, run[-1].number + 2):
            run.append(Marker(scheme, number, match.start(), match.end()))
        if len(run) >= _MAX_MARKERS:
            break
    return run
