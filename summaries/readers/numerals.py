"""How Word writes a number: 一, ㈠, ①, 壹, IV, aa … by the names of the formats in the standard (w:numFmt)."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_MAX = 32_767  # Word's own; a list that claims more is answered in plain digits


def numeral(value: int, style: str) -> str:
    """Return a number as Word writes it in that format; in plain digits where the format is unknown or ends."""
    if style == "none":
        return ""
    write = _FORMATS.get(style)
    if write is None or not 0 <= value <= _MAX:
        return str(value)
    return write(value) or str(value)


def _counting(value: int) -> str:
    """Return 十一 for 11, 二十 for 20; from 100 on digit by digit."""
    return _thousands(value) if value < 100 else _digitwise(value)


def _thousands(value: int, digits: str = _DIGITS, units: str = "十百千", zero: str = "零") -> str:
    """Return 一百零三 for 103, 一万二千 for 12000."""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        rest = (zero if low < 1000 else "") + _thousands(low, digits, units, zero) if low else ""
        return _thousands(high, digits, units, zero) + "万" + rest
    if value == 0:
        return digits[0]
    words = ""
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            words += digits[digit] + (units[power - 1] if power else "")
        elif words and value % 10**power:
            words = words.rstrip(zero) + zero
    return words[1:] if words.startswith("一十") else words


def _legal(value: int) -> str:
    return _thousands(value, _LEGAL_DIGITS, "拾佰仟")


def _digitwise(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _full_width(value: int) -> str:
    return str(value).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})


def _enclosed(*ranges: tuple[int, str]) -> Callable[[int], str]:
    """Return a writer for runs of single characters: (first number, its character and the last one's)."""

    def write(value: int) -> str:
        for first, (low, high) in ranges:
            if first <= value <= first + ord(high) - ord(low):
                return chr(ord(low) + value - first)
        return ""

    return write


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda value: characters[(value - 1) % len(characters)] if value else ""


def _letters(value: int) -> str:
    """Return a … z, then aa, bb …: Word repeats the letter."""
    repeats, place = divmod(value - 1, 26)
    return chr(ord("a") + place) * (repeats + 1) if value else ""


def _roman(value: int) -> str:
    words = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        words += letters * count
    return words


def _ordinal(value: int) -> str:
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


_CIRCLED = _enclosed((0, "⓪⓪"), (1, "①⑳"), (21, "㉑㉟"), (36, "㊱㊿"))
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedFullstop": _enclosed((1, "⒈⒛")),
    "decimalEnclosedParen": _enclosed((1, "⑴⒇")),
    "numberInDash": lambda value: f"- {value} -",
    "ordinal": _ordinal,
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperRoman": _roman,
    "chineseCounting": _counting,
    "chineseCountingThousand": _thousands,
    "chineseLegalSimplified": _legal,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _thousands,
    "taiwaneseDigital": _digitwise,
    "japaneseCounting": _thousands,
    "japaneseDigitalTenThousand": _digitwise,
    "ideographDigital": _digitwise,
    "ideographEnclosedCircle": _enclosed((1, "㊀㊉")),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
}
