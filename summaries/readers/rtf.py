"""Rich Text Format (.rtf), which WPS and old Word save, often under the name .doc: its text, with list numbers."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from .errors import Unreadable
from .labels import Label
from .limits import MAX_DEPTH
from .result import Draft, Reading
from .symbols import BULLET, symbol

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)
_CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 204: "cp1251", 238: "cp1250"}
_SYMBOL_CHARSET = 2
_SILENT = frozenset(
    {"colortbl", "stylesheet", "info", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "themedata"}
    | {"colorschememapping", "datastore", "latentstyles", "xmlnstbl", "fldinst", "nonshppict", "shprslt", "filetbl"}
    | {"pgdsctbl", "mmathPr", "userprops", "background", "falt", "panose", "template", "sp", "pn"}
)
_OMITTED = {
    "pict": "picture",
    "object": "object",
    "annotation": "comment",
    "footnote": "footnote",
    "header": "header",
    "headerl": "header",
    "headerr": "header",
    "headerf": "header",
    "footer": "header",
    "footerl": "header",
    "footerr": "header",
    "footerf": "header",
}
# Destinations that older programs skip, but whose text is shown.
_SHOWN = frozenset({"shpinst", "shptxt", "shppict", "listtext", "pntext", "do", "dptxbxtext"})
_CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "page": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "　",
    "enspace": " ",
    "~": " ",
    "_": "-",
}


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and restores."""

    silent: bool = False
    label: bool = False
    fonts: bool = False
    deleted: bool = False
    hidden: bool = False
    fallback: int = 1
    font: int = -1


def read_document(data: bytes, name: str) -> Reading:
    """Read an .rtf file."""
    draft = Draft(name)
    _Document(data, draft).read()
    return draft.reading("rtf")


