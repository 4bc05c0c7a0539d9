"""Progress reports 反馈 with their attachments: written through the workflow, never changed afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.access import access_of
from accounts.models import Unit, User
from summaries.storage import keep, kept_path
from tracker.models import Attachment, ProgressReport, Task
from tracker.workflow import Refused, acting


@dataclass(frozen=True)
class File:
    """An uploaded file: its name as given, and its bytes."""

    name: str
    data: bytes


def report(
    task: Task,
    *,
    by: User,
    version: int,
    done: str,
    difficulty: str = "",
    next_step: str = "",
    percent: int | None = None,
    files: Iterable[File] = (),
) -> ProgressReport:
    """Write a progress report for a task in progress. percent: 0–100. Raises Refused or Stale."""
    files = [File(accepted_name(file.name, len(file.data)), file.data) for file in files]
    if len(files) > settings.DUBAN_ATTACHMENTS:
        raise Refused(_("Please attach not more than %(most)d files.") % {"most": settings.DUBAN_ATTACHMENTS})
    if not done.strip():
        raise Refused(_("Please say what was done."))
    with acting(task, "report", by=by, version=version) as act:
        written = ProgressReport.objects.create(
            task=act.task,
            by=by,
            unit=_speaking_unit(act.task, by),
            done=done.strip(),
            difficulty=difficulty.strip(),
            next_step=next_step.strip(),
            percent=percent,
        )
        Attachment.objects.bulk_create([_attachment(written, file) for file in files])
        act.note("report", None, written.done)
        act.heard()
    return written


def attachment_path(attachment: Attachment) -> Path:
    """Return where the bytes of an attachment are."""
    return kept_path(settings.ATTACHMENTS_DIR, attachment.sha256)


def accepted_name(name: str, size: int) -> str:
    """Return the bare name of a file of `size` bytes. Raises Refused if it is too large or of a wrong kind."""
    name = PurePosixPath(PureWindowsPath(name).name).name.strip()[-200:]
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in settings.DUBAN_ATTACHMENT_SUFFIXES:
        kinds = " ".join(settings.DUBAN_ATTACHMENT_SUFFIXES)
        raise Refused(_("“%(name)s” can't be attached; attach one of: %(kinds)s.") % {"name": name, "kinds": kinds})
    if size > settings.DUBAN_ATTACHMENT_BYTES:
        limit = settings.DUBAN_ATTACHMENT_BYTES // 1024 // 1024
        raise Refused(
            _("“%(name)s” is larger than %(limit)d MB; attach a smaller file.") % {"name": name, "limit": limit}
        )
    return name


def _attachment(written: ProgressReport, file: File) -> Attachment:
    sha256 = keep(settings.ATTACHMENTS_DIR, file.data)
    return Attachment(report=written, name=file.name, size=len(file.data), sha256=sha256)


def _speaking_unit(task: Task, user: User) -> Unit | None:
    """Return the unit for which the user reports: the lead unit if it is one of the user's, else a supporting one."""
    handles = access_of(user).handles
    if task.lead_unit_id in handles:
        return task.lead_unit
    return task.supporting_units.filter(pk__in=handles).first()
