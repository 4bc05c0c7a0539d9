"""Web pages (.html, also as Word saves them): the lines that a browser shows, tables as lines with tabs."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable

from lxml import etree

from .encodings import BOMS, decode
from .errors import Unreadable
from .labels import Label
from .numerals import numeral
from .result import Draft, Reading

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.I)
_CHARSET_WITHIN = 4096
# Pages that say GB2312 are full of characters that only its successors have; what stands not here is not believed.
_CHARSETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb18030": "gb18030",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "windows-1252": "cp1252",
    "iso-8859-1": "cp1252",
}
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div"}
    | {"dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"}
    | {"hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody"}
    | {"tfoot", "thead", "tr", "ul"}
)
_SILENT = frozenset({"head", "script", "style", "noscript", "template", "title", "rt", "rp", "colgroup", "datalist"})
_OMITTED = {
    "img": "picture",
    "canvas": "picture",
    "svg": "diagram",
    "iframe": "object",
    "object": "object",
    "embed": "object",
    "video": "object",
    "audio": "object",
    "select": "control",
    "textarea": "control",
    "input": "control",
    "button": "control",
    "del": "deletion",
}
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LIST_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MAX_SPAN = 100


def read_document(data: bytes, name: str) -> Reading:
    """Read an .html file."""
    text, encoding = _decoded(data, name)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True, remove_comments=True)
    try:
        root = etree.fromstring(text.replace("\0", "").encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("too_deep" if "depth" in str(error).lower() else "damaged", name=name) from error
    if any("depth" in each.message.lower() for each in parser.error_log):
        raise Unreadable("too_deep", name=name)  # what lies deeper is left out by the parser
    draft = Draft(name)
    if root is not None:
        _Page(draft).read(root)
    return draft.reading(encoding)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """Decode by BOM, then by what the page says, then by what it looks like."""
    declared = _CHARSET.search(data[:_CHARSET_WITHIN])
    if declared and not data.startswith(tuple(bom for bom, _encoding in BOMS)):
        encoding = _CHARSETS.get(declared[1].decode("ascii").lower(), "")
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            return data.decode(encoding), encoding
    decoded = decode(data)
    if decoded is None:
        raise Unreadable("undecodable", name=name)
    return decoded


class _Page:
    """Walks over a page and writes its lines down."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._pieces: list[str] = []
        self._label: Label | None = None
        self._counters: list[int | None] = []  # of each open list: the last number, None where bullets stand
        self._styles: list[str] = []
        self._tables: list[_Table] = []
        self._preformatted = False
        self._enter: dict[str, Callable[[etree._Element], None]] = {
            "br": lambda _node: self._end_line(),
            "ol": self._begin_list,
            "ul": self._begin_list,
            "li": self._begin_entry,
            "pre": lambda _node: setattr(self, "_preformatted", True),
            "table": lambda node: self._tables.append(_Table(_is_frame(node))),
            "td": self._begin_cell,
            "th": self._begin_cell,
        }
        self._leave: dict[str, Callable[[], None]] = {
            "ol": self._end_list,
            "ul": self._end_list,
            "li": lambda: setattr(self, "_label", None),
            "pre": lambda: setattr(self, "_preformatted", False),
            "table": self._end_table,
            "tr": self._end_row,
            "td": self._end_cell,
            "th": self._end_cell,
        }

    def read(self, root: etree._Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        omitted = None
        for event, node in walk:
            if event == "end":
                if node is not omitted:
                    self._end(node)
                self._text(node.tail)
            elif self._omits(node):
                omitted = node
                walk.skip_subtree()
            else:
                self._begin(node)
        self._end_line()

    def _omits(self, node: etree._Element) -> bool:
        """Tell whether an element is not shown, or can't be; what is lost by that is noted."""
        if node.tag in _SILENT:
            return True
        code = _OMITTED.get(node.tag)
        if code is None and ("hidden" in node.attrib or _HIDDEN.search(node.get("style") or "")):
            code = "hidden"
        if code is None:
            return False
        if not (node.tag == "input" and node.get("type") == "hidden"):
            self._draft.omit(code)
        return True

    def _begin(self, node: etree._Element) -> None:
        if node.tag in _BLOCKS:
            self._end_line()
        action = self._enter.get(node.tag)
        if action:
            action(node)
        self._text(node.text)

    def _end(self, node: etree._Element) -> None:
        if node.tag in _BLOCKS:
            self._end_line()
        action = self._leave.get(node.tag)
        if action:
            action()

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if not self._preformatted:
            self._pieces.append(text)
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self._end_line()
            self._pieces.append(line)

    def _end_line(self) -> None:
        text = _BLANKS.sub(" ", "".join(self._pieces)).strip()
        self._pieces = []
        if not text:
            return
        if self._label:
            text, self._label = self._label.before(text), None
        table = self._tables[-1] if self._tables else None
        if table and not table.is_frame and table.cell is not None:
            table.cell.append(text)
        else:
            self._draft.place("paragraph")
            self._draft.line(text)

    def _begin_list(self, node: etree._Element) -> None:
        start = node.get("start", "1")
        ordered = node.tag == "ol"
        self._counters.append((int(start) - 1 if start.isdecimal() and len(start) < 6 else 0) if ordered else None)
        self._styles.append(_LIST_STYLES.get(node.get("type", "1"), "decimal"))

    def _end_list(self) -> None:
        if self._counters:
            self._counters.pop()
            self._styles.pop()

    def _begin_entry(self, _node: etree._Element) -> None:
        count = self._counters[-1] if self._counters else None
        if count is None:
            self._label = Label("•")
        else:
            self._counters[-1] = count + 1
            self._label = Label(numeral(count + 1, self._styles[-1]) + ".")

    def _begin_cell(self, node: etree._Element) -> None:
        self._end_line()
        if self._tables:
            self._tables[-1].begin_cell(_span(node, "colspan"), _span(node, "rowspan"))

    def _end_cell(self) -> None:
        self._end_line()
        if self._tables:
            self._tables[-1].end_cell()

    def _end_row(self) -> None:
        table = self._tables[-1] if self._tables else None
        if table and not table.is_frame and (line := table.end_row()):
            if not table.is_placed:
                self._draft.place("table")
                table.is_placed = True
            self._draft.line(line)

    def _end_table(self) -> None:
        if self._tables:
            self._tables.pop()


class _Table:
    """The row that is being read, and which cells of earlier rows reach down into it."""

    def __init__(self, is_frame: bool) -> None:
        self.is_frame = is_frame
        self.is_placed = False
        self.cell: list[str] | None = None
        self._row: list[str] = []
        self._reaching: dict[int, int] = {}  # column -> rows still to come
        self._spans = (1, 1)

    def begin_cell(self, columns: int, rows: int) -> None:
        self.cell = []
        self._spans = (columns, rows)
        self._skip_reaching()

    def end_cell(self) -> None:
        columns, rows = self._spans
        for column in range(columns):
            if rows > 1:
                self._reaching[len(self._row)] = rows
            self._row.append("" if column else " ".join(self.cell or ()))
        self.cell = None

    def end_row(self) -> str:
        """Return the row as a line and begin the next."""
        self._skip_reaching()
        self._reaching = {column: rows - 1 for column, rows in self._reaching.items() if rows > 1}
        line, self._row = "\t".join(self._row).rstrip("\t"), []
        return line

    def _skip_reaching(self) -> None:
        while len(self._row) in self._reaching:
            self._row.append("")


def _is_frame(table: etree._Element) -> bool:
    """Tell whether a table only arranges a page: it holds other tables, or has one cell a row."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    return all(sum(cell.tag in ("td", "th") for cell in row) <= 1 for row in table.iterdescendants("tr"))


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1")
    return min(max(int(value), 1), _MAX_SPAN) if value.isdecimal() and len(value) < 6 else 1
