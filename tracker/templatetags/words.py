"""Words for the codes that rows hold: status, light, kind. The components of templates/tracker/components use them."""

from __future__ import annotations

from django import template

from summaries.models import Kind
from tracker.lights import Light
from tracker.models import Status, Task

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
def origin(task: Task, field: str) -> str:
    """Return where the task's value came from, in words; nothing if nobody knows."""
    return task.origin_label(field)
