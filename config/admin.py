"""The Django admin as this site has it: open to administrators and coordinators."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.access import access_of


class DubanAdminSite(admin.AdminSite):
    site_header = _("Duban administration")
    site_title = _("Duban administration")
    index_title = _("Tables")
    enable_nav_sidebar = False  # the task list needs the room

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and access_of(request.user).coordinates
