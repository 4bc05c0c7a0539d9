"""What every request goes through first: plain text only, a language, and a log-in that lasts while it is used.

The language is the one that the user chose, otherwise the site's. Django's LocaleMiddleware follows the browser's
language first; on office machines that is often an English Windows, whose users want Chinese.
"""

import codecs
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

VISITED_KEY = "visited"


class ChosenLanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class PlainTextMiddleware:
    """Let in only text that both databases can hold: no NUL in addresses and cookies, no encoding but UTF-8.

    A request may name an encoding of its own, and some of them yield halves of characters.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            raise BadRequest("Not UTF-8")
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "%20")
        for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
            del request.COOKIES[name]
        return self.get_response(request)


class VisitedMiddleware:
    """Let a log-in end two weeks after the last day of use, not after its first: nobody loses a form half typed.

    Django prolongs a session when it is saved; that is done once a day, not on every request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            mark_visit(request)
        return self.get_response(request)


def mark_visit(request: HttpRequest, **_signal: object) -> None:
    """Write into a session that it was used today, which prolongs it."""
    today = timezone.localdate().isoformat()
    if request.session.get(VISITED_KEY) != today:
        request.session[VISITED_KEY] = today
