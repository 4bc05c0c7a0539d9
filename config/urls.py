"""The site's addresses: each app brings its own."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

handler400 = "config.refusals.bad_request"

urlpatterns = [
    path("", include("tracker.urls")),
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("language/", login_not_required(set_language), name="set_language"),
]
