"""App configuration that swaps in this site's admin."""

from django.contrib.admin.apps import AdminConfig


class DubanAdminConfig(AdminConfig):
    default_site = "config.admin.DubanAdminSite"
