"""How people like the ledger list: saved views 视图, and what each user has chosen for it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Unit, User


class SavedView(models.Model):
    """A list under a name 视图, of one user, of a unit's people, or of all; `query` is what its address asks for."""

    name = models.CharField(pgettext_lazy("of a view", "name"), max_length=50)
    query = models.TextField(_("query"), blank=True)
    owner = models.ForeignKey(User, models.CASCADE, related_name="views", verbose_name=_("whose"))
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="views", verbose_name=_("for the unit")
    )
    for_all = models.BooleanField(_("for all"), default=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["for_all", "unit__name", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(for_all=False) | models.Q(unit=None), name="view_for_one_circle")
        ]

    def __str__(self) -> str:
        return self.name


class ListChoice(models.Model):
    """What a user has chosen for the list: its columns and the views, each in order, and the view that opens it."""

    user = models.OneToOneField(User, models.CASCADE, related_name="list_choice", verbose_name=_("user"))
    columns = models.JSONField(_("columns"), default=list)
    views = models.JSONField(_("order of the views"), default=list)
    view = models.ForeignKey(
        SavedView,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="preferred_by",
        verbose_name=_("view at the start"),
    )

    class Meta:
        verbose_name = _("choice for the list")
        verbose_name_plural = _("choices for the list")

    def __str__(self) -> str:
        return str(self.user)
