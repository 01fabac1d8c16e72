r"""Numbers of spreadsheets as their number format prints them: 1 shown as 100% is 100%.

A format has up to four sections (positive, negative, zero, text) of digits, literals, colours and
conditions, or of parts of a date. What is not known of formats is said, and the number stands as
`General` prints it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from yiju.readers.serial_date import is_date, print_date

GENERAL: Final = "General"
BUILTIN: Final = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0",
    6: "¥#,##0;¥-#,##0", 7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"', 42: '¥#,##0;¥-#,##0;¥"-"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '¥#,##0.00;¥-#,##0.00;¥"-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0",
    49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The formats that have a number instead of a text, as a Chinese Office prints them."""

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|_(?P<gap>.)|\*(?P<fill>.)'
    r"|(?P<general>General|G/通用格式)|(?P<power>E[+-][0#?]+)|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)"
    r"|(?P<percent>%)|(?P<text>@)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_CURRENCY: Final = re.compile(r"\$([^-]*)(?:-.*)?")
_UNKNOWN: Final = re.compile(r"[0#?]\s*/\s*[0#?\d]|\[DBNum", re.IGNORECASE)
_HAN_NUMERALS: Final = re.compile(r"\[DBNum\d\]", re.IGNORECASE)
"""Figures in Han numerals, of which only dates are known: those stand in Arabic figures."""

_LONGEST: Final = 255
"""Characters of the longest format."""

_SHOWN: Final = 15
"""Digits that a spreadsheet keeps of a number."""

_WIDTH: Final = 10
"""Digits that `General` shows of a number with decimals."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows; not `known` where its format is not understood."""

    text: str
    known: bool = True


def print_number(value: float | Decimal, form: str, *, from_1904: bool = False) -> Shown:
    """A number as a format prints it.

    >>> print_number(1, "0%").text, print_number(0.6, "0.00%").text
    ('100%', '60.00%')
    >>> print_number(-18294.594, '#,##0.00"万元"').text, print_number(0.1 + 0.2, "General").text
    ('-18,294.59万元', '0.3')
    >>> print_number(44197, 'yyyy"年"m"月"d"日"').text
    '2021年1月1日'
    """
    number = _rounded(value if isinstance(value, Decimal) else Decimal(repr(value)))
    if not number.is_finite():
        return Shown(str(value), known=False)
    if _HAN_NUMERALS.search(form) and is_date(_sections(form[:_LONGEST])[0]):
        plain = print_number(number, _HAN_NUMERALS.sub("", form), from_1904=from_1904)
        return Shown(plain.text, known=False)
    if len(form) > _LONGEST or _UNKNOWN.search(form):
        return Shown(print_general(number), known=False)
    section, number = _choose(_sections(form), number)
    if is_date(section):
        date = print_date(number, section, from_1904=from_1904)
        return Shown(date) if date is not None else Shown("#" * 8, known=False)
    return Shown(_print(section, number).strip())


def print_text(text: str, form: str) -> str:
    """A text as the fourth section of a format prints it.

    >>> print_text("甲", '0;-0;0;@"局"'), print_text("甲", "0.00")
    ('甲局', '甲')
    """
    if "@" not in form or len(form) > _LONGEST:
        return text
    section = _sections(form)[-1]
    tokens = list(_tokens(section))
    return "".join(text if kind == "text" else _literal(kind, said) for kind, said in tokens)


def print_general(number: Decimal) -> str:
    """A number without a format: as many decimals as fit, and no more than it has."""
    if number == 0:
        return "0"
    if not -9 <= number.adjusted() <= 20:
        return f"{number.normalize():E}"
    decimals = max(0, _WIDTH - 1 - max(number.adjusted(), 0))
    shown = _quantize(number, decimals)
    text = f"{shown:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(number: Decimal) -> Decimal:
    """The number with the digits that a spreadsheet keeps; noise of binary fractions goes."""
    if not number.is_finite() or len(number.as_tuple().digits) <= _SHOWN:
        return number
    return _quantize(number, _SHOWN - 1 - number.adjusted())


def _quantize(number: Decimal, decimals: int) -> Decimal:
    scaled = number.scaleb(decimals)
    return scaled.to_integral_value(ROUND_HALF_UP).scaleb(-decimals)


# --- sections ------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def _sections(form: str) -> tuple[str, ...]:
    parts = [""]
    for token in _TOKEN.finditer(form):
        if token["other"] == ";":
            parts.append("")
        else:
            parts[-1] += token[0]
    return tuple(parts[:4])


def _tokens(section: str) -> Iterator[tuple[str, str]]:
    for token in _TOKEN.finditer(section):
        kind = token.lastgroup or "quoted"
        yield kind, token[kind] or ""


def _choose(sections: Sequence[str], number: Decimal) -> tuple[str, Decimal]:
    """The section that prints a number, and what of the number it prints."""
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(condition, number):
                return section, number
        return GENERAL, number
    if len(sections) > 1 and number < 0:
        return sections[1], -number
    if len(sections) > 2 and number == 0:
        return sections[2], number
    return sections[0], number


