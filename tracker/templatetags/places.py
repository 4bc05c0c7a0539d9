"""Where in the original something stands, in words: page, paragraph, table or line."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from summaries.readers import Place

register = template.Library()


@register.filter
def place_words(place: Place | None) -> str:
    """Return where in the original something stands; nothing if that was never counted."""
    if place is None:
        return ""
    sentences = {
        "page": _("Page %(n)d of the original"),
        "paragraph": _("Paragraph %(n)d of the original"),
        "table": _("Table %(n)d of the original"),
        "line": _("Line %(n)d of the original"),
    }
    return sentences[place.kind] % {"n": place.number}


@register.filter
def place_mark(place: Place | None) -> str:
    """Return the same in two or three characters, for the margin."""
    if place is None:
        return ""
    marks = {"page": _("p. %(n)d"), "paragraph": _("¶ %(n)d"), "table": _("t. %(n)d"), "line": _("l. %(n)d")}
    return marks[place.kind] % {"n": place.number}
