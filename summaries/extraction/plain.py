"""A view of the text for reading, of the very same length: without markup, with the usual digits and marks.

Stages read the view; what is handed out is cut from the text itself, so that offsets and words stay true.
"""

import re
from dataclasses import replace

from .lexicon import shapes
from .markup import without_markup
from .model import Document, Item, Paragraph, SummaryText, UnitMention

_MARKS = re.compile(shapes.HALF_WIDTH_MARKS)
_COUNTER = re.compile(shapes.COUNTER_HEAD)
_DIGITS = str.maketrans(shapes.FULL_WIDTH_DIGITS, "0123456789")
_POINT = re.compile(r"．(?<=\d.)(?=\d)")
_COUNTER_MAX = 12
_FULL = dict(zip(",;:?!.", "，；：？！。", strict=True))


def plain_view(text: str) -> str:
    """Return 「２００９年,完成１．２万吨.」 as 「2009年，完成1.2万吨。」; most texts are returned as they are."""
    plain = without_markup(text)
    if any(digit in plain for digit in shapes.FULL_WIDTH_DIGITS):
        plain = _POINT.sub(".", plain.translate(_DIGITS))
    return _MARKS.sub(_usual, plain)


def _usual(match: re.Match[str]) -> str:
    """Return the usual mark; a counter at the head of a line keeps its own, 「三.」."""
    text, place = match.string, match.start()
    head = text[max(text.rfind("\n", 0, place) + 1, place - _COUNTER_MAX) : place]
    return match.group() if _COUNTER.fullmatch(head) else _FULL[match.group()]


def verbatim(words: str, plain: str, text: str, start: int, end: int) -> str:
    """Return words found in the view between start and end as the text itself writes them."""
    place = plain.find(words, start, end) if plain is not text else -1
    return words if place < 0 else text[place : place + len(words)]


def restored(document: Document, text: str) -> Document:
    """Return what was found in the view with its words cut from the text."""
    plain = document.text
    summaries = tuple(_summary(summary, plain, text) for summary in document.summaries)
    entries = tuple(replace(e, title=verbatim(e.title, plain, text, 0, len(text))) for e in document.contents)
    return replace(document, text=text, contents=entries, summaries=summaries)


def _summary(summary: SummaryText, plain: str, text: str) -> SummaryText:
    if plain[summary.start : summary.end] == text[summary.start : summary.end]:
        return summary

    def words(found: str) -> str:
        return verbatim(found, plain, text, summary.start, summary.end)

    return replace(
        summary,
        title=words(summary.title),
        topic=words(summary.topic),
        unit=words(summary.unit) if summary.unit else summary.unit,
        paragraphs=tuple(_paragraph(paragraph, text) for paragraph in summary.paragraphs),
        problems=tuple(_item(item, plain, text) for item in summary.problems),
        plans=tuple(_item(item, plain, text) for item in summary.plans),
    )


def _paragraph(paragraph: Paragraph, text: str) -> Paragraph:
    words = text[paragraph.start : paragraph.end]
    return paragraph if words == paragraph.text else paragraph._replace(text=words)


def _item(item: Item, plain: str, text: str) -> Item:
    if text[item.start : item.end] == item.text:
        return item

    def words(found: str) -> str:
        return verbatim(found, plain, text, item.start, item.end)

    def mention(unit: UnitMention) -> UnitMention:
        return unit._replace(text=words(unit.text))

    return item._replace(
        text=text[item.start : item.end],
        title=words(item.title),
        deadline=item.deadline._replace(text=words(item.deadline.text)) if item.deadline else None,
        lead=mention(item.lead) if item.lead else None,
        support=tuple(map(mention, item.support)),
        parts=tuple(part._replace(text=text[part.start : part.end]) for part in item.parts),
    )
