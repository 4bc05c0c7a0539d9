"""Headings -> a tree. The level of a heading follows from how the numbering of the whole document runs on.

What the sections are about is not asked here.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from .headings import LIST_SCHEMES, Heading
from .lexicon import headings as words
from .model import new

# The usual order of schemes from chapter to clause; used where the run of the numbers leaves it open.
_RANK = {
    "part": 0, "markdown": 1, "section": 2, "named": 2, "label": 5, "roman": 3, "cn": 3, "ordinal": 4, "cn_paren": 4,
    "plain": 5, "num": 6, "dec": 7, "num_half": 7, "num_paren": 8, "repeat": 8, "circle": 9, "upper": 9, "alpha": 10,
    "order": 10, "is": 10, "sides": 10, "dash": 11, "bullet": 12,
}  # fmt: skip
_FIELD = re.compile(words.FIELD)
_CHAPTERS = frozenset(("part", "cn", "section", "markdown"))
_DIGITS = frozenset(("num", "num_half", "num_paren"))
# Counts inside an entry are short; it bounds the work.
_INNER_MAX = 30
UNNUMBERED = frozenset(("named", "plain"))


class Node(NamedTuple):
    """A heading with what it covers: paragraphs first..last, both included; the root has no heading.

    `core` and `scheme` are those of the heading.
    """

    heading: Heading | None
    first: int
    last: int
    level: int
    children: tuple["Node", ...]
    core: str = ""
    scheme: str = "root"

    @property
    def own_last(self) -> int:
        """The last paragraph before the first child."""
        return self.children[0].first - 1 if self.children else self.last


class _Open(NamedTuple):
    """A node whose end is not known yet."""

    heading: Heading | None
    first: int
    children: list[Node]


def build_outline(headings: Sequence[Heading], count: int) -> Node:
    """Return the tree over paragraphs 0..count-1."""
    numbers = _Numbers(headings)
    stack = [_Open(None, 0, [])]
    for heading in headings:
        keep = _kept(stack, heading, numbers)
        while len(stack) > keep:
            _close(stack, heading.index - 1)
        stack.append(new(_Open, (heading, heading.index, [])))
    while len(stack) > 1:
        _close(stack, count - 1)
    return Node(None, 0, count - 1, 0, tuple(stack[0].children))


def _close(stack: list[_Open], last: int) -> None:
    closed = stack.pop()
    heading = closed.heading
    within = tuple(closed.children)
    node = new(Node, (heading, closed.first, last, len(stack), within, heading.core, heading.scheme))
    stack[-1].children.append(node)


class _Numbers:
    """Where each scheme's numbers stand, to see whether a count runs on behind a heading."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self._runs: dict[tuple[str, int], list[Heading]] = {}
        for heading in headings:
            self._runs.setdefault((heading.scheme, heading.depth), []).append(heading)
        # A text whose chapters are numbered leaves short lines to what stands below them.
        self.chaptered = any(len(run) > 1 for (scheme, _), run in self._runs.items() if scheme in _CHAPTERS)
        self._places = {key: [heading.index for heading in run] for key, run in self._runs.items()}

    def runs_on(self, opened: Heading, index: int) -> bool:
        """Tell whether the first marker like `opened` behind `index` counts on from it."""
        key = (opened.scheme, opened.depth)
        place = bisect_right(self._places[key], index)
        run = self._runs[key]
        if opened.number and place < len(run) and run[place].number == 1:
            place = self._behind_inner(run, place)
        return opened.number > 0 and place < len(run) and run[place].number == opened.number + 1

    def comes_again(self, opened: Heading, index: int) -> bool:
        """Tell whether another marker like `opened` stands behind `index`."""
        places = self._places[(opened.scheme, opened.depth)]
        return places[-1] > index

    def _behind_inner(self, run: Sequence[Heading], place: int) -> int:
        """Return where a count that began anew breaks off: 2、 主要措施： 1、 2、 3、 4、 | 3、."""
        stop = min(len(run), place + _INNER_MAX)
        while place + 1 < stop and run[place + 1].number == run[place].number + 1:
            place += 1
        return place + 1

    def restarts_below(self, opened: Heading, heading: Heading) -> bool:
        """Tell whether entries count anew right below a chapter of their scheme, 「五、不足」 over 「一、」「二、」.

        A chapter right behind another heading is a line of a list of chapters, whose first one follows.
        """
        if heading.number != 1 or not opened.lone or heading.index != opened.index + 1 or opened.number < 2:
            return False
        run = self._runs[(opened.scheme, opened.depth)]
        place = bisect_right(self._places[(opened.scheme, opened.depth)], opened.index)
        if place > 1 and run[place - 2].lone and run[place - 2].index == opened.index - 1:
            return False
        for behind in range(place + 1, min(len(run), place + _INNER_MAX)):
            goes_on = run[behind].number == run[behind - 1].number + 1
            if run[behind].number == opened.number + 1 and (not goes_on or run[behind].lone > heading.lone):
                return behind > place + 1
            if not goes_on:
                return False
        return place + 1 < len(run)

    def began_before(self, opened: Heading, heading: Heading) -> bool:
        """Tell whether markers like `opened` came up first in the text: the outer ones do."""
        first = self._places[(opened.scheme, opened.depth)][0]
        return first < self._places[(heading.scheme, heading.depth)][0]

    def came_before(self, heading: Heading, index: int) -> bool:
        """Tell whether markers like `heading` were counting before paragraph `index`."""
        return self._places[(heading.scheme, heading.depth)][0] < index

    def came_between(self, heading: Heading, index: int) -> bool:
        """Tell whether markers like `heading` came up between paragraph `index` and its own."""
        places = self._places[(heading.scheme, heading.depth)]
        return bisect_right(places, index) < bisect_right(places, heading.index - 1)


