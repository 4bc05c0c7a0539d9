"""The task list that a coordinator can live in, and what was imported. Every change goes through the workflow."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin import ReadOnly
from tracker.acts import way_of
from tracker.bulk import each, offered
from tracker.forms.fields import date_input
from tracker.lights import Light, lit
from tracker.models import Answer, Chase, Extension, ImportBatch, ProgressReport, Task, TaskEvent, TaskSource
from tracker.timeline import entries
from tracker.verbs import Verb


class WorkflowActionForm(ActionForm):
    """What an action may need besides its name; what the verb makes of it is said in forms/bulk.py."""

    lead_unit = forms.CharField(label=gettext_lazy("Lead unit"), required=False)
    owner = forms.CharField(label=gettext_lazy("Owner"), required=False)
    deadline = forms.CharField(label=gettext_lazy("Deadline"), required=False, widget=date_input())
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False)


class LightFilter(admin.SimpleListFilter):
    title = gettext_lazy("light")
    parameter_name = "light"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return Light.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Task]) -> QuerySet[Task]:
        return queryset.filter(light=self.value()) if self.value() else queryset


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


def _action(verb: Verb) -> Callable[[TaskAdmin, HttpRequest, QuerySet[Task]], None]:
    def act(model_admin: TaskAdmin, request: HttpRequest, queryset: QuerySet[Task]) -> None:
        model_admin.carry_out(request, queryset, verb)

    return act


@admin.register(Task)
class TaskAdmin(ReadOnly, admin.ModelAdmin):
    list_display = [
        "number", "title", "kind", "light", "status", "topic", "year", "lead_unit", "owner", "deadline", "source",
    ]  # fmt: skip
    list_display_links = ["number", "title"]
    list_select_related = ["topic", "lead_unit"]
    list_filter = ["status", LightFilter, "kind", "year", "topic"]
    list_per_page = 50
    search_fields = ["title", "owner", "lead_unit__name", "lead_unit__aliases__name", "items__text"]
    search_help_text = gettext_lazy("Title, words of the source, owner or lead unit")
    show_full_result_count = False
    action_form = WorkflowActionForm
    inlines = [SourceInline, EventInline]

    class Media:
        css = {"all": ["admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Task]:
        items = TaskSource.objects.select_related("item__edition").only(
            "task_id", "item__start", "item__edition__number", "item__edition__summary_id"
        )
        return lit(super().get_queryset(request)).prefetch_related(Prefetch("sources", items))

    def get_actions(self, request: HttpRequest) -> dict[str, tuple]:
        return {verb.name: (_action(verb), verb.name, verb.label) for verb in offered(request.user)}

    def carry_out(self, request: HttpRequest, tasks: QuerySet[Task], verb: Verb) -> None:
        """Carry out a verb on each task by itself; what is refused is listed with its reason."""
        way = way_of(verb.name)
        form = way.bulk_form(request.POST, verb=verb)
        if not form.is_valid():
            for name, errors in form.errors.items():
                messages.error(request, f"{form[name].label}: {' '.join(errors)}")
            return
        versions = {task.pk: task.version for task in tasks}
        outcomes = each(tasks, way.service, by=request.user, versions=versions, arguments=form.arguments)
        for outcome in outcomes:
            if outcome.refusal:
                messages.warning(request, f"{outcome.task.code} {outcome.task.title}: {outcome.refusal}")
        if done := sum(outcome.done for outcome in outcomes):
            text = ngettext("%(verb)s: %(count)d task.", "%(verb)s: %(count)d tasks.", done)
            messages.success(request, text % {"verb": verb.label, "count": done})

    @admin.display(description=gettext_lazy("number"), ordering="id")
    def number(self, task: Task) -> str:
        return task.code

    @admin.display(description=gettext_lazy("light"), ordering="light")
    def light(self, task: Task) -> str:
        return Light(task.light).label

    @admin.display(description=gettext_lazy("source"))
    def source(self, task: Task) -> str:
        items = [source.item for source in task.sources.all()]
        if not items:
            return "—"
        item = max(items, key=lambda each: each.edition.number)
        address = reverse("summary-detail", args=[item.edition.summary_id])
        return format_html('<a href="{}#item-{}">{}</a>', address, item.pk, _("text"))

    def view_on_site(self, task: Task) -> str:
        return task.get_absolute_url()


@admin.register(ProgressReport)
class ProgressReportAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "task", "unit", "by", "percent", "done"]
    list_select_related = ["task", "unit", "by"]
    search_fields = ["task__title", "done"]
    show_full_result_count = False


@admin.register(Extension)
class ExtensionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["asked_at", "task", "asked_by", "deadline", "wanted", "state", "decided_by"]
    list_select_related = ["task", "asked_by", "decided_by"]
    list_filter = ["state"]
    show_full_result_count = False


@admin.register(Chase)
class ChaseAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "task", "by", "text"]
    list_select_related = ["task", "by"]
    show_full_result_count = False


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["source", "at", "by", "created", "unchanged", "changed", "vanished"]
    list_select_related = ["source", "by"]
    search_fields = ["source__name"]
    show_full_result_count = False


@admin.register(Answer)
class AnswerAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["problem", "plan", "state", "score"]
    list_select_related = ["problem", "plan"]
    list_filter = ["state"]
    show_full_result_count = False
