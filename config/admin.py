"""The Django admin as this site has it: open to administrators and coordinators."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.access import access_of

# What is worked with first, first.
ORDER = ("accounts", "tracker", "summaries")
# Words of Django's admin that its own catalogues lack: entered in the site's.
MISSING = (gettext_noop("Model name"), gettext_noop("Add link"), gettext_noop("Change or view list link"))


class DubanAdminSite(admin.AdminSite):
    site_header = _("Duban administration")
    site_title = _("Duban administration")
    index_title = _("Tables")
    enable_nav_sidebar = False  # the task list needs the room

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        return sorted(super().get_app_list(request, app_label), key=lambda app: ORDER.index(app["app_label"]))

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and access_of(request.user).coordinates
