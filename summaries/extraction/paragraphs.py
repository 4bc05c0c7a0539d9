"""Lines -> paragraphs: hard-wrapped lines joined, glued headings parted, page furniture and annexes set aside.

Offsets never move: a paragraph is a stretch of the text, line ends inside it included. Which paragraph is a
heading is decided in headings.py.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .alternation import by_initial
from .enumerators import Marker, inner_mark, read_marker, repeated_markers
from .lexicon import shapes
from .lines import Line
from .model import new
from .parting import part_announcements, part_glued

_MID_PHRASE = re.compile(shapes.MID_PHRASE)
_HEAD = 12
_BULLET_HEAD_MAX = 20
_TAIL = 10
_HASHED_MIN = 3
_NUMBERED = frozenset(("part", "section", "cn", "cn_paren", "num", "dec", "num_paren", "num_half"))
_LABEL_LINE_MAX = 12
_BULLETS = frozenset(("bullet", "dash"))
_FURNITURE = re.compile(shapes.FURNITURE)
_SITE = re.compile(by_initial(shapes.SITE_WORDS))
_SITE_CALL = re.compile(shapes.SITE_CALL)
_ANNEX = re.compile(shapes.ANNEX)
_DATE_LINE = re.compile(shapes.DATE_LINE)
_SIGN_OFF = re.compile(shapes.SIGN_OFF)
_SIGNATURE_UNIT = re.compile(shapes.SIGNATURE_UNIT)
_SIGNATURE_NAME = re.compile(shapes.SIGNATURE_NAME)
_SESSION = re.compile(shapes.SESSION_DATE)
_ADDRESS = re.compile(shapes.ADDRESS)
_FURNITURE_STARTS = frozenset(shapes.FURNITURE_STARTS)
_PAGE = shapes.PAGE
_DASHES = shapes.DASHES
_ANNEX_STARTS = frozenset(shapes.ANNEX_STARTS)
_ADDRESS_STARTS = frozenset(shapes.ADDRESS_STARTS)

# A text broken every 30-40 characters has lines of about one width; fewer lines than this prove nothing.
_WRAP_MIN_LINES = 4
_SITE_MAX = 60
_WRAP_MAX_WIDTH = 60
_WRAP_MIN_WIDTH = 16
_FULL_LINE = 0.86
_WRAP_SLACK = 2.5
_ALL_OPEN = 0.88
_REPEATED_FURNITURE = 3
_HEADER_MAX, _HEAD_MAX = 30, 60
# An address this far from the head of a speech is a turn to the audience, not its opening.
_ADDRESS_WITHIN = 12
_ADDRESS_MAX = 26
_ADDRESS_FRONT = 60
# What stands behind an annex line belongs to the annex, unless hardly any text came before.
_ANNEX_BEHIND = 200


class Para(NamedTuple):
    """A paragraph; `role` is "" for text, "furniture", "signoff" or "annex" for what belongs to no section."""

    start: int
    end: int
    text: str
    marker: Marker | None
    role: str = ""


def join_lines(text: str, lines: Sequence[Line], title: str = "") -> list[Para]:
    """Return the paragraphs of one summary, every non-blank line in exactly one of them.

    Lines that repeat the title are page headers.
    """
    furniture = _furniture(lines) | {line.start for line in lines if line.text == title}
    spans = part_glued(text, _joined(text, lines, furniture))
    spans = part_announcements(text, spans)
    roles = _roles(text, spans, furniture)
    paras = [
        new(Para, (start, end, piece, None if role else read_marker(piece, start), role))
        for (start, end), role in zip(spans, roles, strict=True)
        for piece in (text[start:end],)
    ]
    schemes = {para.marker.scheme for para in paras if para.marker}
    paras = _counted(paras)
    paras = _by_mark(paras) if "num" in schemes else paras
    paras = _unhashed(paras) if "markdown" in schemes else paras
    return paras if _BULLETS.isdisjoint(schemes) else _nested(paras, lines)


def _by_mark(paras: list[Para]) -> list[Para]:
    """Give numbers the depth that the mark behind them shows: 1. outside, 1、 inside."""
    marks = {
        place: (para.marker.number, para.text[: para.marker.end - para.start].strip()[-1])
        for place, para in enumerate(paras)
        if para.marker and para.marker.scheme == "num"
    }
    inner = inner_mark(list(marks.values()))
    within = {place for place, (_, mark) in marks.items() if inner and mark == inner}
    return [
        para._replace(marker=para.marker._replace(depth=1)) if para.marker and place in within else para
        for place, para in enumerate(paras)
    ]


def _unhashed(paras: list[Para]) -> list[Para]:
    """Let the numbers tell the levels where all headings have the same hashes, # 4, # 4.1, # 4.1.1."""
    hashed = {place: para for place, para in enumerate(paras) if para.marker and para.marker.scheme == "markdown"}
    inner = {place: marker for place, para in hashed.items() if (marker := _behind_hashes(para))}
    kinds = list(dict.fromkeys((marker.scheme, marker.depth) for marker in inner.values()))
    if len(inner) < _HASHED_MIN or len({para.marker.depth for para in hashed.values()}) > 1 or len(kinds) < 2:
        return paras
    decimal = {scheme for scheme, _ in kinds} <= {"num", "dec"}
    depths = {kind: (kind[1] if decimal else kinds.index(kind)) + 1 for kind in kinds}
    return [
        para._replace(marker=para.marker._replace(depth=depths[inner[place].scheme, inner[place].depth]))
        if place in inner
        else para
        for place, para in enumerate(paras)
    ]


