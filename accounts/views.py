"""The change of one's own password. Log-in and log-out are Django's."""

from django.contrib.auth.views import PasswordChangeView
from django.contrib.messages.views import SuccessMessageMixin
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


class OwnPassword(SuccessMessageMixin, PasswordChangeView):
    template_name = "accounts/password.html"
    success_url = reverse_lazy("dashboard")
    success_message = _("Your password has been changed.")
