"""Topics 专题: the figures of each, and the review page 专题会商 that a meeting goes through."""

from __future__ import annotations

from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tracker.access import fetch, visible_tasks
from tracker.filters import of_unit
from tracker.models import LIVE, Task
from tracker.topics import FOLLOWED, LIMIT, UNITS, figures, review, topic_figures, unit_statuses, visible_topics


class ReviewFilter(django_filters.FilterSet):
    """Parameters of /topics/<pk>/, named as those of the task list, to which the page's figures lead."""

    year = django_filters.NumberFilter(label=_("Year"), widget=forms.NumberInput(attrs={"min": 1949, "max": 2100}))
    reporting = django_filters.CharFilter(label=_("Reporting unit"), field_name="reporting_unit", method=of_unit)

    class Meta:
        model = Task
        fields: tuple[str, ...] = ()

    @property
    def qs(self) -> QuerySet[Task]:
        return super().qs if self.form.is_valid() else self.queryset.none()


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    tasks = visible_tasks(request.user)
    context = {
        "rows": topic_figures(visible_topics(request.user), tasks),
        "without_topic": tasks.filter(topic=None, status__in=LIVE).count(),
    }
    return render(request, "tracker/topic_list.html", context)


@require_safe
def topic_detail(request: HttpRequest, pk: int) -> HttpResponse:
    topic = fetch(visible_topics(request.user), pk)
    found = ReviewFilter(request.GET, queryset=visible_tasks(request.user).filter(topic=topic))
    tasks, wanted = found.qs, found.form.cleaned_data
    context = {
        "topic": topic,
        "filter": found,
        "narrowed": [value for value in wanted.values() if value],
        "figures": figures(tasks),
        "units": unit_statuses(tasks),
        "review": review(tasks),
        "statuses": FOLLOWED,
        "limit": LIMIT,
        "most": UNITS,
        "today": timezone.localdate(),
        # where the figures lead: the rows of the whole page, of a year (a unit is added), of a unit and a year
        "address": _address(topic=pk, **wanted),
        "year_address": _address(topic=pk, year=wanted.get("year")),
        "topic_address": _address(topic=pk),
    }
    return render(request, "tracker/topic_detail.html", context)


def _address(**parameters: object) -> str:
    """Return the address of the task list with the parameters that are given."""
    return f"{reverse('task-list')}?{urlencode({name: value for name, value in parameters.items() if value})}"
