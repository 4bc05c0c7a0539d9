"""Which summary a text is an edition of: known by unit and title, otherwise by its words; and when a person is asked.

Asks the database and writes nothing.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Unit
from summaries.extraction import SummaryText
from summaries.models import Summary
from tracker.matching import key

RELATED = 0.3  # share of common paragraphs from which two texts of one title are editions of one summary …
CLOSELY = 0.5  # … although one of them doesn't name its unit, or has another title
COMPARED = 30  # texts at most that are looked through
SHORTEST = 10  # characters of a paragraph that tells something


class Unclear(Exception):
    """A person must say which summary a text belongs to; str() is the question."""


def known_summary(title: str, text: str, unit: Unit | None, *, is_named: bool) -> Summary | None:
    """Return the summary that a text is a later edition of, or None for a new one. Raises Unclear.

    is_named: a unit is named, though the site may not know it.
    """
    same_title = Summary.objects.filter(title=title[:200]).select_related("current", "unit")
    if unit or not is_named:
        known = same_title.filter(unit=unit).first()
        if known and not is_named and share(known.current.text, text) < RELATED:
            raise Unclear(
                _("“%(title)s” was imported before with quite another text, and neither names its unit.")
                % {"title": title}
            )
        if known:
            return known
    return _by_words(same_title.filter(unit=None) if is_named else same_title, title, text)


def expected_summary(found: SummaryText, unit_name: str, text: str) -> Summary | None:
    """Return the summary that importing a text would give an edition to; unit_name: as given for the whole file."""
    name = unit_name or found.unit or ""
    unit = Unit.objects.named(name) if name else None
    return known_summary(found.title, text, unit, is_named=bool(name))


def _by_words(candidates: QuerySet[Summary], title: str, text: str) -> Summary | None:
    alike = [each for each in candidates.order_by("-pk")[:COMPARED] if share(each.current.text, text) >= CLOSELY]
    if len(alike) > 1:
        raise Unclear(
            _("Texts like this one were imported before as “%(title)s” of several units; this one names none.")
            % {"title": title}
        )
    return alike[0] if alike else None


def resembling(found: SummaryText, text: str, unit: Unit | None) -> list[Summary]:
    """Return summaries with another title that a text may well be a revision of, the likeliest first."""
    others = Summary.objects.filter(unit=unit, year=found.year).exclude(title=found.title[:200])
    compared = others.select_related("current", "unit").order_by("-pk")[:COMPARED]
    shares = {each: share(each.current.text, text) for each in compared}
    return sorted((each for each in shares if shares[each] >= CLOSELY), key=lambda each: -shares[each])[:3]


def share(one: str, other: str) -> float:
    """Return how many of the paragraphs of the shorter of two texts stand in the other one, 0 to 1."""
    ours, theirs = ({key(line) for line in text.splitlines() if len(line) > SHORTEST} for text in (one, other))
    fewer = min(len(ours), len(theirs))
    return len(ours & theirs) / fewer if fewer else float(one == other)
