"""Physical lines of a text with their offsets. What a line means is the business of the stages after this one."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .model import new

# Everything that ends a line in files that offices exchange; \r\n leaves an empty line that is skipped.
_RARE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_LINE, _ANY_LINE = re.compile(".+"), re.compile(f"[^\n{_RARE_ENDS}]+")
# A line this long with this many indents inside holds paragraphs.
_INDENT = "\u3000\u3000"
_INDENTS = re.compile(f"(?<=[^\u3000]){_INDENT}\u3000*")
_LOST_ENDS, _MANY = 300, 3
_NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
_INVISIBLE = " \t\u3000\u00a0\u2002\u2003\u2009" + _NO_WIDTH


class Line(NamedTuple):
    """A non-blank line without the white space around it; `after_blank` tells that lines were left out before."""

    start: int
    end: int
    text: str
    indent: int
    after_blank: bool


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines; one that lost its line ends is parted at the indents, 「…健康发展。　　一年来，…」."""
    lines = _ANY_LINE if any(end in text for end in _RARE_ENDS) else _LINE
    for match in lines.finditer(text):
        begin, end = match.span()
        if end - begin > _LOST_ENDS and text.count(_INDENT, begin, end) >= _MANY:
            for indent in _INDENTS.finditer(text, begin, end):
                yield begin, indent.start()
                begin = indent.end()
        yield begin, end


def split_lines(text: str) -> list[Line]:
    """Return the non-blank lines in order."""
    lines = []
    previous_end = -2
    for begin, end in _stretches(text):
        told = text[begin:end].lstrip(_INVISIBLE)
        if not told:
            continue
        start = end - len(told)
        told = told.rstrip(_INVISIBLE)
        indent = start - begin - sum(map(text[begin:start].count, _NO_WIDTH)) if start > begin else 0
        after_blank = begin - previous_end > 1 and (previous_end < 0 or text.count("\n", previous_end, begin) > 1)
        lines.append(new(Line, (start, start + len(told), told, indent, after_blank)))
        previous_end = end
    return lines
