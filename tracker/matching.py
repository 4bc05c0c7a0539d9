"""Which item of an earlier edition is which item of the new one: one to one, by their words. Pure functions.

Order of evidence: the same words apart from enumerator, width and white space; nearly the same words, if they are
clearly nearer than any others, or stand between the same neighbours. What stays without a partner is new or has
vanished. Nothing is guessed: where two candidates are as good as each other, a person is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

ALIKE = 0.75  # share of common words from which two wordings may be the same item …
RETURNING = 0.9  # … or, if the earlier one had vanished already, the same item that returned …
MARGIN = 0.1  # … if the next best candidate is at least this much further away, or stands elsewhere
SAME_TITLE = 0.2  # share that is enough between the same neighbours if the first sentence is the same
COMPARED = 8  # candidates with the most pairs of characters in common, which are looked at closely
LONGEST_NAME = 8  # characters that may have replaced an XX
SHORTEST_TITLE = 4
MOST_TWINS = 2_500  # pairs of equal words that are told apart by their neighbours; more only keep their order

#: (new item, old item) -> share of common words.
Scores = dict[tuple[int, int], float]
#: A candidate: its score, how many neighbours agree, and the two items.
Entry = tuple[float, int, tuple[int, int]]

_ENUMERATOR = re.compile(
    r"\s*(?:[(（][一二三四五六七八九十百\d０-９]{1,4}[)）]|第?[一二三四五六七八九十百]{1,3}[是要、，,:：]"
    r"|[\d０-９]{1,3}(?:[、)）:：]|[.．](?!\d))|[①-⑳])"
)
_SPACE_AND_PUNCTUATION = re.compile(r"[\W_]+")
_MASK = re.compile(r"[X×]+|[*○]{2,}|某+")
_SENTENCE = re.compile(r"[^。：:；;\n]+")


@dataclass(frozen=True)
class Wording:
    """An item as it is compared: its kind, its words, and the edition in which its neighbours stand."""

    kind: str
    text: str
    edition: int = 0


@dataclass
class Matching:
    """Index in the new edition -> index among the earlier items; each occurs at most once.

    `unsure` holds the new items that have no partner because several earlier ones might be it.
    """

    pairs: dict[int, int] = field(default_factory=dict)
    unsure: dict[int, list[int]] = field(default_factory=dict)


def key(text: str) -> str:
    """Return an item's words without enumerator, width, space and punctuation: 「（一）加强  领导。」→「加强领导」."""
    return bare(body(text))


def match(old: Sequence[Wording], new: Sequence[Wording]) -> Matching:
    """Return which new item is which old one."""
    pairs = _Pairs(old, new)
    twins: Scores = {}
    for olds, news in _groups(pairs):
        if len(olds) == len(news) or len(olds) * len(news) > MOST_TWINS:  # twins keep their order
            for o, n in zip(olds, news, strict=False):
                pairs.join(n, o)
        else:
            twins |= {(n, o): 1.0 for o in olds for n in news}
    _settle(pairs, twins)
    scores = twins | _scores(pairs, {n for n, _o in twins})
    _settle(pairs, scores)
    return Matching(pairs.old_of, _unsure(pairs, scores))


class _Pairs:
    """The items of both sides and which were found to be the same."""

    def __init__(self, old: Sequence[Wording], new: Sequence[Wording]) -> None:
        self.old, self.new = old, new
        self.old_keys = [key(each.text) for each in old]
        self.new_keys = [key(each.text) for each in new]
        self.old_of: dict[int, int] = {}
        self.new_of: dict[int, int] = {}
        self.latest = max((each.edition for each in old), default=0)
        self._beside_old, self._beside_new = _neighbours(old), _neighbours(new)

    def join(self, n: int, o: int) -> None:
        self.old_of[n], self.new_of[o] = o, n

    @property
    def left(self) -> tuple[list[int], list[int]]:
        """The old and the new items that have no partner yet."""
        olds = [o for o in range(len(self.old)) if o not in self.new_of]
        return olds, [n for n in range(len(self.new)) if n not in self.old_of]

    def support(self, n: int, o: int) -> int:
        """Return how many neighbours, 0 to 2, of two items are each other's partners; having none is being alike."""
        beside = zip(self._beside_new[n], self._beside_old[o], strict=True)
        return sum((a is None and b is None) or (a is not None and self.old_of.get(a) == b) for a, b in beside)


def _neighbours(items: Sequence[Wording]) -> list[tuple[int | None, int | None]]:
    """Return for each item the indexes of the ones before and after it, of its own kind and edition."""
    before: dict[int, int] = {}
    after: dict[int, int] = {}
    last: dict[tuple[str, int], int] = {}
    for index, item in enumerate(items):
        group = (item.kind, item.edition)
        if group in last:
            before[index], after[last[group]] = last[group], index
        last[group] = index
    return [(before.get(index), after.get(index)) for index in range(len(items))]


