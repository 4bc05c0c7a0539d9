"""PDF documents with a text layer. Scans are told as such; nobody's text recognition is done here."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence

from pypdf import PdfReader

from ..errors import Unreadable
from ..limits import MAX_PAGES
from ..result import Draft, Reading
from .interpreter import Drawn, Interpreter
from .lines import Line, lines_of_page, without_furniture
from .paragraphs import rejoin

# What pypdf says about damage on the way is of no use to anybody; without a handler it goes to stderr.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_GARBLED_SHARE = 0.3
_FORM_FIELD = "/Widget"
_LINKS = ("/Link", "/Popup")


def read_document(data: bytes, name: str) -> Reading:
    """Read a .pdf file."""
    try:
        return _read(data, name)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # pypdf lets KeyError, TypeError, RecursionError … out of broken files
        raise Unreadable("damaged", name=name) from error


def _read(data: bytes, name: str) -> Reading:
    reader = _opened(data, name)
    draft = Draft(name)
    drawn = [_draw(reader, page) for page in reader.pages]
    pages = [lines_of_page(number, each.pieces) for number, each in enumerate(drawn, start=1)]
    if not any(pages):
        raise Unreadable("no_text_layer", name=name)
    _refuse_garbled(drawn, name)
    kept = without_furniture(pages)
    _write(kept, float(reader.pages[0].mediabox.width), draft)
    _omit(reader, drawn, pages, draft)
    furniture = sum(map(len, pages)) - sum(map(len, kept))
    if furniture:
        draft.omit("furniture", furniture)
    return draft.reading("pdf")


def _opened(data: bytes, name: str) -> PdfReader:
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not _opens_without_password(reader):
        raise Unreadable("password", name=name)
    if len(reader.pages) > MAX_PAGES:
        raise Unreadable("too_many_pages", name=name, limit=str(MAX_PAGES))
    return reader


def _opens_without_password(reader: PdfReader) -> bool:
    """Try the empty password, with which files open that only forbid printing; newer ciphers are not built in."""
    try:
        return bool(reader.decrypt(""))
    except Exception:  # a missing cipher, or an encryption dictionary that is none
        return False


def _draw(reader: PdfReader, page: object) -> Drawn:
    interpreter = Interpreter(reader)
    contents = page.get("/Contents")
    if contents is not None:
        interpreter.run(contents.get_object(), page.get("/Resources"))
    return interpreter.drawn


def _refuse_garbled(drawn: Sequence[Drawn], name: str) -> None:
    text = "".join(piece.text for each in drawn for piece in each.pieces)
    nonsense = sum("\ue000" <= char <= "\uf8ff" or char == "�" or char < " " for char in text)
    if nonsense + sum(each.unknown for each in drawn) > _GARBLED_SHARE * len(text):
        raise Unreadable("garbled", name=name)


def _write(pages: Sequence[Sequence[Line]], width: float, draft: Draft) -> None:
    """Write the paragraphs down; a page that begins inside one is placed there."""
    placed = 0
    for paragraph in rejoin([line for lines in pages for line in lines], width):
        for page, offset in paragraph.pages:
            while placed < page:  # pages without text begin where the next text does
                draft.place("page", ahead=offset)
                placed += 1
        draft.line(paragraph.text)


def _omit(reader: PdfReader, drawn: Sequence[Drawn], pages: Sequence[Sequence[Line]], draft: Draft) -> None:
    scans = sum(bool(each.images) and not lines for each, lines in zip(drawn, pages, strict=True))
    pictures = len({image for each, lines in zip(drawn, pages, strict=True) if lines for image in each.images})
    kinds = [
        str(note.get_object().get("/Subtype")) for page in reader.pages for note in page.get("/Annots") or () if note
    ]
    counts = {
        "scan": scans,
        "picture": pictures,
        "control": kinds.count(_FORM_FIELD),
        "comment": sum(kind not in (*_LINKS, _FORM_FIELD) for kind in kinds),
        "furniture": sum(each.slanted for each in drawn),
    }
    for code, count in counts.items():
        if count:
            draft.omit(code, count)
