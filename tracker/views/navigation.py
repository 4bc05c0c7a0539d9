"""The way back: which list the user came from, kept in the address and in the forms of a task's pages."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from tracker.models import Task
from tracker.neighbours import Neighbour, neighbours


def way_back(request: HttpRequest) -> str:
    """Return the list that the user came from, if it is one of this site's pages; otherwise the whole list."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if _is_own(request, wanted) else reverse("task-list")


def stay_at(request: HttpRequest, otherwise: str) -> str:
    """Return the page on which a small form stood, to which its answer leads back."""
    wanted = request.POST.get("stay", "")
    return wanted if _is_own(request, wanted) else otherwise


def _is_own(request: HttpRequest, address: str) -> bool:
    """Tell whether an address is a path of this site: a mere word would be taken for the name of a view."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, None)


def back_query(back: str) -> str:
    """Return the query by which a page below a list leads back to it; the whole list needs none."""
    return "" if back == reverse("task-list") else "?" + urlencode({"next": back})


def list_query(address: str) -> QueryDict:
    """Return what an address of the ledger list asks for, free to be changed; nothing if it is another page's."""
    parts = urlsplit(address)
    return QueryDict(parts.query if parts.path == reverse("task-list") else "", mutable=True)


def beside(task: Task, back: str, user: User) -> dict[str, str]:
    """Return the addresses of the tasks before and after one in the list that `back` is the address of."""
    query = list_query(back)
    if not query:
        return {}
    near = neighbours(task, query, user)
    found = {"previous": near.previous, "next": near.next}
    return {name: _beside(each, query) for name, each in found.items() if each}


def _beside(neighbour: Neighbour, query: QueryDict) -> str:
    query["page"] = str(neighbour.page)
    address = f"{reverse('task-list')}?{query.urlencode()}"
    return reverse("task-detail", args=[neighbour.pk]) + back_query(address)


def task_address(task: Task, back: str) -> str:
    return task.get_absolute_url() + back_query(back)
