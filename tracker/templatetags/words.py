"""What templates ask for: words for the codes that rows hold (status, light, kind), and the options of a field."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.translation import get_language

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
def badge(code: str, component: str) -> str:
    """Return a code as its component shows it: light, status or kind."""
    return _rendered(component, get_language(), **{component: code})


@register.filter
def answer_badge(answer: Answer) -> str:
    """Return how sure an answer is, and whether a person added it."""
    return _rendered("answer_state", get_language(), state=Answer.State(answer.state), by_hand=answer.by_hand)


@lru_cache(maxsize=256)
def _rendered(component: str, language: str | None, **codes: Any) -> str:
    """Render once in each language what stands on a page a thousand times."""
    return render_to_string(f"tracker/components/{component}.html", codes)


@register.filter
def decisions(answer: Answer) -> list[tuple[str, str]]:
    """Return what a coordinator may decide on an answer: the decision and its label."""
    return _decisions(answer.state, get_language())


@lru_cache
def _decisions(state: str, language: str | None) -> list[tuple[str, str]]:
    return [(name, str(DECISIONS[name])) for name in FITTING[state]]


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
    """Return what a field of choices offers; where several may be chosen and none is, the usual one is in force."""
    given = field.value()
    chosen = {str(each) for each in given} if isinstance(given, list) else {str(given or "")}
    chosen = chosen or {getattr(field.field, "usual", "")}
    return [Option(str(value), str(label), str(value) in chosen) for value, label in field.field.choices]


@register.filter
def chosen(options: list[Option]) -> str:
    return "、".join(option.label for option in options if option.chosen)
