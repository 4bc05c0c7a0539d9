"""Saved views 视图 of the ledger list: what an address asks for under a name; the columns and the view of a user.

Which views a user sees is asked in access.py, what an address means in listing.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import Subquery
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import access_of
from accounts.models import Unit, User
from tracker.access import visible_views
from tracker.models import ListChoice, SavedView
from tracker.workflow import Refused

VIEW = "view"  # parameter of the list's address
_PASSING = (VIEW, "page")  # parameters that are no part of what a view asks for


def asked(query: QueryDict) -> str:
    """Return what an address asks for, always written alike, so that two can be compared."""
    pairs = ((name, value) for name, values in query.lists() for value in values)
    return urlencode(sorted((name, value) for name, value in pairs if value and name not in _PASSING))


def address(view: SavedView) -> str:
    query = f"{VIEW}={view.pk}&{view.query}" if view.query else f"{VIEW}={view.pk}"
    return f"{reverse('task-list')}?{query}"


def may_change(user: User, view: SavedView) -> bool:
    """Tell whether the user may change or delete a view that the user sees: own ones, coordinators shared ones."""
    shared = view.for_all or view.unit_id is not None
    return view.owner_id == user.pk or (shared and access_of(user).coordinates)


def circles(user: User) -> list[Unit]:
    """Return the units for whose people the user may save views."""
    return list(Unit.objects.filter(memberships__user=user).distinct()) if user.pk else []


def save_view(name: str, query: QueryDict, *, by: User, unit: Unit | None = None, for_all: bool = False) -> SavedView:
    """Save what an address asks for under a name; raise Refused for whom the user may not save it for."""
    _check_circle(by, unit, for_all)
    return SavedView.objects.create(name=name, query=asked(query), owner=by, unit=unit, for_all=for_all)


def rename_view(view: SavedView, name: str, *, by: User, unit: Unit | None = None, for_all: bool = False) -> None:
    """Give a view another name, or another circle of people; whose it is doesn't change."""
    _check(view, by)
    if (unit, for_all) != (view.unit, view.for_all):
        _check_circle(by, unit, for_all)
    view.name, view.unit, view.for_all = name, unit, for_all
    view.save(update_fields=["name", "unit", "for_all"])


def update_view(view: SavedView, query: QueryDict, *, by: User) -> None:
    """Let a view ask for what an address asks for now."""
    _check(view, by)
    view.query = asked(query)
    view.save(update_fields=["query"])


def delete_view(view: SavedView, *, by: User) -> None:
    _check(view, by)
    view.delete()


def _check_circle(by: User, unit: Unit | None, for_all: bool) -> None:
    if for_all and not access_of(by).coordinates:
        raise Refused(_("Only coordinators save views for all."))
    if unit and unit not in circles(by):
        raise Refused(_("You may save views for your own units only."))


def _check(view: SavedView, by: User) -> None:
    if not may_change(by, view):
        raise Refused(_("Only who saved a view changes it, and coordinators those that are shared."))


def prefer_view(view: SavedView | None, *, by: User) -> None:
    """Let the list open with a view for this user; None: as it is."""
    ListChoice.objects.update_or_create(user=by, defaults={"view": view})


def views_of(user: User) -> list[SavedView]:
    """Return the views that the user may open, in the user's order; those that are new to it come last."""
    chosen = ListChoice.objects.filter(user=user.pk).values("views")
    views = list(visible_views(user).select_related("unit", "owner").annotate(in_order=Subquery(chosen[:1])))
    order = (views[0].in_order if views else None) or []
    return sorted(views, key=lambda view: order.index(view.pk) if view.pk in order else len(order))


def move_view(view: SavedView, places: int, *, by: User) -> None:
    """Move a view up (less than 0) or down in this user's order."""
    order = [each.pk for each in views_of(by)]
    place = order.index(view.pk)
    order.insert(max(place + places, 0), order.pop(place))
    ListChoice.objects.update_or_create(user=by, defaults={"views": order})


def prefer_columns(keys: Sequence[str], *, by: User) -> None:
    """Keep which columns this user wants where an address doesn't say; none: the usual ones."""
    ListChoice.objects.update_or_create(user=by, defaults={"columns": list(keys)})


def preferred_view(user: User) -> SavedView | None:
    """Return the view with which the list opens for a user, if the user still sees it."""
    return visible_views(user).filter(preferred_by__user=user).first()


def preferred_columns(user: User) -> list[str]:
    chosen = ListChoice.objects.filter(user=user).values_list("columns", flat=True).first()
    return chosen or []
