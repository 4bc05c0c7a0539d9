from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TrackerConfig(AppConfig):
    name = "tracker"
    verbose_name = _("Follow-up")

    def ready(self) -> None:
        post_migrate.connect(_make_triggers, sender=self)
        import_module("tracker.unit_admin")  # adds to an admin of another app, which is registered by now


def _make_triggers(using: str, **kwargs: object) -> None:
    from tracker import triggers  # models are loaded by then

    triggers.create(using)
