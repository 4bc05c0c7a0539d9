"""Characters of Word's symbol fonts as Unicode: ☑ and ● are letters of Wingdings there."""

# Code point within the font (Word adds 0xF000) -> what the reader of the document sees.
_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆",
    0x9F: "•", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB2: "★", 0xD8: "➢", 0xE0: "→", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS2 = {0x52: "☑", 0x54: "☒", 0xA3: "□", 0x50: "✓", 0x4F: "✗", 0x97: "●", 0x98: "●", 0xF6: "★"}
_SYMBOL = {0xB7: "•", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xAE: "→", 0xDE: "⇒", 0xD7: "·"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS2, "symbol": _SYMBOL}
BULLET = "●"


def symbol(code: int, font: str) -> str:
    """Return the character of a symbol font, "" where it is not known; of other fonts the character itself."""
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    table = _FONTS.get(font.lower())
    if table is not None:
        return table.get(low, "")
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code <= 0xF8FF else ""


def bullet(text: str, font: str) -> str:
    """Return how the bullet of a list looks; an unknown one is a plain bullet."""
    if not text.strip():
        return ""
    if font.lower() in _FONTS or any(ord(char) >= 0xE000 for char in text):
        return "".join(symbol(ord(char), font) for char in text) or BULLET
    return "○" if text == "o" else text  # Word's second level: an o in a typewriter font
