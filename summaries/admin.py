"""Topics, and the evidence: to be looked at, never changed."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import ForCoordinators, ReadOnly
from summaries.models import Edition, Item, SourceFile, Summary, Topic


@admin.register(Topic)
class TopicAdmin(ForCoordinators, admin.ModelAdmin):
    list_display = ["name"]
    search_fields = ["name"]


@admin.register(SourceFile)
class SourceFileAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "size", "encoding", "added_at", "added_by"]
    list_select_related = ["added_by"]
    search_fields = ["name", "sha256"]


class EditionInline(ReadOnly, admin.TabularInline):
    model = Edition
    fields = readonly_fields = ["number", "source", "added_at"]
    show_change_link = True
    extra = 0


@admin.register(Summary)
class SummaryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "unit", "topic", "year", "editions_so_far"]
    list_select_related = ["unit", "topic", "current"]
    list_filter = ["year", "topic"]
    search_fields = ["title", "unit__name"]
    inlines = [EditionInline]

    @admin.display(description=_("editions"))
    def editions_so_far(self, summary: Summary) -> int:
        return summary.current.number if summary.current else 0


class ItemInline(ReadOnly, admin.TabularInline):
    model = Item
    fields = ["kind", "title", "start", "end", "confidence"]
    extra = 0


@admin.register(Edition)
class EditionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["summary", "number", "source", "added_at"]
    list_select_related = ["summary", "source"]
    search_fields = ["summary__title"]
    inlines = [ItemInline]

    def get_queryset(self, request: HttpRequest):
        rows = super().get_queryset(request)
        return rows.defer("text") if request.resolver_match.url_name.endswith("_changelist") else rows


@admin.register(Item)
class ItemAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "kind", "edition", "confidence"]
    list_select_related = ["edition__summary"]
    list_filter = ["kind"]
    search_fields = ["text", "edition__summary__title"]
