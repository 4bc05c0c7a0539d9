"""Markup -> a view of the text without it, of the very same length: comments, tags, front matter, code, links, emoji.

A line that held nothing but markup becomes a rule of dashes, which is page furniture. A symbol at the head of a line
is a bullet, one anywhere else is white space. Texts without markup are returned as they are.
"""

import re

from .lexicon import shapes

_QUOTE = re.compile(shapes.QUOTE, re.MULTILINE)
_CLOSED = re.compile(r"#[ \t]*[\r\n]")
_ATTRIBUTES = re.compile(shapes.ATTRIBUTES, re.MULTILINE)
_ANCHOR = re.compile(shapes.ANCHOR_LINE, re.MULTILINE)
# What markup is known by: an entity, a tag, a symbol; {#…}, {:…}, ## or > or --- at an end of line, ```, ](.
_SIGN = re.compile(
    rf"[&<{shapes.EMOJI}{shapes.KEYCAP}{{#>\-`\]](?:(?<![&{{#>\-`\]])|(?<=&)(?=[a-z#])|(?<={{)(?=[#:])"
    r"|(?<=[ #]#)(?=[\r\n])|(?<=\n>)(?= )|(?<=---)(?=[\r\n])|(?<=`)(?=``)|(?<=\])(?=\())"
)
_ENTITY = re.compile(shapes.SPACE_ENTITY)
_OUT = "\ue0ff"  # taken out; becomes white space or a rule in the end
_FRONT = re.compile(shapes.FRONT_MATTER, re.MULTILINE)
_FRONT_TITLE = re.compile(shapes.FRONT_TITLE, re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[ \t]*(?P<language>[A-Za-z+#-]*)")
# What stands between fences of these is text; of any other language it is code, its Chinese included.
_TEXTS = frozenset(("", "text", "txt", "md", "markdown", "plain", "plaintext"))
_HAN = re.compile("[一-鿿]")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,12})(?:[\s/][^<>\n]{0,400})?>|</?[a-z][\w-]{0,30}>")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,200}\]\([^()\n]{0,1500}\)")
_LINK = re.compile(r"(\[)([^\[\]\n]{1,200})(\]\((?:[a-z]{2,8}:|[/#.])[^()\s]{0,1500}\))")
_KEYCAP = re.compile(rf"(?<=\d)\ufe0f?{shapes.KEYCAP}")
_EMOJI = re.compile(rf"[{shapes.EMOJI}][{shapes.EMOJI}{shapes.EMOJI_PARTS} \t]*")
# What may stand before the first word of a line, and how much of it.
_INDENTS = f" \t　\ufeff\u200b{_OUT}"
_INDENT_MAX = 80
_LINE = re.compile(rf"^[^\S\n]*{_OUT}[{_OUT}\s]*?$", re.MULTILINE)
_BLOCKS = frozenset(("br", "p", "div", "ul", "ol", "li", "tr", "table", "details", "summary", "section"))
_BULLET = shapes.SYMBOL_BULLET


def without_markup(text: str) -> str:
    """Return 「🚀 学习<!-- … -->」 as 「◈ 学习          」."""
    if not _SIGN.search(text):
        return text
    view = _without_comments(text)
    view = _ENTITY.sub(lambda m: " " * len(m.group()), view) if "&" in view else view
    view = _QUOTE.sub(_quoted, view) if ">" in view else view
    view = _FRONT.sub(_front, view) if "---" in view else view
    view = _without_code(view) if "```" in view else view
    view = _TAG.sub(_tag, view) if "<" in view else view
    view = _ATTRIBUTES.sub(_gone, view) if "{" in view or _CLOSED.search(view) else view
    if "](" in view:
        view = _ANCHOR.sub(_gone, view)
        view = _LINK.sub(lambda m: _OUT + m.group(2) + _OUT * len(m.group(3)), _IMAGE.sub(_gone, view))
    view = _EMOJI.sub(_emoji, _KEYCAP.sub(lambda m: "、".ljust(len(m.group())), view))
    view = _LINE.sub(lambda m: re.sub(r"\S", "-", m.group()), view) if _OUT in view else view
    return view.replace(_OUT, " ")


def _blank(words: str) -> str:
    return re.sub(r"[^\n\r]", _OUT, words)


def _quoted(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _gone(match: re.Match[str]) -> str:
    return _blank(match.group())


def _without_comments(text: str) -> str:
    pieces = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        pieces += [text[position:start], _blank(text[start : end + 3])]
        position = end + 3
    return "".join([*pieces, text[position:]]) if pieces else text


def _front(match: re.Match[str]) -> str:
    """Take a block of settings out; what it says of the title stays."""
    title = _FRONT_TITLE.search(match.group())
    if title is None:
        return _blank(match.group())
    start, end = title.span("title")
    return _blank(match.group()[:start]) + title.group("title") + _blank(match.group()[end:])


def _without_code(text: str) -> str:
    """Take the fences of code out, and the lines between them that are code or hold no Chinese."""
    lines = text.split("\n")
    inside = code = False
    for place, line in enumerate(lines):
        fence = _FENCE.match(line)
        if fence or (inside and (code or not _HAN.search(line))):
            lines[place] = _blank(line)
        if fence:
            inside = not inside
            code = inside and fence["language"].lower() not in _TEXTS
    return "\n".join(lines)


def _tag(match: re.Match[str]) -> str:
    """Return white space for a tag, a line end for one that parts blocks, the mark of a heading or an entry."""
    name = (match.group("name") or "").lower()
    size = len(match.group())
    behind = match.string[match.end() : match.end() + 1]
    opens = not match.group("end") and behind not in ("", "\n", "\r", "<")
    if name in ("h1", "h2", "h3", "h4") and opens and _heads_line(match):
        return ("#" * min(int(name[1]), size - 1)).ljust(size)
    if name == "li" and opens and not _in_row(match):
        return ("\n•" if not _heads_line(match) else "•").ljust(size)
    breaks = name in _BLOCKS and not _in_row(match) and behind not in ("", "\n", "\r") and not _heads_line(match)
    return "\n".ljust(size) if breaks else _OUT * size


def _in_row(match: re.Match[str]) -> bool:
    """Tell whether a match stands in the row of a drawn table, which goes on behind it."""
    begin = match.string.rfind("\n", 0, match.start()) + 1
    return match.string[begin : begin + 1] == "|"


def _heads_line(match: re.Match[str]) -> bool:
    """Tell whether nothing but white space stands before a match on its line."""
    nearest = max(0, match.start() - _INDENT_MAX)
    before = match.string.rfind("\n", nearest, match.start())
    head = match.string[max(before + 1, nearest) : match.start()]
    return (before >= 0 or nearest == 0) and not head.strip(_INDENTS)


def _emoji(match: re.Match[str]) -> str:
    """Return a bullet for symbols at the head of a line, white space for others; usual bullets stay as they are."""
    words = match.group()
    behind = match.string[match.end() : match.end() + 1]
    if not _heads_line(match) or behind in ("", "\n", "\r"):
        return re.sub(r"\S", _OUT, words)
    return _BULLET.ljust(len(words))
