"""Where a paragraph may be cut: at sentence ends and at marks outside brackets, without what clings to the pieces."""

import re
from functools import cache

from .lexicon import prose, shapes
from .model import Span

_ETC = re.compile(prose.ETC)
_BRACKETS = r"（《“‘〔【「『(\[）》”’〕】」』)\]"
_SPACE = " \t\n\r　"


def sentences(text: str, start: int, end: int) -> list[Span]:
    return [trimmed(text, a, b) for a, b in _pieces(text, start, end, shapes.SENTENCE_END) if b > a]


def cut(text: str, span: Span, marks: str) -> list[Span]:
    """Return the pieces between the marks that stand outside brackets, [] when there is but one."""
    spans = [_without_mark(text, a, b, marks) for a, b in _pieces(text, span.start, span.end, marks)]
    spans = [piece for piece in spans if piece.end - piece.start >= 2]
    if len(spans) < 2:
        return []
    tail = text[spans[-1].start : spans[-1].end].rstrip(shapes.TRAILING)
    etc = _ETC.search(tail)
    if etc and etc.start() == 0:
        return spans[:-1] if len(spans) > 2 else []
    if etc:
        spans[-1] = trimmed(text, spans[-1].start, spans[-1].start + etc.start())
    return spans


def _pieces(text: str, start: int, end: int, marks: str) -> list[tuple[int, int]]:
    """Cut behind each mark outside brackets; brackets that never close do not count."""
    pieces = []
    depth = 0
    begin = start
    found = [(match.group(), match.end()) for match in _signs(marks).finditer(text, start, end)]
    brackets = [char for char, _ in found if char not in marks]
    balanced = 2 * sum(map(shapes.OPENERS.__contains__, brackets)) == len(brackets)
    for char, behind in found:
        if char in marks:
            if depth == 0:
                pieces.append((begin, behind))
                begin = behind
        elif balanced:
            depth = max(0, depth + (1 if char in shapes.OPENERS else -1))
    pieces.append((begin, end))
    around = _SPACE + marks
    return [(a, b) for a, b in pieces if text[a:b].strip(around)]


@cache
def _signs(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(marks)}{_BRACKETS}]")


def trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _SPACE + "，,、；;：:。":
        start += 1
    while end > start and text[end - 1] in _SPACE:
        end -= 1
    return Span(start, end)


def _without_mark(text: str, start: int, end: int, marks: str) -> Span:
    while end > start and text[end - 1] in _SPACE + marks + "。；;":
        end -= 1
    return trimmed(text, start, end)
