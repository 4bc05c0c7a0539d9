"""What people do about a document's items. One module a group of tables; everybody imports from here."""

from tracker.models.imports import BatchTask, ImportBatch, ImportDraft
from tracker.models.jobs import BulkRow, Job
from tracker.models.ledgers import LedgerDraft
from tracker.models.lists import ListChoice, SavedView
from tracker.models.people import CalendarLink, DigestMail, Watch
from tracker.models.reports import Attachment, Chase, Extension, ProgressReport
from tracker.models.tasks import (
    LIVE,
    Answer,
    DeadlineKind,
    Origin,
    Status,
    Task,
    TaskEvent,
    TaskSource,
)

__all__ = [
    "LIVE",
    "Answer",
    "Attachment",
    "BatchTask",
    "BulkRow",
    "CalendarLink",
    "Chase",
    "DeadlineKind",
    "DigestMail",
    "Extension",
    "ImportBatch",
    "ImportDraft",
    "Job",
    "LedgerDraft",
    "ListChoice",
    "Origin",
    "ProgressReport",
    "SavedView",
    "Status",
    "Task",
    "TaskEvent",
    "TaskSource",
    "Watch",
]
