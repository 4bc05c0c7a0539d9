"""My work 我的事项: the piles with their figures, and the list of one. What a pile holds: tracker/mywork.py."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.columns import usual
from tracker.lights import lit
from tracker.listing import SORT, ordered, page_of
from tracker.mywork import Pile, pile, piles
from tracker.tables import TaskTable
from tracker.views.navigation import back_query

PER_PAGE = 50


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    found = piles(request.user)
    chosen = _chosen(found, request.GET.get("pile", ""))
    sort = request.GET.get(SORT, "deadline")
    tasks = ordered(lit(pile(request.user, chosen.name)), sort)
    page = page_of(tasks, usual(), request.GET.get("page"), PER_PAGE)
    table = TaskTable(page, usual(), sort=sort, back=back_query(request.get_full_path()))
    return render(request, "tracker/my_work.html", {"piles": found, "chosen": chosen, "table": table})


def _chosen(found: list[Pile], name: str) -> Pile:
    """Return the pile asked for, by default the first; one that the user doesn't have answers 404."""
    if not name:
        return found[0]
    for each in found:
        if each.name == name:
            return each
    raise Http404
