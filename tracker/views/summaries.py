"""The documents: their list, and the reading page of one with its items highlighted and linked to their tasks."""

from __future__ import annotations

import django_filters
from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import access_of
from accounts.models import User
from summaries.models import Edition, Kind, Summary
from tracker.access import fetch, visible_summaries
from tracker.documents import marks, rows
from tracker.filters import ANY, LONGEST, of_unit
from tracker.forms.drafts import whole_number
from tracker.forms.handmade import MarkForm
from tracker.reading import passages, remarks
from tracker.topics import visible_topics

PER_PAGE = 50


class SummaryFilter(django_filters.FilterSet):
    """Parameters of /summaries/."""

    q = django_filters.CharFilter(label=_("Keywords"), max_length=LONGEST, method="containing")
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"), empty_label=ANY, queryset=lambda request: visible_topics(request.user)
    )
    year = django_filters.NumberFilter(label=_("Year"), widget=forms.NumberInput(attrs={"min": 1949, "max": 2100}))
    unit = django_filters.CharFilter(label=_("Reporting unit"), max_length=LONGEST, method=of_unit)

    class Meta:
        model = Summary
        fields: tuple[str, ...] = ()

    @property
    def qs(self) -> QuerySet[Summary]:
        return super().qs if self.form.is_valid() else self.queryset.none()

    def containing(self, summaries: QuerySet[Summary], _name: str, words: str) -> QuerySet[Summary]:
        """Filter by words in the title or in the current edition, each of them."""
        for word in words.split():
            summaries = summaries.filter(Q(title__icontains=word) | Q(current__text__icontains=word))
        return summaries


@require_safe
def summary_list(request: HttpRequest) -> HttpResponse:
    summaries = visible_summaries(request.user).select_related("unit", "topic", "current").defer("current__text")
    in_order = summaries.order_by("-year", "unit__name", "title", "pk")
    found = SummaryFilter(request.GET, request=request, queryset=in_order)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    documents = [(summary, summary.current) for summary in page]
    context = {"filter": found, "page": page, "rows": rows(documents, request.user)}
    return render(request, "tracker/summary_list.html", context)


@require_safe
def summary_detail(request: HttpRequest, pk: int) -> HttpResponse:
    summary = fetch(visible_summaries(request.user).select_related("unit", "topic"), pk)
    edition = _edition(summary, request.GET.get("edition", ""))
    paragraphs = list(edition.paragraphs.order_by("number"))
    found = marks(edition, request.user)
    context = {
        "summary": summary,
        "edition": edition,
        "editions": summary.editions.defer("text").select_related("source").order_by("-number"),
        "passages": passages(paragraphs, found),
        "problems": [mark for mark in found if mark.item.kind == Kind.PROBLEM],
        "plans": [mark for mark in found if mark.item.kind == Kind.PLAN],
        "sections": {paragraph.section for paragraph in paragraphs},
        "remarks": remarks(edition.notes, paragraphs, get_language()),
        "mark_form": _mark_form(summary, edition, request.user),
    }
    return render(request, "tracker/summary_detail.html", context)


def _mark_form(summary: Summary, edition: Edition, user: User) -> MarkForm | None:
    """Return the form by which coordinators make a task of words; an edition that was replaced gets none."""
    if access_of(user).coordinates and edition.pk == summary.current_id:
        return MarkForm(edition=edition)
    return None


def _edition(summary: Summary, number: str) -> Edition:
    """Return the edition asked for, by default the current one; a number that there is not answers 404."""
    editions = summary.editions.select_related("source")
    if not number:
        return editions.get(pk=summary.current_id)
    return get_object_or_404(editions, number=whole_number(number) or 0)
