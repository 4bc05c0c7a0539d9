"""What an import did to which task, and taking it back as long as nobody has worked on what it brought.

An undo removes the tasks that came into being with the import, with the lines that it wrote of them itself. Tasks that
were there before keep every line of their timeline: the undo adds one that gives them their former words back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.deletion import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from summaries.models import Edition, Item, Paragraph, Summary, Topic
from tracker import triggers, workflow
from tracker.models import Answer, BatchTask, ImportBatch, ImportDraft, Task, TaskEvent, TaskSource
from tracker.verbs import RECORDED
from tracker.workflow import Refused

Outcome = BatchTask.Outcome
ROWS = 500


def record(batch: ImportBatch, editions: Iterable[Edition], became: Mapping[int, str]) -> None:
    """Keep what an import stored and what it did to which task (task id -> outcome)."""
    batch.editions.through.objects.bulk_create(
        [batch.editions.through(importbatch=batch, edition=each) for each in editions]
    )
    rows = [BatchTask(batch=batch, task_id=task, outcome=outcome, version=1) for task, outcome in became.items()]
    BatchTask.objects.bulk_create(rows, batch_size=ROWS)
    if any(outcome != Outcome.CREATED for outcome in became.values()):
        seal(batch)


def seal(batch: ImportBatch) -> None:
    """Remember the tasks' versions: what was done up to now belongs to the import."""
    version = Task.objects.filter(pk=OuterRef("task")).values("version")
    batch.outcomes.update(version=Subquery(version[:1]))


def worked_on(batch: ImportBatch) -> QuerySet[Task]:
    """Return the tasks which the import made or changed and which somebody has worked on since.

    Work is an act of a person on the task, a decision about one of its answers, another task merged into it, or words
    marked in an edition that would go. What imports and their undoing wrote is none.
    """
    acts = TaskEvent.objects.filter(task=OuterRef("task"), version__gt=OuterRef("version")).exclude(verb__in=RECORDED)
    touched = batch.outcomes.exclude(outcome=Outcome.UNCHANGED).filter(Exists(acts))
    decided = Answer.objects.exclude(state=Answer.State.SUGGESTED)
    marked = TaskSource.objects.filter(item__edition__in=batch.editions.all()).exclude(
        task__in=batch.outcomes.values("task")
    )
    return Task.objects.filter(
        Q(pk__in=touched.values("task"))
        | Q(batch=batch) & (Q(pk__in=decided.values("problem")) | Q(pk__in=decided.values("plan")))
        | Q(batch=batch, pk__in=Task.objects.exclude(merged_into=None).values("merged_into"))
        | Q(pk__in=marked.values("task"))
    ).order_by("pk")


def obstacle(batch: ImportBatch) -> str:
    """Return why the import can't be taken back, apart from work on its tasks; nothing if it can."""
    if batch.undone_at:
        return _("This import was undone already.")
    if batch.editions.exclude(pk__in=Summary.objects.values("current")).exists():
        return _("A later import brought a newer edition of the same summary; please undo that one first.")
    return ""


@transaction.atomic
def undo(batch: ImportBatch, *, by: User) -> ImportBatch:
    """Take an import back: what it made is gone, earlier editions are current again, its preview waits again.

    Raises Refused, and then nothing is changed.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    held = Summary.objects.filter(editions__in=batch.editions.all()).values("pk")
    list(Summary.objects.select_for_update(of=("self",)).filter(pk__in=held).order_by("pk").values("pk"))
    list(Task.objects.select_for_update(of=("self",)).filter(outcomes__batch=batch).order_by("pk").values("pk"))
    if why_not := obstacle(batch):
        raise Refused(why_not)
    if worked_on(batch).exists():
        raise Refused(_("Somebody has worked on tasks of this import; it can't be undone any more."))
    batch.undone_at, batch.undone_by = timezone.now(), by
    batch.removed = [{"code": task.code, "title": task.title} for task in batch.tasks.order_by("pk")]
    batch.save()
    _return_words(batch, by)
    _remove_tasks(batch)
    _remove_editions(batch)
    batch.outcomes.all().delete()
    _wake_draft(batch, by)
    return batch


def _return_words(batch: ImportBatch, by: User) -> None:
    """Tell the timelines of older tasks that what the import said of their words is taken back."""
    touched = batch.outcomes.filter(outcome__in=[Outcome.CHANGED, Outcome.VANISHED, Outcome.RETURNED])
    for outcome in touched.select_related("task"):
        line = outcome.task.events.filter(verb="reimport", field="text").latest("id")
        workflow.record_undone_import(outcome.task, by, line.new, line.old)


def _remove_tasks(batch: ImportBatch) -> None:
    Answer.objects.filter(batch=batch, state=Answer.State.SUGGESTED).delete()
    TaskSource.objects.filter(item__edition__in=batch.editions.all()).delete()
    with triggers.lifted(TaskEvent):
        TaskEvent.objects.filter(task__batch=batch).delete()
    Task.objects.filter(batch=batch).delete()


def _remove_editions(batch: ImportBatch) -> None:
    editions = list(batch.editions.select_related("summary"))
    for edition in editions:
        summary = edition.summary
        summary.current = summary.editions.exclude(pk=edition.pk).order_by("-number").first()
        summary.save(update_fields=["current"])
    batch.editions.clear()
    Item.objects.filter(edition__in=editions).delete()
    Paragraph.objects.filter(edition__in=editions).delete()
    Edition.objects.filter(pk__in=[edition.pk for edition in editions]).delete()
    for summary in {edition.summary for edition in editions if edition.summary.current is None}:
        summary.delete()
        _remove_if_unused(summary.topic)


def _remove_if_unused(topic: Topic | None) -> None:
    try:
        if topic:
            topic.delete()
    except ProtectedError:
        pass  # other summaries or tasks have it


def _wake_draft(batch: ImportBatch, by: User) -> None:
    """Let the preview that the import came from wait again, with all its corrections."""
    draft = batch.drafts.order_by("-pk").first()
    waits = ImportDraft.State.WAITING
    if draft and not ImportDraft.objects.filter(sha256=draft.sha256, state=waits).exists():
        draft.state, draft.batch, draft.changed_by = waits, None, by
        draft.version += 1
        draft.save(update_fields=["state", "batch", "changed_by", "changed_at", "version"])