def _behind_hashes(para: Para) -> Marker | None:
    marker = read_marker(para.text.lstrip("#").lstrip(), para.start)
    return marker if marker and marker.scheme in _NUMBERED else None


def _counted(paras: Sequence[Para]) -> list[Para]:
    """Give markers to the paragraphs whose counters only their repetition proves."""
    heads = ["" if para.role or para.marker else para.text[:_HEAD] for para in paras]
    found = repeated_markers(heads)
    if not found:
        return list(paras)
    return [
        para._replace(marker=found[i]._replace(start=para.start, end=para.start + found[i].end)) if i in found else para
        for i, para in enumerate(paras)
    ]


def _nested(paras: list[Para], lines: Sequence[Line]) -> list[Para]:
    """Give bullets the depth that their indentation shows, or their glyph: ◆ outside, • inside."""
    bulleted = [para for para in paras if para.marker and para.marker.scheme in _BULLETS]
    indents = {line.start: line.indent for line in lines}
    bullets = {para.start: (indents.get(para.start, 0), para.text[0]) for para in bulleted}
    steps = sorted({indent for indent, _ in bullets.values()})
    glyphs = list(dict.fromkeys(glyph for _, glyph in bullets.values()))
    if len(steps) < 2 and len(glyphs) < 2:
        return paras
    order = {key: (steps.index(key[0]), glyphs.index(key[1])) for key in set(bullets.values())}
    depths = {key: place for place, key in enumerate(sorted(order, key=lambda key: order[key]))}
    heading_glyphs = _heading_glyphs(paras)
    return [
        _rebulleted(para, depths[bullets[para.start]], heading_glyphs) if para.start in bullets else para
        for para in paras
    ]


def _rebulleted(para: Para, depth: int, heading_glyphs: set[str]) -> Para:
    assert para.marker is not None
    scheme = "section" if para.text[0] in heading_glyphs else para.marker.scheme
    return para._replace(marker=para.marker._replace(depth=0 if scheme == "section" else depth, scheme=scheme))


def _heading_glyphs(paras: Sequence[Para]) -> set[str]:
    """Return the glyphs that only stand before short lines with other paragraphs below: ◆ 常规扎实."""
    heads: dict[str, bool] = {}
    for place, para in enumerate(paras):
        if para.marker and para.marker.scheme in _BULLETS:
            below = paras[place + 1] if place + 1 < len(paras) else None
            is_head = len(para.text) <= _BULLET_HEAD_MAX and para.text[-1] not in "。；" and below is not None
            is_head = is_head and below.text[0] != para.text[0]
            heads[para.text[0]] = heads.get(para.text[0], True) and is_head
    return {glyph for glyph, is_head in heads.items() if is_head}


