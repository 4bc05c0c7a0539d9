"""PDF files: lines rejoined into paragraphs, page furniture left out, places and what was not read."""

from __future__ import annotations

import pytest

from summaries.readers import Omission, Place, Unreadable, read
from summaries.readers.pdf.interpreter import Piece
from summaries.readers.pdf.lines import Line, lines_of_page, without_furniture
from summaries.readers.pdf.paragraphs import rejoin
from tests.readers.builders import assembled, pdf

PAPER = 300.0  # a small page, on which twenty letters make a full line
FULL = "各项工作按照年初确定的计划有序地向前推进"


def page_of(*lines: tuple[str, float], page: int = 1, top: float = 700, size: float = 10) -> list[Line]:
    """Return lines of ten-point letters, each (text, indent in letters), 15 points apart."""
    return [
        Line(page, 50 + indent * size, 50 + (indent + len(text)) * size, top - 15 * index, size, text)
        for index, (text, indent) in enumerate(lines)
    ]


def paragraphs(*lines: tuple[str, float]) -> list[str]:
    return [each.text for each in rejoin(page_of(*lines), PAPER)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([(FULL, 0), ("并取得成效。", 0)], [FULL + "并取得成效。"]),
        ([(FULL, 0), ("各项指标。", 2), (FULL, 0)], [FULL, "各项指标。", FULL]),
        ([("主要做法", 0), (FULL, 0), ("完成。", 0)], ["主要做法", FULL + "完成。"]),
        ([(FULL[:18], 2), (FULL, 0), ("推进。", 0), (FULL[:18], 2)], [FULL[:18] + FULL + "推进。", FULL[:18]]),
        ([(FULL[:19] + "。", 0), ("（二）推进。", 0)], [FULL[:19] + "。", "（二）推进。"]),
        ([(FULL[:19] + "、", 0), ("（二）班推进。", 0)], [FULL[:19] + "、（二）班推进。"]),
        ([(FULL[:18], 0), ("问题，”如此说。", 0), (FULL, 0)], [FULL[:18], "问题，”如此说。", FULL]),
        ([(FULL[:19], 0), ("题，”如此说。", 0), (FULL, 0)], [FULL[:19] + "题，”如此说。", FULL]),
        ([(FULL[:17], 0), ("2023.12.31前完成。", 0), (FULL, 0)], [FULL[:17] + "2023.12.31前完成。", FULL]),
        (
            [("一、" + FULL[:18], 0), (FULL[:18], 2), ("完成。", 2), (FULL, 0)],
            ["一、" + FULL[:18] + FULL[:18] + "完成。", FULL],
        ),
        (
            [("总结" + "…" * 16 + "12", 0), ("总结" + "…" * 16 + "15", 0)],
            ["总结" + "…" * 16 + "12", "总结" + "…" * 16 + "15"],
        ),
        ([("序号\t" + FULL[:17], 0), ("1\t" + FULL[:18], 0)], ["序号\t" + FULL[:17], "1\t" + FULL[:18]]),
    ],
)
def test_lines_are_rejoined_as_they_were_broken(lines, expected):
    fillers = [(FULL, 0)] * 12 + [("。", 0)]
    assert paragraphs(*lines, ("尾", 4), *fillers)[: len(expected)] == expected


def test_a_wider_gap_ends_a_paragraph():
    lines = page_of(*[(FULL, 0)] * 4) + page_of(*[(FULL, 0)] * 4, top=620)
    assert [each.text for each in rejoin(lines, PAPER)] == [FULL * 4, FULL * 4]


def test_a_paragraph_goes_on_over_the_page():
    lines = page_of((FULL, 0), (FULL, 0)) + page_of((FULL, 0), ("完。", 0), page=2)
    (only,) = rejoin(lines, PAPER)
    assert only.text == FULL * 3 + "完。"
    assert only.pages == ((1, 0), (2, 40))


def test_latin_words_keep_their_space():
    lines = [
        Line(1, 0, 100, 700, 10, "the plan of"),
        Line(1, 0, 100, 688, 10, "the county"),
        Line(1, 0, 30, 676, 10, "ends"),
    ]
    assert [each.text for each in rejoin(lines, 100)] == ["the plan of the county ends"]


@pytest.mark.parametrize(
    "number", ["3", "- 3 -", "— 3 —", "第3页", "第 3 页 共 10 页", "第3页，共10页", "3/10", "－3－", "iv", "·3·"]
)
def test_page_numbers_are_left_out(number):
    lines = page_of(("正文在这里", 0), (number, 8))
    assert [line.text for line in without_furniture([lines])[0]] == ["正文在这里"]


