"""Plain text and Markdown: decoded, and refused when it is not text at all. The encoding is found in encodings.py."""

import re

from .encodings import BOMS, decode
from .errors import Unreadable
from .result import Reading

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Word's plain-text export leaves a stray control character here and there; more than this is not text.
_CONTROL_SHARE = 0.005


def read_document(data: bytes, name: str) -> Reading:
    """Decode the bytes of a text file; offsets are counted in the text returned here."""
    decoded = decode(data)
    if decoded is None:
        raise _refusal(data, name)
    text, encoding = decoded
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text or has_too_many_controls(text):
        raise Unreadable("not_text", name=name)
    return Reading(name=name, text=text, encoding=encoding)


def _refusal(data: bytes, name: str) -> Unreadable:
    if b"\0" in data and not data.startswith(tuple(bom for bom, _encoding in BOMS)):
        return Unreadable("not_text", name=name)
    return Unreadable("undecodable", name=name)


def has_too_many_controls(text: str) -> bool:
    """Tell whether there are more control characters than a text has."""
    return len(_CONTROL.findall(text)) > max(8, len(text) * _CONTROL_SHARE)
