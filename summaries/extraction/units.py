"""Who: lead unit, supporting units and owner of an item, as its words or its row in a table state them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .alternation import at_initials, by_initial
from .lexicon import clues as words
from .model import UnitMention

_LEAD_SUBJECT = re.compile(words.LEAD_SUBJECT, re.MULTILINE)
# Who leads, in this order; each with a word that it needs.
_LEADS = (
    ("由", re.compile(words.LEAD_BY)),
    ("由", re.compile(words.LEAD_ALONE)),
    ("牵头", re.compile(words.LEAD_IS, re.MULTILINE)),
    ("负责", re.compile(words.LEAD_DOES, re.MULTILINE)),
    ("主责", re.compile(words.LEAD_DOES, re.MULTILINE)),
    ("负责", re.compile(words.LEAD_IN_BRACKETS)),
)
_LEAD_TOGETHER = re.compile(words.LEAD_TOGETHER, re.MULTILINE)
_TOGETHER_BEHIND = re.compile(words.TOGETHER_BEHIND)
_SUPPORT_BEHIND = re.compile(words.SUPPORT_BEHIND)
_SUPPORT_BY = re.compile(words.SUPPORT_BY)
_LEAD_LABEL = re.compile(at_initials(words.LEAD_LABEL))
_DUTY_LABEL = re.compile(at_initials(words.DUTY_LABEL))
_SUPPORT_LABEL = re.compile(at_initials(words.SUPPORT_LABEL))
_OWNER_LABEL = re.compile(at_initials(words.OWNER_LABEL))
_NEXT_LABEL = re.compile(words.NEXT_LABEL)
_SPLIT = re.compile(words.UNIT_SPLIT)
_TAIL = re.compile(words.UNIT_TAIL)
_HEAD = re.compile(words.UNIT_HEAD)
_MASKED = re.compile(words.MASKED)
_TOGETHER = words.TOGETHER
_HINT = re.compile(by_initial(words.DUTY_HINT))
_UNIT_MAX = 20
# Who is told what to do is named at the head of an item.
_SUBJECT_WITHIN = 48


class Duty(NamedTuple):
    """Who leads, who supports, who is answerable; None and () where it is not stated."""

    lead: UnitMention | None = None
    support: tuple[UnitMention, ...] = ()
    owner: str | None = None


_NOBODY = Duty()


def find_duty(text: str, known: Sequence[str] = (), row: Sequence[tuple[str, str]] = ()) -> Duty:
    """Read 「由县水利局牵头，自然资源局、各乡镇配合」, labels such as 责任单位： and the cells of a row."""
    if not row and not known and not _HINT.search(text):
        lead = _subject(text)
        return Duty(UnitMention(lead[0], lead[0])) if lead else _NOBODY
    cells = dict(row)
    # Labels end in a colon or in 为.
    labelled = text if "：" in text or ":" in text or "为" in text else ""
    leads = (_named(cells["lead"]) if "lead" in cells else []) or _labelled(_LEAD_LABEL, labelled)
    leads += _labelled(_DUTY_LABEL, labelled)
    support = (_named(cells["support"]) if "support" in cells else []) + _labelled(_SUPPORT_LABEL, labelled)
    if not leads:
        leads, told = _told(text)
        support = told + support
    if not leads and known:
        leads = [unit for unit in known if text.lstrip().startswith(unit)][:1]
    leads = leads or _subject(text)
    lead, *others = leads or [None]
    mentions = tuple(_mention(unit, known) for unit in dict.fromkeys([*others, *support]) if unit and unit != lead)
    return Duty(_mention(lead, known) if lead else None, mentions, cells.get("owner") or _owner(labelled))


def _labelled(pattern: re.Pattern[str], text: str) -> list[str]:
    match = pattern.search(text)
    if match is None:
        return []
    named = match.group("units")
    return _named(_NEXT_LABEL.sub("", named) if text[match.end() : match.end() + 1] in ("：", ":") else named)


def _told(text: str) -> tuple[list[str], list[str]]:
    """Return leads and supporting units of a sentence with 牵头 or 负责 in it."""
    if _TOGETHER in text and (together := _LEAD_TOGETHER.search(text)):
        leads, support = (_named(together.group(key), strict=True) for key in ("lead", "support"))
        if leads and support:
            return leads, support
    alone: list[str] = []
    for needed, pattern in _LEADS:
        for match in pattern.finditer(text) if needed in text else ():
            leads = _named(match.group("lead"), strict=True)
            behind = _SUPPORT_BEHIND.match(text, match.end()) or _TOGETHER_BEHIND.match(text, match.end())
            support = _named(behind.group("support"), strict=True) if behind else []
            if leads:
                return leads, support or _supporting(text)
            alone = alone or support  # 由总会计师牵头，财务科、医保办配合
    return [], alone or _supporting(text)


def _supporting(text: str) -> list[str]:
    """Return who is named by 由 but only supports, 「由信息科配合」."""
    match = _SUPPORT_BY.search(text) if "由" in text else None
    return _named(match.group("support"), strict=True) if match else []


def _subject(text: str) -> list[str]:
    """Return the unit that a sentence tells what to do, 「县水利局要加强巡查」."""
    head = text[:_SUBJECT_WITHIN]
    match = _LEAD_SUBJECT.search(head) if any(map(head.__contains__, words.TOLD_TO)) else None
    return _named(match.group("lead"), strict=True)[:1] if match else []


def _owner(text: str) -> str | None:
    match = _OWNER_LABEL.search(text)
    owner = match.group("owner") if match else ""
    return None if not owner or _MASKED.search(owner) else owner


def _named(listed: str, *, strict: bool = False) -> list[str]:
    """Return the units of a list 「县住建局、县财政局等」; `strict` takes only what is called like a unit."""
    units = []
    for part in _SPLIT.split(listed):
        unit = _HEAD.sub("", _TAIL.sub("", part.strip(" 　\t、，。")))
        plausible = 2 <= len(unit) <= _UNIT_MAX and unit not in words.NOT_UNITS and not _MASKED.search(unit)
        if plausible and (not strict or unit.endswith(words.UNIT_ENDS)):
            units.append(unit)
    return units


def _mention(unit: str, known: Sequence[str]) -> UnitMention:
    """Match a unit as named in the text with one that the site knows: 水利局 is 青石县水利局 if there is but one."""
    if unit in known:
        return UnitMention(unit, unit)
    candidates = [name for name in known if name.endswith(unit) or unit.endswith(name)]
    return UnitMention(unit, candidates[0] if len(candidates) == 1 else unit)
