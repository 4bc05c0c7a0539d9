"""Word documents as offices hand them out 公文: paper, margins, fonts, headings, paragraphs, tables. Bytes come out.

What stands in them is said by who writes them. Sizes and margins follow GB/T 9704: 方正小标宋 for the title, 仿宋 三号
for the text, 黑体 for 一、 and 楷体 for （一）. Where a font is missing another one shows, but the right one is named.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, cycle
from typing import NamedTuple
from xml.sax.saxutils import escape

from django.utils.translation import get_language
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.table import CT_Row, CT_Tbl
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE_FONT, TEXT_FONT, HEAD_FONT, SUBHEAD_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
LATIN_FONT = "Times New Roman"
TITLE_SIZE, TEXT_SIZE, TABLE_SIZE = Pt(22), Pt(16), Pt(12)  # 二号, 三号, 小四
LINE = Pt(28)
_DIGITS = "零一二三四五六七八九"
_HEADINGS = (HEAD_FONT, SUBHEAD_FONT)  # by level
#: What XML can't hold: a pasted form feed must not cost the whole document.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Paper:
    """A document under way: say what comes next, at the end take its `content`."""

    def __init__(self, *, landscape: bool = False, form: bool = False) -> None:
        """Begin a document; a form has narrow margins and no page numbers, since it has to stay on one sheet."""
        self._document = Document()
        self._lay_out(landscape, narrow=landscape or form)
        _Looks(self._document.styles).dress()
        self._style_ids = {style.name: style.style_id for style in self._document.styles}
        if not form:
            self._number_pages()

    def title(self, text: str) -> None:
        """Write the title in large letters in the middle; it becomes the file's title, too."""
        self._document.core_properties.title = _printable(text)[:255]
        self._add("Title", text)

    def subtitle(self, text: str) -> None:
        """Write a line in the middle, under the title: a date, a number."""
        self._add("Subtitle", text)

    def addressee(self, text: str) -> None:
        """Write to whom it goes, 「各有关单位：」, from the left edge."""
        self._add("Normal", text)

    def heading(self, text: str, level: int = 1) -> None:
        """Write a heading: level 1 as 「一、总体情况」, level 2 as 「（一）」. The text brings its own enumerator."""
        self._add(f"Heading {level}", text)

    def paragraph(self, text: str, *, lead: str = "") -> None:
        """Write a paragraph of running text, its first line indented; `lead` stands bold before it."""
        paragraph = self._add("Body Text", lead)
        for run in paragraph.runs:
            run.bold = True
        paragraph.add_run(_printable(text))

    def note(self, text: str) -> None:
        """Write a definition or a remark in the small letters of tables."""
        self._add("Table Text", text)

    def closing(self, lines: Iterable[str]) -> None:
        """Write who signs, and the date, at the right."""
        for line in lines:
            self._add("Signature", line)

    def table(
        self, headings: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[float] | None = None
    ) -> None:
        """Write a table whose headings are repeated on each page; widths: of the columns, relative to each other."""
        table = self._table(widths or [1] * len(headings))
        table.element.append(_row(headings, ["Table Heading"], table.shares, repeat=True))
        for row in rows:
            table.element.append(_row(row, ["Table Text"], table.shares))

    def grid(self, rows: Iterable[Sequence[object]], widths: Sequence[float]) -> None:
        """Write a form: label, value, label, value …; the last cell of a row with fewer cells reaches to the edge."""
        table = self._table(widths)
        for row in rows:
            table.element.append(_row(row, ("Table Heading", "Table Text"), table.shares))

    @property
    def content(self) -> bytes:
        """The document as the bytes of a .docx file."""
        target = io.BytesIO()
        self._document.save(target)
        return target.getvalue()

    def _add(self, style: str, text: str) -> Paragraph:
        """Add a paragraph. Its style is named by its id: python-docx goes through all styles to look up one."""
        paragraph = self._document.add_paragraph(_printable(text))
        paragraph._p.style = self._style_ids[style]
        return paragraph

    def _lay_out(self, landscape: bool, *, narrow: bool) -> None:
        section = self._document.sections[0]
        long, short = Mm(297), Mm(210)
        section.page_width, section.page_height = (long, short) if landscape else (short, long)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.top_margin, section.bottom_margin = (Mm(25), Mm(20)) if narrow else (Mm(37), Mm(35))
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        self._document.core_properties.author = ""
        self._document.core_properties.comments = ""

    def _table(self, widths: Sequence[float]) -> _Table:
        section = self._document.sections[0]
        space = section.page_width - section.left_margin - section.right_margin
        shares = [int(space * width / sum(widths)) for width in widths]
        table = self._document.add_table(0, len(widths))
        table._tblPr.style = self._style_ids["Table Grid"]
        table.autofit = False
        for column, share in zip(table.columns, shares, strict=True):
            column.width = share
        return _Table(table._tbl, shares)

    def _number_pages(self) -> None:
        """Write — 1 — under each page."""
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run("— ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)
        paragraph.add_run(" —")


def enumerator(number: int, level: int = 1) -> str:
    """Return what a heading begins with: 「一、」 or 「（十二）」; in other languages 「1. 」 and 「(12) 」."""
    if not (get_language() or "").startswith("zh"):
        return f"{number}. " if level == 1 else f"({number}) "
    words = _in_words(number)
    return f"{words}、" if level == 1 else f"（{words}）"


def _in_words(number: int) -> str:
    """Return a number below 100 as Chinese writes it, larger ones in figures."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


class _Table(NamedTuple):
    """A table under way, and how wide its columns are."""

    element: CT_Tbl
    shares: list[int]


class _Looks:
    """The styles of a document: changed once, so that an office may change them again in one place."""

    def __init__(self, styles) -> None:
        self.styles = styles

    def dress(self) -> None:
        for name, font, size in (
            ("Normal", TEXT_FONT, TEXT_SIZE),
            ("Title", TITLE_FONT, TITLE_SIZE),
            ("Subtitle", SUBHEAD_FONT, TEXT_SIZE),
            *((f"Heading {level}", font, TEXT_SIZE) for level, font in enumerate(_HEADINGS, start=1)),
        ):
            self._font(self.styles[name], font, size)
        self.styles["Body Text"].paragraph_format.space_after = Pt(0)
        for name in ("Title", "Subtitle"):
            self.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for name in ("Body Text", "Heading 1", "Heading 2"):
            _indent(self.styles[name])
        self._spacing()
        self._further()
        self.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}").set(qn("w:eastAsia"), "zh-CN")

    def _font(self, style: ParagraphStyle, font: str, size: Pt) -> None:
        style.font.name, style.font.size = LATIN_FONT, size
        style.font.bold = style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), font)

    def _spacing(self) -> None:
        for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2"):
            form = self.styles[name].paragraph_format
            form.space_before = form.space_after = Pt(0)
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
        title = self.styles["Title"]
        title.paragraph_format.line_spacing, title.paragraph_format.space_after = Pt(36), Pt(14)
        for border in title.element.pPr.findall(qn("w:pBdr")):
            title.element.pPr.remove(border)

    def _further(self) -> None:
        """Add the styles that the template lacks: of who signs, and of tables."""
        signature = self._add("Signature", "Normal")
        signature.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        signature.paragraph_format.right_indent = Pt(32)
        cell = self._add("Table Text", "Normal")
        cell.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2)
        cell.font.size = TABLE_SIZE
        heading = self._add("Table Heading", "Table Text")
        heading.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        heading.font.bold = True

    def _add(self, name: str, base: str) -> ParagraphStyle:
        style = self.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = self.styles[base]
        return style


def _indent(style: ParagraphStyle) -> None:
    """Indent the first line by two characters, however large they are."""
    style.paragraph_format.first_line_indent = Pt(32)  # for programs that don't count characters
    style.element.pPr.ind.set(qn("w:firstLineChars"), "200")


def _row(values: Sequence[object], styles: Sequence[str], shares: Sequence[int], *, repeat: bool = False) -> CT_Row:
    """Make a row as XML, its cells in turn in these styles: python-docx's own cells take ten times as long."""
    spans = [1] * (len(values) - 1) + [len(shares) - len(values) + 1]
    head = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if repeat else "") + "</w:trPr>"
    starts = accumulate(spans, initial=0)
    cells = (
        _cell(value, style, span, sum(shares[start : start + span]))
        for value, style, span, start in zip(values, cycle(styles), spans, starts, strict=False)
    )
    return parse_xml(f"<w:tr {nsdecls('w')}>{head}{''.join(cells)}</w:tr>")


def _cell(value: object, style: str, span: int, width: int) -> str:
    """Return a cell as XML; each line of its text is a paragraph."""
    size = f'<w:tcW w:w="{Emu(width).twips}" w:type="dxa"/><w:gridSpan w:val="{span}"/><w:vAlign w:val="center"/>'
    lines = (
        f'<w:p><w:pPr><w:pStyle w:val="{style.replace(" ", "")}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in _printable(value).split("\n")
    )
    return f"<w:tc><w:tcPr>{size}</w:tcPr>{''.join(lines)}</w:tc>"


def _printable(text: object) -> str:
    return _UNPRINTABLE.sub("", str(text))
