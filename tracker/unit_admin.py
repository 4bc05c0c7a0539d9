"""Merging units in the admin: an action on the list of units, with a page that asks for the other unit.

It stands here since it moves tasks, of which accounts/admin.py may know nothing.
"""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin import UnitAdmin
from accounts.models import Unit, User
from tracker.forms.acts import Suggesting
from tracker.forms.fields import UnitField, suggesting
from tracker.merging import merge_units
from tracker.workflow import Refused


class MergeForm(Suggesting, forms.Form):
    """Into which unit: any but those that are to be merged."""

    into = UnitField(label=gettext_lazy("Merge into"), widget=suggesting("unit-names"))

    def __init__(self, data: object, units: QuerySet[Unit]) -> None:
        super().__init__(data)
        self.units = units

    def clean_into(self) -> Unit:
        into = self.cleaned_data["into"]
        if into in self.units:
            raise ValidationError(_("Please name a unit that is not itself among those to be merged."))
        return into


@admin.action(description=gettext_lazy("Merge into another unit"))
def merge(model_admin: UnitAdmin, request: HttpRequest, units: QuerySet[Unit]) -> HttpResponse | None:
    form = MergeForm(request.POST if "into" in request.POST else None, units)
    if form.is_valid():
        try:
            count = _merge_all(units, form.cleaned_data["into"], request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            text = ngettext("Merged; %(count)d task changed hands.", "Merged; %(count)d tasks changed hands.", count)
            messages.success(request, text % {"count": count})
            return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Merge into another unit"),
        "opts": model_admin.opts,
        "units": units,
        "form": form,
        "checkbox": ACTION_CHECKBOX_NAME,
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/merge_units.html", context)


@transaction.atomic
def _merge_all(units: QuerySet[Unit], into: Unit, by: User) -> int:
    return sum(merge_units(unit, into, by=by) for unit in units)


UnitAdmin.actions = [*(UnitAdmin.actions or ()), merge]
