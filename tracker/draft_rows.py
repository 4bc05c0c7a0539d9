"""The items of a preview and what a coordinator does to them: decide, retype, split, merge, move, add. Pure functions.

Each returns a new preview or raises Refused with a sentence. What always holds: a row lies within one summary,
`text[start:end]` is what is shown of it, and a correction makes no two rows overlap.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from summaries.extraction import Document, Item, SummaryText
from summaries.extraction.answers import pair_answers
from summaries.extraction.titles import title_of
from tracker.draft_steps import ends, neighbour, starts
from tracker.workflow import Refused

SURE, VERY_SURE = 0.6, 0.8  # an item that the extraction is less sure of becomes a candidate
ACCEPTED, IGNORED = "accepted", "ignored"
GIVEN = ("lead_unit", "owner", "deadline")  # what a person may set beside the title


@dataclass(frozen=True)
class Row:
    """An item of the preview: as found or as cut by hand, what was decided about it, and values set by hand.

    given: lead unit by name, owner, deadline as ISO date; an empty text says "none".
    """

    id: int
    summary: int
    item: Item
    decision: str = ""
    by_hand: bool = False
    given: dict[str, str] = field(default_factory=dict)

    @property
    def start(self) -> int:
        return self.item.start

    @property
    def end(self) -> int:
        return self.item.end

    @property
    def doubtful(self) -> bool:
        return not self.decision and self.item.confidence < SURE

    @property
    def ignored(self) -> bool:
        return self.decision == IGNORED

    @property
    def confidence(self) -> str:
        """Return how sure the extraction is, as a code that the page puts into words."""
        if self.by_hand:
            return "hand"
        sure = self.item.confidence
        return "high" if sure >= VERY_SURE else "fair" if sure >= SURE else "low"

    @property
    def values(self) -> dict[str, str]:
        """Return title, lead unit, owner and deadline as the form shows them."""
        item = self.item
        date = item.deadline.date if item.deadline else None
        stated = {
            "lead_unit": item.lead.unit if item.lead else "",
            "owner": item.owner or "",
            "deadline": date.isoformat() if date else "",
        }
        return {"title": item.title, **stated, **self.given}


@dataclass(frozen=True)
class Preview:
    """A document as found, and its rows in the order of the text."""

    document: Document
    rows: tuple[Row, ...]

    def row(self, number: int) -> Row:
        found = next((row for row in self.rows if row.id == number), None)
        if found is None:
            raise Refused(_("This item is not there any more."))
        return found


def preview_of(document: Document) -> Preview:
    """Return the preview of a document as found."""
    found = [(i, item) for i, summary in enumerate(document.summaries) for item in (*summary.problems, *summary.plans)]
    found.sort(key=lambda each: (each[0], each[1].start, each[1].end))
    return Preview(document, tuple(Row(number, i, item) for number, (i, item) in enumerate(found, start=1)))


def corrected(preview: Preview) -> Document:
    """Return the document with the items as corrected; ignored ones stay, as evidence of what was ignored."""
    summaries = tuple(_corrected(preview, index) for index in range(len(preview.document.summaries)))
    return replace(preview.document, summaries=summaries)


def _corrected(preview: Preview, index: int) -> SummaryText:
    items = [row.item for row in preview.rows if row.summary == index]
    problems = tuple(item for item in items if item.kind == "problem")
    plans = tuple(item for item in items if item.kind == "plan")
    answers = pair_answers(problems, plans)
    return replace(preview.document.summaries[index], problems=problems, plans=plans, answers=answers)


# --- What a person does to rows -------------------------------------------------------------------------


def decide(preview: Preview, numbers: Iterable[int], decision: str) -> Preview:
    """Accept or ignore rows, or with an empty decision leave them open again."""
    return _each(preview, numbers, lambda row: replace(row, decision=decision))


def retype(preview: Preview, numbers: Iterable[int], kind: str) -> Preview:
    """Make problems of plans or plans of problems."""
    for number in numbers:
        row = preview.row(number)
        if row.item.kind != kind:
            preview = _exchange(preview, [row], [_by_hand(row, row.item._replace(kind=kind))])
    return preview


def put(preview: Preview, numbers: Iterable[int], values: dict[str, str]) -> Preview:
    """Set title, lead unit, owner or deadline of rows."""
    title = values.get("title")
    given = {name: value for name, value in values.items() if name in GIVEN}

    def change(row: Row) -> Row:
        item = row.item._replace(title=title) if title else row.item
        return replace(row, item=item, given={**row.given, **given})

    return _each(preview, numbers, change)


def split(preview: Preview, number: int, at: Sequence[int]) -> Preview:
    """Split a row at offsets inside it; the first part stays the row, the others are new ones."""
    row = preview.row(number)
    bounds = [row.start, *sorted(set(at)), row.end]
    if len(bounds) < 3 or bounds != sorted(set(bounds)):
        raise Refused(_("Please choose a place inside the item."))
    items = [item_of(preview, row.summary, row.item.kind, start, end, [row.item]) for start, end in pairwise(bounds)]
    fresh = _fresh(preview)
    numbers = [number, *range(fresh, fresh + len(items))]
    pieces = [replace(_by_hand(row, item), id=each) for each, item in zip(numbers, items, strict=False)]
    return _exchange(preview, [row], pieces)


def split_parts(preview: Preview, number: int) -> Preview:
    """Split a row before each 二是…, 三是… inside it."""
    return split(preview, number, [part.start for part in preview.row(number).item.parts[1:]])


def merge(preview: Preview, number: int) -> Preview:
    """Merge a row with the next one of its kind; the words between them come in."""
    row = preview.row(number)
    later = [each for each in preview.rows if each.summary == row.summary and each.start >= row.end]
    if not later or later[0].item.kind != row.item.kind:
        raise Refused(_("There is no item of the same kind right behind this one."))
    second = later[0]
    item = item_of(preview, row.summary, row.item.kind, row.start, second.end, [row.item, second.item])
    item = item._replace(title=row.item.title)
    whole = replace(_by_hand(row, item), given={**second.given, **row.given})
    return _exchange(preview, [row, second], [whole])


def move(preview: Preview, number: int, *, side: str, step: str, way: str) -> Preview:
    """Move the start or the end of a row by a sentence or a paragraph, back or on."""
    row = preview.row(number)
    paragraphs = preview.document.summaries[row.summary].paragraphs
    places, here = (starts(paragraphs, step), row.start) if side == "start" else (ends(paragraphs, step), row.end)
    there = neighbour(places, here, way)
    if there is None:
        raise Refused(_("The item can't reach any further in this direction."))
    start, end = (there, row.end) if side == "start" else (row.start, there)
    return reach(preview, number, start, end)


def reach(preview: Preview, number: int, start: int, end: int) -> Preview:
    """Let a row have other words: from one offset to another."""
    row = preview.row(number)
    item = item_of(preview, row.summary, row.item.kind, start, end, [row.item])
    return _exchange(preview, [row], [_by_hand(row, item)])


def add(preview: Preview, kind: str, start: int, end: int) -> Preview:
    """Make a row of words that were not found."""
    summaries = preview.document.summaries
    index = next((i for i, each in enumerate(summaries) if each.start <= start < each.end), None)
    if index is None:
        raise Refused(_("Please mark words of one summary."))
    item = item_of(preview, index, kind, start, end, [])
    return _exchange(preview, [], [Row(_fresh(preview), index, item, ACCEPTED, by_hand=True)])


def identify(preview: Preview, index: int, values: dict[str, Any]) -> Preview:
    """Say title, unit, year or topic of a summary, by which it is known as an edition of an earlier one."""
    summaries = list(preview.document.summaries)
    if index >= len(summaries):
        raise Refused(_("This summary is not there any more."))
    summaries[index] = replace(summaries[index], **values)
    return replace(preview, document=replace(preview.document, summaries=tuple(summaries)))


# --- How it is done -------------------------------------------------------------------------------------


def _each(preview: Preview, numbers: Iterable[int], change: Callable[[Row], Row]) -> Preview:
    chosen = {preview.row(number).id for number in numbers}
    return replace(preview, rows=tuple(change(row) if row.id in chosen else row for row in preview.rows))


def _fresh(preview: Preview) -> int:
    return max((row.id for row in preview.rows), default=0) + 1


def _by_hand(row: Row, item: Item) -> Row:
    """Return a row whose item a person corrected: what somebody took trouble with is accepted, unless ignored."""
    return replace(row, item=item, by_hand=True, decision=row.decision or ACCEPTED)


def _exchange(preview: Preview, old: Sequence[Row], new: Sequence[Row]) -> Preview:
    """Replace rows by others, which must not overlap any row that the old ones did not overlap."""
    gone = {row.id for row in old}
    kept = [row for row in preview.rows if row.id not in gone]
    for row in new:
        if any(_clash(row, other, old) for other in kept):
            raise Refused(_("The item would overlap another one; please change that one first."))
    rows = sorted([*kept, *new], key=lambda row: (row.summary, row.start, row.end))
    return replace(preview, rows=tuple(rows))


def _clash(row: Row, other: Row, before: Sequence[Row]) -> bool:
    overlapped = any(_overlap(each, other) for each in before)
    return _overlap(row, other) and (row.item.kind == other.item.kind or not overlapped)


def _overlap(one: Row, other: Row) -> bool:
    return one.start < other.end and other.start < one.end


def item_of(preview: Preview, index: int, kind: Any, start: int, end: int, like: Sequence[Item]) -> Item:
    """Return an item of other words: what they state of who and when stays with the words that state it."""
    summary, text = preview.document.summaries[index], preview.document.text
    if not summary.start <= start < end <= summary.end:
        raise Refused(_("The words of an item must lie within one summary."))
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    if not words:
        raise Refused(_("An item can't be without words."))
    end = start + len(words)
    return Item(
        kind=kind,
        start=start,
        end=end,
        text=words,
        title=title_of(words),
        paragraph=_paragraph(summary, start),
        heading_path=like[0].heading_path if like else (),
        confidence=1.0,
        deadline=_still_stated(words, [(item, item.deadline) for item in like]),
        lead=_still_stated(words, [(item, item.lead) for item in like]),
        support=tuple(each for item in like for each in item.support if _stands(each.text, words, item)),
        owner=next((item.owner for item in like if item.owner and _stands(item.owner, words, item)), None),
        parts=tuple(part for item in like for part in item.parts if start <= part.start and part.end <= end),
    )


def _still_stated(words: str, clues: Iterable[tuple[Item, Any]]) -> Any:
    return next((clue for item, clue in clues if clue and _stands(clue.text, words, item)), None)


def _stands(clue: str, words: str, item: Item) -> bool:
    """Tell whether a clue's words stand in the new words, or came from outside the item (a heading, a table's row)."""
    return clue in words or clue not in item.text


def _paragraph(summary: SummaryText, start: int) -> int:
    """Return the number of the paragraph that holds an offset; a title is none."""
    index = bisect_right([each.start for each in summary.paragraphs], start) - 1
    if index < 0 or summary.paragraphs[index].end <= start:
        raise Refused(_("Please mark words of a paragraph."))
    return summary.paragraphs[index].number
