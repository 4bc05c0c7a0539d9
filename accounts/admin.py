"""Users, units and memberships in the admin. Coordinators see units; accounts are the administrator's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.paginator import Paginator
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.forms import Field as FormField
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.access import access_of
from accounts.models import Membership, Unit, UnitAlias, User

MOST_COUNTED = 10_000
LONGEST, MOST_WORDS = 100, 8  # characters and words of what is looked for
_NUMBER = re.compile("[0-9]{1,18}")

admin.site.unregister(Group)


class CappedPaginator(Paginator):
    """Pages of the first rows only: counting a million costs more than showing some. Filters find the others."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by().values("pk")[:MOST_COUNTED].count()


def words_of(search_term: str) -> list[str]:
    """Return the words to look for: databases refuse endless patterns, and each word costs a pass of its own."""
    return search_term[:LONGEST].split()[:MOST_WORDS]


class Careful:
    """Model admin that lets nothing through to the database that it would choke on."""

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        return super().get_search_results(request, queryset, " ".join(words_of(search_term)))

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Act on rows by number: anything else that is sent is no row."""
        sent = request.POST.copy()
        chosen = [each for each in sent.getlist(ACTION_CHECKBOX_NAME) if _NUMBER.fullmatch(each)]
        sent.setlist(ACTION_CHECKBOX_NAME, chosen)
        request.POST = sent
        return super().response_action(request, queryset)


class ForCoordinators(Careful):
    """Model admin open to coordinators, whose rights come from their role, not from Django's permissions."""

    paginator = CappedPaginator
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Say so if there are more rows than are counted."""
        answer = super().changelist_view(request, extra_context)
        shown = getattr(answer, "context_data", None) or {}
        if "cl" in shown and shown["cl"].result_count >= MOST_COUNTED:
            told = _("Only the first %(most)d rows are listed; search and filters find the others.")
            shown["subtitle"] = told % {"most": MOST_COUNTED}
        return answer

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access_of(request.user).coordinates

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return access_of(request.user).coordinates

    has_add_permission = has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.is_superuser


class ReadOnly(ForCoordinators):
    """Model admin for what the site itself writes: to be looked at, not changed."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """Name what the user may not open, such as accounts, without the link to it that Django makes."""
        closed = {
            field.name: field
            for field in self.opts.get_fields()
            if isinstance(field, ForeignKey) and self._is_closed(field.related_model, request)
        }
        fields, nothing = super().get_fields(request, obj), self.get_empty_value_display()
        return [_unlinked(closed[each], nothing) if each in closed else each for each in fields]

    def _is_closed(self, model: type[Model], request: HttpRequest) -> bool:
        site = self.admin_site
        return site.is_registered(model) and not site.get_model_admin(model).has_view_permission(request)


def _unlinked(field: ForeignKey, nothing: str) -> Callable[[Model], str]:
    """Return what shows a relation in mere words."""

    @admin.display(description=field.verbose_name)
    def shown(row: Model) -> str:
        return str(getattr(row, field.name) or nothing)

    shown.__name__ = field.name
    return shown


class OfferedUnits:
    """Model admin that lets choose units in use only."""

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> ModelChoiceField:
        if db_field.related_model is Unit:
            kwargs["queryset"] = Unit.objects.offered()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class MembershipInline(OfferedUnits, admin.TabularInline):
    model = Membership
    extra = 1
    autocomplete_fields = ["unit"]


@admin.register(User)
class UserAdmin(Careful, DjangoUserAdmin):
    list_display = ["username", "name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser", "memberships__role"]
    search_fields = ["username", "name"]
    ordering = ["username"]
    inlines = [MembershipInline]
    # Django's own template says in English that roles come later.
    add_form_template = "admin/change_form.html"
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["name", "email"]}),
        (_("Rights"), {"fields": ["is_active", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "name", "email", "password1", "password2"]})]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> FormField | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "is_superuser":
            field.label = _("administrator")
            field.help_text = _("Sees and may do everything, users and their roles included.")
        return field

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        """Go back to the list: unlike in Django's form, roles are entered on the first page already."""
        return admin.ModelAdmin.response_add(self, request, obj, post_url_continue)


class AliasInline(ForCoordinators, admin.TabularInline):
    model = UnitAlias
    extra = 1


class OfferedFilter(admin.SimpleListFilter):
    """Units that were merged into another one stay on record, but out of the way."""

    title = _("merged")
    parameter_name = "merged"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("1", _("merged into another unit"))]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("in use")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Unit]) -> QuerySet[Unit]:
        return queryset.exclude(merged_into=None) if self.value() else queryset.offered()


@admin.register(Unit)
class UnitAdmin(OfferedUnits, ForCoordinators, admin.ModelAdmin):
    """Units as a tree. Merging two of them moves tasks: tracker/unit_admin.py adds it."""

    list_display = ["name", "parent", "other_names", "merged_into"]
    list_select_related = ["parent", "merged_into"]
    list_filter = [OfferedFilter, ("parent", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "aliases__name"]
    autocomplete_fields = ["parent"]
    readonly_fields = ["merged_into"]
    inlines = [AliasInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        return super().get_queryset(request).prefetch_related("aliases")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Unit], search_term: str
    ) -> tuple[QuerySet[Unit], bool]:
        """Offer merged units in the list only, not where a unit is chosen."""
        offered = queryset.offered() if request.path.endswith("/autocomplete/") else queryset
        return super().get_search_results(request, offered, search_term)

    @admin.display(description=_("aliases"))
    def other_names(self, unit: Unit) -> str:
        return _("; ").join(alias.name for alias in unit.aliases.all())


@admin.register(Membership)
class MembershipAdmin(OfferedUnits, Careful, admin.ModelAdmin):
    list_display = ["user", "unit", "role"]
    list_filter = ["role"]
    list_select_related = ["user", "unit"]
    search_fields = ["user__username", "user__name", "unit__name"]
    autocomplete_fields = ["user", "unit"]
