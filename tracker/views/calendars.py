"""Deadlines as a calendar feed: the page with its secret address, and the feed itself, which needs no log-in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tracker import calendars
from tracker.models import CalendarLink


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        calendars.renew(request.user)
        messages.success(request, _("The new address is valid from now on; an older one leads nowhere any more."))
        return redirect("calendar")
    link = calendars.link_of(request.user)
    return render(request, "tracker/calendar.html", {"link": link, "address": link and _address(link)})


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    links = CalendarLink.objects.select_related("user").filter(user__is_active=True)
    link = get_object_or_404(links, secret=secret)
    feed = calendars.calendar(calendars.tasks_for(link.user), settings.DUBAN_SITE_ADDRESS)
    headers = {"Content-Disposition": 'inline; filename="duban.ics"', "Cache-Control": "private"}
    return HttpResponse(feed, content_type="text/calendar; charset=utf-8", headers=headers)


def _address(link: CalendarLink) -> str:
    return settings.DUBAN_SITE_ADDRESS + reverse("calendar-feed", args=[link.secret])
