"""Which reader a file gets: by what its content surely is, otherwise by what its name says."""

from pathlib import PurePath

from .encodings import SAMPLE_BYTES, decode, plausibility
from .errors import Unreadable
from .plain import has_too_many_controls
from .sniffing import looks_like_container, sniff

# Suffix -> module of this package with a function `read_document(data, name)`, imported when first needed.
READERS = {
    ".txt": "plain",
    ".md": "plain",
    ".docx": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".rtf": "rtf",
    ".doc": "office",
    ".wps": "office",
    ".odt": "office",
}
SUFFIXES = tuple(READERS)
ARCHIVES = (".zip",)
# These need not show in their first bytes what they are; all the others do.
_WITHOUT_SIGNATURE = (".txt", ".md", ".html", ".htm")
_PLAIN = (".txt", ".md")
_SURELY_TEXT = 0.5


def suffix_of(name: str) -> str:
    """Return the suffix of a file name in lower case, with its dot."""
    return PurePath(name).suffix.lower()


def format_of(data: bytes, name: str) -> str:
    """Return the suffix of the format to read the bytes as; raise Unreadable when there is none."""
    suffix = suffix_of(name)
    if suffix in ARCHIVES:
        raise Unreadable("archive", name=name)
    if suffix not in SUFFIXES:
        raise Unreadable("suffix", name=name, allowed=" / ".join(SUFFIXES))
    if not data:
        raise Unreadable("empty", name=name)
    found = sniff(data, name)
    if found is None:
        return _without_signature(data, suffix, name)
    if found == ".html" and suffix == ".md":
        return suffix
    if found in SUFFIXES:
        return found
    code = "binary" if suffix in _PLAIN else "looks_like"
    raise Unreadable(code, name=name, kind=found.lstrip("."))


def is_plain(data: bytes, name: str) -> bool:
    """Tell whether a file is mere text, for which no parser runs and no archive is opened."""
    return suffix_of(name) in _PLAIN and not looks_like_container(data) and format_of(data, name) in _PLAIN


def _without_signature(data: bytes, suffix: str, name: str) -> str:
    if suffix in _WITHOUT_SIGNATURE:
        return suffix
    decoded = decode(data)
    sample = decoded[0][:SAMPLE_BYTES] if decoded else ""
    if plausibility(sample) < _SURELY_TEXT or has_too_many_controls(sample):
        raise Unreadable("damaged", name=name)
    return ".txt"
