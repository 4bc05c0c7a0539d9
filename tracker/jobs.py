"""Long work in the background: asked for in a request, done by a worker (command `work`), each job exactly once.

The queue is django-tasks' table; enqueuing is an INSERT that commits with the job. What it lacks is here: a worker
gives a sign of life every second, a job whose worker fell silent is queued again, and what an attempt writes is
committed together with its end, so that a worker which only seemed dead can't finish the job a second time. A job whose
parts stand for themselves (tracker/bulk_jobs.py) commits them one by one, each of them held by `Run.hold`.

What there is to do is listed in WORK; the doing is the business of the modules named there.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from tracker.models import Job

logger = logging.getLogger(__name__)

BEAT_SECONDS = 1.0
SILENT_SECONDS = 10.0  # a worker without a sign for so long is dead
ATTEMPTS = 3
KEPT_DAYS = 7  # rows of the queue that nobody needs any more
OUTCOMES_KEPT_DAYS = 90  # jobs that are over, with what became of each task

#: A job's result, as JSON.
Result = dict[str, Any]
#: The slow part of a job; what it returns is called in a transaction, writes, and gives the result.
Work = Callable[["Run"], Callable[[], Result]]
#: Kind of job -> the function that does it.
WORK: dict[str, str] = {
    "read": "tracker.import_jobs.read_uploads",
    "confirm": "tracker.import_jobs.confirm_draft",
    "ledger": "tracker.ledger.later.confirm_ledger",
    "bulk": "tracker.bulk_jobs.act_on_all",
}


class Refused(Exception):
    """The work can't be done; str() is a sentence that says what to do."""


class Stopped(BaseException):
    """The attempt must not go on: it was cancelled, or another worker has taken over."""


