"""My work 我的事项: the piles with their figures, and the list of one. What a pile holds: tracker/mywork.py."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from tracker.lights import lit
from tracker.mywork import Pile, pile, piles
from tracker.tables import TaskTable
from tracker.views.navigation import back_query

PER_PAGE = 50


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    found = piles(request.user)
    chosen = _chosen(found, request.GET.get("pile", ""))
    tasks = lit(pile(request.user, chosen.name))
    table = TaskTable(tasks, back=back_query(request.get_full_path()), order_by="deadline")
    RequestConfig(request, paginate=False).configure(table)
    table.paginate(per_page=PER_PAGE)
    table.page = table.paginator.get_page(request.GET.get("page"))
    return render(request, "tracker/my_work.html", {"piles": found, "chosen": chosen, "table": table})


def _chosen(found: list[Pile], name: str) -> Pile:
    """Return the pile asked for, by default the first; one that the user doesn't have answers 404."""
    if not name:
        return found[0]
    for each in found:
        if each.name == name:
            return each
    raise Http404
