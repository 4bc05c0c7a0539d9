"""An office's own ledger 旧台账: where its headings stand, what its columns are, and one entry for each of its rows.

Everything here is a guess that a person sees and corrects; nothing is looked up in the database (candidates.py does).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from summaries.models import Kind
from summaries.readers import Grid
from tracker.ledger.headings import SINGLE, kind_of, plain, rank_of_title, says_done, target_of, year_in_title

HEAD_WITHIN = 15
ENOUGH = 2  # headings that must be known in a row of headings
_UNRANKED = 4


@dataclass(frozen=True)
class Reading:
    """How an old ledger is to be understood. columns: place -> what the column is (headings.TARGETS).

    head: the row of headings, from 0; deep: how many rows they take; unit, topic, year: of rows that don't say.
    """

    sheet: int = 0
    head: int = 0
    deep: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)
    kind: str = Kind.PROBLEM.value
    unit: str = ""
    topic: str = ""
    year: int | None = None
    skip_done: bool = True


@dataclass(frozen=True)
class Entry:
    """A row as read: its number as Excel shows it, its cells by target, and what is kept of it as (heading, words)."""

    number: int
    cells: Mapping[str, str]
    kept: tuple[tuple[str, str], ...] = ()
    left_out: str = ""

    def cell(self, target: str) -> str:
        return self.cells.get(target, "")


def guess(grids: Sequence[Grid]) -> Reading:
    """Return the likeliest reading: the sheet and row with most known headings, and what its columns seem to be."""
    places = [(sheet, row) for sheet, grid in enumerate(grids) for row in range(min(HEAD_WITHIN, len(grid.rows)))]
    known = {place: _known(grids[place[0]].rows[place[1]]) for place in places}
    best = max(places, key=lambda place: (known[place], -place[0], -place[1]))
    if known[best] < ENOUGH:
        return read_again(grids, Reading(year=_year(grids[0], HEAD_WITHIN)))
    return read_again(grids, Reading(sheet=best[0], head=best[1], year=_year(grids[best[0]], best[1])))


def read_again(grids: Sequence[Grid], reading: Reading) -> Reading:
    """Return the reading with columns guessed anew, for another sheet or row of headings."""
    grid = grids[reading.sheet]
    reading = replace(reading, deep=_depth(grid, reading.head))
    heads = headings(grid, reading)
    columns: dict[str, str] = {}
    for place, heading in heads.items():
        target = target_of(heading) if heading else "keep"
        target = "keep" if target is None or (target in SINGLE and target in columns.values()) else target
        columns[str(place)] = target
    title = min(heads, key=lambda place: (_rank(heads[place]), place), default=None)
    if title is None or _rank(heads[title]) >= _UNRANKED:
        return replace(reading, columns=columns)
    columns = {place: "keep" if target == "title" else target for place, target in columns.items()}
    return replace(reading, columns=columns | {str(title): "title"}, kind=kind_of(heads[title]))


def headings(grid: Grid, reading: Reading) -> dict[int, str]:
    """Return the headings of a grid by place; of two rows of headings the lower one, where it says anything."""
    rows = grid.rows[reading.head : reading.head + reading.deep]
    below = grid.rows[reading.head + reading.deep :]
    width = max(map(len, (*rows, *below[:200])), default=0)
    found = {}
    for place in range(width):
        said = [row[place] for row in rows if place < len(row) and row[place]]
        if said or any(place < len(row) and row[place] for row in below):
            found[place] = said[-1] if said else ""
    return found


def entries(grid: Grid, reading: Reading) -> Iterator[Entry]:
    """Yield an entry for each row below the headings; a row whose title is merged with the one above belongs to it."""
    heads = headings(grid, reading)
    first = reading.head + reading.deep
    filled = _filled(grid)
    title = next((int(place) for place, target in reading.columns.items() if target == "title"), None)
    last: Entry | None = None
    for number, row in enumerate(grid.rows[first:], start=first):
        cells = {place: (row[place] if place < len(row) else "") or filled.get((number, place), "") for place in heads}
        if not any(row) or _is_head_again(row, grid.rows[reading.head]):
            continue
        entry = _entry(number + 1, cells, heads, reading)
        if last and title is not None and (number, title) in filled:
            last = replace(last, kept=_joined(last, entry, heads, cells))
            continue
        if last:
            yield last
        last = entry
    if last:
        yield last


def samples(grid: Grid, reading: Reading, place: int) -> list[str]:
    """Return up to three different cells of a column, to choose by what it is."""
    below = (row[place] for row in grid.rows[reading.head + reading.deep :] if place < len(row) and row[place])
    found: dict[str, None] = {}
    for cell in below:
        found.setdefault(cell[:40])
        if len(found) == 3:
            break
    return list(found)


def _entry(number: int, cells: Mapping[int, str], heads: Mapping[int, str], reading: Reading) -> Entry:
    found: dict[str, str] = {}
    kept = []
    for place, cell in cells.items():
        target = reading.columns.get(str(place), "keep")
        if target == "keep" and cell:
            kept.append((_named(heads[place], place), cell))
        elif target:
            found.setdefault(target, cell)
    return Entry(number, found, tuple(kept), _left_out(found, reading))


def _left_out(cells: Mapping[str, str], reading: Reading) -> str:
    """Return why a row makes no task, as a sentence."""
    if not cells.get("title", "").strip():
        return _("The row names no problem and no task.")
    if reading.skip_done and says_done(cells.get("done", "")):
        return _("It is done.")
    return ""


def _joined(
    entry: Entry, more: Entry, heads: Mapping[int, str], cells: Mapping[int, str]
) -> tuple[tuple[str, str], ...]:
    """Return what is kept of an entry with what a further row of the same task says besides."""
    known = {*entry.cells.values(), *(words for _heading, words in entry.kept)}
    new = [(_named(heads[place], place), cell) for place, cell in cells.items() if cell and cell not in known]
    return (*entry.kept, *new)


def _named(heading: str, place: int) -> str:
    return plain(heading) or _("Column %(number)d") % {"number": place + 1}


def _filled(grid: Grid) -> dict[tuple[int, int], str]:
    """Return what cells show that are merged with one above them."""
    found = {}
    for area in grid.merged:
        row = grid.rows[area.top] if area.top < len(grid.rows) else ()
        for number in range(area.top + 1, min(area.bottom + 1, len(grid.rows))):
            found[number, area.left] = row[area.left] if area.left < len(row) else ""
    return found


def _known(row: Sequence[str]) -> int:
    targets = [target_of(cell) for cell in row if cell]
    return len([target for target in targets if target is not None])


def _rank(heading: str) -> int:
    return rank_of_title(heading) if heading else 99


def _depth(grid: Grid, head: int) -> int:
    """Return 2 if a heading spans several columns that have headings of their own below it, otherwise 1."""
    below = grid.rows[head + 1] if head + 1 < len(grid.rows) else ()
    wide = [area for area in grid.merged if area.top == area.bottom == head and area.right > area.left]
    known = [target_of(cell) for area in wide for cell in below[area.left : area.right + 1] if cell]
    return 2 if any(target is not None for target in known) else 1


def _is_head_again(row: Sequence[str], head: Sequence[str]) -> bool:
    return tuple(map(plain, row)) == tuple(map(plain, head))


def _year(grid: Grid, rows: int) -> int | None:
    """Return the year in the title above the headings."""
    title = " ".join(cell for row in grid.rows[:rows] for cell in row)
    return year_in_title(title)
