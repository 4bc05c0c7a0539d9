"""Imports that take long are done in the background: reading many uploads, and confirming a large draft.

What reading and confirming mean is said in drafts.py; how a job is run, in jobs.py.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePath

from django.conf import settings
from django.core.files import File
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from summaries.readers import ARCHIVES
from summaries.storage import keep, original_path
from tracker import jobs
from tracker.drafts import Received, confirm, prepare, save
from tracker.intake import RefusedFile
from tracker.jobs import Result, Run
from tracker.models import ImportBatch, ImportDraft, Job
from tracker.workflow import Refused

#: What a person may well wait for; the rest is done in the background.
AT_ONCE_FILES, AT_ONCE_BYTES, AT_ONCE_ROWS, AT_ONCE_CHARS = 3, 512 * 1024, 300, 200_000
AT_ONCE_UPLOADS = 2  # of a server process, which has at least three threads
_ROOM = threading.BoundedSemaphore(AT_ONCE_UPLOADS)
KINDS = ("read", "confirm")  # of jobs, as tracker/jobs.py lists them
SLOW = (*ARCHIVES, ".doc", ".wps", ".odt")


@contextlib.contextmanager
def room_to_read() -> Iterator[bool]:
    """Say whether to read in this request: if all threads of the server were reading, nobody would get a page."""
    is_free = _ROOM.acquire(blocking=False)
    try:
        yield is_free
    finally:
        if is_free:
            _ROOM.release()


def takes_long(files: Sequence[File]) -> bool:
    """Tell whether reading these files is nothing to wait for."""
    slow = any(PurePath(file.name).suffix.lower() in SLOW for file in files)
    return slow or len(files) > AT_ONCE_FILES or sum(file.size for file in files) > AT_ONCE_BYTES


def read_later(uploads: Iterable[tuple[bytes, str]], *, by: User, unit: str, year: int | None) -> Job:
    """Keep uploaded files and ask for their being read."""
    files = [[keep(settings.ORIGINALS_DIR, data), name] for data, name in uploads]
    title = ngettext("Reading %(count)d file", "Reading %(count)d files", len(files)) % {"count": len(files)}
    return jobs.start("read", title, {"files": files, "unit": unit, "year": year}, by)


def confirm_later(draft: ImportDraft, *, by: User) -> Job:
    """Ask for a draft's being confirmed as it is now."""
    title = _("Importing %(name)s") % {"name": draft.name}
    return jobs.start("confirm", title, {"draft": draft.pk, "version": draft.version}, by)


def received_by(job: Job) -> list[Received]:
    """Return what became of the files that a job has read."""
    told = (job.result or {}).get("received", [])
    drafts = ImportDraft.objects.in_bulk([each["draft"] for each in told])
    batches = ImportBatch.objects.in_bulk([each["batch"] for each in told])
    return [
        Received(
            each["name"], drafts.get(each["draft"]), batches.get(each["batch"]), each["refusal"], known=each["known"]
        )
        for each in told
    ]


def read_uploads(run: Run) -> Callable[[], Result]:
    """Work of a job: read its files one by one; then make drafts of them all."""
    files, about = run.params["files"], {"unit": run.params["unit"], "year": run.params["year"]}
    prepared: list[Received] = []
    for number, (sha256, name) in enumerate(files):
        run.step(number, len(files))
        prepared += prepare(original_path(sha256).read_bytes(), name, by=run.by, **about)
    run.step(len(files), len(files))

    def write() -> Result:
        told = [_told(save(each)) for each in prepared]
        return {"received": told, "next": f"{reverse('import-new')}?job={run.job.pk}"}

    return write


def confirm_draft(run: Run) -> Callable[[], Result]:
    """Work of a job: confirm a draft; that is one transaction, so that there are no steps."""
    draft = ImportDraft.objects.filter(pk=run.params["draft"]).first()
    if draft is None:
        raise jobs.Refused(_("This import does not wait for confirmation any more."))

    def write() -> Result:
        try:
            outcome = confirm(draft, by=run.by, version=run.params["version"])
        except (Refused, RefusedFile) as refused:
            raise jobs.Refused(str(refused)) from refused
        batch = outcome.batch
        return {"next": reverse("import-detail", args=[batch.pk]) if batch else reverse("import-list")}

    return write


def _told(received: Received) -> dict[str, object]:
    return {
        "name": received.name,
        "draft": received.draft and received.draft.pk,
        "batch": received.batch and received.batch.pk,
        "refusal": received.refusal,
        "known": received.known,
    }
