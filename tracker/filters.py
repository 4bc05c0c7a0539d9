"""The filters of the task list: its address is what anybody may link to. The columns are in tables.py.

Several values of a filter leave the tasks with any of them: ?status=open&status=closed.

No address shows rows that it did not ask for: a value that makes no sense is said and leaves the list empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
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
from tracker.several import Ticked, TickedRows, Typed, values_of
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


def in_words(chips: Iterable[Chip], between: str = " ") -> list[str]:
    """Say what a list is filtered by: 「状态 待交办、办理中」 for each filter, `between` its name and its values."""
    values: dict[str, list[str]] = {}
    for chip in chips:
        values.setdefault(str(chip.label), []).append(chip.value)
    return [between.join(filter(None, (label, "、".join(several)))) for label, several in values.items()]


def of_unit(rows: QuerySet, field: str, words: str) -> QuerySet:
    """Filter by the unit that `words` name exactly, by name or alias, otherwise by words in the unit's name."""
    return rows.filter(of_units(field, [words]))


def of_units(field: str, names: Iterable[str], *, below: bool = False) -> Q:
    """Ask for any of these units, each like `of_unit`; `below`: with a unit come the units below it."""
    found, words = [], Q()
    for name in names:
        if unit := Unit.objects.named(name):
            found.append(unit.pk)
        else:
            words |= Q(**{f"{field}__name__icontains": name.strip()})
    known = Unit.objects.families(found) if found and below else found
    return words | Q(**{f"{field}__in": known}) if known else words


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


class AbsenceFilter(django_filters.BooleanFilter):
    """A tick that leaves only the rows in which a field has no value; beside values of that field, those as well."""

    def __init__(self, *, absent: Any, **kwargs: Any) -> None:
        super().__init__(widget=forms.CheckboxInput, **kwargs)
        self.absent = absent

    def filter(self, tasks: QuerySet[Task], ticked: bool) -> QuerySet[Task]:
        return tasks.filter(**{self.field_name: self.absent}) if ticked else tasks


