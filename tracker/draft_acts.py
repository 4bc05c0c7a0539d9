"""The buttons of the preview: each names what it does in one word, with the row that it belongs to, if any.

`accept:12` is about row 12, `accept` about the ticked rows; `move:12:start:back` moves the start of row 12.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.utils.translation import gettext as _

from summaries.models import Kind, Summary
from tracker import draft_rows
from tracker.draft_rows import ACCEPTED, IGNORED, Preview
from tracker.forms.drafts import PreviewForm, whole_number
from tracker.workflow import Refused

Change = Callable[[Preview], Preview]


def changes_of(do: str, form: PreviewForm) -> list[Change]:
    """Return what a button does to the preview; an unknown one does nothing but save what was typed."""
    name, *rest = do.split(":")
    if name in _ROWS:
        return [partial(_ROWS[name], numbers=_chosen(rest, form))]
    if name in _WORDS:
        return [_WORDS[name](form)]
    if name == "as":
        return [_revision_of(rest, form)]
    if name == "set":
        return [partial(draft_rows.put, numbers=_chosen(rest, form), values=_for_all(form))]
    if name in _ROW and (number := whole_number(rest[0] if rest else "")) is not None:
        return [_ROW[name](form, number, *rest[1:])]
    return []


def _revision_of(rest: list[str], form: PreviewForm) -> Change:
    """Let the summary that is shown be known as a revision of another one of the site."""
    number = whole_number(rest[0]) if rest else None
    other = Summary.objects.filter(pk=number).select_related("unit").first()
    if other is None or form.about is None:
        raise Refused(_("This summary is not there any more."))
    values = {"title": other.title, "unit": other.unit.name if other.unit else None}
    return partial(draft_rows.identify, index=form.about, values=values)


def _chosen(rest: list[str], form: PreviewForm) -> list[int]:
    number = whole_number(rest[0]) if rest else None
    numbers = form.ticked if number is None else [number]
    if not numbers:
        raise Refused(_("Please tick the items first."))
    return numbers


def _for_all(form: PreviewForm) -> dict[str, str]:
    values = form.for_all
    if not values:
        raise Refused(_("Please fill in what the ticked items should get."))
    return values


def _split(form: PreviewForm, number: int, *_rest: str) -> Change:
    at = form.number(f"at-{number}")
    if at is None:
        raise Refused(_("Please choose where to split the item."))
    return partial(draft_rows.split, number=number, at=[at])


def _split_parts(_form: PreviewForm, number: int, *_rest: str) -> Change:
    return partial(draft_rows.split_parts, number=number)


def _merge(_form: PreviewForm, number: int, *_rest: str) -> Change:
    return partial(draft_rows.merge, number=number)


def _move(form: PreviewForm, number: int, side: str = "start", way: str = "back", *_rest: str) -> Change:
    step = form.data.get(f"step-{number}", "sentence")
    return partial(draft_rows.move, number=number, side=side, step=step, way=way)


def _span(form: PreviewForm) -> tuple[int, int]:
    start, end = form.number("start"), form.number("end")
    if start is None or end is None or start >= end:
        raise Refused(_("Please mark words of this document."))
    return start, end


def _add(kind: Kind, form: PreviewForm) -> Change:
    start, end = _span(form)
    return partial(draft_rows.add, kind=str(kind), start=start, end=end)


def _reach(form: PreviewForm) -> Change:
    """Give the marked words to the row that somebody is at, or else to the one that they touch."""
    start, end = _span(form)
    number = form.number("row")

    def change(preview: Preview) -> Preview:
        touched = [row.id for row in preview.rows if row.start < end and start < row.end]
        wanted = number if number is not None else touched[0] if len(touched) == 1 else None
        if wanted is None:
            raise Refused(_("Please choose the item first that these words belong to."))
        return draft_rows.reach(preview, wanted, start, end)

    return change


def _split_here(form: PreviewForm) -> Change:
    """Split the row in which the marked words begin, right before them."""
    start, _end = _span(form)

    def change(preview: Preview) -> Preview:
        inside = next((row.id for row in preview.rows if row.start < start < row.end), None)
        if inside is None:
            raise Refused(_("Please mark the words of an item from which on it should be split."))
        return draft_rows.split(preview, inside, [start])

    return change


#: On one row or the ticked ones.
_ROWS: dict[str, Callable[..., Preview]] = {
    "accept": partial(draft_rows.decide, decision=ACCEPTED),
    "ignore": partial(draft_rows.decide, decision=IGNORED),
    "reset": partial(draft_rows.decide, decision=""),
    "problem": partial(draft_rows.retype, kind="problem"),
    "plan": partial(draft_rows.retype, kind="plan"),
}
#: On one row.
_ROW: dict[str, Callable[..., Change]] = {"split": _split, "parts": _split_parts, "merge": _merge, "move": _move}
#: On words marked in the text.
_WORDS: dict[str, Callable[[PreviewForm], Change]] = {
    "add-problem": partial(_add, Kind.PROBLEM),
    "add-plan": partial(_add, Kind.PLAN),
    "words": _reach,
    "split-here": _split_here,
}