class Run:
    """One attempt at a job, as the work sees it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.by: User | None = job.by
        self.params: dict[str, Any] = job.params
        self._done = self._total = 0
        self._stopped = threading.Event()

    def step(self, done: int, total: int) -> None:
        """Say how far the work is; raise Stopped when it is to go no further. Costs nothing."""
        self._done, self._total = done, total
        if self._stopped.is_set():
            raise Stopped

    def beat(self) -> None:
        """Give a sign of life and look whether to stop. Called beside the work, on a connection of its own."""
        if not self._tell():
            self._stopped.set()

    def hold(self) -> None:
        """In a transaction of work that is not undone by stopping: raise Stopped if it is to go no further.

        Until the commit nobody takes the job over or stops it.
        """
        if not self._tell():
            raise Stopped

    def _tell(self) -> int:
        told = {"beat_at": timezone.now(), "done": self._done, "total": self._total}
        return _attempt(self.job).filter(cancel_asked=False).update(**told)


def start(kind: str, title: str, params: dict[str, Any], by: User | None) -> Job:
    """Ask for a job; it begins when the transaction around this has committed."""
    if kind not in WORK:
        raise ValueError(kind)
    with transaction.atomic():
        job = Job.objects.create(kind=kind, title=title[:200], params=params, by=by)
        _queue(job)
    return job


def cancel(job: Job) -> bool:
    """Cancel a job that has not begun, or ask the one that runs to stop; return False when it is over."""
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.WAITING)
    if waiting.update(state=Job.State.CANCELLED, cancel_asked=True, ended_at=timezone.now()):
        return True
    return bool(Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_asked=True))


def waits_too_long(job: Job) -> bool:
    """Tell whether no worker seems to be there."""
    return job.state == Job.State.WAITING and timezone.now() - job.asked_at > dt.timedelta(seconds=SILENT_SECONDS)


@task()
def run(job_id: int) -> None:
    """Do a job, unless another worker has it or it was cancelled: the one door of the workers."""
    waiting = Job.objects.filter(pk=job_id, state=Job.State.WAITING)
    taken = waiting.update(state=Job.State.RUNNING, attempts=F("attempts") + 1, beat_at=timezone.now())
    if taken:
        _do(Run(Job.objects.select_related("by").get(pk=job_id)))


def revive(now: dt.datetime | None = None) -> int:
    """Queue again the jobs whose worker fell silent, give up those that it befell too often; return their number."""
    now = now or timezone.now()
    dead = now - dt.timedelta(seconds=SILENT_SECONDS)
    silent = Job.objects.filter(state=Job.State.RUNNING, beat_at__lt=dead)
    revived = sum(map(_revive, silent))
    claimed = DBTaskResult.objects.running().filter(started_at__lt=dead)
    for job in Job.objects.filter(state=Job.State.WAITING, queued_as__in=claimed.values("pk")):
        with transaction.atomic():  # its worker died between taking the place in the queue and the job
            if Job.objects.filter(pk=job.pk, state=Job.State.WAITING, queued_as=job.queued_as).update(beat_at=now):
                _queue(job)
                revived += 1
    return revived


def prune() -> None:
    """Forget what the queue keeps about work that is over, and jobs whose outcome nobody looks up any more.

    What a job wrote stays: an import's record and its undoing, a ledger's outcome, the timelines.
    """
    now = timezone.now()
    queued = DBTaskResult.objects.filter(task_path=run.module_path, enqueued_at__lt=now - dt.timedelta(days=KEPT_DAYS))
    queued.exclude(status="READY").delete()
    old = Job.objects.filter(ended_at__lt=now - dt.timedelta(days=OUTCOMES_KEPT_DAYS))
    for number in list(old.values_list("pk", flat=True)):
        Job.objects.filter(pk=number).delete()  # one by one: thousands of rows go with it, and others want to write


def _queue(job: Job) -> None:
    queued = run.enqueue(job.pk)
    DBTaskResult.objects.filter(pk=job.queued_as).delete()
    Job.objects.filter(pk=job.pk).update(queued_as=queued.id)


def _revive(job: Job) -> bool:
    with transaction.atomic():
        mine = _attempt(job).filter(beat_at=job.beat_at)  # not if the worker woke up meanwhile
        if job.cancel_asked:
            return bool(mine.update(state=Job.State.CANCELLED, ended_at=timezone.now()))
        if job.attempts >= ATTEMPTS:
            sentence = _("It broke off %(times)d times. Please split the files, or ask the administrator.")
            return bool(_fail(mine, sentence % {"times": job.attempts}))
        if not mine.update(state=Job.State.WAITING):
            return False
        _queue(job)
    return True


def _attempt(job: Job) -> Any:
    """Return the row of a job as long as this attempt is the running one."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING)


def _do(run: Run) -> None:
    mine = _attempt(run.job)
    try:
        work: Work = import_string(WORK[run.job.kind])
        with _beating(run):
            write = work(run)
            with transaction.atomic():
                result = write()
                _end(run, result)
    except Stopped:
        mine.filter(cancel_asked=True).update(state=Job.State.CANCELLED, ended_at=timezone.now())
    except Refused as refusal:
        _fail(mine, str(refusal))
    except Exception:
        logger.exception("job %s failed", run.job.pk)
        _fail(mine, _("It failed for a reason that is no fault of the file. Please ask the administrator to look."))


def _end(run: Run, result: Result) -> None:
    """Mark the job done in the transaction of what it wrote; raise Stopped, which undoes that, if it is not ours."""
    total = run._total
    told = {"state": Job.State.DONE, "result": result, "ended_at": timezone.now(), "done": total, "total": total}
    if not _attempt(run.job).filter(cancel_asked=False).update(**told):
        raise Stopped


def _fail(mine: Any, sentence: str) -> int:
    return mine.update(state=Job.State.FAILED, sentence=sentence, ended_at=timezone.now())


@contextlib.contextmanager
def _beating(run: Run) -> Iterator[None]:
    """Beat beside the work until it is over."""
    over = threading.Event()

    def beat() -> None:
        try:
            while not over.wait(BEAT_SECONDS):
                with contextlib.suppress(Exception):  # the database is busy or away: the next beat will tell
                    run.beat()
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
