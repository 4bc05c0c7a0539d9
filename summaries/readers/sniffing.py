"""What do these bytes look like, whatever the file is called? Only signatures that leave no doubt."""

import re

from .archives import Archive
from .errors import Unreadable

# The formats that a reader exists for are named by their suffix; the others as the user knows them.
_MAGIC = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_START = rb"(?:\xef\xbb\xbf)?\s*"
_COMMENTS = rb"(?:<!--(?:(?!-->).){0,2000}-->\s*)*"
_HTML = re.compile(_START + rb"(?:<\?xml[^>]*>\s*)?" + _COMMENTS + rb"<(?:!doctype\s+html|html)\b", re.I | re.S)
_WORD_XML = re.compile(_START + rb"<\?xml.{0,600}?(?:progid=.Word\.Document|<pkg:package|<w:wordDocument)", re.S)
_FIB = b"\xec\xa5"
_FIB_ENCRYPTED = 0x01  # in the high byte of the flags, 0x0b into the block
_SECTOR = 512


def sniff(data: bytes, name: str) -> str | None:
    """Return the suffix of the format that the bytes have, the name of one that can't be read, or None for no sign."""
    if data.startswith(_ZIP):
        return _kind_of_zip(data, name)
    if data.startswith(_OLE):
        return _kind_of_ole(data, name)
    if _HTML.match(data[:8192]):
        return ".html"
    if _WORD_XML.match(data[:8192]):
        return ".doc"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def looks_like_container(data: bytes) -> bool:
    """Tell whether the bytes must be opened to know what they are."""
    return data.startswith((*_ZIP, _OLE))


def _kind_of_zip(data: bytes, name: str) -> str:
    entries = Archive(data, name).entries
    names = {entry.filename.replace("\\", "/").lower() for entry in entries}
    if "[content_types].xml" in names:
        folders = {each.partition("/")[0] for each in names}
        return next((kind for folder, kind in _OFFICE_FOLDERS.items() if folder in folders), "zip")
    if "content.xml" in names and "mimetype" in names:
        return ".odt"
    return ".zip"


_OFFICE_FOLDERS = {"word": ".docx", "xl": "Excel", "ppt": "PowerPoint"}


def _kind_of_ole(data: bytes, name: str) -> str:
    """Tell Word from Excel and PowerPoint by the names in the directory; refuse what is encrypted."""
    if _in_directory(data, "EncryptedPackage"):
        raise Unreadable("password", name=name)
    if _in_directory(data, "WordDocument"):
        if _word_is_encrypted(data):
            raise Unreadable("password", name=name)
        return ".doc"
    if _in_directory(data, "Workbook") or _in_directory(data, "Book"):
        return "Excel"
    return "PowerPoint" if _in_directory(data, "PowerPoint Document") else ".wps"


def _in_directory(data: bytes, entry: str) -> bool:
    # A directory entry begins with its name, in UTF-16 and filled up with zeros, on a multiple of 128 bytes.
    padded = entry.encode("utf-16-le") + b"\0\0"
    at = data.find(padded)
    while at >= 0:
        if at % 128 == 0:
            return True
        at = data.find(padded, at + 1)
    return False


def _word_is_encrypted(data: bytes) -> bool:
    """Tell whether Word's main stream, which begins on a sector with its magic number, has the flag set."""
    at = data.find(_FIB)
    while at >= 0:
        if at % _SECTOR == 0 and data[at + 3 : at + 4] in (b"\x00", b"\x01") and at + 12 <= len(data):
            return bool(data[at + 11] & _FIB_ENCRYPTED)
        at = data.find(_FIB, at + 1)
    return False
