"""A text -> its summaries: where each begins, and what its title says. A summary alone is a compilation of one."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from .contents import Contents, bare, initials_of, is_among, normal
from .enumerators import parse_number, read_marker
from .evidence import PURE, heading_evidence
from .lexicon import shapes
from .lines import Line

_TITLE = re.compile(shapes.TITLE_LINE)
_TITLE_WORD = re.compile(shapes.TITLE_WORD)
_OFFICIAL = re.compile(shapes.TITLE_OFFICIAL)
_NOT_TITLE = re.compile(shapes.TITLE_NOT)
_SECTION_LIKE = re.compile(shapes.SECTION_LIKE_TITLE)
_YEAR = re.compile(shapes.TITLE_YEAR)
_PARENTHESIS = re.compile(shapes.TITLE_PARENTHESIS + "$")
_DROP = re.compile(shapes.TITLE_DROP)
_TOPIC_TRIM = re.compile(shapes.TOPIC_TRIM)
_UNIT_IN_TITLE = re.compile(shapes.UNIT_IN_TITLE)
_UNIT_BEFORE_YEAR = re.compile(shapes.UNIT_BEFORE_YEAR)
_MASKED = re.compile(shapes.MASKED_NAME)
_SCHOOL_YEAR = re.compile(shapes.SCHOOL_YEAR)
_AUTUMN_TERM = re.compile(shapes.AUTUMN_TERM)
_FRAGMENT = re.compile(shapes.TITLE_FRAGMENT)
_BROKEN_OFF = re.compile(shapes.TITLE_BROKEN_OFF)
_SPACED_DIGITS = re.compile(shapes.SPACED_DIGITS)
_SEPARATOR = re.compile(shapes.SEPARATOR)
_FURNITURE = re.compile(shapes.FURNITURE)
_ANNEX = re.compile(shapes.ANNEX)
_DATE_LINE = re.compile(shapes.DATE_LINE)
_ADDRESS = re.compile(shapes.ADDRESS)
_NO_UNIT = re.compile(shapes.ENDS_LIKE_UNIT)
_UNIT_LINE = re.compile(shapes.SIGNATURE_UNIT)
_HALF_YEAR = re.compile(shapes.HALF_YEAR)
_TITLE_PAGE_MAX = 4
_TITLE_MAX = 60
# A shorter entry of the contents may end a line by chance.
_LISTED_MIN = 12
# The first title stands within this many lines.
_HEAD_MAX = 12
_DECIMAL = re.compile(r"\d{1,2}[.．]\d{1,2}(?!\d|月|年)")
_CHAPTER_MAX = 14
_DECORATION = "#* 　《》—－"


class Title(NamedTuple):
    """A title and what it says; the parts that it does not say are "" or None."""

    text: str
    topic: str
    year: int | None
    unit: str | None
    half_year: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """One summary: its title, the span from title to end, and the lines behind the title."""

    title: Title
    start: int
    end: int
    lines: tuple[Line, ...]


def split_summaries(text: str, lines: Sequence[Line], contents: Contents, name: str = "") -> list[Chunk]:
    """Return the summaries of a text in order; none if there is no text besides the contents."""
    body = [line for line in lines if line.start not in contents.line_starts]
    if not body:
        return []
    listed = contents.listed
    if any(_names_section(entry.title) or _names_section(bare(entry.title)) for entry in contents.entries):
        listed = frozenset()  # chapters of one summary
    begins = _title_places(body, listed)
    if not begins or not _only_front_matter(body[: begins[0][0]]):
        begins.insert(0, (0, 0))
    chunks = []
    for place, (first, count) in enumerate(begins):
        stop = begins[place + 1][0] if place + 1 < len(begins) else len(body)
        title_lines = body[first : first + count]
        chunks.append(_chunk(title_lines, body[first:stop], count, name))
    return [chunk for chunk in chunks if chunk is chunks[-1] or not _is_title_page(chunk)]


def _names_section(title: str) -> bool:
    """Tell whether an entry of the contents is a chapter, 「存在问题」."""
    if _DECIMAL.match(title):
        return True
    evidence = heading_evidence(title, None)
    return evidence.strength == PURE and evidence.kind in ("problem", "plan", "mixed") and len(title) <= _CHAPTER_MAX


def _is_title_page(chunk: Chunk) -> bool:
    """Tell whether nothing but a few short lines stands under a title: the first page of a compilation."""
    return len(chunk.lines) <= _TITLE_PAGE_MAX and _only_front_matter(chunk.lines)


def _chunk(title_lines: Sequence[Line], lines: Sequence[Line], count: int, name: str) -> Chunk:
    start = lines[0].start
    if title_lines:
        words = "".join(line.text.strip(_DECORATION) for line in title_lines)
        title = read_title(words, start, title_lines[-1].end)
    else:
        title = Title(name.rsplit(".", 1)[0], "", None, None, False, start, start)
    return Chunk(title, start, lines[-1].end, tuple(lines[count:]))


def _title_places(body: Sequence[Line], listed: Set[str]) -> list[tuple[int, int]]:
    """Return (index, number of lines) of every title."""
    places: list[tuple[int, int]] = []
    initials = initials_of(listed)
    long = tuple(title for title in listed if len(title) >= _LISTED_MIN)
    endings = frozenset(title[-1] for title in long)
    numbered = False
    for index, line in enumerate(body):
        if len(line.text) > _TITLE_MAX:
            continue
        is_listed = is_among(line.text, listed, initials) and _may_be_listed(line.text)
        broken = not is_listed and line.text[-1] in endings and _is_listed_in_two(body, index, long)
        is_listed = is_listed or broken
        if not is_listed and not _is_title(body, index, first=not places, numbered=numbered):
            continue
        numbered = numbered or _is_numbered(line.text)
        count = 1 + broken if is_listed else _lines_above(body, index)
        begin = index - count + 1
        if places and begin < places[-1][0] + places[-1][1]:
            continue
        if places and _repeats(body, places[-1], index) and not _opens_anew(body, index):
            continue
        if places and index - (places[-1][0] + places[-1][1]) < 1 and not is_listed:
            places[-1] = (places[-1][0], places[-1][1] + 1)  # a subtitle under a title
            continue
        places.append((begin, count))
    return places


def _is_listed_in_two(body: Sequence[Line], index: int, titles: tuple[str, ...]) -> bool:
    """Tell whether a line is the second half of a title in the contents, which may leave its unit's place out."""
    if index == 0 or len(body[index - 1].text) > _TITLE_MAX or body[index - 1].text[-1] in "。；：":
        return False
    return normal(body[index - 1].text + body[index].text).endswith(titles)


