"""The filters of the task list: its address is what anybody may link to. The columns are in tables.py.

No address shows rows that it did not ask for: a value that makes no sense is said and leaves the list empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.access import access_of
from accounts.models import Unit, User
from summaries.models import Kind, Summary
from tracker.access import visible_summaries, visible_tasks
from tracker.answers import Answered, answered
from tracker.codes import cited_as
from tracker.flags import Flag, flagged
from tracker.history import Move, history, moved
from tracker.lights import Light, lit
from tracker.models import LIVE, BatchTask, ImportBatch, Status, Task, TaskSource
from tracker.mywork import LABELS, pile
from tracker.statistics import COUNTED, PENDING
from tracker.topics import visible_topics

FOLLOWED_UP, ALL = "live", "all"
#: Statuses that a word of the status filter stands for; no word stands for FOLLOWED_UP.
TOGETHER = {FOLLOWED_UP: LIVE, "counted": COUNTED, "pending": PENDING}
LIGHTS = [(each.value, each.label) for each in Light if each is not Light.NONE]
SETTLED = (Light.ON_TIME, Light.LATE)
ANY = pgettext_lazy("filter", "Any")
LONGEST = 100  # characters of what is looked for: databases refuse longer patterns and more words
MOST_USED = ("q", "status", "light", "kind", "topic")


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the query of the same list without it."""

    label: Any
    value: str
    without: str


def of_unit(rows: QuerySet, field: str, words: str) -> QuerySet:
    """Filter by the unit that `words` name exactly, by name or alias, otherwise by words in the unit's name."""
    unit = Unit.objects.named(words)
    return rows.filter(**({field: unit} if unit else {f"{field}__name__icontains": words.strip()}))


def of_family(rows: QuerySet, field: str, words: str) -> QuerySet:
    """Filter like `of_unit`; with a unit come the units below it."""
    unit = Unit.objects.named(words)
    return rows.filter(**{f"{field}__in": Unit.objects.families([unit.pk])}) if unit else of_unit(rows, field, words)


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


class AbsenceFilter(django_filters.BooleanFilter):
    """A tick that leaves only the rows in which a field has no value."""

    def __init__(self, *, absent: Any, **kwargs: Any) -> None:
        super().__init__(widget=forms.CheckboxInput, **kwargs)
        self.absent = absent

    def filter(self, tasks: QuerySet[Task], ticked: bool) -> QuerySet[Task]:
        return tasks.filter(**{self.field_name: self.absent}) if ticked else tasks


