"""Two units that are one: the tasks, summaries and people of one move to the other, and what was written stays.

The row of the merged unit is kept, since reports and timelines speak of it; it is no longer offered, and its name
leads to the other unit.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Membership, Unit, User
from summaries.models import Summary
from tracker.models import SavedView, Task
from tracker.workflow import Refused, record_merged_unit


@transaction.atomic
def merge_units(unit: Unit, into: Unit, *, by: User) -> int:
    """Merge `unit` into another one; return how many tasks changed hands. Raises Refused, nothing being changed."""
    _hold_everything()
    unit, into = (Unit.objects.get(pk=each.pk) for each in (unit, into))
    _check(unit, into)
    touched = Task.objects.filter(Q(reporting_unit=unit) | Q(lead_unit=unit) | Q(supporting_units=unit)).distinct()
    tasks = list(touched)
    for task in tasks:
        record_merged_unit(task, unit, into, by)
    Summary.objects.filter(unit=unit).update(unit=into)
    unit.aliases.update(unit=into)
    _move_parts(unit, into)
    _move_people(unit, into)
    SavedView.objects.filter(unit=unit).update(unit=into)
    Unit.objects.filter(merged_into=unit).update(merged_into=into)
    unit.merged_into = into
    unit.parent = None
    unit.save()
    return len(tasks)


def _hold_everything() -> None:
    """Let nobody change a task or a summary until the merge is done: none may come to the old unit in the meantime.

    SQLite has one writer at a time anyway. Summaries come first, as in every transaction that locks both.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE summaries_summary, tracker_task IN EXCLUSIVE MODE")


def _check(unit: Unit, into: Unit) -> None:
    if unit == into or into.merged_into_id or unit.merged_into_id:
        raise Refused(_("A unit can be merged only into another one, and both must not be merged already."))
    titles = Summary.objects.filter(unit=into).values("title")
    twice = Summary.objects.filter(unit=unit, title__in=titles).first()
    if twice:
        raise Refused(_("Both units have a summary “%(title)s”; they can't be merged.") % {"title": twice.title})


def _move_parts(unit: Unit, into: Unit) -> None:
    """Put the units below `unit` below the other one, which itself may be one of them."""
    if into.pk in Unit.objects.families([unit.pk]):
        Unit.objects.filter(pk=into.pk).update(parent=unit.parent)
    unit.parts.exclude(pk=into.pk).update(parent=into)


def _move_people(unit: Unit, into: Unit) -> None:
    for membership in Membership.objects.filter(unit=unit):
        Membership.objects.get_or_create(user=membership.user, unit=into, role=membership.role)
        membership.delete()
