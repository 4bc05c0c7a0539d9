"""What stands on every page: how many tasks wait for the person who looks at it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tracker.mywork import waiting


def waiting_tasks(request: HttpRequest) -> dict[str, Any]:
    """Count when the page asks for it: the admin's pages and those of anonymous visitors never do."""
    return {"waiting_tasks": SimpleLazyObject(lambda: waiting(request.user))}
