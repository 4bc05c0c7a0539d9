"""What templates ask for: words for the codes that rows hold (status, light, kind), and the options of a field."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.forms import BoundField

from summaries.models import Kind
from tracker.answers import FITTING
from tracker.lights import Light
from tracker.models import Answer, Status, Task
from tracker.verbs import DECISIONS

register = template.Library()


@register.filter
def status_label(code: str) -> str:
    return str(Status(code).label)


@register.filter
def light_label(code: str) -> str:
    return str(Light(code).label)


@register.filter
def kind_label(code: str) -> str:
    return str(Kind(code).label)


@register.filter
def decisions(answer: Answer) -> list[tuple[str, Any]]:
    """Return what a coordinator may decide on an answer: the decision and its label."""
    return [(name, DECISIONS[name]) for name in FITTING[answer.state]]


@register.filter
def origin(task: Task, field: str) -> str:
    """Return where the task's value came from, in words; nothing if nobody knows."""
    return task.origin_label(field)


class Option(NamedTuple):
    value: str
    label: str
    chosen: bool


@register.filter
def options(field: BoundField) -> list[Option]:
    """Return what a select of one value offers."""
    chosen = str(field.value() or "")
    return [Option(str(value), str(label), str(value) == chosen) for value, label in field.field.choices]
