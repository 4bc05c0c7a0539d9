"""Hostile files and what has to become of each; `python -m tests.summaries.hostile` tries them all, with figures.

Each is read as an upload would be, in the guarded process where that is due, and goes through extraction. A line of
output is a case: name, what became of its documents, seconds of work, and megabytes at the peak.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from summaries.readers import MAX_BYTES
from tests.readers import builders as b

READ = "read"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
NOISE = random.Random(1).randbytes(40_000)
TEXT = "存在的问题\n（一）巡河记录质量不高，部分村级河长只打卡不看河。\n"


@dataclass(frozen=True)
class Case:
    """`outcomes`: code of the refusal, or READ, of each document in the file; `|` parts alternatives."""

    file: str
    make: Callable[[], bytes]
    outcomes: tuple[str, ...]


def document(inner: str, **parts: str) -> bytes:
    return b.word(inner, **parts)


def with_part(path: str, content: bytes | str, body: str = "") -> bytes:
    """Return a Word document with one part exchanged or added."""
    parts = b.word_parts(body or b.paragraph(TEXT), numbering=b.abstract(0) + b.num(1, 0), styles="")
    return b.zipped(parts | {path: content})


def xml(declaration: str, text: str) -> bytes:
    """Return a main part with a document type."""
    body = f'<w:document xmlns:w="{b.W}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    return f'<?xml version="1.0"?>{declaration}{body}'.encode()


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return with_part("word/document.xml", xml(f'<!DOCTYPE w:document [<!ENTITY a0 "ha">{entities}]>', "&a9;"))


def bomb(path: str, megabytes: int = 300) -> bytes:
    """Return a Word document one part of which inflates to a thousand times its size."""
    blank = b" " * (1 << 20)
    parts = {each: content for each, content in b.word_parts(b.paragraph(TEXT)).items() if each != path}
    buffer = io.BytesIO(b.zipped(parts))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(path, "w") as part:
        for _number in range(megabytes):
            part.write(blank)
    return buffer.getvalue()


def zip_bomb(name: str, megabytes: int = 600) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        for _number in range(megabytes):
            part.write(b"0" * (1 << 20))
    return buffer.getvalue()


def overlapping() -> bytes:
    """Return an archive with 500 entries in its directory that share the bytes of one."""
    whole = b.zipped({"a.txt": "存在问题" * 50_000})
    start, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    entry, count = whole[start:end], 500
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, start, 0)
    return whole[:start] + entry * count + tail


def lying(size: int) -> bytes:
    """Return an archive whose headers announce another size than comes out."""
    whole = b.zipped({"a.txt": "存在问题" * 500_000})
    real = struct.pack("<L", 6_000_000)
    return whole.replace(real, struct.pack("<L", size))


def encrypted() -> bytes:
    """Return an archive whose entry says that it is encrypted."""
    whole = bytearray(b.zipped({"a.txt": "存在问题"}, method=zipfile.ZIP_STORED))
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)


def renamed(raw: bytes) -> bytes:
    """Return an archive with an entry of this name, as old programs write names."""
    stand_in = b"N" * len(raw)
    return b.zipped({stand_in.decode(): TEXT}).replace(stand_in, raw)


def nested_archives(depth: int = 40) -> bytes:
    inner = b.zipped({"a.txt": TEXT})
    for _level in range(depth):
        inner = b.zipped({"inner.zip": inner})
    return inner


def link() -> bytes:
    """Return an archive with a symbolic link that is called like a document."""
    entry = zipfile.ZipInfo("passwords.txt")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return buffer.getvalue()


def many(count: int, suffix: str = ".txt") -> bytes:
    return b.zipped({f"{number}{suffix}": "甲" for number in range(count)})


def twice() -> bytes:
    """Return a Word document with two main parts, of which programs would read different ones."""
    buffer = io.BytesIO(b.word(b.paragraph("甲")))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/Document.xml", b.part("document", f"<w:body>{b.paragraph('乙')}</w:body>"))
    return buffer.getvalue()


def nested_tables(depth: int) -> bytes:
    return document("<w:tbl><w:tr><w:tc>" * depth + b.paragraph("甲") + "</w:tc></w:tr></w:tbl>" * depth)


def style_loop() -> str:
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:basedOn w:val="{}"/></w:style>'
    return style.format("A", "B") + style.format("B", "A")


def sheet(far: str) -> bytes:
    """Return a workbook with one cell far away."""
    cells = f'<worksheet><sheetData><row r="1048576"><c r="{far}"><v>1</v></c></row></sheetData></worksheet>'
    return b.zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "", "xl/worksheets/sheet1.xml": cells})


def pdf_of(*objects: bytes, trailer: str = "") -> bytes:
    return b.assembled(list(objects), trailer)


def page_loop() -> bytes:
    return pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1 >>",
    )


def flate(content: bytes, times: int = 1) -> bytes:
    """Return a file with one page whose stream inflates to `content` repeated."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(content) for _number in range(times)) + packer.flush()
    return pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    )