class TaskFilter(django_filters.FilterSet):
    """Parameters of /tasks/. Without a status it shows what is still followed up."""

    q = django_filters.CharFilter(label=_("Keywords"), max_length=LONGEST, method="containing")
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        empty_label=_("Followed up"),
        choices=[
            *Status.choices,
            ("pending", _("Not closed out yet")),
            ("counted", _("Counted in the statistics")),
            (ALL, pgettext_lazy("filter", "All")),
        ],
    )
    light = django_filters.ChoiceFilter(label=_("Light"), empty_label=ANY, choices=LIGHTS)
    answers = django_filters.ChoiceFilter(
        label=_("Answers"), empty_label=ANY, choices=Answered.choices, method="answering"
    )
    flag = django_filters.ChoiceFilter(label=_("Flag"), empty_label=ANY, choices=Flag.choices, method="bearing")
    kind = django_filters.ChoiceFilter(label=_("Kind"), empty_label=ANY, choices=Kind.choices)
    topic = django_filters.ModelChoiceFilter(label=_("Topic"), empty_label=ANY, queryset=visible_topics)
    year = django_filters.NumberFilter(label=_("Year"), widget=forms.NumberInput(attrs={"min": 1949, "max": 2100}))
    unit = django_filters.CharFilter(label=_("Lead unit"), max_length=LONGEST, field_name="lead_unit", method=of_family)
    reporting = django_filters.CharFilter(
        label=_("Reporting unit"), max_length=LONGEST, field_name="reporting_unit", method=of_unit
    )
    owner = django_filters.CharFilter(label=_("Owner"), max_length=LONGEST, lookup_expr="icontains")
    due_from = django_filters.DateFilter(label=_("Due from"), field_name="deadline__gte", method="due", widget=_day())
    due_to = django_filters.DateFilter(label=_("Due to"), field_name="deadline__lte", method="due", widget=_day())
    opened_from = django_filters.DateFilter(label=_("Entered from"), method="opened", widget=_day())
    opened_to = django_filters.DateFilter(label=_("Entered to"), method="opened", widget=_day())
    closed_from = django_filters.DateFilter(
        label=_("Closed out from"), field_name="closed_on", lookup_expr="gte", widget=_day()
    )
    closed_to = django_filters.DateFilter(
        label=_("Closed out to"), field_name="closed_on", lookup_expr="lte", widget=_day()
    )
    undated = django_filters.BooleanFilter(
        label=_("With those without a deadline"), method="unchanged", widget=forms.CheckboxInput
    )
    no_topic = AbsenceFilter(label=_("No topic"), field_name="topic", absent=None)
    no_year = AbsenceFilter(label=_("No year"), field_name="year", absent=None)
    no_reporting = AbsenceFilter(label=_("No reporting unit"), field_name="reporting_unit", absent=None)
    no_unit = AbsenceFilter(label=_("No lead unit"), field_name="lead_unit", absent=None)
    no_owner = AbsenceFilter(label=_("No owner"), field_name="owner", absent="")
    no_deadline = AbsenceFilter(label=_("No deadline"), field_name="deadline", absent=None)
    returned = django_filters.BooleanFilter(
        label=_("Sent back at least once"), method="was_sent_back", widget=forms.CheckboxInput
    )
    mine = django_filters.BooleanFilter(label=_("My units lead"), method="of_mine", widget=forms.CheckboxInput)
    lead = django_filters.ModelChoiceFilter(
        label=_("Lead unit"),
        field_name="lead_unit",
        queryset=lambda user: _leading(user),
        widget=forms.HiddenInput,
    )
    pile = django_filters.ChoiceFilter(
        label=_("My work"), choices=list(LABELS.items()), widget=forms.HiddenInput, method="of_pile"
    )
    batch = django_filters.ModelChoiceFilter(
        label=_("Import"),
        queryset=lambda user: _batches(user),
        widget=forms.HiddenInput,
        method="of_batch",
    )
    outcome = django_filters.ChoiceFilter(
        label=_("Outcome of the import"),
        choices=BatchTask.Outcome.choices,
        widget=forms.HiddenInput,
        method="unchanged",
    )
    summary = django_filters.ModelChoiceFilter(
        label=_("Summary"),
        queryset=visible_summaries,
        widget=forms.HiddenInput,
        method="of_summary",
    )

    move = django_filters.ChoiceFilter(
        label=_("What befell it"), choices=Move.choices, widget=forms.HiddenInput, method="befallen"
    )
    since = django_filters.DateFilter(label=_("From"), widget=forms.HiddenInput, method="befallen")
    until = django_filters.DateFilter(label=_("To"), widget=forms.HiddenInput, method="befallen")

    class Meta:
        model = Task
        fields: tuple[str, ...] = ()

    def __init__(self, query: QueryDict, user: User) -> None:
        # What django-filter calls the request, and hands to whatever narrows choices down, is the user alone.
        super().__init__(given(query), visible_tasks(user), request=user)

    @property
    def qs(self) -> QuerySet[Task]:
        return self.tasks() if self.form.is_valid() else lit(self.queryset).none()

    def tasks(self, **instead: Any) -> QuerySet[Task]:
        """Return the tasks that valid filters leave, some of them with another value `instead`."""
        queryset, wanted = lit(self.queryset), {**self.form.cleaned_data}
        wanted |= {name: value for name, value in instead.items() if name in wanted}
        status = wanted["status"] or (ALL if _beyond_live(wanted) else FOLLOWED_UP)
        if status in TOGETHER:
            queryset = queryset.filter(status__in=TOGETHER[status])
        wanted["status"] = status if status in Status.values else ""
        for name, value in wanted.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def due(self, tasks: QuerySet[Task], condition: str, date: dt.date) -> QuerySet[Task]:
        """Filter by deadline; a task without one is in no range, unless those are asked for as well."""
        undated = Q(deadline=None) if self.form.cleaned_data["undated"] else Q()
        return tasks.filter(Q(**{condition: date}) | undated)

    def opened(self, tasks: QuerySet[Task], name: str, date: dt.date) -> QuerySet[Task]:
        """Filter by the day, of the site's time zone, on which tasks were entered in the ledger."""
        if name == "opened_from":
            return tasks.filter(created_at__gte=_midnight(date))
        return tasks.filter(created_at__lt=_midnight(date) + dt.timedelta(days=1))

    def was_sent_back(self, tasks: QuerySet[Task], _name: str, ticked: bool) -> QuerySet[Task]:
        return tasks.filter(times_sent_back__gt=0) if ticked else tasks

    def of_mine(self, tasks: QuerySet[Task], _name: str, ticked: bool) -> QuerySet[Task]:
        return tasks.filter(lead_unit__in=access_of(self.request).handles) if ticked else tasks

    def unchanged(self, tasks: QuerySet[Task], _name: str, _value: bool) -> QuerySet[Task]:
        return tasks

    def bearing(self, tasks: QuerySet[Task], _name: str, flag: str) -> QuerySet[Task]:
        return tasks.filter(flagged(flag))

    def containing(self, tasks: QuerySet[Task], _name: str, words: str) -> QuerySet[Task]:
        """Filter by words in the title or in the document's words, each of them; or by the task's code."""
        code = cited_as(words)
        found = Q()
        for word in words.split():
            stated = TaskSource.objects.filter(task=OuterRef("pk"), item__text__icontains=word)
            found &= Q(title__icontains=word) | Exists(stated)
        return tasks.filter(found | code if code else found)

    def answering(self, tasks: QuerySet[Task], _name: str, how: str) -> QuerySet[Task]:
        return tasks.filter(answered(how))

    def befallen(self, tasks: QuerySet[Task], name: str, _value: Any) -> QuerySet[Task]:
        """Filter by what befell a task from one day to another; all three of it are given by who links here."""
        move, since, until = (self.form.cleaned_data[each] for each in ("move", "since", "until"))
        if not (move and since and until):
            return tasks.none()
        return tasks.filter(pk__in=moved(history(tasks), move, since, until)) if name == "until" else tasks

    def of_pile(self, tasks: QuerySet[Task], _name: str, name: str) -> QuerySet[Task]:
        return tasks.filter(pk__in=pile(self.request, name).values("pk"))

    def of_batch(self, tasks: QuerySet[Task], _name: str, batch: ImportBatch) -> QuerySet[Task]:
        """Filter by what an import did to a task; without an outcome: by what it made."""
        outcome = self.form.cleaned_data["outcome"] or BatchTask.Outcome.CREATED
        return tasks.filter(pk__in=batch.outcomes.filter(outcome=outcome).values("task"))

    def of_summary(self, tasks: QuerySet[Task], _name: str, summary: Summary) -> QuerySet[Task]:
        sources = TaskSource.objects.filter(item__edition__summary=summary)
        return tasks.filter(pk__in=sources.values("task"))

    @cached_property
    def chips(self) -> list[Chip]:
        return [self.chip(name) for name in self._in_force]

    def chip(self, name: str) -> Chip:
        return Chip(self.filters[name].label, self._shown(name), self.query_with(name, ""))

    @property
    def most_used(self) -> list[forms.BoundField]:
        return [self.form[name] for name in MOST_USED]

    @property
    def further(self) -> list[forms.BoundField]:
        apart = {*MOST_USED, *(field.name for field in self.ticks)}
        return [field for field in self.form.visible_fields() if field.name not in apart]

    @property
    def ticks(self) -> list[forms.BoundField]:
        return [field for field in self.form if isinstance(self.filters[field.name], django_filters.BooleanFilter)]

    @property
    def further_in_force(self) -> bool:
        return any(self.data.get(field.name) for field in (*self.further, *self.ticks))

    @property
    def _in_force(self) -> Iterator[str]:
        return (name for name in self.filters if self.data.get(name))

    def _shown(self, name: str) -> str:
        value = getattr(self.form, "cleaned_data", {}).get(name)
        if value is True:
            return ""
        choices = dict(getattr(self.filters[name].field, "choices", ())) if isinstance(value, str) else {}
        return str(choices.get(value, value or self.data[name]))

    def query_with(self, name: str, value: str, **more: str) -> str:
        """Return the query of this list with another value of a filter, which may be none, and what goes with it."""
        query = self.data.copy()
        for each in (name, f"no_{name}", "page"):
            query.pop(each, None)
        for each, given in {name: value, **more}.items():
            if given:
                query[each] = given
        return "?" + query.urlencode()


def _midnight(date: dt.date) -> dt.datetime:
    """Return when a day begins here; days that no ledger knows and databases overflow at are taken for the nearest."""
    date = min(max(date, dt.date(1900, 1, 1)), dt.date(2999, 1, 1))
    return timezone.make_aware(dt.datetime.combine(date, dt.time.min))


def _leading(user: User) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=visible_tasks(user).order_by().values("lead_unit"))


def _beyond_live(wanted: dict[str, Any]) -> bool:
    """Tell whether something is asked for that tasks which are followed up are not alone to have."""
    return bool(wanted["pile"] or wanted["closed_from"] or wanted["closed_to"] or wanted["light"] in SETTLED)


def _batches(user: User) -> QuerySet[ImportBatch]:
    batches = ImportBatch.objects.select_related("source")
    if access_of(user).sees_all:
        return batches
    return batches.filter(pk__in=visible_tasks(user).order_by().values("batch"))


def given(data: QueryDict) -> QueryDict:
    """Return what the address really asks for: without empty fields, and without the status that is the default."""
    asked = data.copy()
    for name, value in data.items():
        if not value or (name, value) == ("status", FOLLOWED_UP):
            asked.pop(name)
    return asked
