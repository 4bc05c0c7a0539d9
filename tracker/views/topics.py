"""Topics 专题: the figures of each, and the review 专题会商 that a meeting goes through, also as a Word document."""

from __future__ import annotations

import io
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.access import fetch, visible_tasks
from tracker.coverage import COVERAGE_DEFINITION, topic_coverage
from tracker.forms.review import PeriodForm, ReviewFilter
from tracker.history import TREND_DEFINITION
from tracker.material import Material, material
from tracker.models import LIVE
from tracker.papers import MEDIA_TYPE
from tracker.review import LIMIT
from tracker.review_paper import file_name, review_paper
from tracker.topics import FOLLOWED, UNITS, topic_figures, visible_topics


class Asked(NamedTuple):
    """What a review was asked for, and the answer."""

    filter: ReviewFilter
    period: PeriodForm
    material: Material


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    tasks = visible_tasks(request.user)
    context = {
        "rows": topic_figures(visible_topics(request.user), tasks, topic_coverage(tasks)),
        "without_topic": tasks.filter(topic=None, status__in=LIVE).count(),
        "with_coverage": True,
    }
    return render(request, "tracker/topic_list.html", context)


@require_safe
def topic_detail(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _asked(request, pk)
    wanted = asked.filter.form.cleaned_data
    context = {
        **asked._asdict(),
        "statuses": FOLLOWED,
        "limit": LIMIT,
        "coverage_definition": COVERAGE_DEFINITION,
        "trend_definition": TREND_DEFINITION,
        "most": UNITS,
        "here": request.get_full_path(),
        "only": f"#{request.htmx.target}" if request.htmx else "",  # the one issue that htmx replaces
        "query": request.GET.urlencode(),
        # where the figures lead: the rows of the whole page, of a year (a unit is added), of a unit and a year
        "address": _address(topic=pk, **wanted),
        "year_address": _address(topic=pk, year=wanted.get("year")),
        "topic_address": _address(topic=pk),
    }
    return render(request, "tracker/topic_detail.html", context)


@require_safe
def topic_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the review as a Word document; what makes no sense is said on the page."""
    asked = _asked(request, pk)
    if not (asked.filter.form.is_valid() and asked.period.is_valid()):
        return redirect(f"{reverse('topic-detail', args=[pk])}?{request.GET.urlencode()}")
    content = io.BytesIO(review_paper(asked.material))
    return FileResponse(content, as_attachment=True, filename=file_name(asked.material), content_type=MEDIA_TYPE)


def _asked(request: HttpRequest, pk: int) -> Asked:
    topic = fetch(visible_topics(request.user), pk)
    seen = visible_tasks(request.user)
    found, period = ReviewFilter(request.GET, queryset=seen.filter(topic=topic)), PeriodForm(request.GET)
    gathered = material(topic, found.qs, seen, request.user, scope=found.scope, period=period.period)
    return Asked(found, period, gathered)


def _address(**parameters: object) -> str:
    """Return the address of the task list with the parameters that are given."""
    return f"{reverse('task-list')}?{urlencode({name: value for name, value in parameters.items() if value})}"
