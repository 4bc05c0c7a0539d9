"""Deadlines: the words that state one, its kind, and its date resolved against the summary's year, never today's."""

import calendar
import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from .alternation import at_initials, by_initial
from .lexicon import clues as words
from .model import Deadline, DeadlineKind

_Shapes = tuple[tuple[tuple[str, ...], tuple[tuple[str, re.Pattern[str]], ...]], ...]


def _by_word(dated: Iterable[tuple[str, tuple[str, ...], str]]) -> _Shapes:
    """Return the shapes of dates behind the words of which they hold one."""
    return tuple(
        (needed, tuple((shape, re.compile(at_initials(pattern))) for shape, _, pattern in found))
        for needed, found in groupby(dated, key=itemgetter(1))
    )


_DATED = _by_word(words.DATED)
_DATED_CELL = _by_word((*words.DATED, *words.DATED_CELL))
_SURE = re.compile(words.DATED_SURE)
# No date is stated without one of these; most plans have none.
_HINT = re.compile(
    by_initial("|".join(sorted({word for _, needed, _ in words.DATED for word in (*needed, *words.EVENT_NEEDS)})))
)
_EVENT = re.compile(at_initials(words.EVENT))
_BEGUN_HINT = re.compile(words.BEGUN_HINT)
_BEGUN = re.compile(words.BEGUN)
_UNTIL = re.compile(words.UNTIL)
_UNDATED = re.compile(by_initial(f"{words.IMMEDIATE}|{words.LONG_TERM}|{words.RECURRING}"))
_IMMEDIATE = re.compile(words.IMMEDIATE)
_LONG_TERM = re.compile(words.LONG_TERM)
_LONG_TERM_CELL = re.compile(words.LONG_TERM_CELL)
_RECURRING = re.compile(words.RECURRING)
_LABEL = re.compile(words.DEADLINE_LABEL)
_THIRDS = words.THIRDS
# No date is longer.
_REACH = 20
_AUTUMN = 8
_PERIODS = frozenset(("head", "quarter", "half", "years"))


class Years(NamedTuple):
    """What the years in the words mean: the summary's own, and the one that a plan's date without a year has.

    `school` tells that the summary's year ends in summer: its plans for autumn fall into that year still.
    """

    covered: int | None
    planned: int | None
    school: bool = False


def find_deadline(text: str, years: Years, *, labelled_only: bool = False) -> Deadline | None:
    """Return the deadline that an item's words state, 「6月底前」 -> 2023-06-30 in a summary of 2022.

    `labelled_only` takes what stands behind 完成时限： and nothing else: problems mention dates of all kinds.
    """
    label = _LABEL.search(text) if "：" in text or ":" in text else None
    if label:
        return read_cell(label.group("cell"), years)
    if labelled_only:
        return None
    dated = _earliest(text, _DATED, years) if _HINT.search(text) else None
    return dated or _undated(text)


def read_cell(cell: str, years: Years) -> Deadline | None:
    """Return the deadline in a cell or behind a label, where a bare date is one as well."""
    cell = cell.strip()
    found = _earliest(cell, _DATED_CELL, years) or _undated(cell)
    if found is None and _LONG_TERM_CELL.fullmatch(cell):
        return Deadline(cell, None, "long_term")
    if found is None and _UNTIL.fullmatch(cell):
        return Deadline(cell, None, "fixed")
    return found


def _earliest(text: str, patterns: _Shapes, years: Years) -> Deadline | None:
    """Return the first statement of a date; of two at one place the longer."""
    best: tuple[bool, int, int, str, re.Match[str]] | None = None
    for shape, match in _dates(text, patterns):
        rank = (shape == "year" and not _SURE.search(match.group()), match.start(), -match.end())
        if best is None or rank < best[:3]:
            best = (*rank, shape, match)
    around = _around(words.EVENT_NEEDS, text)
    event = _EVENT.search(text, *around) if around else None
    if event and (best is None or event.start() < best[1]):
        return Deadline(event.group(), None, "fixed")
    if best is None and _BEGUN_HINT.search(text) and (begun := _BEGUN.search(text)):
        return _dated("month", begun, years)
    return _dated(*best[3:], years) if best else None


def _dated(shape: str, match: re.Match[str], years: Years) -> Deadline:
    within = shape in _PERIODS or match.group().endswith(words.WITHIN)
    return Deadline(match.group(), _date(shape, match, years), "period" if within else "fixed")


def _dates(text: str, patterns: _Shapes) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the first date of each shape; it is sought around the places of the words that it may hold."""
    for needed, shapes in patterns:
        if window := _around(needed, text):
            for shape, pattern in shapes:
                if match := pattern.search(text, *window):
                    yield shape, match


def _around(needed: Sequence[str], text: str) -> tuple[int, int] | None:
    """Return the stretch around the first and the last place of any of a few words, None without one."""
    first, last = len(text), -1
    for word in needed:
        place = text.find(word)
        if place >= 0:
            first, last = min(first, place), max(last, text.rfind(word))
    return (max(0, first - _REACH), last + _REACH) if last >= 0 else None


def _undated(text: str) -> Deadline | None:
    if not _UNDATED.search(text):
        return None
    kinds: tuple[tuple[re.Pattern[str], DeadlineKind], ...] = (
        (_IMMEDIATE, "fixed"),
        (_LONG_TERM, "long_term"),
        (_RECURRING, "recurring"),
    )
    for pattern, kind in kinds:
        if match := pattern.search(text):
            return Deadline(match.group(), None, kind)
    return None


def _date(shape: str, match: re.Match[str], years: Years) -> datetime.date | None:
    """Return the last day of what the words name, None where the year is unknown or the day is none."""
    parts = match.groupdict()
    if shape == "years":
        return datetime.date(years.covered + number(parts["count"]), 12, 31) if years.covered else None
    year = _year(parts, years)
    if year is None:
        return None
    month, day = _month_and_day(shape, parts, year)
    if years.school and month >= _AUTUMN and not (parts.get("year") or parts.get("rel")):
        year -= 1
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _year(parts: dict[str, str | None], years: Years) -> int | None:
    if stated := parts.get("year"):
        return int(stated) if stated.isdecimal() else int("".join(str(number(char)) for char in stated))
    relative = parts.get("rel")
    if relative in words.NEXT_YEAR_WORDS:
        return years.covered + 1 if years.covered else None
    return years.planned


def _month_and_day(shape: str, parts: dict[str, str | None], year: int) -> tuple[int, int]:
    if shape == "quarter":
        month = 3 * number(parts["quarter"] or "")
    elif shape == "half":
        month = 6 if parts["half"] == words.FIRST_HALF else 12
    elif shape == "year":
        month = 12
    else:
        month = number(parts["month"] or "")
    if shape == "day":
        return month, number(parts["day"] or "")
    last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 31
    return month, _THIRDS.get(parts.get("third") or "", last)


def number(text: str) -> int:
    """Return a number of at most two digits: 12, 十二, 三十一."""
    if text.isdecimal():
        return int(text)
    if text in words.CN_NUMBERS:
        return words.CN_NUMBERS[text]
    if text in words.CN_DIGITS[:3]:
        return 0
    tens, ten, ones = text.partition(words.TEN)
    if not ten:
        return 0
    return 10 * words.CN_NUMBERS.get(tens, 1) + words.CN_NUMBERS.get(ones, 0)
