"""Which item of an earlier edition is which item of the new one: one to one, by their words. Pure functions.

Order of evidence: the same text; the same words apart from enumerator, width and white space; nearly the same words,
if no second candidate comes close. What stays without a partner is new or has vanished; nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

ALIKE = 0.75  # share of common words from which two wordings may be the same item …
MARGIN = 0.1  # … if the next best candidate is at least this much further away

_ENUMERATOR = re.compile(
    r"\s*(?:[(（][一二三四五六七八九十百\d０-９]{1,4}[)）]|第?[一二三四五六七八九十百]{1,3}[是要、，,:：]"
    r"|[\d０-９]{1,3}(?:[、)）:：]|[.．](?!\d))|[①-⑳])"
)
_SPACE_AND_PUNCTUATION = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Wording:
    """An item as it is compared: its kind and its words."""

    kind: str
    text: str


def key(text: str) -> str:
    """Return an item's words without enumerator, width, space and punctuation: 「（一）加强  领导。」→「加强领导」."""
    enumerator = _ENUMERATOR.match(text)
    words = text[enumerator.end() :] if enumerator else text
    return _SPACE_AND_PUNCTUATION.sub("", unicodedata.normalize("NFKC", words))


def match(old: Sequence[Wording], new: Sequence[Wording]) -> dict[int, int]:
    """Return index in `new` -> index in `old` of the items that are the same; each occurs at most once."""
    pairs: dict[int, int] = {}
    _pair_equal(old, new, pairs, lambda wording: (wording.kind, wording.text))
    _pair_equal(old, new, pairs, lambda wording: (wording.kind, key(wording.text)))
    _pair_alike(old, new, pairs)
    return pairs


def _pair_equal(
    old: Sequence[Wording], new: Sequence[Wording], pairs: dict[int, int], of: Callable[[Wording], Hashable]
) -> None:
    """Pair items with equal keys in order of appearance, so that equal clauses keep their own tasks."""
    taken = set(pairs.values())
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for index, wording in enumerate(old):
        if index not in taken:
            waiting[of(wording)].append(index)
    for index, wording in enumerate(new):
        if index not in pairs and waiting[of(wording)]:
            pairs[index] = waiting[of(wording)].popleft()


def _pair_alike(old: Sequence[Wording], new: Sequence[Wording], pairs: dict[int, int]) -> None:
    """Pair reworded items where each is clearly the other's best candidate."""
    taken = set(pairs.values())
    left = [index for index in range(len(old)) if index not in taken]
    coming = [index for index in range(len(new)) if index not in pairs]
    scores = {(n, o): _likeness(new[n].text, old[o].text) for n in coming for o in left if new[n].kind == old[o].kind}
    by_new, by_old = _ranked(scores, 0), _ranked(scores, 1)
    for (n, o), score in scores.items():
        if score >= ALIKE and _stands_out(score, by_new[n]) and _stands_out(score, by_old[o]):
            pairs[n] = o


def _ranked(scores: dict[tuple[int, int], float], side: int) -> dict[int, list[float]]:
    """Return, for each item of one side, its scores with all candidates of the other, best first."""
    ranked: dict[int, list[float]] = defaultdict(list)
    for pair, score in scores.items():
        ranked[pair[side]].append(score)
    return {index: sorted(found, reverse=True) for index, found in ranked.items()}


def _stands_out(score: float, ranked: list[float]) -> bool:
    second = ranked[1] if len(ranked) > 1 else 0.0
    return score == ranked[0] and score - second >= MARGIN


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, key(one), key(other), autojunk=False)
    return 0.0 if matcher.quick_ratio() < ALIKE - MARGIN else matcher.ratio()
