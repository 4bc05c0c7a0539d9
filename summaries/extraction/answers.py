"""Which plan answers which problem: ranked suggestions from shared words, rare ones first, and from their order.

A plan that takes up the very object of a problem shares runs of characters with it, mostly in its heading.
Scores only rank; a problem whose best plan shares nothing of weight has no answer.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from operator import add

from .lexicon import prose
from .model import AnswerPair, Item

_SUGGESTIONS = 3
# A title says what an item is about; its words count this often.
_TITLE_WEIGHT = 3
# What order and heading add to the share of common words, which is rarely above 0.2.
_ORDER = 0.05
_SAME_CHAPTER = 0.03
_LEAST_SHARED = 0.0001
_COMMON = frozenset(prose.COMMON_BIGRAMS)
_WORDS = re.compile(r"\w+")
_MAX_TEXT = 300
# Beyond this a table of pairs is no help to anybody and would cost quadratic time.
_MAX_PAIRS = 20_000


def pair_answers(problems: Sequence[Item], plans: Sequence[Item]) -> tuple[AnswerPair, ...]:
    """Return for each problem the plans that seem to answer it, best first."""
    if not problems or not plans or len(problems) * len(plans) > _MAX_PAIRS:
        return ()
    bags = [_bag(item) for item in (*problems, *plans)]
    weights = _weights(bags)
    vectors = [_vector(bag, weights) for bag in bags]
    places = _places(plans)
    pairs = []
    for i, problem in enumerate(problems):
        scores = [_cosine(vectors[i], vectors[len(problems) + j]) for j in range(len(plans))]
        prior = [_prior(problem, i / len(problems), plan, place) for plan, place in zip(plans, places, strict=True)]
        ranked = sorted(range(len(plans)), key=lambda j: (-scores[j] - prior[j], j))
        pairs.append(AnswerPair(i, tuple(j for j in ranked if scores[j] >= _LEAST_SHARED)[:_SUGGESTIONS]))
    return tuple(pairs)


def _places(plans: Sequence[Item]) -> list[float]:
    """Return how far down its own section each plan stands, 0..1."""
    sizes = Counter(plan.heading_path for plan in plans)
    seen: Counter[tuple[str, ...]] = Counter()
    places = []
    for plan in plans:
        places.append(seen[plan.heading_path] / sizes[plan.heading_path])
        seen[plan.heading_path] += 1
    return places


def _prior(problem: Item, place: float, plan: Item, plan_place: float) -> float:
    """Return what order and heading say: measures follow the order of the problems, often in one chapter."""
    same_chapter = bool(problem.heading_path) and problem.heading_path[:1] == plan.heading_path[:1]
    return _ORDER * (1 - abs(place - plan_place)) + _SAME_CHAPTER * same_chapter


def _bag(item: Item) -> Counter[str]:
    bag = Counter(_bigrams(item.text[:_MAX_TEXT]))
    for bigram in _bigrams(item.title):
        bag[bigram] += _TITLE_WEIGHT - 1
    for bigram in _COMMON & bag.keys():
        del bag[bigram]
    return bag


def _bigrams(text: str) -> list[str]:
    return [pair for run in _WORDS.findall(text) for pair in map(add, run, run[1:])]


def _weights(bags: Sequence[Counter[str]]) -> dict[str, float]:
    """Return how much a shared bigram tells: the fewer items have it, the more."""
    spread = Counter(chain.from_iterable(bags))
    weight = {count: math.log((1 + len(bags)) / count) for count in set(spread.values())}
    return {bigram: weight[count] for bigram, count in spread.items()}


def _vector(bag: Counter[str], weights: dict[str, float]) -> dict[str, float]:
    raw = {
        bigram: weights[bigram] if count == 1 else (1 + math.log(count)) * weights[bigram]
        for bigram, count in bag.items()
    }
    norm = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {bigram: value / norm for bigram, value in raw.items()}


def _cosine(a: dict[str, float], b: dict[str, float]) -> float:
    if len(b) < len(a):
        a, b = b, a
    return sum(value * b[bigram] for bigram, value in a.items() if bigram in b)
