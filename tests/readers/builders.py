"""Small documents made part by part: Word packages out of raw XML, PDF files out of text operators."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(parts: dict[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of the parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def part(root: str, inner: str, namespace: str = W) -> str:
    """Return an XML part with the usual namespaces."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{namespace}" {_SPACES}>{inner}</w:{root}>'


def content_types(*kinds: str) -> str:
    """Return the part that says what the others are."""
    rows = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for kind in kinds
    ).replace("wordprocessingml.document+xml", "wordprocessingml.document.main+xml")
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def relations(targets: dict[str, str]) -> str:
    """Return a relationships part: kind -> target."""
    rows = "".join(
        f'<Relationship Id="r{index}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def word_parts(body: str, *, namespace: str = W, **parts: str) -> dict[str, bytes | str]:
    """Return the parts of a Word package; keyword arguments are the inner XML of further ones: numbering=…"""
    package: dict[str, bytes | str] = {
        "[Content_Types].xml": content_types("document", *parts),
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>", namespace),
        "word/_rels/document.xml.rels": relations({kind: f"{kind}.xml" for kind in parts}),
    }
    roots = {"header": "hdr", "footer": "ftr"}
    for kind, inner in parts.items():
        package[f"word/{kind}.xml"] = part(roots.get(kind, kind), inner, namespace)
    return package


def word(body: str, *, namespace: str = W, **parts: str) -> bytes:
    """Return a Word document."""
    return zipped(word_parts(body, namespace=namespace, **parts))


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str = "", *, num: int | None = None, level: int | None = None, style: str = "") -> str:
    """Return a paragraph, numbered if asked to."""
    inner = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num is not None or level is not None:
        inner += "<w:numPr>"
        inner += f'<w:ilvl w:val="{level}"/>' if level is not None else ""
        inner += f'<w:numId w:val="{num}"/>' if num is not None else ""
        inner += "</w:numPr>"
    return f"<w:p><w:pPr>{inner}</w:pPr>{run(text) if text else ''}</w:p>"


def level(index: int, style: str, text: str, *, start: int = 1, suffix: str = "", more: str = "") -> str:
    """Return a level of a list."""
    suff = f'<w:suff w:val="{suffix}"/>' if suffix else ""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}{suff}'
        f'<w:lvlText w:val="{escape(text)}"/></w:lvl>'
    )


def abstract(identifier: int, *inner: str) -> str:
    """Return an abstract list."""
    return f'<w:abstractNum w:abstractNumId="{identifier}">{"".join(inner)}</w:abstractNum>'


def num(identifier: int, abstract_identifier: int, *overrides: str) -> str:
    """Return a list that refers to an abstract one."""
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{abstract_identifier}"/>{"".join(overrides)}</w:num>'


def row(*cells: str, properties: str = "") -> str:
    """Return a table row; a cell is its inner XML, or plain text."""
    wrapped = (cell if cell.startswith("<w:tc>") else f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells)
    return f"<w:tr>{properties}{''.join(wrapped)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def pdf(*pages: bytes | list[tuple[float, float, str]], extra: str = "", trailer: str = "") -> bytes:
    """Return a PDF file; a page is its content stream, or a list of (x, y, text) set in 10 point Latin letters."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>")
    kids = []
    for page in pages:
        content = page if isinstance(page, bytes) else _shown(page)
        packed = zlib.compress(content)
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R"
            f" /Resources << /Font << /F1 3 0 R >> {extra} >> >>".encode()
        )
    references = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{references}] /Count {len(kids)} >>".encode()
    return assembled(objects, trailer)


def assembled(objects: list[bytes], trailer: str = "") -> bytes:
    """Return the file made of numbered objects, the first of which is the catalogue."""
    data = b"%PDF-1.7\n"
    offsets = []
    for index, each in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (index, each)
    table_start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{table_start}\n%%EOF\n".encode()
    )


def _shown(lines: list[tuple[float, float, str]]) -> bytes:
    shown = (f"BT /F1 10 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET" for x, y, text in lines)
    return "\n".join(shown).encode("latin-1")
