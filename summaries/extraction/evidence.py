"""What a heading's own words say about its section, and how strongly. The neighbours are asked in sections.py."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from .lexicon import headings as words
from .lexicon import shapes

PURE, NAMED, HINTED = 3, 2, 1

_CLASSES = (
    ("other", words.OTHER),
    ("goal", words.GOAL_PLAN),
    ("overview", words.OVERVIEW),
    ("plan", words.PLAN),
    ("future", words.FUTURE),
    ("achievement", words.ACHIEVEMENT),
    ("work", words.WORK),
    ("cause", words.CAUSE),
    ("problem", words.PROBLEM),
    ("weak", words.PLAN_WEAK),
)
_CLASS_OF = {word: name for name, group in reversed(_CLASSES) for word in group}
_WORD = re.compile("|".join(sorted(map(re.escape, _CLASS_OF), key=len, reverse=True)))
_VERB = re.compile("|".join(sorted(words.OBJECT_VERBS, key=len, reverse=True)))
_TOPIC_VERB = re.compile(words.TOPIC_VERBS)
_WANTING_PLACE = re.compile(words.WANTING_PLACE)
_SHORTCOMING = words.PROBLEM[1]
_ASKS_TAIL = re.compile(words.ASKS_TAIL)
_GLOSS = re.compile(words.GLOSS)
_WISH = re.compile(words.WISH)
_PLAIN_LACK = re.compile(words.PLAIN_LACK)
_PAST = re.compile(words.PAST)
_HAVING_SOME = re.compile(words.HAVING_SOME)
_BARE_NOUN = re.compile(words.BARE_NOUN)
_WANTED = re.compile(words.WANTED)
_STATED = re.compile(words.STATED)
_HAVING = re.compile(words.HAVING)
_AFTER_NEUTRAL = re.compile(words.AFTER_NEUTRAL)
_CONJUNCTION = re.compile(words.CONJUNCTION)
_FILLER = re.compile(words.FILLER)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_SHORT_YEAR = re.compile(r"(?P<y>\d{2})年(?![来间前后])")
_SPACED_DIGITS = re.compile(shapes.SPACED_DIGITS)
_ENGLISH = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in words.ENGLISH)
_AROUND = re.compile(words.ENGLISH_AROUND, re.IGNORECASE)
_FLAG = re.compile(words.FLAG)
_YEAR_ONLY = re.compile(words.YEAR_ONLY)
# Characters left over in a heading that is still no more than the name of its section.
_PURE_REST = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """`kind` is problem, plan, mixed, overview, achievement, cause, other or ""; `strength` 0..3.

    `pure` tells that the heading is no more than a name, be it of a weak word (主要措施).
    `partial` marks a section that tells of successes as well (成绩与不足); `future` a stated time to come.
    """

    kind: str
    strength: int
    partial: bool = False
    future: bool = False
    pure: bool = False


NOTHING = Evidence("", 0)


@lru_cache(maxsize=4096)
def heading_evidence(core: str, year: int | None) -> Evidence:
    """Judge a heading without its enumerator, 「存在的主要问题」 -> (problem, PURE)."""
    core = _from_english(_ASKS_TAIL.sub("", _GLOSS.sub("", core.strip())))
    if core in words.BARE_OTHER:
        return Evidence("other", PURE, pure=True)
    core = _WANTING_PLACE.sub(_SHORTCOMING, _SPACED_DIGITS.sub("", core.strip())[:80])
    if _WISH.search(core):
        return Evidence("plan", PURE, future=True, pure=True)
    if _PLAIN_LACK.search(core):
        return Evidence("problem", PURE, pure=True)
    if only := _YEAR_ONLY.match(core):
        later = year is not None and int(only.group("y")) > year
        return Evidence("plan", PURE, future=True) if later else NOTHING
    years = [int(found) for found in _YEAR.findall(core)]
    future = _has_future(core) or (year is not None and any(found > year for found in years))
    kinds = [found for part in _CONJUNCTION.split(core) for found in (_part_class(part),) if found]
    future = future or (bool(kinds) and year is not None and _of_next_year(core, year))
    if "goal" in {_CLASS_OF[word] for word in _WORD.findall(core)} and not years:
        return Evidence("overview", NAMED)
    if _PAST.search(core) and not future and "plan" in (found := _combined(core, kinds, future, past=False)).kind:
        return replace(found, kind="achievement")
    past = year is not None and year in years and not future
    return replace(_combined(core, kinds, future, past), pure=bool(kinds) and _rest(core) <= _PURE_REST)


def _from_english(core: str) -> str:
    """Return what an English name stands for, 「LESS WELL」 -> 不足, 「2023 TODO」 -> 2023 下一步计划."""
    if _FLAG.match(core):
        return f"{' '.join(_YEAR.findall(core))}{words.ENGLISH[1][0]}"
    if not core.isascii() or len(core) > words.ENGLISH_MAX:
        return core
    named = _AROUND.sub(" ", core).strip()
    return next((f"{' '.join(_YEAR.findall(core))}{name}" for name, found in _ENGLISH if found.fullmatch(named)), core)


def _rest(core: str) -> int:
    return len(_FILLER.sub("", _WORD.sub("", core)))


def _has_future(core: str) -> bool:
    return any(word in core for word in words.FUTURE)


def _of_next_year(core: str, year: int) -> bool:
    """Tell whether a heading begins with the next year in two digits, 「24年重点工作」."""
    short = _SHORT_YEAR.match(core)
    return short is not None and int(short.group("y")) == (year + 1) % 100


def _part_class(part: str) -> str:
    """Return the class of a coordinated part: that of its last word which is not somebody's object."""
    for match in reversed(list(_WORD.finditer(part))):
        name = _CLASS_OF[match.group()]
        if name in ("problem", "weak", "plan") and _is_object(part, match.start(), match.end()):
            continue
        if match.group() in words.PREDICATES and _is_predicate(part[: match.start()]):
            continue
        if match.group() in words.ATTRIBUTES and _FILLER.sub("", part[match.end() :]):
            continue  # 重点项目, 目标客户
        return f"{name}?" if match.group() in words.PROBLEM_WEAK else name
    return ""