def _repeats(body: Sequence[Line], place: tuple[int, int], index: int) -> bool:
    """Tell whether a line says the last title again, as page headers do."""
    title = "".join(line.text for line in body[place[0] : sum(place)])
    return normal(body[index].text) == normal(title)


def _opens_anew(body: Sequence[Line], index: int) -> bool:
    """Tell whether a summary of the same title begins: signed before, or with a unit or a name below."""
    before, below = body[index - 1].text, body[index + 1].text if index + 1 < len(body) else ""
    signed = bool(_DATE_LINE.match(before) or _SEPARATOR.match(before))
    is_name = 1 < len(below) <= 24 and below[-1] not in "。；：，" and not _is_numbered(below)
    return signed or is_name


def _may_be_listed(text: str) -> bool:
    """Tell whether a line of the contents is a summary's title: a numbered one must say its year as well."""
    marker = read_marker(text)
    if marker is None or not _is_numbered(text):
        return True
    return bool(_TITLE.match(text[marker.end :]) and _YEAR.search(text))


def _is_numbered(text: str) -> bool:
    marker = read_marker(text)
    return marker is not None and marker.scheme not in ("markdown", "bullet")


def _is_title(body: Sequence[Line], index: int, *, first: bool, numbered: bool) -> bool:
    """Tell whether a line is a title: its form, and that a summary may begin here.

    `numbered` tells that titles of this compilation carry numbers.
    """
    if not _TITLE_WORD.search(body[index].text):
        return False
    marker = read_marker(body[index].text)
    if marker and (marker.scheme not in ("markdown", "dash") or marker.number):
        return numbered and _may_be_listed(body[index].text) and bool(_YEAR.search(body[index].text))
    text = body[index].text.strip(_DECORATION)
    if first and index <= _HEAD_MAX and _OFFICIAL.match(text) and _only_front_matter(body[:index]):
        return True
    if not _TITLE.match(text) or _NOT_TITLE.search(text) or _behind_annex(body, index):
        return False
    if first and (index <= _HEAD_MAX or _without_rules(body[:index]) <= _HEAD_MAX):
        return _only_front_matter(body[:index]) and (text in shapes.TITLE_PLAIN or not _SECTION_LIKE.match(text))
    above = body[index - 1].text.strip(_DECORATION) if index > 1 else ""
    official = _is_broken_official(above, text)
    if _SECTION_LIKE.match(text) and text not in shapes.TITLE_PLAIN and not official:
        return False
    broken = (official or _is_first_half(above)) and _ended_before(body, index - 1)
    says_enough = bool(_YEAR.search(text) or _PARENTHESIS.search(text)) or len(text) >= 8 or broken
    return says_enough and _ended_before(body, index) and _begins_after(body, index)


def _is_first_half(text: str) -> bool:
    """Tell whether a line is a title broken off behind its year, 「石桥乡2022年」."""
    return len(text) <= 30 and bool(_FRAGMENT.match(text)) and bool(_BROKEN_OFF.search(text))


