"""The forms of answers: looking for the other task, and deciding. What a decision does is in tracker/answers.py."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import User
from tracker.access import visible_tasks
from tracker.models import Task
from tracker.verbs import DECISIONS


class CandidatesForm(forms.Form):
    """What is looked for among the tasks that may be tied by hand."""

    q = forms.CharField(label=gettext_lazy("Keywords"), required=False, max_length=100)
    everywhere = forms.BooleanField(label=gettext_lazy("Other topics and units, too"), required=False)


class AnswerForm(forms.Form):
    """A decision on whether the plan of two tasks answers the problem; it cleans to what `decide` takes."""

    other = forms.ModelChoiceField(Task.objects.none())
    decision = forms.ChoiceField(choices=list(DECISIONS.items()))
    version = forms.IntegerField(min_value=0)

    def __init__(self, data: Any, *, task: Task, by: User) -> None:
        super().__init__(data)
        self.fields["other"].queryset = visible_tasks(by).exclude(pk=task.pk)
