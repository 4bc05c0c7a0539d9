"""Users, units 单位 and the role that a user has in a unit. What a role allows is said in access.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class User(AbstractUser):
    """A person who logs in. Chinese names are one field, family name first."""

    first_name = None
    last_name = None
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=50, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class UnitQuerySet(models.QuerySet):
    def named(self, name: str) -> Unit | None:
        """Return the unit that bears `name` as its name or as an alias, or None."""
        name = name.strip()
        found = self.filter(name=name).select_related("merged_into").first() or self.filter(aliases__name=name).first()
        return found.merged_into or found if found else None

    def offered(self) -> UnitQuerySet:
        """Units that may be chosen: those not merged into another one."""
        return self.filter(merged_into=None)

    def families(self, ids: Iterable[int]) -> frozenset[int]:
        """Return `ids` with the ids of all units below them."""
        parts = defaultdict(list)
        for pk, parent in self.exclude(parent=None).values_list("pk", "parent"):
            parts[parent].append(pk)
        found, left = set(), list(ids)
        while left:
            unit = left.pop()
            if unit not in found:
                found.add(unit)
                left += parts[unit]
        return frozenset(found)


class Unit(models.Model):
    """A reporting or responsible unit 单位."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("belongs to")
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("merged into")
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if UnitAlias.objects.filter(name=self.name).exclude(unit=self.pk).exists():
            raise ValidationError({"name": _("Another unit bears this name as an alias.")})
        if self.pk and self.parent_id in Unit.objects.families([self.pk]):
            raise ValidationError({"parent": _("A unit can't belong to itself or to a unit below it.")})


class UnitAlias(models.Model):
    """Another name of a unit: 县人社局 for 县人力资源和社会保障局."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name=_("unit"))
    name = models.CharField(_("alias"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if Unit.objects.filter(name=self.name).exists():
            raise ValidationError({"name": _("A unit bears this name already.")})


class Membership(models.Model):
    """A user's role in a unit."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        HANDLER = "handler", _("Handler")
        READER = "reader", _("Reader")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("user"))
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="memberships", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["unit", "user"]
        constraints = [models.UniqueConstraint(fields=["user", "unit", "role"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit} · {self.get_role_display()}"
