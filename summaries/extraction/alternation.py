"""Long lists of words as regular expressions: branches gathered by their first character, so that few are tried.

Only for patterns of which it is asked whether they match, not how far: the order of the branches changes.
"""

import re

_PIECE = re.compile(r"\\.|.", re.DOTALL)
_QUANTIFIERS = ("?", "*", "+", "{")
_NO_INITIAL = frozenset("\\([.^$")


def by_initial(pattern: str) -> str:
    """Return 「不够|不足|缺|不(?:能|会)」 as 「不(?:够|足|(?:能|会))|缺」."""
    groups: dict[str, list[str]] = {}
    for branch in _branches(pattern):
        plain = branch[:1] not in _NO_INITIAL and not branch[1:].startswith(_QUANTIFIERS)
        groups.setdefault(branch[:1] if plain else branch, []).append(branch[1:] if plain else "")
    return "|".join(
        initial + (f"(?:{'|'.join(rests)})" if len(rests) > 1 else rests[0]) for initial, rests in groups.items()
    )


def _branches(pattern: str) -> list[str]:
    """Cut a pattern at the bars that stand outside brackets."""
    branches, depth = [""], 0
    for piece in _PIECE.findall(pattern):
        depth += (piece in "([") - (piece in ")]")
        if piece == "|" and not depth:
            branches.append("")
        else:
            branches[-1] += piece
    return branches
