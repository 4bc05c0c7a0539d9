"""Bytes of an uploaded file -> text. Knows nothing of summaries, Django or the rest of the project."""

from .errors import Unreadable
from .formats import ARCHIVES, SUFFIXES
from .grids import GRID_SUFFIXES, Area, Grid, read_grids
from .limits import MAX_BYTES
from .omissions import OMITTED, Omission
from .reading import read, read_many
from .result import Place, Reading
from .unpacking import Member, unpack

__all__ = [
    "ARCHIVES",
    "GRID_SUFFIXES",
    "MAX_BYTES",
    "OMITTED",
    "SUFFIXES",
    "Area",
    "Grid",
    "Member",
    "Omission",
    "Place",
    "Reading",
    "Unreadable",
    "read",
    "read_grids",
    "read_many",
    "unpack",
]
