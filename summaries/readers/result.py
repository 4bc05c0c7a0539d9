"""What reading gives, and the draft on which a format's reader writes it down line by line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .errors import Unreadable
from .limits import MAX_CHARS
from .omissions import Omission

# Not text: control characters and lone surrogates. Each is replaced by one character, so that offsets stay.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page, paragraph, table or line of the original (numbered from 1) begins in the text."""

    start: int
    kind: str  # "page", "paragraph", "table" or "line"
    number: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read: its text, where it stood in the original, and what was not read.

    Of plain text only the BOM and the kind of line ends are changed.
    """

    name: str
    text: str
    encoding: str
    places: tuple[Place, ...] = ()
    omissions: tuple[Omission, ...] = ()

    def places_of(self, starts: Iterable[int]) -> Iterator[Place]:
        """Yield for ascending offsets where each stands in the original; a text without places counts its lines."""
        line, counted, index = 1, 0, 0
        for start in starts:
            while index < len(self.places) and self.places[index].start <= start:
                index += 1
            if self.places:
                yield self.places[max(index - 1, 0)]
                continue
            line += self.text.count("\n", counted, start)
            counted = start
            yield Place(start, "line", line)


class Draft:
    """The text of a document as it grows, one line after the other."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.length = 0
        self._lines: list[str] = []
        self._places: list[Place] = []
        self._counts: dict[str, int] = {}
        self._omitted: dict[str, tuple[int, int]] = {}

    def line(self, text: str) -> None:
        """Add a line; raise Unreadable when the document grows beyond any summary."""
        self._lines.append(_NOT_TEXT.sub(_replacement, text))
        self.length += len(text) + 1
        if self.length > MAX_CHARS:
            raise Unreadable("too_long", name=self.name, limit=str(MAX_CHARS))

    def place(self, kind: str, *, ahead: int = 0) -> None:
        """Say that the next page, paragraph or table of the original begins with the next line, or `ahead` in it."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        self._places.append(Place(self.length + ahead, kind, self._counts[kind]))

    def omit(self, code: str, count: int = 1) -> None:
        """Say that something that stands about here was not read."""
        before, start = self._omitted.get(code, (0, self.length))
        self._omitted[code] = (before + count, start)

    def reading(self, encoding: str) -> Reading:
        """Return what was written down."""
        text = "\n".join(self._lines)
        omissions = sorted((min(start, len(text)), code, count) for code, (count, start) in self._omitted.items())
        return Reading(
            name=self.name,
            text=text,
            encoding=encoding,
            places=tuple(place for place in self._places if place.start <= len(text)),
            omissions=tuple(Omission(code, count, start) for start, code, count in omissions),
        )


def _replacement(match: re.Match[str]) -> str:
    if match.group() in "\x0b\x0c\r":
        return "\n"
    return "�" if match.group() >= "\ud800" else " "