def endless_xref() -> bytes:
    whole = b.pdf([(50, 700, "A")])
    start = whole.index(b"xref\n")
    return whole.replace(b"trailer\n<<", b"trailer\n<< /Prev %d" % start)


def locked() -> bytes:
    keys = f"/O ({'o' * 32}) /U ({'u' * 32})"
    encryption = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 {keys} >> /ID [(a) (a)]"
    return b.pdf([(50, 700, "A")], trailer=encryption)


def nested_arrays(depth: int = 200_000) -> bytes:
    return pdf_of(b"<< /Type /Catalog /Pages 2 0 R /X " + b"[" * depth + b"]" * depth + b" >>", b"<< /Type /Pages >>")


def lettered(number: int) -> str:
    return "".join(chr(ord("a") + int(figure)) for figure in str(number)) + " problems"


def lines(count: int) -> bytes:
    return ("存在问题。\n" * count).encode()


CASES: dict[str, Case] = {
    # --- text
    "empty": Case("a.txt", bytes, ("empty",)),
    "only blanks": Case("a.txt", lambda: "　\n \t\n".encode() * 9999, ("empty",)),
    "NUL": Case("a.txt", lambda: "工作总结\0问题".encode(), ("not_text",)),
    "noise as text": Case("a.txt", lambda: NOISE, ("not_text|undecodable",)),
    "control characters": Case("a.txt", lambda: b"\x01\x02\x1b[2J" * 9999, ("not_text",)),
    "surrogate alone in UTF-16": Case("a.txt", lambda: b"\xff\xfe\x00\xd8\x41\x00", ("undecodable",)),
    "surrogates in UTF-8": Case("a.txt", lambda: b"\xed\xa0\x80" * 99, ("undecodable|not_text",)),
    "20 MB in one line": Case("a.txt", lambda: "问题".encode() * 3_490_000, ("too_long",)),
    "1.4 million characters in one line": Case("a.txt", lambda: "问题".encode() * 700_000, ("line_too_long",)),
    "200,000 paragraphs": Case("a.txt", lambda: lines(200_000), ("too_many_lines",)),
    "49,999 paragraphs": Case("a.txt", lambda: lines(49_999), (READ,)),
    "49,999 entries": Case("a.txt", lambda: ("（一）人手不足，难以应付。\n" * 49_999).encode(), (READ,)),
    "one paragraph of enumerators": Case("a.txt", lambda: "（一）".encode() * 330_000, (READ,)),
    "levels upon levels": Case("a.txt", lambda: ("一、\n（一）\n1.\n（1）\n①\n" * 9_000).encode(), (READ,)),
    "clauses without end": Case("a.txt", lambda: ("存在着" + "人手不足，" * 190_000 + "等问题。").encode(), (READ,)),
    "the whole length": Case("a.txt", lambda: (TEXT * 40_000).encode()[:4_400_000], ("too_many_lines",)),
    "invisible characters": Case("a.txt", lambda: ("\u202e\u200b\ufeff" * 9999 + TEXT).encode(), (READ,)),
    "over 20 MB": Case("a.txt", lambda: b"x" * (MAX_BYTES + 1), ("too_large",)),
    "a gzip": Case("a.txt", lambda: gzip.compress(b"x"), ("binary",)),
    "a picture": Case("a.md", lambda: b"\x89PNG\r\n\x1a\n" + NOISE, ("binary",)),
    "headings of Markdown": Case("a.md", lambda: b"# " * 200_000, (READ,)),
    # --- web pages
    "100,000 blocks in one another": Case("a.html", lambda: b"<div>" * 100_000 + b"A", ("too_deep",)),
    "300,000 paragraphs": Case("b.html", lambda: "<p>甲</p>".encode() * 300_000, ("too_many_lines|too_much_memory",)),
    "entities in a page": Case(
        "a.html", lambda: b'<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><p>&b;</p><p>A', (READ,)
    ),
    "a table of a milliard columns": Case(
        "a.html", lambda: b"<table><tr><td colspan=999999999 rowspan=999999999>A</table>", (READ,)
    ),
    "an attribute of 10 MB": Case("a.html", lambda: b"<p a='" + b"x" * 10_000_000 + b"'>A</p>", ("read|damaged",)),
    "nothing but scripts": Case("a.html", lambda: b"<script>alert(1)</script>" * 9, ("empty",)),
    "a list that counts from a milliard": Case("a.html", lambda: b"<ol type=I start=99999><li>A</ol>", (READ,)),
    "a charset that nobody knows": Case("a.html", lambda: b"<meta charset=utf-7><p>+ADw-script+AD4-", (READ,)),
    # --- RTF
    "100,000 groups in one another": Case("a.rtf", lambda: b"{\\rtf1" + b"{" * 100_000 + b"A", ("too_deep",)),
    "a cut-off group": Case("a.rtf", lambda: b"{\\rtf1\\ansi A", ("read|damaged",)),
    "binary data of a milliard bytes": Case("a.rtf", lambda: b"{\\rtf1 A\\bin999999999 x}", ("read|damaged",)),
    "numbers that overflow": Case("a.rtf", lambda: b"{\\rtf1\\u99999999999999 \\uc99999 A}", ("read|empty",)),
    "a picture of 10 MB": Case("a.rtf", lambda: b"{\\rtf1 A{\\pict " + b"00" * 5_000_000 + b"}}", (READ,)),
    # --- Word
    "a billion laughs": Case("a.docx", laughs, ("entities",)),
    "a file of the server as entity": Case(
        "a.docx",
        lambda: with_part("word/document.xml", xml('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;")),
        ("entities",),
    ),
    "a document type from the network": Case(
        "a.docx",
        lambda: with_part("word/document.xml", xml('<!DOCTYPE d SYSTEM "http://127.0.0.1:9/evil.dtd">', "A")),
        ("entities|read",),
    ),
    "a parameter entity in the styles": Case(
        "a.docx",
        lambda: with_part("word/styles.xml", '<!DOCTYPE s [<!ENTITY % p SYSTEM "file:///dev/zero"> %p;]><s/>'),
        ("entities",),
    ),
    "a bomb as document": Case("a.docx", lambda: bomb("word/document.xml"), ("inflates",)),
    "a bomb beside the document": Case("a.docx", lambda: bomb("word/media/image1.png"), (READ,)),
    "markup without end": Case(
        "a.docx", lambda: document("<w:p><w:r>" + "<w:t/>" * 3_000_000 + "</w:r></w:p>"), ("inflates|empty|read",)
    ),
    "10,000 parts": Case("a.docx", lambda: with_part("x", "") and many(10_000, ".xml"), ("too_many_entries",)),
    "no main part": Case("a.docx", lambda: b.zipped({"[Content_Types].xml": "", "word/x.xml": ""}), ("damaged",)),
    "two main parts": Case("a.docx", twice, ("damaged",)),
    "cut off in the middle": Case("a.docx", lambda: with_part("word/media/a.png", NOISE)[:-9_000], ("damaged",)),
    "broken markup": Case("a.docx", lambda: with_part("word/document.xml", "<w:document><w:p>"), ("damaged",)),
    "bytes exchanged": Case("a.docx", lambda: document(b.paragraph("甲" * 9999))[:900] + NOISE, ("damaged",)),
    "1,000 tables in one another": Case("a.docx", lambda: nested_tables(1_000), ("too_deep",)),
    "200 tables in one another": Case("a.docx", lambda: nested_tables(200), ("too_deep|damaged",)),
    "60,000 paragraphs": Case("a.docx", lambda: document(b.paragraph("甲") * 60_000), ("too_many_lines",)),
    "a paragraph without end": Case("a.docx", lambda: document(b.paragraph("甲" * 1_200_000)), ("line_too_long",)),
    "a cell over a milliard columns": Case(
        "a.docx",
        lambda: document(b.table('<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr>')),
        ("empty",),
    ),
    "styles in a circle": Case("a.docx", lambda: document(b.paragraph("甲", style="A"), styles=style_loop()), (READ,)),
    "a list that is not there": Case("a.docx", lambda: document(b.paragraph("甲", num=7, level=3)), (READ,)),
    "a number of two milliards": Case(
        "a.docx",
        lambda: document(
            b.paragraph("甲", num=1, level=0),
            numbering=b.abstract(0, b.level(0, "chineseCounting", "%1、", start=2**31 - 1)) + b.num(1, 0),
        ),
        (READ,),
    ),
    "a template on another server": Case(
        "a.docx",
        lambda: with_part(
            "word/_rels/document.xml.rels",
            b.relations({"attachedTemplate": "http://127.0.0.1:9/x.dotm"}).replace("/>", ' TargetMode="External"/>'),
        ),
        (READ,),
    ),
    "a part outside of the package": Case(
        "a.docx", lambda: with_part("_rels/.rels", b.relations({"officeDocument": "../../../etc/passwd"})), ("damaged",)
    ),
    "a workbook": Case("a.docx", lambda: sheet("XFD1048576"), ("looks_like",)),
    "an endless sheet": Case("a.xlsx", lambda: sheet("XFD1048576"), ("suffix",)),
    "a password in the new way": Case(
        "a.docx", lambda: OLE + ("EncryptedPackage".encode("utf-16-le") + bytes(512))[:512], ("password",)
    ),
    "a program": Case("a.docx", lambda: b"MZ\x90\x00" + NOISE, ("looks_like",)),
    "macros": Case("a.docx", lambda: with_part("word/vbaProject.bin", NOISE), (READ,)),
    # --- old Word and OpenDocument
    "an empty compound file": Case("a.doc", lambda: OLE + NOISE, ("damaged|needs_office|crashed",)),
    "a bomb as OpenDocument": Case(
        "a.odt",
        lambda: b.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": b" " * (100 << 20)}),
        ("inflates|needs_office",),
    ),
    # --- PDF
    "pictures only": Case("a.pdf", lambda: b.pdf(b"0 0 100 100 re f"), ("no_text_layer",)),
    "pages in a circle": Case("a.pdf", page_loop, ("damaged|no_text_layer",)),
    "a stream that inflates to 600 MB": Case("a.pdf", lambda: flate(b" " * (1 << 20), 600), ("damaged|no_text_layer",)),
    "5 million operators": Case("a.pdf", lambda: flate(b"q Q " * 250_000, 10), ("damaged|too_slow",)),
    "5,000 pages": Case("a.pdf", lambda: b.pdf(*[[(50, 700, "A")]] * 5_000), ("too_many_pages",)),
    "1,500 pages": Case("a.pdf", lambda: b.pdf(*([(50, 700, lettered(n))] for n in range(1_500))), (READ,)),
    "a password": Case("a.pdf", locked, ("password",)),
    "cut off": Case("a.pdf", lambda: b.pdf([(50, 700, "A")])[:300], ("damaged|no_text_layer",)),
    "a cross-reference to itself": Case("a.pdf", endless_xref, ("read|damaged",)),
    "200,000 arrays in one another": Case("a.pdf", nested_arrays, ("damaged|no_text_layer",)),
    "noise with a head": Case("a.pdf", lambda: b"%PDF-1.7\n" + NOISE, ("damaged",)),
    # --- archives
    "names that climb out": Case("a.zip", lambda: renamed(b"../../../../tmp/evil/climbed.txt"), (READ,)),
    "names in GBK": Case("a.zip", lambda: renamed("资料\\柳河镇.txt".encode("gbk")), (READ,)),
    "a name of 60,000 characters": Case("a.zip", lambda: b.zipped({"x" * 60_000 + ".txt": TEXT}), (READ,)),
    "archives in archives": Case("a.zip", nested_archives, ("nested_archive",)),
    "a bomb as text": Case("a.zip", lambda: zip_bomb("a.txt"), ("inflates",)),
    "a bomb in an archive": Case("a.zip", lambda: b.zipped({"a.docx": bomb("word/document.xml")}), ("inflates",)),
    "10,000 entries": Case("a.zip", lambda: many(10_000), ("too_many_entries",)),
    "entries that share bytes": Case("a.zip", overlapping, ("inflates",)),
    "sizes too small in the headers": Case("a.zip", lambda: lying(9), ("damaged|inflates",)),
    "sizes too large in the headers": Case("a.zip", lambda: lying(2**31), ("damaged|inflates|read|too_long",)),
    "an encrypted entry": Case("a.zip", encrypted, ("password",)),
    "a link": Case("a.zip", link, (READ,)),
    "nothing in it": Case("a.zip", lambda: b.zipped({}), ("no_documents",)),
    "noise as archive": Case("a.zip", lambda: NOISE, ("damaged",)),
}


def tried(name: str, case: Case) -> dict[str, object]:
    """Read a case as an upload would be; return what became of it and what it took."""
    from summaries.readers import Unreadable, unpack
    from summaries.understanding import understand_all

    data = case.make()
    forget_peak()
    begin = work()
    understood = understand_all(unpack(data, case.file), tuple)
    found = [each.code if isinstance(each, Unreadable) else READ for each in understood]
    return {"name": name, "outcomes": found, "seconds": round(work() - begin, 2), "megabytes": peak()}


def work() -> float:
    """Return the seconds that this process and its reading processes have worked, however busy the machine is."""
    return sum(os.times()[:4])


def forget_peak() -> None:
    """Let the system measure this process's peak anew, where it can."""
    marker = Path("/proc/self/clear_refs")
    if marker.exists():
        marker.write_text("5")


def peak() -> int:
    """Return the peak of this process since `forget_peak`, or of any reading process so far if that is more."""
    import resource

    status = Path("/proc/self/status")
    own = int(status.read_text().partition("VmHWM:")[2].split()[0]) if status.exists() else 0
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024


def main() -> None:
    for name, case in CASES.items():
        sys.stdout.write(json.dumps(tried(name, case), ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
