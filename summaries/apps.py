from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SummariesConfig(AppConfig):
    name = "summaries"
    verbose_name = _("Summaries")

    def ready(self) -> None:
        post_migrate.connect(_make_index, sender=self)


def _make_index(using: str, **kwargs: object) -> None:
    from summaries import search  # models are loaded by then

    search.create(using)
