"""Documents that are edited at random, with the truth about which item is which: for tests of re-import.

Every entry keeps its number through all edits, so that a test can tell a right anchor from a wrong one.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

PLACES = ["柳河镇", "石桥镇", "城关街道", "青山乡", "白云村", "红旗社区", "上游水库", "南郊园区", "北关小学"]
MATTERS = ["清淤", "巡查", "招商", "征地", "普法", "信访", "扶贫", "环保", "档案", "培训", "招聘", "统计"]
LACKS = [
    "经费缺口较大，主要靠镇里自筹，两个项目未能按计划开工",
    "队伍力量薄弱，在岗人员只有六人，一个月覆盖不到一次",
    "制度执行不严，记录流于形式，抽查发现多处与实际不符",
    "部门配合不够，信息共享滞后，问题移交后平均拖延二十天",
    "群众知晓率偏低，宣传停留在张贴标语，入户讲解很少",
]
STEPS = [
    "完善工作台账，明确专人负责，每季度通报一次进展情况",
    "加大资金投入，积极争取上级补助，把重点项目列入年度计划",
    "开展集中整治，组织联合执法，对反复出现的问题挂牌督办",
    "强化业务培训，邀请专家授课，全年轮训不少于一百二十人次",
    "健全考核办法，把完成情况与评先评优挂钩，压实各方责任",
]
WORDS = {"较大": "很大", "薄弱": "不足", "六人": "八人", "多处": "几处", "二十天": "三十天", "很少": "不多"}
WORDS |= {"每季度": "每半年", "积极": "主动", "联合": "专项", "专家": "教授", "挂钩": "结合", "主要靠": "基本靠"}
NUMERALS = "一二三四五六七八九十"
NUMBERINGS: tuple[Callable[[int], str], ...] = (
    lambda n: f"（{NUMERALS[n]}）",
    lambda n: f"{n + 1}．",
    lambda n: f"（{n + 1}）",
)
WIDE = str.maketrans("0123456789，。", "０１２３４５６７８９,．")


@dataclass(frozen=True)
class Entry:
    """A problem or a plan: `number` never changes, whatever becomes of its words."""

    number: int
    kind: str
    words: str


@dataclass
class Text:
    """A summary as its author has it in mind."""

    title: str
    entries: list[Entry]
    numbering: int = 0
    opening: str = ""
    removed: list[Entry] = field(default_factory=list)
    next: int = 0

    def of(self, kind: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == kind]

    def written(self) -> str:
        lines = [
            self.title,
            "2023年，各项工作平稳推进，现将有关情况总结如下：",
            *([self.opening] if self.opening else []),
            "一、主要做法",
            "全年召开专题会议12次，走访群众三百余户，办结事项四百余件。",
        ]
        for heading, kind in (("二、存在的问题", "problem"), ("三、下一步打算", "plan")):
            lines.append(heading)
            number = NUMBERINGS[self.numbering]
            lines += [f"{number(index)}{entry.words}。" for index, entry in enumerate(self.of(kind))]
        return "\n".join(lines) + "\n"


def new_text(rng: random.Random, number: int) -> Text:
    """Return a summary of 4 problems and 4 plans, among them look-alikes that differ in one place or matter."""
    text = Text(f"第{number}街道2023年政务服务工作总结", [])
    for kind in ("problem", "plan"):
        for _count in range(3):
            add(text, rng, kind)
        like = rng.choice(text.of(kind))
        place = rng.choice(PLACES)
        _append(text, kind, place + like.words[len(next(p for p in PLACES if like.words.startswith(p))) :])
    rng.shuffle(text.entries)
    return text


def add(text: Text, rng: random.Random, kind: str = "") -> None:
    """Insert an entry whose words no other one has."""
    kind = kind or rng.choice(["problem", "plan"])
    while True:
        words = rng.choice(PLACES) + rng.choice(MATTERS) + "工作" + rng.choice(LACKS if kind == "problem" else STEPS)
        if all(words != entry.words for entry in (*text.entries, *text.removed)):
            break
    _append(text, kind, words, rng.randint(0, len(text.entries)))


def _append(text: Text, kind: str, words: str, at: int | None = None) -> None:
    text.entries.insert(len(text.entries) if at is None else at, Entry(text.next, kind, words))
    text.next += 1


def remove(text: Text, rng: random.Random) -> None:
    kinds = [kind for kind in ("problem", "plan") if len(text.of(kind)) > 3]
    if kinds:
        entry = rng.choice(text.of(rng.choice(kinds)))
        text.entries.remove(entry)
        text.removed.append(entry)


def bring_back(text: Text, rng: random.Random) -> None:
    """Insert words again that were removed before."""
    if text.removed and len(text.entries) < 14:
        entry = text.removed.pop(rng.randrange(len(text.removed)))
        text.entries.insert(rng.randint(0, len(text.entries)), entry)


def move(text: Text, rng: random.Random) -> None:
    entry = rng.choice(text.entries)
    text.entries.remove(entry)
    text.entries.insert(rng.randint(0, len(text.entries)), entry)


def renumber(text: Text, rng: random.Random) -> None:
    text.numbering = rng.randrange(len(NUMBERINGS))


def widen(text: Text, rng: random.Random) -> None:
    """Write an entry with full-width figures, or with a blank inside."""
    _exchange(text, rng, lambda words: words.translate(WIDE).replace("工作", " 工作", 1))


def reword(text: Text, rng: random.Random) -> None:
    """Change one word."""

    def change(words: str) -> str:
        known = [word for word in WORDS if word in words]
        word = rng.choice(known) if known else ""
        return words.replace(word, WORDS[word], 1) if word else words.replace("工作", "任务", 1)

    _exchange(text, rng, change)


def name_or_mask(text: Text, rng: random.Random) -> None:
    """Put XX for the place, or a name where XX stood."""

    def change(words: str) -> str:
        place = next((place for place in PLACES if words.startswith(place)), "")
        return "XX" + words[len(place) :] if place else words.replace("XX", rng.choice(PLACES), 1)

    _exchange(text, rng, change)


def swap(text: Text, rng: random.Random) -> None:
    """Let two neighbours of a kind, look-alikes or not, change places."""
    group = text.of(rng.choice(["problem", "plan"]))
    index = rng.randrange(len(group) - 1)
    one, other = (text.entries.index(entry) for entry in group[index : index + 2])
    text.entries[one], text.entries[other] = text.entries[other], text.entries[one]


def open_otherwise(text: Text, rng: random.Random) -> None:
    text.opening = f"全年共召开会议{rng.randint(3, 90)}次。"


EDITS = (add, remove, bring_back, move, renumber, widen, reword, reword, name_or_mask, swap, open_otherwise)


def edit(text: Text, rng: random.Random) -> str:
    """Edit a text in one random way; return its name."""
    chosen = add if len(text.entries) < 7 else remove if len(text.entries) > 12 else rng.choice(EDITS)
    chosen(text, rng)
    return chosen.__name__


def _exchange(text: Text, rng: random.Random, change: Callable[[str], str]) -> None:
    index = rng.randrange(len(text.entries))
    entry = text.entries[index]
    words = change(entry.words)
    if all(words != other.words for other in text.entries):
        text.entries[index] = replace(entry, words=words)