def _is_object(part: str, start: int, end: int) -> bool:
    """Tell whether 问题 is only what someone works on: 着力解决突出问题, 坚持问题导向."""
    if _AFTER_NEUTRAL.match(part, end):
        return True
    before = part[:start]
    if before in words.ADJECTIVES:
        return False
    verb = None
    for verb in _VERB.finditer(before):  # noqa: B007 - the last one counts
        pass
    if verb is None:
        return False
    between = before[verb.end() :]
    if _TOPIC_VERB.fullmatch(verb.group()) and _BARE_NOUN.fullmatch(between):
        return not _WANTED.search(before[: verb.start()])
    inside = "的" not in between or len(_FILLER.sub("", between.rsplit("的", 1)[-1])) > 1
    return inside and not _HAVING.search(before)


def _is_predicate(before: str) -> bool:
    """Tell whether 不足 says something of what stands before it (人员力量不足) instead of naming a section."""
    if _HAVING_SOME.search(before):
        return False
    return bool(_FILLER.sub("", _WORD.sub("", before))) and not before.endswith(words.NOMINAL_BEFORE)


def _combined(core: str, kinds: list[str], future: bool, past: bool) -> Evidence:
    found = set(kinds)
    problem = bool(found & {"problem", "problem?"})
    plan = bool(found & {"plan", "future"}) or ("weak" in found and (problem or future)) or (future and not found)
    achievement = "achievement" in found
    plan = plan or ("work" in found and future)
    strength = _strength(core, kinds, hinted=found <= {"problem?", "weak"})
    if problem and plan:
        return Evidence("mixed", strength, future=future)
    if problem:
        return Evidence("problem", strength, partial=achievement, future=future)
    if achievement:
        return Evidence("achievement", strength, partial=bool(found & {"plan", "weak"}), future=future)
    if plan or "weak" in found:
        if found <= {"overview", "weak"} and "overview" in found and not (future and "weak" in found):
            return Evidence("overview", strength, future=future)
        return Evidence("plan", HINTED if past and not future else strength, future=future)
    if future and "other" in found:
        return Evidence("plan", NAMED, future=True)
    if "work" in found:
        return Evidence("work", strength)
    for name in ("overview", "cause", "other"):
        if name in found:
            return Evidence(name, strength, future=future)
    return Evidence("plan", NAMED, future=True) if future else NOTHING


def _strength(core: str, kinds: list[str], *, hinted: bool) -> int:
    stated = _STATED.search(core)
    if kinds and _rest(core) <= _PURE_REST:
        return HINTED if hinted and "weak" not in kinds and not stated else PURE if not hinted else NAMED
    if stated and not hinted:
        return NAMED
    if hinted:
        return HINTED
    last = None
    for last in _WORD.finditer(core):  # noqa: B007 - the last one counts
        pass
    return NAMED if last and len(core) - last.end() <= 2 else HINTED