def _kept(stack: Sequence[_Open], heading: Heading, numbers: _Numbers) -> int:
    """Return how many entries of the stack stay open when `heading` begins."""
    if beside := _beside_like(stack, heading, numbers):
        return beside
    for depth in range(len(stack) - 1, 0, -1):
        opened = stack[depth].heading
        if opened and _in_other_dress(opened, heading, numbers):
            return depth
    for depth in range(len(stack) - 1, 0, -1):
        opened = stack[depth].heading
        if opened and _contains(opened, heading, stack, numbers) and not _is_beside(stack[depth], heading, numbers):
            return depth + 1
    return 1


def _beside_like(stack: Sequence[_Open], heading: Heading, numbers: _Numbers) -> int:
    """Return how many entries stay open where one of the scheme of `heading` is open, 0 where none is."""
    same = counted = 0
    for depth in range(len(stack) - 1, 0, -1):
        opened = stack[depth].heading
        if opened and opened.scheme == heading.scheme and opened.depth == heading.depth:
            if opened.number == heading.number - 1 > 0:
                if opened.lone == heading.lone:
                    return depth  # of two counts the one whose headings look alike
                counted = counted or depth
            same = same or depth
    if same and heading.number == 1 and numbers.restarts_below(stack[same].heading, heading):
        return same + 1
    return counted or same


def _in_other_dress(opened: Heading, heading: Heading, numbers: _Numbers) -> bool:
    """Tell whether a count goes on with another mark behind its digits: 1、… 2.… 3）…."""
    digits = opened.scheme in _DIGITS and heading.scheme in _DIGITS
    counts_on = heading.number == opened.number + 1 > 1 and not numbers.runs_on(opened, heading.index)
    return digits and counts_on and not numbers.came_between(heading, opened.index)


def _contains(opened: Heading, heading: Heading, stack: Sequence[_Open], numbers: _Numbers) -> bool:
    """Tell whether `opened` stays open around `heading`."""
    if heading.scheme == "markdown" != opened.scheme and numbers.began_before(heading, opened):
        return False  # ### was a level before the words between such headings counted
    if heading.scheme == "markdown" and opened.scheme == "plain" and not heading.number:
        return False
    if heading.scheme == "plain":
        if opened.kind:
            return heading.kind in ("", opened.kind)
        return opened.scheme not in UNNUMBERED and not _chapters_unnumbered(stack)
    if heading.scheme == "named":
        if opened.scheme == "markdown" and numbers.comes_again(opened, heading.index):
            return True  # 方案： below ### 权限中心, with another ### to come
        return opened.scheme not in LIST_SCHEMES and numbers.runs_on(opened, heading.index)
    if opened.scheme in UNNUMBERED:
        return not _escapes(opened, heading, numbers) and (heading.scheme != "markdown" or _deeper(stack, heading))
    if heading.scheme == opened.scheme and heading.depth != opened.depth:
        return heading.depth > opened.depth
    if _RANK[opened.scheme] < _RANK[heading.scheme]:
        return True
    return heading.number == 1 and _began_around(opened, heading, numbers)


def _began_around(opened: Heading, heading: Heading, numbers: _Numbers) -> bool:
    """Tell whether a count that begins stands inside one of a lower rank.

    A list of dashes that comes to no more, ——总的要求… ——主要目标…, gives way to chapters that had not begun then.
    """
    chapters = opened.scheme == "dash" and heading.scheme in ("cn", "cn_paren")
    if chapters and not (numbers.comes_again(opened, heading.index) or numbers.came_before(heading, opened.index)):
        return False
    return numbers.runs_on(opened, heading.index) or numbers.began_before(opened, heading)


def _is_beside(opened: _Open, heading: Heading, numbers: _Numbers) -> bool:
    """Tell whether a short line stands behind the text of an unnumbered section rather than right below its name."""
    unnumbered = opened.heading is not None and opened.heading.scheme in UNNUMBERED
    if heading.scheme != "plain" or not unnumbered or numbers.chaptered:
        return False
    begins = opened.children[0] if opened.children else None
    return (
        heading.index > opened.first + 1
        and not (begins and begins.scheme == "plain")
        and not _FIELD.match(heading.core)
    )


def _escapes(opened: Heading, heading: Heading, numbers: _Numbers) -> bool:
    """Tell whether a numbered heading leaves the unnumbered one: it counts on from before that one."""
    return heading.number > 1 and numbers.came_before(heading, opened.index)


def _deeper(stack: Sequence[_Open], heading: Heading) -> bool:
    """Tell whether a chapter marked with fewer # is open around a heading."""
    above = [entry.heading for entry in stack if entry.heading and entry.heading.scheme == "markdown"]
    return any(chapter.depth < heading.depth for chapter in above)


def _chapters_unnumbered(stack: Sequence[_Open]) -> bool:
    return len(stack) > 1 and stack[1].heading is not None and stack[1].heading.scheme in UNNUMBERED