def _holds(condition: re.Match[str], number: Decimal) -> bool:
    bound = Decimal(condition[2].strip(".") or "0") if condition[2].count(".") < 2 else Decimal(0)
    sign = condition[1]
    return {
        "<": number < bound, "<=": number <= bound, ">": number > bound,
        ">=": number >= bound, "=": number == bound, "<>": number != bound,
    }[sign]  # fmt: skip


# --- digits --------------------------------------------------------------------------------------


def _print(section: str, number: Decimal) -> str:
    tokens = list(_tokens(section))
    kinds = [kind for kind, _ in tokens]
    if "general" in kinds or not tokens:
        return "".join(
            print_general(number) if kind == "general" else _literal(kind, said)
            for kind, said in tokens
        ) or print_general(number)
    if "text" in kinds and "digit" not in kinds:
        return "".join(
            print_general(number) if kind == "text" else _literal(kind, said)
            for kind, said in tokens
        )
    if "digit" not in kinds:
        sign = "-" if number < 0 else ""
        return sign + "".join(_literal(kind, said) for kind, said in tokens)
    number = number.scaleb(2 * kinds.count("percent"))
    if "power" in kinds:
        return _print_power(tokens, number)
    return _print_digits(tokens, number)


def _print_power(tokens: Sequence[tuple[str, str]], number: Decimal) -> str:
    decimals = _count_decimals([kind for kind, _ in tokens])
    power = number.adjusted() if number else 0
    shown = _quantize(number.scaleb(-power), decimals)
    if abs(shown) >= 10:
        shown, power = _quantize(shown.scaleb(-1), decimals), power + 1
    form = next(said for kind, said in tokens if kind == "power")
    sign = "-" if power < 0 else "+" if form[1] == "+" else ""
    return f"{shown:.{decimals}f}E{sign}{abs(power):0{len(form) - 2}}"


def _count_decimals(kinds: Sequence[str]) -> int:
    if "point" not in kinds:
        return 0
    return sum(kind == "digit" for kind in kinds[kinds.index("point") :])


def _print_digits(tokens: Sequence[tuple[str, str]], number: Decimal) -> str:
    kinds = [kind for kind, _ in tokens]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    last = max(at for at, kind in enumerate(kinds) if kind == "digit")
    scale = 0
    for ends in {_last_digit(kinds, point), last}:
        while ends + scale + 1 < len(kinds) and kinds[ends + scale + 1] == "comma":
            scale += 1
    shown = _quantize(number.scaleb(-3 * scale), _count_decimals(kinds))
    sign = "-" if shown < 0 else ""
    whole, _, decimals = f"{abs(shown):f}".partition(".")
    return sign + _print_whole(tokens[:point], whole) + _print_rest(tokens[point:], decimals)


def _last_digit(kinds: Sequence[str], end: int) -> int:
    return max((at for at in range(end) if kinds[at] == "digit"), default=0)


def _print_whole(tokens: Sequence[tuple[str, str]], whole: str) -> str:
    """The digits before the point, from the right; what is left stands at the first place."""
    places = [at for at, (kind, _) in enumerate(tokens) if kind == "digit"]
    grouped = any(
        kind == "comma" and places and places[0] < at < places[-1]
        for at, (kind, _) in enumerate(tokens)
    )
    digits, parts, count = whole.lstrip("0"), list[str](), 0
    for at in range(len(tokens) - 1, -1, -1):
        kind, said = tokens[at]
        if kind != "digit":
            parts.append(_literal(kind, said))
            continue
        taken = digits if at == places[0] else digits[-1:]
        digits = "" if at == places[0] else digits[:-1]
        for digit in reversed(taken or {"0": "0", "?": " "}.get(said, "")):
            parts.append(("," if grouped and count and count % 3 == 0 else "").join((digit, "")))
            count += 1
    return "".join(reversed(parts))


def _print_rest(tokens: Sequence[tuple[str, str]], decimals: str) -> str:
    """The point and the digits behind it; places that need no zero show none."""
    needed = 0
    for at, said in enumerate(said for kind, said in tokens if kind == "digit"):
        if said == "0" or decimals[at : at + 1].strip("0") or decimals[at:].strip("0"):
            needed = at + 1
    parts, at = [], 0
    for kind, said in tokens:
        if kind == "point":
            parts.append(".")
        elif kind == "digit":
            parts.append(decimals[at : at + 1] or "0" if at < needed else "")
            at += 1
        else:
            parts.append(_literal(kind, said))
    return "".join(parts)


def _literal(kind: str, said: str) -> str:
    if kind == "percent":
        return "%"
    if kind == "gap":
        return " "
    if kind == "bracket":
        currency = _CURRENCY.fullmatch(said)
        return currency[1] if currency else ""
    return said if kind in ("quoted", "escaped", "other") else ""
