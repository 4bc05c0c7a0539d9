"""What a page draws as text, and where: the few operators of a content stream that place and show strings.

pypdf parses the file, inflates its streams and knows its fonts. Its own text extraction guesses spaces and keeps no
positions, which the rejoining of paragraphs needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject
from pypdf.generic._font import Font

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MAX_FORM_DEPTH = 8  # forms drawn inside forms
_MAX_FORMS = 500  # drawn on one page, however they are nested
_STANDS_UPRIGHT = 0.2  # how far a line of text may lean


@dataclass(frozen=True, slots=True)
class Piece:
    """A string as it stands on the page: from x0 to x1 on the base line y."""

    x0: float
    x1: float
    y: float
    size: float
    text: str


@dataclass(slots=True)
class Drawn:
    """What was found on a page."""

    pieces: list[Piece] = field(default_factory=list)
    images: set[Any] = field(default_factory=set)
    slanted: int = 0  # strings that do not stand upright: watermarks, stamps
    unknown: int = 0  # characters in fonts that don't say what they mean


@dataclass(frozen=True, slots=True)
class _State:
    """The graphics state as far as text depends on it."""

    ctm: _Matrix = _IDENTITY
    font: Font | None = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


_SETTINGS = {b"Tc": "char_space", b"Tw": "word_space", b"TL": "leading", b"Ts": "rise"}


class Interpreter:
    """Runs the content stream of one page."""

    def __init__(self, reader: Any) -> None:
        self.drawn = Drawn()
        self._reader = reader
        self._state = _State()
        self._saved: list[_State] = []
        self._line: _Matrix = _IDENTITY
        self._text: _Matrix = _IDENTITY
        self._fonts: dict[str, Font] = {}
        self._resources = DictionaryObject()
        self._depth = 0
        self._forms = 0
        self._operators: dict[bytes, Callable[[list[Any]], None]] = {
            b"q": lambda _operands: self._saved.append(self._state),
            b"Q": self._restore,
            b"cm": self._transform,
            b"BT": lambda _operands: self._move_to(_IDENTITY),
            b"Tm": lambda operands: self._move_to(_matrix(operands)),
            b"Td": lambda operands: self._move(*_numbers(operands, 2)),
            b"TD": self._move_and_lead,
            b"T*": lambda _operands: self._move(0.0, -self._state.leading),
            b"Tf": self._choose_font,
            b"Tz": lambda operands: self._set(stretch=_numbers(operands, 1)[0] / 100),
            b"Tj": lambda operands: self._show(operands[0]),
            b"TJ": self._show_spaced,
            b"'": self._show_on_next_line,
            b'"': self._show_on_next_line,
            b"Do": self._draw_object,
            b"INLINE IMAGE": lambda operands: self.drawn.images.add(id(operands)),
        }

    def run(self, stream: Any, resources: Any) -> None:
        """Run a content stream with its resources; forms that it draws are run inside it."""
        before = self._resources, self._fonts
        self._resources, self._fonts = _dictionary(resources), {}
        for operands, operator in ContentStream(stream, self._reader).operations:
            if operator in _SETTINGS:
                self._set(**{_SETTINGS[operator]: _numbers(operands, 1)[0]})
            elif operator in self._operators and (operands or operator in (b"q", b"Q", b"BT", b"T*")):
                self._operators[operator](operands)
        self._resources, self._fonts = before

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)

    def _restore(self, _operands: list[Any]) -> None:
        if self._saved:
            self._state = self._saved.pop()

    def _transform(self, operands: list[Any]) -> None:
        self._set(ctm=_times(_matrix(operands), self._state.ctm))

    def _move_to(self, matrix: _Matrix) -> None:
        self._line = self._text = matrix

    def _move(self, x: float, y: float) -> None:
        self._move_to(_times((1.0, 0.0, 0.0, 1.0, x, y), self._line))

    def _move_and_lead(self, operands: list[Any]) -> None:
        x, y = _numbers(operands, 2)
        self._set(leading=-y)
        self._move(x, y)

    def _choose_font(self, operands: list[Any]) -> None:
        self._set(font=self._font(str(operands[0])), size=_numbers(operands[1:], 1)[0])

    def _font(self, name: str) -> Font | None:
        if name not in self._fonts:
            resource = _dictionary(_dictionary(self._resources.get("/Font")).get(name))
            if not resource:
                return None
            self._fonts[name] = Font.from_font_resource(resource)
        return self._fonts[name]

    def _show_on_next_line(self, operands: list[Any]) -> None:
        self._move(0.0, -self._state.leading)
        self._show(operands[-1])

    def _show_spaced(self, operands: list[Any]) -> None:
        for each in operands[0] if isinstance(operands[0], ArrayObject) else ():
            if isinstance(each, (int, float)):
                self._advance(-float(each) / 1000 * self._state.size * self._state.stretch)
            else:
                self._show(each)

    def _advance(self, width: float) -> None:
        self._text = _times((1.0, 0.0, 0.0, 1.0, width, 0.0), self._text)

    def _show(self, value: Any) -> None:
        state = self._state
        if state.font is None or not isinstance(value, (bytes, str)):
            return
        text, codes = _decoded(state.font, _original_bytes(value))
        start = _times(self._text, state.ctm)
        self._advance(self._width(state.font, codes))
        end = _times(self._text, state.ctm)
        size = abs(state.size) * (start[2] ** 2 + start[3] ** 2) ** 0.5
        if not state.font.interpretable:
            self.drawn.unknown += len(text)
        if abs(start[1]) > _STANDS_UPRIGHT * abs(start[0]) or start[0] <= 0:
            self.drawn.slanted += bool(text.strip())
        elif text:
            self.drawn.pieces.append(Piece(start[4], end[4], start[5] + state.rise, size, text))

    def _width(self, font: Font, codes: str) -> float:
        """Return how far a string moves the pen, in text space."""
        state = self._state
        glyphs = sum(font.space_width if code == font.space_char else font.get_text_width(code) for code in codes)
        spaces = codes.count(" ") * state.word_space
        return (glyphs / 1000 * state.size + len(codes) * state.char_space + spaces) * state.stretch

    def _draw_object(self, operands: list[Any]) -> None:
        objects = _dictionary(self._resources.get("/XObject"))
        reference = objects.raw_get(operands[0]) if operands[0] in objects else None
        found = _dictionary(reference)
        if found.get("/Subtype") == "/Image":
            key = (reference.idnum, reference.generation) if isinstance(reference, IndirectObject) else id(found)
            self.drawn.images.add(key)
        elif found.get("/Subtype") == "/Form" and self._depth < _MAX_FORM_DEPTH:
            self._draw_form(found)

    def _draw_form(self, form: DictionaryObject) -> None:
        before = self._state, self._line, self._text, self._saved
        self._saved = []
        self._depth += 1
        self._forms += 1
        if self._forms > _MAX_FORMS:
            raise ValueError("too many forms")
        if "/Matrix" in form:
            self._transform(list(form["/Matrix"]))
        self.run(form, form.get("/Resources", self._resources))
        self._depth -= 1
        self._state, self._line, self._text, self._saved = before


def _decoded(font: Font, value: bytes) -> tuple[str, str]:
    """Return (text, codes as the font numbers them)."""
    if isinstance(font.encoding, str):
        codes = value.decode(font.encoding, "surrogatepass" if font.encoding.startswith("utf-16") else "replace")
        return "".join(font.character_map.get(code, code) for code in codes), codes
    codes = value.decode("latin-1")
    named = "".join(font.encoding.get(byte, chr(byte)) for byte in value)
    return "".join(font.character_map.get(char, char) for char in named), codes


def _original_bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else value.original_bytes


def _dictionary(value: Any) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _numbers(operands: list[Any], count: int) -> list[float]:
    """Return the first operands as numbers, 0 for what is none."""
    values = [float(each) if isinstance(each, (int, float)) else 0.0 for each in operands[:count]]
    return values + [0.0] * (count - len(values))


def _matrix(operands: list[Any]) -> _Matrix:
    a, b, c, d, e, f = _numbers(operands, 6)
    return a, b, c, d, e, f


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