def _is_broken_official(above: str, text: str) -> bool:
    """Tell whether two lines are one official title, 「关于2019年度消防」「工作情况的报告」."""
    if not above.startswith(shapes.TITLE_OPENING[0]) or _TITLE.match(above):
        return False
    return bool(_OFFICIAL.match(above + text) or _TITLE.match(above + text))


def _behind_annex(body: Sequence[Line], index: int) -> bool:
    """Tell whether a line stands in a list of links: 相关文章."""
    return any(len(line.text) < 20 and _ANNEX.match(line.text) for line in body[max(0, index - 8) : index])


def _only_front_matter(lines: Sequence[Line]) -> bool:
    """Tell whether the lines before the first title hold no text of a summary."""
    return all((len(line.text) <= 48 and line.text[-1] not in "。；") or not line.text.strip("-") for line in lines)


def _without_rules(lines: Sequence[Line]) -> int:
    """Return how many lines are no rules, as settings and comments are read."""
    return sum(1 for line in lines if line.text.strip("-"))


def _ended_before(body: Sequence[Line], index: int) -> bool:
    """Tell whether the line before closes a text: a sentence's end, a date, a signature, the title's first half."""
    before = body[index - 1].text
    if before[-1] in "。！？!?）)”…~" or _DATE_LINE.match(before):
        return True
    return len(before) <= 40 and before[-1] not in "，、；：:" and not _is_numbered(before)


def _begins_after(body: Sequence[Line], index: int) -> bool:
    """Tell whether a text follows: a paragraph or an address within the next lines."""
    following = body[index + 1 : index + 5]
    return any(
        len(line.text) > 40 or _is_sentence(line.text) or _ADDRESS.match(line.text) or _is_numbered(line.text)
        for line in following
    )


def _is_sentence(text: str) -> bool:
    return len(text) >= 12 and text[-1] == "。"


def _lines_above(body: Sequence[Line], index: int) -> int:
    """Return how many lines the title takes: a unit or the first half of a broken title may stand above."""
    count = 1
    text = body[index].text.strip(_DECORATION)
    while count < 3 and index - count >= 0:
        above = body[index - count]
        words = above.text.strip(_DECORATION)
        half = (words.startswith(shapes.TITLE_OPENING) or _is_first_half(words)) and not _TITLE.match(words)
        starved = (len(text) <= 14 or _YEAR.match(text)) and bool(shapes_unit(words))
        if not _FRAGMENT.match(words) or _FURNITURE.match(words) or _DATE_LINE.match(words) or not (half or starved):
            break
        if index - count > 0 and not _ended_before(body, index - count):
            break
        count += 1
    return count


def shapes_unit(words: str) -> bool:
    """Tell whether a line is the name of a unit."""
    return bool(_UNIT_LINE.fullmatch(words))


def _is_unit(words: str) -> bool:
    """Tell whether a title speaks of nothing but a unit; 控辍保学 and 公益班 only end like one."""
    named = words.isalnum() and shapes_unit(words) and not _MASKED.search(words)
    return named and not _NO_UNIT.search(words)


def read_title(words: str, start: int, end: int) -> Title:
    """Read topic, year and unit from a title, 「关于2020年度河长制工作情况的报告」 -> 河长制, 2020."""
    full, words = words, _SPACED_DIGITS.sub("", words)
    year = _YEAR.search(words)
    parenthesis = _PARENTHESIS.search(words)
    unit = _UNIT_BEFORE_YEAR.match(words) or _UNIT_IN_TITLE.match(words)
    unit_name = unit.group("unit") if unit and not _MASKED.search(unit.group("unit")) else None
    marker = read_marker(words)
    if marker and marker.scheme != "bullet":
        words = words[marker.end :]
    topic = parenthesis.group("topic") if parenthesis else _topic(words, unit.group("unit") if unit else "")
    if unit is None and year and parenthesis is None and _is_unit(topic):
        unit_name, topic = topic, ""  # 2021年度河东派出所工作总结
    school = _SCHOOL_YEAR.search(full)
    first_term = bool(school and school.group("term")) or _AUTUMN_TERM.search(full) is not None
    half = bool(_HALF_YEAR.search(words)) and not first_term
    stated = year_number(year.group("y")) if year else None
    if school and not first_term:
        stated = int(school.group("second"))
    return Title(full, topic, stated, unit_name, half, start, end)


def year_number(words: str) -> int:
    """Return 2021 for 2021 and for 二〇二一."""
    if words.isdigit() and words.isascii():
        return int(words)
    return 2000 + parse_number(words[2]) * 10 + parse_number(words[3])


def _topic(words: str, unit: str) -> str:
    rest = words.removeprefix("关于").removeprefix(unit)
    previous = None
    while rest != previous:
        previous = rest
        rest = _TOPIC_TRIM.sub("", _DROP.sub("", rest)).strip()
    rest = rest.removesuffix("关于")  # 县残联关于2020年工作情况的报告
    return "" if len(rest) < 2 else rest
