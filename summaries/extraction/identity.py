"""Whose summary of which year is it? Read from the title, the lines around it, the lead-in and the sign-off.

What is not stated stays None; a masked name (XX局) states nobody.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .lexicon import shapes
from .lines import Line
from .split import Chunk, year_number

_SPACED_DIGITS = re.compile(shapes.SPACED_DIGITS)
_LEAD_YEAR = re.compile(shapes.LEAD_IN_YEAR)
_OPENING_YEAR = re.compile(shapes.OPENING_YEAR)
_SESSION_DATE = re.compile(shapes.SESSION_DATE)
_DATE_LINE = re.compile(shapes.DATE_LINE)
_YEAR = re.compile(r"((?:19|20)\d{2})[ ]?年")
_LINE_YEAR = re.compile(shapes.TITLE_YEAR)
_LINE_MONTH = re.compile(r"年[ 　]*(\d{1,2}|[一二三四五六七八九十]{1,2})[ 　]*月|[-/.](\d{1,2})[-/.]")
_UNIT_LINE = re.compile(shapes.SIGNATURE_UNIT)
_UNIT_LABEL = re.compile(shapes.UNIT_LABEL)
_MASKED = re.compile(shapes.MASKED_NAME)
_SCHOOL_YEAR = re.compile(shapes.SCHOOL_YEAR)
_AUTUMN_TERM = re.compile(shapes.AUTUMN_TERM)
_SPRING_TERM = re.compile(shapes.SPRING_TERM)
_HALF_YEAR_LEAD = re.compile(shapes.HALF_YEAR_LEAD)
_HALF_YEAR_OPENING = re.compile(shapes.HALF_YEAR_OPENING)
_NOT_A_UNIT = re.compile(shapes.NOT_A_UNIT)
_GOVERNMENT = re.compile(shapes.GOVERNMENT_OPENING)
_REVIEWED = re.compile(shapes.REVIEWED_YEAR)
_PLANNED_YEAR = re.compile(shapes.PLANNED_YEAR)
_YEAR_ALONE = re.compile(shapes.YEAR_ALONE)
_LATE = 0.3
_BARE_YEAR = re.compile(shapes.BARE_YEAR)
_SHORT_LINE = 20
_OPENING_MIN = 30
_LEAD_LINES, _LEAD_CHARS = 8, 600
_SIGN_OFF_LINES = 6


@dataclass(frozen=True, slots=True)
class Identity:
    """`year` is the year the title or text states, `covered_year` the one that the summary looks back on."""

    year: int | None
    covered_year: int | None
    unit: str | None
    half_year: bool
    school_year: bool = False


def identify(text: str, chunk: Chunk) -> Identity:
    """Return year and unit of a summary."""
    head = "\n".join(line.text for line in chunk.lines[:_LEAD_LINES])
    head = _SPACED_DIGITS.sub("", head) if " " in head or "　" in head else head
    lead = head[:_LEAD_CHARS]
    government = shapes.GOVERNMENT_REPORT in chunk.title.text or bool(_GOVERNMENT.search(lead))
    given = chunk.title.year or _session_year(head.split("\n"))
    headed = _headed_year(chunk) if government else None
    stated = given or headed or _stated_year(_LEAD_YEAR, lead) or _signed_year(chunk.lines)
    stated = stated or _stated_year(_OPENING_YEAR, lead) or _reviewed_year(chunk.lines)
    year = stated or _common_year(text, chunk)
    school_year = _ends_school_year(chunk.title.text)
    half_year = (chunk.title.half_year and not school_year) or _tells_half(lead)
    covered = year - 1 if year and government else year
    unit = _fuller(chunk.title.unit, _unit(chunk))
    return Identity(year, covered, unit, half_year, school_year)


def _ends_school_year(title: str) -> bool:
    """Tell whether a title names a school year that is over, 「2020—2021学年」, 「2023年春季学期」."""
    school = _SCHOOL_YEAR.search(title)
    if _AUTUMN_TERM.search(title) or (school and school.group("term")):
        return False
    return school is not None or _SPRING_TERM.search(title) is not None


def _tells_half(lead: str) -> bool:
    """Tell whether an opening speaks of a part of the year."""
    if not any(part in lead for part in shapes.PARTS_OF_YEAR):
        return False
    lines = lead.split("\n")
    opens = next((place for place, line in enumerate(lines) if len(line) > _OPENING_MIN), len(lines))
    return bool(_HALF_YEAR_LEAD.search(lead) or _HALF_YEAR_OPENING.search("\n".join(lines[: opens + 1])))


def opening_years(chunk: Chunk) -> tuple[set[int], Line | None]:
    """Return the years that open a sentence of the first paragraph, and its line."""
    for line in chunk.lines[:4]:
        if len(line.text) > _OPENING_MIN:
            return {int(y) for y in _OPENING_YEAR.findall(line.text)}, line
    return set(), None


def _headed_year(chunk: Chunk) -> int | None:
    """Return the latest year in the headings of a government's report, which is that of its plans."""
    short = (_SPACED_DIGITS.sub("", line.text) for line in chunk.lines if len(line.text) <= 28)
    return max((int(year) for line in short for year in _YEAR.findall(line)), default=None)