def _furniture(lines: Sequence[Line]) -> set[int]:
    """Return the starts of lines that are page furniture: by their form, or short and on every page."""
    headers = _headers([line.text for line in lines if len(line.text) <= _HEADER_MAX])
    found = set()
    for line in lines:
        words = line.text
        may_be = words[0] in _FURNITURE_STARTS or words[-1] == _PAGE
        by_form = may_be and ((len(words) <= 80 and _FURNITURE.match(words)) or not words.strip("-"))
        if by_form or words in headers or (len(words) <= _SITE_MAX and _is_of_site(words)):
            found.add(line.start)
    return found


def _headers(short: Sequence[str]) -> set[str]:
    """Return the lines that come again and again."""
    if len(short) - len(set(short)) < _REPEATED_FURNITURE - 1:
        return set()
    often = (words for words, count in Counter(short).items() if count >= _REPEATED_FURNITURE)
    return {words for words in often if _looks_like_header(words)}


def _is_of_site(line: str) -> bool:
    """Tell whether a web site put a line around the text."""
    return bool(_SITE.search(line)) or (shapes.SITE_NAME in line and bool(_SITE_CALL.fullmatch(line)))


def _looks_like_header(line: str) -> bool:
    return line[-1] not in "。；：:！？" and read_marker(line) is None and len(line) >= 6 and "\t" not in line


