"""What is said when a request is refused before any page sees it: malformed, too large, without its token."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

USUAL = gettext_lazy("The site could not make sense of what was sent. Nothing was saved.")
WHY: dict[type[Exception], Any] = {
    DisallowedHost: gettext_lazy(
        "The site does not answer under this address. The administrator enters its names in the setting ALLOWED_HOSTS."
    ),
    RequestDataTooBig: gettext_lazy("Too much text was sent at one time. Nothing was saved; please send it in parts."),
    TooManyFieldsSent: gettext_lazy("Too many fields were sent at one time. Nothing was saved; please send fewer."),
    TooManyFilesSent: gettext_lazy("Too many files were sent at one time. Nothing was saved; please send fewer."),
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", {"why": WHY.get(type(exception), USUAL)}, status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without the token of its page: the page was open for long, or another site sent it."""
    why = _(
        "The page was open for too long, or you logged in anew meanwhile. Nothing was saved; please go back, reload "
        "the page and send the form again. Cookies must be allowed for this site."
    )
    return render(request, "403.html", {"title": _("The page has expired"), "exception": why}, status=403)