@pytest.mark.parametrize("text", ["3个村", "2023年", "第3章", "共10页材料", "一、"])
def test_what_only_begins_like_a_page_number_stays(text):
    lines = page_of(("正文在这里", 0), (text, 8))
    assert len(without_furniture([lines])[0]) == 2


def test_running_heads_are_left_out_where_they_return():
    pages = [page_of(("青石县工作总结", 3), ("甲乙丙丁"[page - 1], 0), page=page) for page in range(1, 5)]
    assert [[line.text for line in lines] for lines in without_furniture(pages)] == [
        ["甲"],
        ["乙"],
        ["丙"],
        ["丁"],
    ]
    assert len(without_furniture(pages[:2])[0]) == 2


def test_pieces_of_a_line_are_put_in_order_with_their_gaps():
    pieces = [
        Piece(60, 80, 700, 10, "工作"),
        Piece(40, 60, 700.5, 10, "　县"),
        Piece(120, 140, 699, 10, "责任"),
        Piece(40, 60, 680, 10, "AB"),
        Piece(63, 80, 680, 10, "CD"),
        Piece(40, 60, 660, 10, "  "),
    ]
    lines = lines_of_page(1, pieces)
    assert [line.text for line in lines] == ["县工作\t责任", "AB CD"]
    assert lines[0].x0 == 50


def test_a_file_is_read_page_by_page():
    data = pdf(
        [(50, 700, "first page"), (50, 650, "second line"), (290, 40, "1")],
        [(50, 700, "next page"), (290, 40, "2")],
    )
    reading = read(data, "a.pdf")
    assert reading.text == "first page\nsecond line\nnext page"
    assert reading.places == (Place(0, "page", 1), Place(23, "page", 2))
    assert reading.omissions == (Omission("furniture", 2, 32),)


STREAMS = {
    "spaced strings": (b"BT /F1 10 Tf 50 700 Td [(AB) -50 (CD) -2000 (E)] TJ ET", "ABCD\tE"),
    "next line": (b"BT /F1 10 Tf 12 TL 50 700 Td (A) Tj T* (B) Tj (C) ' 1 2 (D) \" ET", "A\nB\nC\nD"),
    "moves": (b"BT /F1 10 Tf 50 700 Td (A) Tj 0 -40 TD (B) Tj T* (C) Tj ET", "A\nB\nC"),
    "matrices": (b"q 2 0 0 2 0 0 cm BT /F1 5 Tf 1 0 0 1 25 350 Tm (A) Tj ET Q BT /F1 10 Tf 56 700 Td (B) Tj ET", "AB"),
    "slanted": (b"BT /F1 10 Tf 0 1 -1 0 50 500 Tm (DRAFT) Tj ET BT /F1 10 Tf 50 700 Td (A) Tj ET", "A"),
    "nonsense": (
        b"Q Q BT /F9 10 Tf (lost) Tj /F1 10 Tf 50 700 Td (A) Tj 7 Tj [1 (B)] TJ (x) (y) Td ET /No Do cm",
        "AB",
    ),
}


@pytest.mark.parametrize(("stream", "text"), STREAMS.values(), ids=STREAMS.keys())
def test_operators_that_show_text(stream, text):
    assert read(pdf(stream), "a.pdf").text == text


def with_form(content: bytes) -> bytes:
    """Return a file whose page draws a form with this content, which finds itself as /X1."""
    stream = b"BT /F1 10 Tf 50 700 Td (A) Tj ET q /X1 Do Q BT /F1 10 Tf 50 600 Td (C) Tj ET"
    resources = b"<< /Font << /F1 3 0 R >> /XObject << /X1 6 0 R >> >>"
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>" % resources,
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Matrix [1 0 0 1 10 0] /Resources %s /Length %d >>"
            b"\nstream\n%s\nendstream" % (resources, len(content), content),
        ]
    )


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"BT /F1 10 Tf 40 650 Td (B) Tj ET", "A\nB\nC"),
        (b"q q q /X1 Do", "A\nC"),
    ],
)
def test_forms_are_drawn_where_they_stand_and_not_for_ever(content, text):
    assert read(with_form(content), "a.pdf").text == text


def test_no_text_layer():
    with pytest.raises(Unreadable) as refusal:
        read(pdf(b"0 0 100 100 re f"), "扫描.pdf")
    assert refusal.value.code == "no_text_layer"


def test_forms_that_multiply_are_refused():
    with pytest.raises(Unreadable) as refusal:
        read(with_form(b"/X1 Do " * 20), "a.pdf")
    assert refusal.value.code == "damaged"
