"""How a task is cited: 〔2018〕0001, or its number alone. Task.code writes it, this reads it."""

from __future__ import annotations

import re

from django.db.models import Q

_CODE = re.compile(r"\s*(?:[〔\[［(（【](?P<year>\d{4}|—)[〕\]］)）】])?\s*(?P<number>\d{1,12})\s*号?\s*")


def cited_as(words: str) -> Q | None:
    """Return the condition that a task is the one cited, or None if the words are no code."""
    found = _CODE.fullmatch(words)
    if not found:
        return None
    number, year = Q(pk=int(found["number"])), found["year"]
    if year is None:
        return number
    return number & (Q(year=int(year)) if year.isdecimal() else Q(year=None))


def number_in(words: str) -> int | None:
    """Return the number of the task that is cited, or None if the words are no code."""
    found = _CODE.fullmatch(words)
    return int(found["number"]) if found else None
