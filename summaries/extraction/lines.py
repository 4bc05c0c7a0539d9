"""Physical lines of a text with their offsets. What a line means is the business of the stages after this one."""

import re
from dataclasses import dataclass

# Everything that ends a line in files that offices exchange; \r\n leaves an empty line that is skipped.
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
_INVISIBLE = " \t\u3000\u00a0\u2002\u2003\u2009" + _NO_WIDTH


@dataclass(frozen=True, slots=True)
class Line:
    """A non-blank line without the white space around it; `after_blank` tells that lines were left out before."""

    start: int
    end: int
    text: str
    indent: int
    after_blank: bool


def split_lines(text: str) -> list[Line]:
    """Return the non-blank lines in order."""
    lines = []
    previous_end = -1
    for match in _LINE.finditer(text):
        raw = match.group()
        stripped = raw.strip(_INVISIBLE)
        if not stripped:
            continue
        before = raw[: len(raw) - len(raw.lstrip(_INVISIBLE))]
        indent = sum(char not in _NO_WIDTH for char in before)
        start = match.start() + len(before)
        gap = text.count("\n", previous_end, match.start()) if previous_end >= 0 else 2
        lines.append(Line(start, start + len(stripped), stripped, indent, gap > 1))
        previous_end = match.end()
    return lines
