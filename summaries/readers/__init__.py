"""Bytes of an uploaded file -> text. Knows nothing of summaries, Django or the rest of the project."""

from .errors import Unreadable
from .formats import ARCHIVES, SUFFIXES
from .limits import MAX_BYTES
from .omissions import OMITTED, Omission
from .reading import read, read_many
from .result import Place, Reading
from .unpacking import Member, unpack

__all__ = [
    "ARCHIVES",
    "MAX_BYTES",
    "OMITTED",
    "SUFFIXES",
    "Member",
    "Omission",
    "Place",
    "Reading",
    "Unreadable",
    "read",
    "read_many",
    "unpack",
]
