"""Wrong suffixes: what the content surely is counts, and doubt is told with what the file looks like."""

from __future__ import annotations

import pytest

from summaries.readers import SUFFIXES, Unreadable, read
from tests.readers.builders import paragraph, pdf, word, zipped

DOCX = word(paragraph("甲"))
HTML = "<!DOCTYPE html><html><body><p>甲</p></body></html>".encode()
RTF = rb"{\rtf1\ansi A\par}"
TEXT = "存在问题：人手不足。".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ENCRYPTED_WORD = b"\xec\xa5\xc1\x00" + bytes(7) + b"\x13" + bytes(500)


def stream_name(name: str) -> bytes:
    return (name.encode("utf-16-le") + bytes(128))[:128] + bytes(384)


@pytest.mark.parametrize(
    ("data", "name", "text"),
    [
        (DOCX, "a.txt", "甲"),
        (DOCX, "a.doc", "甲"),
        (DOCX, "a.pdf", "甲"),
        (HTML, "a.doc", "甲"),
        (HTML, "a.txt", "甲"),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?><!-- x -->" + HTML, "a.wps", "甲"),
        (RTF, "a.doc", "A"),
        (RTF, "a.txt", "A"),
        (pdf([(50, 700, "A")]), "a.docx", "A"),
        (b"\n\n" + pdf([(50, 700, "A")]), "a.pdf", "A"),
        (TEXT, "a.docx", TEXT.decode()),
        (TEXT.decode().encode("gbk"), "a.doc", TEXT.decode()),
        (HTML, "a.md", HTML.decode()),
    ],
)
def test_what_a_file_surely_is_counts(data, name, text):
    assert read(data, name).text == text


@pytest.mark.parametrize(
    ("data", "name", "code", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "a.txt", "binary", "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "a.docx", "looks_like", "JPEG"),
        (b"Rar!\x1a\x07\x00", "a.docx", "looks_like", "RAR"),
        (zipped({"a.txt": "甲"}), "a.docx", "looks_like", "zip"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "a.docx", "looks_like", "Excel"),
        (zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "a.txt", "binary", "PowerPoint"),
        (OLE + stream_name("Workbook"), "a.doc", "looks_like", "Excel"),
        (OLE + stream_name("PowerPoint Document"), "a.doc", "looks_like", "PowerPoint"),
        (OLE + stream_name("EncryptedPackage"), "a.docx", "password", ""),
        (OLE + ENCRYPTED_WORD + stream_name("WordDocument"), "a.doc", "password", ""),
        (bytes(range(128, 256)) * 9, "a.docx", "damaged", ""),
        (b"", "a.pdf", "empty", ""),
        (TEXT, "a.xlsx", "suffix", ""),
    ],
)
def test_what_it_looks_like_is_told(data, name, code, kind):
    with pytest.raises(Unreadable) as refusal:
        read(data, name)
    assert refusal.value.code == code
    for language in ("zh", "en"):
        assert kind in refusal.value.message(language)
        assert name in refusal.value.message(language)


def test_every_suffix_has_its_reader():
    for suffix in SUFFIXES:
        with pytest.raises(Unreadable):
            read(b"\x01\x02\x03\x04" * 9, f"a{suffix}")