def _session_year(head: Sequence[str]) -> int | None:
    session = next(filter(None, map(_SESSION_DATE.match, head)), None)
    return int(session.group("y")) if session else None


def _stated_year(pattern: re.Pattern[str], lead: str) -> int | None:
    found = pattern.search(lead)
    return int(found.group("y")) if found else None


def _reviewed_year(lines: Sequence[Line]) -> int | None:
    """Return the year that a short line looks back on, 「一. 2014 总结」, or that the first one names, 「我的2023」."""
    short = [line.text for line in lines if len(line.text) <= _SHORT_LINE]
    found = next(filter(None, map(_REVIEWED.search, short)), None)
    found = found or (_BARE_YEAR.search(lines[0].text) if lines and len(lines[0].text) <= _SHORT_LINE else None)
    return int(found.group("y")) if found else None


def _signed_year(lines: Sequence[Line]) -> int | None:
    for line in reversed(lines[-_SIGN_OFF_LINES:]):
        if len(line.text) <= 30 and _DATE_LINE.match(line.text):
            year = _LINE_YEAR.search(line.text)
            month = _LINE_MONTH.search(line.text)
            early = month and (month.group(1) or month.group(2)) in shapes.EARLY_MONTHS
            return year_number(year.group("y")) - bool(early) if year else None
    return None


def _common_year(text: str, chunk: Chunk) -> int | None:
    head = _SPACED_DIGITS.sub("", text[chunk.start : min(chunk.end, chunk.start + 20000)])
    years = Counter(_YEAR.findall(head))
    planned = set(_PLANNED_YEAR.findall(head)) & set(years)
    if years and planned == set(years):
        return int(min(planned)) - 1  # only 「2024年计划」 names a year
    return int(years.most_common(1)[0][0]) if years else _year_ahead(chunk)


def _year_ahead(chunk: Chunk) -> int | None:
    """Return the year before the last one that stands alone on a line, 「## 2024」, in the later part of a text."""
    late = chunk.lines[int(len(chunk.lines) * _LATE) :]
    alone = [int(found.group("y")) for line in late for found in (_YEAR_ALONE.match(line.text),) if found]
    return max(alone) - 1 if alone else None


def _fuller(titled: str | None, signed: str | None) -> str | None:
    """Return the unit as the sign-off writes it, where the title abridges it or runs on: 柳河镇, 柳河镇人民政府."""
    if titled and signed and (signed.startswith(titled) or titled.startswith(signed)):
        return signed
    return titled or signed


def _unit(chunk: Chunk) -> str | None:
    lines = chunk.lines
    near = [*lines[:2], *reversed(lines[-_SIGN_OFF_LINES:])]
    for line in near:
        words = line.text
        label = _UNIT_LABEL.match(words)
        if label:
            words = label.group("unit")
        elif len(words) > 30 or not _UNIT_LINE.match(words) or _DATE_LINE.match(words):
            continue
        if not _MASKED.search(words) and not _NOT_A_UNIT.search(words):
            return words
    return None
