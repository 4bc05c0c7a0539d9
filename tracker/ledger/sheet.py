"""What a file of the ledger holds, whatever its format: headings and rows, one task at a time: memory stays flat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.columns import Cell, Column, prepared
from tracker.models import Task

CHUNK = 500


@dataclass(frozen=True)
class Sheet:
    """The tasks of a list in its order, under the columns that it shows.

    tasks: lit and ordered. about: what the list was filtered by, in words.
    """

    tasks: QuerySet[Task]
    columns: Sequence[Column]
    about: str = ""

    @property
    def title(self) -> str:
        return _("Ledger of tasks as of %(date)s") % {"date": date_format(timezone.localdate(), "DATE_FORMAT")}

    @property
    def headings(self) -> list[str]:
        return [_("No."), *(str(column.label) for column in self.columns)]

    def rows(self) -> Iterator[tuple[Task, list[Cell]]]:
        """Yield each task with its cells, the running number first."""
        tasks = prepared(self.tasks).iterator(chunk_size=CHUNK)
        for number, task in enumerate(tasks, start=1):
            yield task, [number, *(column.value(task) for column in self.columns)]


def file_name(suffix: str, today: dt.date | None = None) -> str:
    """Return the name that a download gets: 督办台账20240301.xlsx."""
    name = _("Ledger of tasks")
    return f"{name}{today or timezone.localdate():%Y%m%d}.{suffix}"