class TaskFilter(django_filters.FilterSet):
    """Parameters of /tasks/. Without a status it shows what is still followed up."""

    q = django_filters.CharFilter(label=_("Keywords"), max_length=LONGEST, method="containing")
    status = Ticked(
        label=_("Status"),
        usual=FOLLOWED_UP,
        choices=[
            (FOLLOWED_UP, _("Followed up")),
            *Status.choices,
            ("pending", _("Not closed out yet")),
            ("counted", _("Counted in the statistics")),
            (ALL, pgettext_lazy("filter", "All")),
        ],
    )
    light = Ticked(label=_("Light"), choices=LIGHTS, method="among")
    answers = django_filters.ChoiceFilter(
        label=_("Answers"), empty_label=ANY, choices=Answered.choices, method="answering"
    )
    flag = Ticked(label=_("Flag"), choices=Flag.choices, method="bearing")
    kind = Ticked(label=_("Kind"), choices=Kind.choices, method="among")
    topic = TickedRows(label=_("Topic"), queryset=visible_topics, method="among")
    year = Typed(label=_("Year"), one=forms.IntegerField(min_value=1, max_value=9999), method="among")
    unit = Typed(
        label=_("Lead unit"), one=forms.CharField(max_length=LONGEST), field_name="lead_unit", method="of_leading"
    )
    reporting = Typed(
        label=_("Reporting unit"),
        one=forms.CharField(max_length=LONGEST),
        field_name="reporting_unit",
        method="of_reporting",
    )
    owner = django_filters.CharFilter(label=_("Owner"), max_length=LONGEST, method="owned")
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
        wanted = {**self.form.cleaned_data}
        wanted |= {name: value for name, value in instead.items() if name in wanted}
        queryset = _in_status(lit(self.queryset), wanted)
        for name, value in wanted.items():
            if name != "status" and not (name.startswith("no_") and wanted.get(name[3:])):
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

    def among(self, tasks: QuerySet[Task], name: str, values: list[Any]) -> QuerySet[Task]:
        return tasks.filter(Q(**{f"{name}__in": values}) | self._or_absent(name))

    def of_leading(self, tasks: QuerySet[Task], name: str, names: list[str]) -> QuerySet[Task]:
        return tasks.filter(of_units(name, names, below=True) | self._or_absent(name))

    def of_reporting(self, tasks: QuerySet[Task], name: str, names: list[str]) -> QuerySet[Task]:
        return tasks.filter(of_units(name, names) | self._or_absent(name))

    def owned(self, tasks: QuerySet[Task], name: str, words: str) -> QuerySet[Task]:
        return tasks.filter(Q(owner__icontains=words) | self._or_absent(name))

    def _or_absent(self, field: str) -> Q:
        """Ask also for the rows without a value of the field, if that is ticked beside some values."""
        absences = ((key, each) for key, each in self.filters.items() if isinstance(each, AbsenceFilter))
        ticked = [each for key, each in absences if each.field_name == field and self.form.cleaned_data[key]]
        return Q(**{field: ticked[0].absent}) if ticked else Q()

    def bearing(self, tasks: QuerySet[Task], _name: str, flags: list[str]) -> QuerySet[Task]:
        return tasks.filter(reduce(or_, map(flagged, flags)))

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
        return self.chips_of(self.filters)

    def chips_of(self, names: Iterable[str]) -> list[Chip]:
        """Return a chip for each value that is in force of these filters."""
        return [self._chip(name, value) for name in names for value in self.chosen(name)]

    def _chip(self, name: str, value: str) -> Chip:
        others = [each for each in self.chosen(name) if each != value]
        return Chip(self.filters[name].label, self._shown(name, value), self.query_with(**{name: others}))

    def chosen(self, name: str) -> list[str]:
        """Return the values of a filter as the address gives them; of which takes one only, the last."""
        values = self.data.getlist(name)
        return values if isinstance(self.filters[name], (Ticked, TickedRows, Typed)) else values[-1:]

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

    def _shown(self, name: str, value: str) -> str:
        cleaned = getattr(self.form, "cleaned_data", {}).get(name)
        if cleaned is True:
            return ""
        if isinstance(self.filters[name], TickedRows):
            return next((str(row) for row in cleaned or () if str(row.pk) == value), value)
        if isinstance(cleaned, (str, list)):
            return str(dict(getattr(self.filters[name].field, "choices", ())).get(value, value))
        return str(cleaned or value)

    def query_with(self, **instead: Iterable[str]) -> str:
        """Return the query of this list with other values of some filters, which may be none."""
        query = self.data.copy()
        for name, values in {**instead, "page": ()}.items():
            query.setlist(name, list(values))
        return "?" + query.urlencode()


def _midnight(date: dt.date) -> dt.datetime:
    """Return when a day begins here; days that no ledger knows and databases overflow at are taken for the nearest."""
    date = min(max(date, dt.date(1900, 1, 1)), dt.date(2999, 1, 1))
    return timezone.make_aware(dt.datetime.combine(date, dt.time.min))


def _leading(user: User) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=visible_tasks(user).order_by().values("lead_unit"))


def _beyond_live(wanted: dict[str, Any]) -> bool:
    """Tell whether something is asked for that tasks which are followed up are not alone to have."""
    settled = any(light in SETTLED for light in wanted["light"])
    return bool(wanted["pile"] or wanted["closed_from"] or wanted["closed_to"] or settled)


def _in_status(tasks: QuerySet[Task], wanted: dict[str, Any]) -> QuerySet[Task]:
    words = wanted["status"] or [ALL if _beyond_live(wanted) else FOLLOWED_UP]
    if ALL in words:
        return tasks
    among = [status for word in words for status in TOGETHER.get(word, (word,))]
    return tasks.filter(status__in=list(dict.fromkeys(among)))


def _batches(user: User) -> QuerySet[ImportBatch]:
    batches = ImportBatch.objects.select_related("source")
    if access_of(user).sees_all:
        return batches
    return batches.filter(pk__in=visible_tasks(user).order_by().values("batch"))


def given(data: QueryDict) -> QueryDict:
    """Return what the address really asks for: without empty fields, and without the status that is the default."""
    asked = data.copy()
    for name, sent in data.lists():
        values = values_of(name, sent)
        asked.setlist(name, values)
        if not values or (name, values) == ("status", [FOLLOWED_UP]):
            asked.pop(name)
    return asked