def _joined(text: str, lines: Sequence[Line], furniture: set[int]) -> list[tuple[int, int]]:
    """Join each line to the one before when that one was broken off."""
    measure, width = _wrap([line for line in lines if line.start not in furniture] if furniture else lines)
    indented = sum(1 for line in lines if line.indent >= 2) >= max(2, len(lines) // 12)
    spans: list[tuple[int, int]] = []
    previous: Line | None = None
    for line in lines:
        full = bool(width and previous and not line.after_blank) and measure(previous.text) >= width * _FULL_LINE
        if previous and _broken_off(previous, line, full, indented, furniture):
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
        previous = line
    return spans


def _wrap(lines: Sequence[Line]) -> tuple[Callable[[str], float], float]:
    """Return how a hard-wrapped text was measured, by width or by characters, and how wide it is, 0 if it is not."""
    short = [line.text for line in lines if len(line.text) <= 2 * _WRAP_MAX_WIDTH]
    if len(lines) - len(short) > len(lines) // 20 or len(short) < _WRAP_MIN_LINES:
        return _width, 0.0
    found = ((measure, _wrap_width(lines, short, measure)) for measure in (_width, len))
    return next(((measure, width) for measure, width in found if width), (_width, 0.0))


def _wrap_width(lines: Sequence[Line], short: Sequence[str], measure: Callable[[str], float]) -> float:
    widths = sorted(map(measure, short))
    widest = widths[int(len(widths) * 0.95)]
    open_ended = [measure(line.text) for line in lines if line.text[-1] not in "。；：:！？!?"]
    if len(open_ended) > _ALL_OPEN * len(lines):
        return 0.0  # nothing ends in a stop: a list of bare lines
    broken = [width for width in open_ended if width >= widest * _FULL_LINE]
    of_one_width = sum(1 for width in broken if width >= widest - _WRAP_SLACK)
    is_wrapped = len(broken) >= max(3, len(lines) // 4) and of_one_width >= 0.8 * len(broken)
    return widest if is_wrapped and _WRAP_MIN_WIDTH <= widest <= _WRAP_MAX_WIDTH else 0.0


def _width(line: str) -> float:
    """Return the width in Chinese characters; a Latin letter or digit takes half of one."""
    wide = (len(line.encode("utf-8", "surrogatepass")) - len(line)) / 2  # three bytes a character, one a letter
    return wide + (len(line) - wide) / 2


def _broken_off(previous: Line, line: Line, full: bool, indented: bool, furniture: set[int]) -> bool:
    last = previous.text[-1]
    open_ended = (
        last in "（《“‘〔【([" or line.text[0] in "）》”’〕】，。、；,;)" or line.text.startswith(shapes.CONTINUES)
    )
    mid_phrase = last in shapes.MID_PHRASE_ENDS and _MID_PHRASE.search(previous.text[-_TAIL:]) is not None
    if not (open_ended or mid_phrase or full) or "\t" in previous.text or "|" in previous.text:
        return False
    if previous.start in furniture or line.start in furniture:
        return False
    if open_ended or mid_phrase:
        return open_ended or not _counts_on(previous, line)  # 2、…难免顾此失彼， | 3．…
    if indented and line.indent >= 2 and line.indent > previous.indent:
        return False
    if line.text[-1] in "：:" and len(line.text) <= _LABEL_LINE_MAX and line.indent < previous.indent:
        return False  # 不足之处： out of the entries above
    if previous.text[-1] in shapes.SENTENCE_END and not (indented and line.indent == 0):
        return False
    marker = read_marker(line.text)
    return marker is None or (marker.scheme in ("num", "alpha", "roman") and line.text[marker.end - 1] not in "、.．")


def _counts_on(previous: Line, line: Line) -> bool:
    """Tell whether two lines begin with numbers in a row, whatever mark stands behind them."""
    first, second = read_marker(previous.text[:_HEAD]), read_marker(line.text[:_HEAD])
    numbered = first is not None and second is not None and {first.scheme, second.scheme} <= _NUMBERED
    return numbered and first.scheme == second.scheme and second.number == first.number + 1 > 1


def _roles(text: str, spans: list[tuple[int, int]], furniture: set[int]) -> list[str]:
    roles = ["furniture" if start in furniture else "" for start, _ in spans]
    before = 0
    for index, (start, end) in enumerate(spans):
        before += end - start
        if roles[index] or end - start > _HEAD_MAX:
            continue
        head = text[start:end]
        if head[0] in _ANNEX_STARTS and _ANNEX.match(head):
            roles[index] = "annex"
            if index > len(spans) // 3 and before > _ANNEX_BEHIND:
                _fill(roles, index)
                break
        elif (
            len(head) <= _ADDRESS_MAX
            and index < _ADDRESS_WITHIN
            and head[0] in _ADDRESS_STARTS
            and _ADDRESS.match(head)
            and head[-1] in "：:！!，,"
        ):
            roles[index] = "furniture"
    _mark_front(text, spans, roles)
    _mark_sign_off(text, spans, roles)
    return roles


def _is_bare_signature(text: str, spans: list[tuple[int, int]], line: str) -> bool:
    """Tell whether the last line is a unit's name under a text in sentences."""
    before = text[spans[-2][1] - 1] if len(spans) > 1 else ""
    return len(line) <= 24 and before in "。！；" and bool(_SIGNATURE_UNIT.match(line)) and not read_marker(line)


def _mark_front(text: str, spans: list[tuple[int, int]], roles: list[str]) -> None:
    """Mark what stands between title and address of a speech: session, speaker."""
    heads = [text[start : min(end, start + _HEAD_MAX)] for start, end in spans[:_ADDRESS_WITHIN]]
    address = next((i for i, head in enumerate(heads) if head[0] in _ADDRESS_STARTS and _ADDRESS.match(head)), 0)
    if any(end - start > _ADDRESS_FRONT or text[end - 1] == "。" for start, end in spans[:address]):
        address = 0  # the text has begun: 各位代表，让我们…
    for index, head in enumerate(heads):
        is_unit = index < 3 and len(head) <= 30 and _SIGNATURE_UNIT.match(head) and not read_marker(head)
        if (
            index < address
            or is_unit
            or (head[0] in _DASHES and _SESSION.match(head))
            or (index < 3 and _DATE_LINE.match(head))
        ):
            roles[index] = roles[index] or "furniture"


def _fill(roles: list[str], first: int) -> None:
    for index in range(first, len(roles)):
        roles[index] = roles[index] or "annex"


def _mark_sign_off(text: str, spans: list[tuple[int, int]], roles: list[str]) -> None:
    """Mark the date, the unit and the other lines that sign a summary at its end."""
    dated = False
    for index in range(len(spans) - 1, max(0, len(spans) - 40), -1):
        if roles[index]:
            continue
        line = text[spans[index][0] : spans[index][1]]
        if _DATE_LINE.match(line):
            dated = True
        elif not (
            _SIGN_OFF.match(line)
            or (len(line) <= 30 and _SIGNATURE_UNIT.match(line) and not read_marker(line) and index > 0 and dated)
            or (index == len(spans) - 1 and _is_bare_signature(text, spans, line))
            or (dated and len(line) <= 14 and _SIGNATURE_NAME.match(line) and not read_marker(line))
        ):
            break
        roles[index] = "signoff"
