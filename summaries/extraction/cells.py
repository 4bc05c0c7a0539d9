"""Cells of tables -> items. Where the header leaves it open, the place of the table decides, the row is the item."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from .clauses import split_told
from .drafts import Draft
from .enumerators import inline_run
from .evidence import heading_evidence
from .model import Span
from .outline import Node
from .paragraphs import Para
from .sections import Section
from .tables import Cell

# Headers of tables say what their columns hold.
_SURE, _OPEN = 0.9, 0.65
# A table of plans that stands in no section of them comes towards the end.
_LATE = 0.4


def items_of_cells(
    text: str, paras: Sequence[Para], cells: Sequence[Cell], sections: Sequence[Section], drafts: Sequence[Draft]
) -> list[Draft]:
    """Return the cells that are items; a table that only repeats what the text says holds none."""
    starts = [para.start for para in paras]
    told = [draft for draft in drafts if draft.kind == "plan"]
    found = []
    for cell in cells:
        place = bisect_right(starts, cell.span.start) - 1
        around = next((section for section in sections if section.node.first <= place <= section.node.last), None)
        if not cell.weak:
            found += [_draft(replace(cell, span=span), _SURE) for span in _counted(text, cell)]
        elif around:
            here = _kind_at(around, place)
            kind = cell.kind or here
            if (
                kind
                and kind == here
                and not _holds_others(paras, around, place, drafts)
                and not _repeats(text, cell, told)
            ):
                found.append(_draft(replace(cell, kind=kind), _OPEN, around.path))
        elif cell.kind and not told and place > _LATE * len(paras):
            found.append(_draft(cell, _OPEN))
    return found


def _kind_at(section: Section, place: int) -> str:
    """Return what a row is in a section of problems and plans: what the nearest heading above it names."""
    kind, node = section.kind, section.node
    while kind == "mixed" and (inner := _below(node, place)):
        node, named = inner, heading_evidence(inner.core, None).kind
        kind = named if named in ("problem", "plan") else kind
    return "" if kind == "mixed" else kind


def _below(node: Node, place: int) -> Node | None:
    """Return the part below a heading that holds the paragraph."""
    return next((child for child in node.children if child.first <= place <= child.last), None)


def _counted(text: str, cell: Cell) -> list[Span]:
    """Return the entries of a form's cell that counts some, else the cell."""
    if not cell.form or not inline_run(text, cell.span.start, cell.span.end):
        return [cell.span]
    return split_told(text, cell.span.start, cell.span.end, cell.kind)


def _draft(cell: Cell, confidence: float, path: tuple[str, ...] = ()) -> Draft:
    return Draft(cell.kind, cell.span.start, cell.span.end, confidence, path, cell.clues)


def _holds_others(paras: Sequence[Para], section: Section, place: int, drafts: Sequence[Draft]) -> bool:
    """Tell whether the nearest heading above a row holds entries besides its table."""
    node = section.node
    while inner := _below(node, place):
        node = inner
    start, end = paras[node.first].start, paras[node.last].end
    return any(start <= draft.start < end for draft in drafts)


def _repeats(text: str, cell: Cell, told: Sequence[Draft]) -> bool:
    """Tell whether a plan of the text is headed by what a row is about."""
    return any(name in text[draft.start : draft.end].split("\n", 1)[0] for name in cell.beside for draft in told)
