"""The clues of an item together: deadline, lead and supporting units, owner. Each is read in a module of its own."""

import re
from collections.abc import Sequence

from .deadlines import Years, find_deadline, read_cell
from .identity import Identity
from .model import Deadline
from .units import Duty, find_duty

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


def find_clues(
    kind: str, text: str, row: Sequence[tuple[str, str]], years: Years, known: Sequence[str]
) -> tuple[Deadline | None, Duty]:
    """Return the clues that an item's words, or the row of its table, state."""
    cell = dict(row).get("deadline") if row else None
    stated = read_cell(cell, years) if cell else find_deadline(text, years, labelled_only=kind == "problem")
    return stated, find_duty(text, known, row)


def years_under(path: Sequence[str], identity: Identity) -> Years:
    """Return the years of the dates under these headings."""
    planned = _planned_year(path, identity)
    school = identity.school_year and planned == (identity.covered_year or 0) + 1
    return Years(identity.covered_year, planned, school)


def _planned_year(path: Sequence[str], identity: Identity) -> int | None:
    """Return the year of a plan's date that names none: the heading's, else the one after the summary's."""
    for heading in reversed(path):
        years = [int(year) for year in _YEAR.findall(heading)]
        if years:
            return max(years)
    if identity.covered_year is None:
        return None
    return identity.covered_year + (0 if identity.half_year else 1)
