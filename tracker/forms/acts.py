"""The form of a verb: what it asks for, prefilled with what the task has or its document says.

Splitting has its own module, splitting.py; acting on many tasks, too: bulk.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Membership, Unit, User
from tracker.access import visible_tasks
from tracker.chasing import chase_text
from tracker.forms.fields import FIELDS, FilesField, date_field, words_field
from tracker.models import Extension, Task
from tracker.verbs import Verb

SUGGESTED = 300  # names offered while typing; a site with more units or users still accepts any of them


class Suggesting:
    """What a form with units and owners offers while somebody types."""

    @property
    def unit_names(self) -> Iterable[str]:
        return Unit.objects.offered().values_list("name", flat=True)[:SUGGESTED]

    @property
    def user_names(self) -> Iterable[str]:
        handlers = User.objects.filter(is_active=True, memberships__role=Membership.Role.HANDLER).exclude(name="")
        return handlers.order_by("name").values_list("name", flat=True).distinct()[:SUGGESTED]


class ActForm(forms.Form):
    """The form of a verb on one task. `arguments` is what the verb's service takes beside the task and the user."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, files: Any = None, *, verb: Verb, task: Task, by: User) -> None:
        super().__init__(data, files, initial={"version": task.version})
        self.verb, self.task, self.by = verb, task, by

    @property
    def arguments(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ChangeForm(Suggesting, ActForm):
    """The form of a verb without a record of its own: the fields that it sets, and the reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= _initial(self.task, self.verb)
        self.fields |= {name: FIELDS[name]() for name in self.verb.sets}
        for name in self.verb.requires:
            self.fields[name].required = True
        if "merged_into" in self.fields:
            self.fields["merged_into"].tasks = visible_tasks(self.by).exclude(pk=self.task.pk)
        self.fields["reason"] = reason_field(self.verb)

    @property
    def arguments(self) -> dict[str, Any]:
        changes = {name: self.cleaned_data[name] for name in self.verb.sets}
        return {"version": self.cleaned_data["version"], "reason": self.cleaned_data["reason"], "changes": changes}


class ReportFields(forms.Form):
    done = words_field(gettext_lazy("What was done"), rows=5)
    difficulty = words_field(gettext_lazy("Difficulty"), required=False)
    next_step = words_field(gettext_lazy("Next step"), required=False)
    percent = forms.IntegerField(label=gettext_lazy("Percent done"), required=False, min_value=0, max_value=100)


class ReportForm(ReportFields, ActForm):
    files = FilesField(label=gettext_lazy("Attachments"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        files, kinds = self.fields["files"], settings.DUBAN_ATTACHMENT_SUFFIXES
        files.widget.attrs["accept"] = ",".join(kinds)
        files.help_text = _("At most %(most)d files of %(limit)d MB each: %(kinds)s") % {
            "most": settings.DUBAN_ATTACHMENTS,
            "limit": settings.DUBAN_ATTACHMENT_BYTES // 1024 // 1024,
            "kinds": " ".join(kinds),
        }


class AskExtensionFields(forms.Form):
    wanted = date_field(gettext_lazy("New deadline"))
    reason = words_field(gettext_lazy("Reason"))


class AskExtensionForm(AskExtensionFields, ActForm):
    """Asking for more time."""


class DecisionForm(ActForm):
    """Granting or refusing the extension that is asked for, `asked`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field(self.verb)

    @cached_property
    def asked(self) -> Extension | None:
        return self.task.extensions.filter(state=Extension.State.ASKED).select_related("asked_by").first()


class ChaseForm(ActForm):
    text = words_field(gettext_lazy("Text"), rows=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["text"] = chase_text(self.task)


def reason_field(verb: Verb) -> forms.CharField:
    label = gettext_lazy("Reason") if verb.needs_reason else pgettext_lazy("of an act", "Remark")
    return words_field(label, required=verb.needs_reason)


def _initial(task: Task, verb: Verb) -> dict[str, Any]:
    values = {name: getattr(task, name) for name in verb.sets if name != "supporting_units"}
    if "lead_unit" in values and task.lead_unit is None:
        values["lead_unit"] = _stated_lead(task)
    if "supporting_units" in verb.sets:
        values["supporting_units"] = list(task.supporting_units.all())
    return values


def _stated_lead(task: Task) -> str:
    """Return the lead unit that the document names though the site has no such unit, or nothing."""
    item = task.items.order_by("-edition").first()
    return item.clues.get("lead", {}).get("unit", "") if item else ""
