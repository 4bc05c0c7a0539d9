"""What a verb asks for when it is carried out on many tasks: a field left empty leaves each task what it has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from tracker.access import visible_tasks
from tracker.chasing import chase_text
from tracker.forms.acts import AskExtensionFields, ReportFields, Suggesting, reason_field
from tracker.forms.fields import FIELDS, words_field
from tracker.models import Task
from tracker.verbs import STAY, Verb


class OfMany(forms.Form):
    """The form of a verb on many tasks. `arguments` is what the verb's service takes for one of them."""

    def __init__(self, data: Any = None, *, verb: Verb, by: User) -> None:
        super().__init__(data)
        self.verb = verb

    def arguments(self, task: Task) -> dict[str, Any]:
        return dict(self.cleaned_data)


class BulkForm(Suggesting, OfMany):
    """A verb without a record of its own: the fields that it sets, but the title, which is each task's own."""

    def __init__(self, data: Any = None, *, verb: Verb, by: User) -> None:
        super().__init__(data, verb=verb, by=by)
        self.names = [name for name in verb.sets if name != "title"]
        self.fields |= {name: FIELDS[name]() for name in self.names}
        for field in self.fields.values():
            _unchanged_if_empty(field)
        if "merged_into" in self.fields:
            self.fields["merged_into"].tasks = visible_tasks(by)
        self.fields["reason"] = reason_field(verb)

    def clean(self) -> dict[str, Any]:
        if self.verb.target == STAY and not self.errors and not self._given:
            raise forms.ValidationError(_("Please fill in at least one field."))
        return self.cleaned_data

    def arguments(self, task: Task) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], "changes": self._given}

    @property
    def _given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names if self.cleaned_data[name]}


def _unchanged_if_empty(field: forms.Field) -> None:
    """Let a field of choices say what it means for many tasks that nothing is chosen."""
    unchanged = gettext_lazy("As each task has it")
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = unchanged
    elif isinstance(field, forms.ChoiceField):
        field.choices = [("", unchanged), *(choice for choice in field.choices if choice[0])]


class BulkReportForm(ReportFields, OfMany):
    """One report on many tasks that went the same way; attachments belong to a task of their own."""


class BulkAskExtensionForm(AskExtensionFields, OfMany):
    """The same new deadline for many tasks."""


class BulkDecisionForm(OfMany):
    """Granting or refusing what was asked for, task by task."""

    def __init__(self, data: Any = None, *, verb: Verb, by: User) -> None:
        super().__init__(data, verb=verb, by=by)
        self.fields["reason"] = reason_field(verb)


class BulkChaseForm(OfMany):
    """The text of a reminder to many lead units; without one each gets the usual words."""

    text = words_field(
        gettext_lazy("Text"), rows=4, required=False, help_text=gettext_lazy("Empty: the usual words for each task.")
    )

    def arguments(self, task: Task) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"] or chase_text(task)}


class ChaseOverdueForm(forms.Form):
    """The reminders for some tasks, each with its usual words to be edited."""

    def __init__(self, data: Any = None, *, tasks: Iterable[Task]) -> None:
        super().__init__(data)
        self.tasks = tasks
        for task in tasks:
            self.fields[f"text_{task.pk}"] = words_field(task.title, rows=3, required=False, initial=chase_text(task))

    def arguments(self, task: Task) -> dict[str, Any]:
        return {"text": self.cleaned_data[f"text_{task.pk}"]}

    @property
    def rows(self) -> list[tuple[Task, forms.BoundField]]:
        return [(task, self[f"text_{task.pk}"]) for task in self.tasks]
