"""Search: the tasks, documents and paragraphs that contain some words, as far as the user may see them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from summaries.search import paragraphs_with
from tracker.access import visible_summaries
from tracker.excerpts import excerpt
from tracker.filters import ALL, TaskFilter

PER_PAGE = 20
FIRST = 5  # of the tasks and titles; their lists show the rest


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", " ").strip()[:100]
    context = {"words": words, **(_found(request, words) if words else {})}
    return render(request, "tracker/search.html", context)


def _found(request: HttpRequest, words: str) -> dict[str, object]:
    query = QueryDict(mutable=True)
    query.update({"q": words, "status": ALL})
    tasks = TaskFilter(query, request.user).qs
    seen = visible_summaries(request.user)
    titled = seen
    for word in words.split():
        titled = titled.filter(title__icontains=word)
    found = paragraphs_with(words).filter(edition__summary__in=seen.order_by().values("pk"))
    in_order = found.select_related("edition__summary__unit").defer("edition__text").order_by("-edition", "number")
    page = Paginator(in_order, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "tasks": tasks.select_related("lead_unit")[:FIRST],
        "tasks_found": tasks.count(),
        "task_query": query.urlencode(),
        "titled": titled.order_by("-year", "title")[:FIRST],
        "titles_found": titled.count(),
        "page": page,
        "hits": [(paragraph, excerpt(paragraph.text, words)) for paragraph in page],
    }
