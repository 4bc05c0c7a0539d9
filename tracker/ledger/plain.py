"""The ledger as CSV, for whatever reads tables, and as JSON, which also tells where each task's words stand."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Prefetch, TextField
from django.db.models.functions import Greatest, Least, Substr

from tracker.columns import Cell
from tracker.ledger.sheet import Sheet
from tracker.models import Task, TaskSource

BOM = "\ufeff"  # without it Excel reads UTF-8 as something else
QUOTED = 32  # characters in front of and behind the words, by which they are found again in a changed text
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Lines:
    """What csv.writer writes to: a file that hands out each line."""

    def write(self, line: str) -> str:
        return line


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """Yield the lines of a CSV file in UTF-8 with BOM; what Excel would take for a formula is defused."""
    writer = csv.writer(_Lines())
    yield BOM + writer.writerow(sheet.headings)
    for _task, cells in sheet.rows():
        yield writer.writerow([_harmless(cell) for cell in cells])


def _harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet calculates: an apostrophe in front is shown by none and kept by all."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def json_chunks(sheet: Sheet) -> Iterator[str]:
    """Yield a JSON document {"title", "about", "tasks": [...]} piece by piece.

    `sources` of a task hold selectors of the W3C Web Annotation Data Model (https://www.w3.org/TR/annotation-model/,
    4.2.4 and 4.2.5): positions count code points of the edition's text.
    """
    yield f'{{"title": {_json(sheet.title)}, "about": {_json(sheet.about)}, "tasks": ['
    tasks = Sheet(sheet.tasks.prefetch_related(_quoted()), sheet.columns).rows()
    for number, (task, cells) in enumerate(tasks):
        yield (",\n" if number else "\n") + _json(_told(sheet, task, cells))
    yield "\n]}\n"


def _told(sheet: Sheet, task: Task, cells: list[Cell]) -> dict[str, Any]:
    shown = dict(zip((column.key for column in sheet.columns), cells[1:], strict=True))
    return {"id": task.pk, "version": task.version, **shown, "sources": [_source(each) for each in task.quoted]}


def _quoted() -> Prefetch:
    """Fetch the words of tasks with what stands around them, but not the whole documents."""
    text, start, end = F("item__edition__text"), F("item__start"), F("item__end")
    sources = TaskSource.objects.select_related("item__edition__summary").defer("item__edition__text")
    around = {
        "prefix": Substr(text, Greatest(start + 1 - QUOTED, 1), Least(start, QUOTED), output_field=TextField()),
        "suffix": Substr(text, end + 1, QUOTED, output_field=TextField()),
    }
    return Prefetch("sources", sources.annotate(**around).order_by("-item"), to_attr="quoted")


def _source(source: TaskSource) -> dict[str, Any]:
    item = source.item
    return {
        "summary": item.edition.summary.title,
        "edition": item.edition.number,
        "selector": [
            {"type": "TextPositionSelector", "start": item.start, "end": item.end},
            {"type": "TextQuoteSelector", "exact": item.text, "prefix": source.prefix, "suffix": source.suffix},
        ],
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=dt.date.isoformat)
