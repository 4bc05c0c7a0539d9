"""A verb on many tasks: each by itself, in a transaction of its own, what is refused with its reason.

What a verb asks for in bulk is in forms/bulk.py; the list page, the chase page and the admin come in here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from accounts.access import access_of
from accounts.models import User
from tracker.models import Task
from tracker.verbs import COORDINATOR, LEAD, VERBS, Verb
from tracker.workflow import Refused

AT_MOST = 500  # tasks of one bulk action
#: Verbs on many tasks at once, in the order of the menu: all but splitting, where each task has its own words.
BULK = tuple(name for name in VERBS if name != "split")
_CHOSEN = re.compile(r"(\d{1,18})-(\d{1,9})")


@dataclass(frozen=True)
class Outcome:
    """What became of one task; `refusal` is a sentence, empty if the verb was carried out."""

    task: Task
    refusal: str = ""

    @property
    def done(self) -> bool:
        return not self.refusal


def offered(user: User) -> list[Verb]:
    """Return the verbs that the user may carry out on many tasks; each task decides again for itself."""
    access = access_of(user)
    role = COORDINATOR if access.coordinates else LEAD if access.handles else None
    return [VERBS[name] for name in BULK if role in VERBS[name].actors]


def chosen_versions(values: Iterable[str]) -> dict[int, int]:
    """Return task number -> version shown, of values like 「12-3」; others are left out."""
    found = (_CHOSEN.fullmatch(value) for value in values)
    return {int(match[1]): int(match[2]) for match in found if match}


def each(
    tasks: Iterable[Task],
    service: Callable[..., Any],
    *,
    by: User,
    versions: dict[int, int],
    arguments: Callable[[Task], dict[str, Any]],
) -> list[Outcome]:
    """Carry out a service on each task, with the version that the user saw of it."""
    outcomes = []
    for task in tasks:
        try:
            service(task, by=by, version=versions[task.pk], **arguments(task))
            outcomes.append(Outcome(task))
        except Refused as refused:
            outcomes.append(Outcome(task, str(refused)))
    return outcomes
