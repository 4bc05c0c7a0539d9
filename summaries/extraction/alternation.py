"""Long lists of words as regular expressions that pass most of a text at one look a character.

`by_initial` is for patterns of which it is asked whether they match, not where or how far: it gathers the branches
by their first character, many of them in buckets of several, and lets a match be that character. `at_initials` keeps
the matches as they are.
"""

import re
from math import isqrt

_PIECE = re.compile(r"\\.|\[\^?(?:\\.|[^\]\\])+\]|.", re.DOTALL)
_IN_CLASS = re.compile(r"\\.|[^\\]-[^\\]|.", re.DOTALL)
_QUANTIFIERS = ("?", "*", "+", "{")
_QUANTIFIER = re.compile(r"(?:(?P<maybe>[?*]|\{0,\d*\})|\+|\{\d+(?:,\d*)?\})\??")
_NO_INITIAL = frozenset("\\([.^$")
# What matches no character: a look ahead or behind, ^, 「(?:^|(?<=[。；]))」.
_NO_WIDTH = re.compile(r"\(\?(?:<?[=!])|\^|\(\?:\^\|\(\?<=(?:\\n|\[(?:\\.|[^\]])+\])\)\)$")
_ANYTHING = frozenset(("", ".", "$", r"\b", r"\B"))
# So many branches are looked through bucket by bucket.
_MANY = 16
_GROUP = re.compile(r"\((?:\?:|\?P<\w+>|(?!\?))")


def by_initial(pattern: str) -> str:
    """Return 「不够|不足|缺」 as 「[不缺](?<=(?=不(?:够|足)|缺)(?s:.))」: one character, where a branch begins."""
    gathered = _gathered(pattern)
    initials = _initials(pattern)
    if not initials:
        return gathered
    return f"[{''.join(dict.fromkeys(initials))}](?<=(?={gathered})(?s:.))"


def at_initials(pattern: str) -> str:
    """Return 「不够|不足|缺」 as 「(?=[不缺])(?:不够|不足|缺)」, which matches the same words."""
    initials = _initials(pattern)
    return f"(?=[{''.join(dict.fromkeys(initials))}])(?:{pattern})" if initials else pattern


def _gathered(pattern: str) -> str:
    """Return 「不够|不足|缺|不(?:能|会)」 as 「不(?:够|足|(?:能|会))|缺」."""
    groups: dict[str, list[str]] = {}
    others = []
    for branch in _branches(pattern):
        if branch[:1] in _NO_INITIAL or branch[1:].startswith(_QUANTIFIERS):
            others.append(branch)
        else:
            groups.setdefault(branch[:1], []).append(branch[1:])
    gathered = [
        initial + (f"(?:{'|'.join(rests)})" if len(rests) > 1 else rests[0]) for initial, rests in groups.items()
    ]
    return "|".join([*_bucketed(list(groups), gathered), *others])


def _bucketed(initials: list[str], branches: list[str]) -> list[str]:
    """Put many branches into buckets of equal size, 「(?=[不缺])(?:不(?:够|足)|缺)」: a look at each passes it by."""
    if len(branches) < _MANY:
        return branches
    size = isqrt(len(branches))
    places = range(0, len(branches), size)
    return [
        f"(?=[{''.join(map(re.escape, initials[i : i + size]))}])(?:{'|'.join(branches[i : i + size])})" for i in places
    ]


def _branches(pattern: str) -> list[str]:
    """Cut a pattern at the bars that stand outside brackets."""
    branches, depth = [""], 0
    for piece in _PIECE.findall(pattern):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            branches.append("")
        else:
            branches[-1] += piece
    return branches


def _initials(pattern: str) -> list[str]:
    """Return what a match may begin with, as the pieces of a character class; [] if it may be anything or nothing."""
    found = []
    for branch in _branches(pattern):
        begins = _begins(branch)
        if not begins:
            return []
        found += begins
    return found


def _begins(branch: str) -> list[str]:
    """Return what a match of a pattern without bars may begin with."""
    first = _first(branch)
    rest = branch[len(first) :]
    if _NO_WIDTH.match(first):
        return _begins(rest)
    quantifier = _QUANTIFIER.match(rest)
    found = _of_element(first)
    if found and quantifier and quantifier["maybe"]:
        behind = _begins(rest[quantifier.end() :])
        return found + behind if behind else []
    return found


def _first(branch: str) -> str:
    """Return the first element of a pattern: a character, an escape, a class or a whole group."""
    element, depth = "", 0
    for piece in _PIECE.findall(branch):
        element += piece
        depth += (piece == "(") - (piece == ")")
        if not depth:
            break
    return element


def _of_element(element: str) -> list[str]:
    if group := _GROUP.match(element):
        return _initials(element[group.end() : -1])
    if element.startswith("["):
        return [] if element.startswith("[^") else _IN_CLASS.findall(element[1:-1])
    if element in _ANYTHING or element.startswith("("):
        return []
    return [element if element.startswith("\\") else re.escape(element)]
