"""The task list that a coordinator can live in, and what was imported. Every change goes through the workflow."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from accounts.admin import ReadOnly, words_of
from accounts.models import Unit
from summaries.models import Summary
from tracker.bulk import AT_MOST, chosen_versions, offered
from tracker.codes import cited_as
from tracker.lights import Light, lit
from tracker.models import Answer, Chase, Extension, ImportBatch, ProgressReport, Task, TaskEvent, TaskSource
from tracker.timeline import entries
from tracker.verbs import Verb
from tracker.views.bulk import ask, ask_for_all, unfit

# What runs in the background stands on the page of the imports; the queue's own rows tell programs, not people.
admin.site.unregister(DBTaskResult)


class LightFilter(admin.SimpleListFilter):
    title = gettext_lazy("light")
    parameter_name = "light"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return Light.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Task]) -> QuerySet[Task]:
        return queryset.filter(light=self.value()) if self.value() else queryset


class YearFilter(admin.SimpleListFilter):
    """The years of the documents, and this one: to ask a million tasks for theirs costs more than the whole page."""

    title = gettext_lazy("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        years = Summary.objects.exclude(year=None).order_by().values_list("year", flat=True).distinct()
        return [(str(year), str(year)) for year in sorted({*years, timezone.localdate().year}, reverse=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Task]) -> QuerySet[Task]:
        year = self.value()
        return queryset.filter(year=year) if year and year.isdecimal() and len(year) == 4 else queryset


class EventInline(ReadOnly, admin.TabularInline):
    model = TaskEvent
    fields = readonly_fields = ["at", "what", "reason"]
    ordering = ["-id"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[TaskEvent]:
        return super().get_queryset(request).select_related("by")

    @admin.display(description=gettext_lazy("what"))
    def what(self, event: TaskEvent) -> str:
        (entry,) = entries([event])
        changes = (f"{change.label}: {change.old or '—'} → {change.new or '—'}" for change in entry.changes)
        return format_html_join("", "<div>{}</div>", ((line,) for line in (entry.sentence, *changes)))


class SourceInline(ReadOnly, admin.TabularInline):
    model = TaskSource
    extra = 0


def _action(verb: Verb) -> Callable[[TaskAdmin, HttpRequest, QuerySet[Task]], HttpResponse | None]:
    return lambda model_admin, request, tasks: model_admin.ask(request, tasks, verb)


@admin.register(Task)
class TaskAdmin(ReadOnly, admin.ModelAdmin):
    list_display = [
        "number", "title", "kind", "light", "status", "topic", "year", "lead_unit", "owner", "due", "source",
    ]  # fmt: skip
    list_display_links = ["number", "title"]
    exclude = ["origins", "last_verb"]  # codes: what they mean stands in the timeline
    list_select_related = ["topic", "lead_unit"]
    list_filter = [
        "status", LightFilter, "kind", YearFilter, "topic",
        ("lead_unit", admin.EmptyFieldListFilter),
        ("owner", admin.EmptyFieldListFilter),
        ("deadline", admin.EmptyFieldListFilter),
    ]  # fmt: skip
    list_per_page = 50
    search_fields = ["title", "owner", "lead_unit__name", "lead_unit__aliases__name", "items__text"]
    search_help_text = gettext_lazy("Code, title, words of the source, owner or lead unit")
    inlines = [SourceInline, EventInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Task]:
        items = TaskSource.objects.select_related("item__edition").only(
            "task_id", "item__start", "item__edition__number", "item__edition__summary_id"
        )
        return lit(super().get_queryset(request)).prefetch_related(Prefetch("sources", items))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Task], search_term: str
    ) -> tuple[QuerySet[Task], bool]:
        """Find each word in what `search_fields` names, or a task by its code; each table is gone through once."""
        if code := cited_as(search_term):
            return queryset.filter(code), False
        for word in words_of(search_term):
            units = Unit.objects.filter(Q(name__icontains=word) | Q(aliases__name__icontains=word))
            words = TaskSource.objects.filter(item__text__icontains=word)
            queryset = queryset.filter(
                Q(title__icontains=word)
                | Q(owner__icontains=word)
                | Q(lead_unit__in=units.values("pk"))
                | Q(pk__in=words.values("task"))
            )
        return queryset, False

    def get_actions(self, request: HttpRequest) -> dict[str, tuple]:
        return {verb.name: (_action(verb), verb.name, verb.label) for verb in offered(request.user)}

    def ask(self, request: HttpRequest, tasks: QuerySet[Task], verb: Verb) -> HttpResponse | None:
        """Lead to the pages that the ledger list leads to: they ask, act on each task, and say why they refuse one."""
        here, chosen = request.get_full_path(), list(tasks.order_by("pk")[: AT_MOST + 1])
        if request.POST.get("select_across") == "1" and ("seen" in request.POST or len(chosen) > AT_MOST):
            again = {"action": verb.name, "select_across": 1, ACTION_CHECKBOX_NAME: 0}  # Django wants a tick, too
            return ask_for_all(request, verb, tasks, here, {"action": here, "hidden": again})
        if why_not := unfit(len(chosen)):
            messages.error(request, why_not)
            return None
        shown = chosen_versions(request.POST.getlist("shown"))
        return ask(request, verb, chosen, shown, here)

    def action_checkbox(self, task: Task) -> str:
        """Tick a task together with its version as the list shows it."""
        shown = format_html('<input type="hidden" name="shown" value="{}-{}">', task.pk, task.version)
        return super().action_checkbox(task) + shown

    @admin.display(description=gettext_lazy("number"), ordering="id")
    def number(self, task: Task) -> str:
        return task.code

    @admin.display(description=gettext_lazy("light"), ordering="light")
    def light(self, task: Task) -> str:
        return Light(task.light).label

    @admin.display(description=gettext_lazy("deadline"), ordering="deadline", empty_value="—")
    def due(self, task: Task) -> str | None:
        return task.deadline and task.deadline.isoformat()

    @admin.display(description=gettext_lazy("source"))
    def source(self, task: Task) -> str:
        items = [source.item for source in task.sources.all()]
        if not items:
            return "—"
        item = max(items, key=lambda each: (each.edition.number, each.pk))
        address = reverse("summary-detail", args=[item.edition.summary_id])
        return format_html('<a href="{}#item-{}">{}</a>', address, item.pk, _("text"))

    def view_on_site(self, task: Task) -> str:
        return task.get_absolute_url()


@admin.register(ProgressReport)
class ProgressReportAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "task", "unit", "by", "percent", "done"]
    list_select_related = ["task", "unit", "by"]
    search_fields = ["task__title", "done"]


@admin.register(Extension)
class ExtensionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["asked_at", "task", "asked_by", "deadline", "wanted", "state", "decided_by"]
    list_select_related = ["task", "asked_by", "decided_by"]
    list_filter = ["state"]


@admin.register(Chase)
class ChaseAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "task", "by", "text"]
    list_select_related = ["task", "by"]


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["source", "at", "by", "created", "unchanged", "changed", "vanished"]
    list_select_related = ["source", "by"]
    search_fields = ["source__name"]


@admin.register(Answer)
class AnswerAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["problem", "plan", "state", "score", "by_hand", "decided_by", "decided_at"]
    list_select_related = ["problem", "plan", "decided_by"]
    list_filter = ["state"]
