"""Forms of the ledger list itself: saving a view of it, and one field of a task in its row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.access import access_of
from accounts.models import User
from tracker.forms.acts import Suggesting
from tracker.forms.fields import FIELDS
from tracker.models import SavedView, Task
from tracker.saved_views import circles

INLINE = ("lead_unit", "owner", "deadline")  # fields that are edited in the row


class ViewForm(forms.Form):
    """A name for a view, and for whom; `arguments` is what `save_view` and `rename_view` take."""

    name = forms.CharField(label=pgettext_lazy("of a view", "Name"), max_length=50)
    circle = forms.ChoiceField(label=gettext_lazy("For whom"), widget=forms.RadioSelect, required=False)
    first = forms.BooleanField(label=gettext_lazy("Open the list with it from now on"), required=False)

    def __init__(self, data: Any = None, *, by: User, view: SavedView | None = None, first: bool = False) -> None:
        super().__init__(data, initial={"circle": _circle(view), "name": view and view.name, "first": first})
        owner = view.owner if view else by
        units = [*circles(by), *([view.unit] if view and view.unit else [])]
        self.units = {str(unit.pk): unit for unit in units}
        choices = [("", _("for me alone") if owner == by else _("for %(name)s alone") % {"name": owner})]
        choices += [(pk, _("for the people of %(unit)s") % {"unit": unit}) for pk, unit in self.units.items()]
        if access_of(by).coordinates or (view and view.for_all):
            choices.append(("all", _("for all")))
        self.fields["circle"].choices = choices

    @property
    def arguments(self) -> dict[str, Any]:
        circle = self.cleaned_data["circle"]
        return {"name": self.cleaned_data["name"], "unit": self.units.get(circle), "for_all": circle == "all"}


def _circle(view: SavedView | None) -> str:
    """Return the choice that stands for whom a view is saved."""
    if view is None:
        return ""
    return "all" if view.for_all else str(view.unit_id or "")


class InlineForm(Suggesting, forms.Form):
    """One field of a task, in its row; it carries the version that the row showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, task: Task, field: str) -> None:
        super().__init__(
            data, initial={"version": task.version, field: getattr(task, field)}, auto_id=f"inline_%s_{task.pk}"
        )
        self.fields[field] = FIELDS[field]()
        self.fields[field].widget.attrs["autofocus"] = True
        self.task, self.name = task, field

    @property
    def asked(self) -> forms.BoundField:
        return self[self.name]

    @property
    def changes(self) -> dict[str, Any]:
        return {self.name: self.cleaned_data[self.name]}