class _Document:
    """Goes over the tokens of a file, once."""

    def __init__(self, data: bytes, draft: Draft) -> None:
        self._data = data
        self._draft = draft
        self._state = _State()
        self._groups: list[_State] = []
        self._encoding = "gb18030"
        self._charsets: dict[int, int] = {}
        self._bytes = bytearray()
        self._skip = 0  # characters still to skip: they stand in for a Unicode one that was read
        self._high = 0  # the first half of a character beyond the basic plane
        self._pieces: list[str] = []
        self._label: list[str] = []
        self._cells: list[str] = []
        self._in_table = False
        self._after_row = False
        self._starred = False
        self._words: dict[str, Callable[[int], None]] = {
            "par": lambda _n: self._end_paragraph(),
            "sect": lambda _n: self._end_paragraph(),
            "cell": lambda _n: self._end_cell(),
            "nestcell": lambda _n: self._put(" "),
            "row": lambda _n: self._end_row(),
            "intbl": lambda _n: setattr(self, "_in_table", True),
            "pard": lambda _n: setattr(self, "_in_table", False),
            "plain": lambda _n: self._set(deleted=False, hidden=False, font=-1),
            "f": lambda n: self._set(font=n),
            "deleted": lambda n: self._set(deleted=n != 0),
            "v": lambda n: self._set(hidden=n != 0),
            "uc": lambda n: self._set(fallback=max(n, 0)),
            "u": self._unicode,
            "ansicpg": self._code_page,
            "fcharset": self._font_charset,
            "fonttbl": lambda _n: self._set(fonts=True),
            "listtext": lambda _n: self._set(label=True),
            "pntext": lambda _n: self._set(label=True),
        }

    def read(self) -> None:
        position = 0
        while position < len(self._data):
            token = _TOKEN.match(self._data, position)
            if token is None:  # pragma: no cover - the pattern takes every byte
                break
            position = token.end()
            if token["word"] == b"bin":
                position += max(int(token["number"] or 0), 0)
            else:
                self._token(token)
            if not self._groups and token["brace"]:
                break
        self._flush()
        if self._groups:  # cut off: nobody knows what is missing
            raise Unreadable("damaged", name=self._draft.name)
        if self._pieces:
            self._end_paragraph()

    def _token(self, token: re.Match[bytes]) -> None:
        kind = token.lastgroup
        if kind in ("word", "number"):
            self._word(token["word"].decode("ascii"), token["number"])
        elif kind == "hex":
            self._raw(bytes([int(token["hex"], 16)]))
        elif kind == "text":
            self._raw(token["text"])
        elif kind == "brace":
            self._flush()
            self._skip = 0
            self._open() if token["brace"] == b"{" else self._close()
        elif kind == "symbol":
            self._control_symbol(token["symbol"].decode("latin-1"))

    def _open(self) -> None:
        self._groups.append(self._state)
        if len(self._groups) > 10 * MAX_DEPTH:
            raise Unreadable("too_deep", name=self._draft.name)

    def _close(self) -> None:
        if self._groups:
            self._state = self._groups.pop()

    def _set(self, **changes: int | bool) -> None:
        self._flush()
        self._state = replace(self._state, **changes)

    def _word(self, word: str, number: bytes | None) -> None:
        starred, self._starred = self._starred, False
        if self._skip and word != "u":
            self._skip -= 1
            return
        value = int(number) if number else (1 if word in ("deleted", "v", "uc") else 0)
        if word in _OMITTED and not self._state.silent:
            self._draft.omit(_OMITTED[word])
            self._set(silent=True)
        elif word in _SILENT or (starred and word not in _SHOWN):
            self._set(silent=True)
        elif word in self._words:
            self._flush()
            self._words[word](value)
        elif word in _CHARACTERS:
            self._put(_CHARACTERS[word])

    def _control_symbol(self, char: str) -> None:
        if char == "*":
            self._starred = True
        elif char in "\r\n":
            self._flush()
            self._end_paragraph()
        elif char in "\\{}":
            self._raw(char.encode("ascii"))
        elif char in _CHARACTERS:
            self._put(_CHARACTERS[char])

    def _raw(self, data: bytes) -> None:
        self._starred = False
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        if not self._state.fonts:
            self._bytes += data[skipped:]

    def _unicode(self, value: int) -> None:
        code = value % 0x10000
        self._skip = self._state.fallback
        if 0xD800 <= code < 0xDC00:
            self._high = code
        elif 0xDC00 <= code < 0xE000 and self._high:
            self._put(chr(0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00))
            self._high = 0
        elif 0xF000 <= code <= 0xF0FF:
            self._put(_symbol(code))
        else:
            self._put(chr(code))

    def _code_page(self, value: int) -> None:
        encoding = "gb18030" if value == 936 else f"cp{value}"
        try:
            self._encoding = codecs.lookup(encoding).name
        except LookupError:
            self._encoding = "gb18030"

    def _font_charset(self, value: int) -> None:
        if self._state.fonts:
            self._charsets[self._state.font] = value

    def _flush(self) -> None:
        """Decode the bytes that were collected; double-byte characters come as two tokens."""
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        charset = self._charsets.get(self._state.font, 0)
        if charset == _SYMBOL_CHARSET:
            self._put("".join(_symbol(byte) if byte > 0x20 else " " for byte in data))
        else:
            self._put(data.decode(_CHARSETS.get(charset, self._encoding), errors="replace"))

    def _put(self, text: str) -> None:
        self._flush()
        state = self._state
        if state.silent or state.fonts:
            return
        if state.deleted or state.hidden:
            if text.strip():
                self._draft.omit("deletion" if state.deleted else "hidden")
            return
        (self._label if state.label else self._pieces).append(text)

    def _taken(self) -> str:
        """Return the text of the paragraph that ends here, with its label."""
        label = Label("".join(self._label).strip())
        text = label.before("".join(self._pieces))
        self._pieces, self._label = [], []
        return text

    def _end_paragraph(self) -> None:
        if self._state.silent or self._state.deleted:
            return
        if self._in_table:
            self._pieces = [self._taken(), " "]
            return
        self._after_row = False
        text = self._taken()
        if text.strip():
            self._draft.place("paragraph")
        self._draft.line(text)

    def _end_cell(self) -> None:
        if not self._state.silent:
            self._cells.append(" ".join(self._taken().split()))

    def _end_row(self) -> None:
        if self._state.silent or not self._cells:
            return
        if not self._after_row:
            self._draft.place("table")
            self._after_row = True
        self._draft.line("\t".join(self._cells).rstrip("\t"))
        self._cells = []


def _symbol(code: int) -> str:
    return symbol(code, "Symbol") or symbol(code, "Wingdings") or BULLET