def _groups(pairs: _Pairs) -> list[tuple[list[int], list[int]]]:
    """Return the items that have equal words, old and new ones, in order."""
    groups: dict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, items, keys in ((0, pairs.old, pairs.old_keys), (1, pairs.new, pairs.new_keys)):
        for index, (item, words) in enumerate(zip(items, keys, strict=True)):
            groups[item.kind, words or item.text][side].append(index)
    return [group for group in groups.values() if all(group)]


def _settle(pairs: _Pairs, scores: Scores) -> None:
    """Join candidates that beat all their rivals; what is joined may be the neighbour that decides the next one."""
    joined = True
    while joined:
        open_ = {(n, o): score for (n, o), score in scores.items() if n not in pairs.old_of and o not in pairs.new_of}
        chosen = _winners(pairs, open_)
        joined = bool(chosen)
        for n, o in chosen:
            pairs.join(n, o)


def _winners(pairs: _Pairs, scores: Scores) -> list[tuple[int, int]]:
    """Return the candidates that are better than every other one of either item, and near enough."""
    of_new, of_old = defaultdict(list), defaultdict(list)
    for (n, o), score in scores.items():
        entry = (score, pairs.support(n, o), (n, o))
        of_new[n].append(entry)
        of_old[o].append(entry)
    return [
        entry[2]
        for entries in of_new.values()
        for entry in entries
        if _is_near(pairs, *entry) and all(_beats(entry, rival) for rival in entries + of_old[entry[2][1]])
    ]


def _beats(entry: Entry, rival: Entry) -> bool:
    """Tell whether a candidate is nearer than its rival by a margin, or better placed and not further away."""
    lead = entry[0] - rival[0]
    return entry[2] == rival[2] or lead >= MARGIN or (lead >= 0 and entry[1] > rival[1])


def _is_near(pairs: _Pairs, score: float, support: int, pair: tuple[int, int]) -> bool:
    n, o = pair
    if score >= (ALIKE if pairs.old[o].edition == pairs.latest else RETURNING):
        return True
    return score >= SAME_TITLE and support == 2 and _have_same_title(pairs.new[n].text, pairs.old[o].text)


def _have_same_title(one: str, other: str) -> bool:
    first, second = _title(one), _title(other)
    return len(first) >= SHORTEST_TITLE and first == second


def _title(text: str) -> str:
    found = _SENTENCE.match(body(text))
    return bare(found.group()) if found else ""


def _scores(pairs: _Pairs, twins: Collection[int]) -> Scores:
    """Return how near the items without a partner are to each other, as far as they are near at all."""
    olds, news = pairs.left
    postings: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for o in olds:
        for first, second in set(pairwise(pairs.old_keys[o])):
            postings[pairs.old[o].kind, first, second].append(o)
    scores: Scores = {}
    for n in (each for each in news if each not in twins):
        shared: Counter[int] = Counter()
        for first, second in set(pairwise(pairs.new_keys[n])):
            shared.update(postings.get((pairs.new[n].kind, first, second), ()))
        for o, _count in shared.most_common(COMPARED):
            likeness = _likeness(pairs.new[n].text, pairs.old[o].text)
            if likeness >= SAME_TITLE:
                scores[n, o] = likeness
    return scores


def _unsure(pairs: _Pairs, scores: Scores) -> dict[int, list[int]]:
    """Return the new items without a partner with the earlier ones, without one either, that they might be."""
    unsure: dict[int, list[int]] = defaultdict(list)
    for (n, o), score in sorted(scores.items(), key=lambda each: -each[1]):
        if score >= ALIKE and n not in pairs.old_of and o not in pairs.new_of:
            unsure[n].append(o)
    return dict(unsure)


def _likeness(one: str, other: str) -> float:
    """Return the share of common words, 0 to 1; an XX that got a name is no difference."""
    if _is_filled(one, other) or _is_filled(other, one):
        return 1.0
    matcher = SequenceMatcher(None, key(one), key(other), autojunk=False)
    return 0.0 if matcher.quick_ratio() < SAME_TITLE else matcher.ratio()


def _is_filled(masked: str, text: str) -> bool:
    """Tell whether a text is the masked one with names in place of 「XX」."""
    pieces = [bare(piece) for piece in _MASK.split(unicodedata.normalize("NFKC", body(masked)))]
    words, at = key(text), len(pieces[0])
    if len(pieces) == 1 or not words.startswith(pieces[0]) or not words.endswith(pieces[-1]):
        return False
    for piece in pieces[1:-1]:
        found = words.find(piece, at + 1, at + LONGEST_NAME + len(piece))
        if found < 0:
            return False
        at = found + len(piece)
    return 0 < len(words) - len(pieces[-1]) - at <= LONGEST_NAME


def body(text: str) -> str:
    """Return an item's words without its enumerator."""
    enumerator = _ENUMERATOR.match(text)
    return text[enumerator.end() :] if enumerator else text


def bare(words: str) -> str:
    """Return words without width, space and punctuation."""
    return _SPACE_AND_PUNCTUATION.sub("", unicodedata.normalize("NFKC", words))
