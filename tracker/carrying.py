"""What people cut otherwise than the extraction does stays cut like that in a revised text that still holds the words.

A split item would come back whole with every revision, a merged one in two, a moved boundary where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summaries.extraction import Document
from summaries.models import Item
from tracker.draft_rows import Preview, Row, corrected, item_of, preview_of
from tracker.matching import bare, body, key
from tracker.workflow import Refused

SHORTEST = 6  # characters of words that are found again by themselves
ENDS = "。；;！？!?\n"


@dataclass(frozen=True)
class Piece:
    """Words of an earlier item where they stand in the new text."""

    kind: str
    start: int
    end: int


def carry(document: Document, index: int, earlier: Sequence[Item], old_text: str) -> Document:
    """Return a document in which the items of one summary are cut as the earlier ones, whose words it still holds.

    old_text: of the edition that the earlier items are from. What the extraction finds in the same way is left alone.
    """
    preview = preview_of(document)
    rows = [row for row in preview.rows if row.summary == index]
    known = {(item.kind, key(item.text)) for item in earlier}
    same = {(row.item.kind, key(row.item.text)) for row in rows} & known
    loose = [row for row in rows if (row.item.kind, key(row.item.text)) not in same]
    cut = [item for item in earlier if (item.kind, key(item.text)) not in same]
    pieces = list(_pieces(document, index, cut))
    changed = [(group, inside) for group, inside in _groups(loose, pieces) if _is_covered(group, inside, old_text)]
    if not changed:
        return document
    gone = {row.id for group, _inside in changed for row in group}
    try:
        fresh = [row for group, inside in changed for row in _recut(preview, group, inside, old_text)]
    except Refused:  # words that can't be an item, such as a title's
        return document
    kept = [row for row in preview.rows if row.id not in gone]
    ordered = sorted([*kept, *fresh], key=lambda row: (row.summary, row.start, row.end))
    return corrected(Preview(document, tuple(ordered)))


def _pieces(document: Document, index: int, items: Iterable[Item]) -> Iterable[Piece]:
    """Yield where the words of items stand, of those that stand there exactly once and up to the end of a sentence."""
    summary = document.summaries[index]
    text = document.text[summary.start : summary.end]
    for item in items:
        words = body(item.text)
        if len(words) < SHORTEST or text.count(words) != 1:
            continue
        at = text.index(words)
        if words[-1] in ENDS or text[at + len(words) : at + len(words) + 1] in ("", *ENDS):
            yield Piece(item.kind, summary.start + at, summary.start + at + len(words))


def _groups(rows: Iterable[Row], pieces: Iterable[Piece]) -> Iterable[tuple[list[Row], list[Piece]]]:
    """Yield found items and earlier pieces that lie over each other."""
    group: list[Row] = []
    inside: list[Piece] = []
    reach = -1
    everything: list[Row | Piece] = sorted([*rows, *pieces], key=lambda each: (each.start, -each.end))
    for each in everything:
        if each.start >= reach and (group or inside):
            yield group, inside
            group, inside = [], []
        reach = max(reach, each.end)
        if isinstance(each, Piece):
            inside.append(each)
        else:
            group.append(each)
    yield group, inside


def _is_covered(group: Sequence[Row], inside: Sequence[Piece], old_text: str) -> bool:
    """Tell whether pieces, not overlapping, make up most of what was found, or leave out what they left out before."""
    apart = all(one.end <= other.start for one, other in pairwise(inside))
    covered, found = sum(each.end - each.start for each in inside), sum(row.end - row.start for row in group)
    is_old = all(body(row.item.text) in old_text for row in group)
    return bool(group and inside) and apart and (2 * covered >= found or is_old)


def _recut(preview: Preview, group: Sequence[Row], inside: Sequence[Piece], old_text: str) -> Iterable[Row]:
    """Yield the pieces as items; words that came new between or behind them belong to the one before."""
    text = preview.document.text
    like = [row.item for row in group]
    ends = [*(piece.start for piece in inside[1:]), max(row.end for row in group)]
    start = min(group[0].start, inside[0].start)
    for piece, end in zip(inside, ends, strict=True):
        behind = text[piece.end : end]
        is_old = not bare(body(behind)) or behind.strip() in old_text
        begin = piece.start if bare(body(text[start : piece.start])) else start
        item = item_of(preview, group[0].summary, piece.kind, begin, piece.end if is_old else max(piece.end, end), like)
        yield Row(0, group[0].summary, item)
        start = piece.end
