"""The list numbers that Word generates: `一、`, `（一）`, `1.` stand in no text, but on every page.

A paragraph names a list and a level, itself or by its style; a list has a start, a style of numerals
and a pattern for each level, and counts on wherever it is named again.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_DEEPEST: Final = 9
_MOST_STYLES: Final = 20
"""How many styles a style may rest on, one upon the other."""

_PLACEHOLDER: Final = re.compile(r"%([1-9])")
_DIGITS: Final = "〇一二三四五六七八九"
_UNITS: Final = ("", "十", "百", "千")
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_BULLET: Final = "•"


def in_han(number: int) -> str:
    """A number in Han numerals, as lists count.

    >>> [in_han(number) for number in (1, 10, 12, 20, 101, 110)]
    ['一', '十', '十二', '二十', '一百〇一', '一百一十']
    """
    if not 0 < number < 10_000:
        return str(number)
    digits = [int(digit) for digit in str(number)]
    parts = [
        _DIGITS[digit] + _UNITS[len(digits) - 1 - at] if digit else "〇"
        for at, digit in enumerate(digits)
    ]
    text = re.sub("〇+", "〇", "".join(parts)).rstrip("〇")
    return text.removeprefix("一") if text.startswith("一十") else text


def _letters(number: int) -> str:
    """`a` to `z`, then `aa` to `zz`."""
    if not 0 < number <= 26 * 30:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, numeral in _ROMAN:
        text += numeral * (number // value)
        number %= value
    return text


def _circled(number: int) -> str:
    return chr(0x245F + number) if 0 < number <= 20 else str(number)


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _one_of(names: str) -> Callable[[int], str]:
    return lambda number: names[number - 1] if 0 < number <= len(names) else str(number)


_NUMERALS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalEnclosedParen": lambda number: f"({number})",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "none": lambda _: "",
    "chineseCounting": in_han,
    "chineseCountingThousand": in_han,
    "chineseLegalSimplified": in_han,
    "ideographDigital": in_han,
    "japaneseCounting": in_han,
    "taiwaneseCounting": in_han,
    "taiwaneseCountingThousand": in_han,
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, its numerals, its pattern, and what stands behind it."""

    start: int = 1
    numerals: str = "decimal"
    pattern: str = ""
    behind: str = ""
    legal: bool = False
    restarts: bool = True
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of one document, counting; ask for every paragraph once and in order."""

    def __init__(self, lists: Any, styles: Any) -> None:
        self._lists = _read_lists(lists) if lists is not None else {}
        self._styles = _read_styles(styles) if styles is not None else {}
        self._default = self._styles.pop("", ("", "", ""))[0]
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()

    def label(self, paragraph: Any) -> str:
        """The list number of a paragraph, or nothing."""
        number, depth = self._of(paragraph)
        found = self._lists.get(number)
        if found is None or depth not in found.levels:
            return ""
        level = found.levels[depth]
        counts = self._count(number, found, depth)
        if level.numerals == "bullet":
            return _BULLET
        return (
            _PLACEHOLDER.sub(
                lambda at: _numeral(found, level, counts, int(at[1]) - 1), level.pattern
            )
            + level.behind
        )

    def _count(self, number: str, found: _List, depth: int) -> dict[int, int]:
        counts = self._counts.setdefault(found.abstract, {})
        if number not in self._seen:
            self._seen.add(number)
            for at in found.starts:
                counts.pop(at, None)
        for at in range(depth):
            if at in found.levels and at not in counts:
                counts[at] = _start(found, at)
        counts[depth] = counts[depth] + 1 if depth in counts else _start(found, depth)
        for deeper in [at for at in counts if at > depth]:
            if deeper not in found.levels or found.levels[deeper].restarts:
                del counts[deeper]
        return counts

    def _of(self, paragraph: Any) -> tuple[str, int]:
        """The list and the level of a paragraph, by itself or by its style."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        named = _value(paragraph.find(f"{W}pPr/{W}pStyle")) or self._default
        number, depth = _number_of(own) if own is not None else ("", "")
        style = named
        for _ in range(_MOST_STYLES):
            if (number and depth) or style not in self._styles:
                break
            above, its_number, its_depth = self._styles[style]
            number, depth = number or its_number, depth or its_depth
            style = above
        if own is None and number and not depth:
            depth = self._depth_of_style(number, named)
        return number, int(depth) if depth.isdigit() else 0

    def _depth_of_style(self, number: str, style: str) -> str:
        levels = self._lists[number].levels if number in self._lists else {}
        return next((str(at) for at, level in levels.items() if level.style == style), "")


def _start(found: _List, depth: int) -> int:
    return found.starts.get(depth, found.levels[depth].start)


def _numeral(found: _List, level: Level, counts: dict[int, int], depth: int) -> str:
    if depth not in counts:
        return ""
    numerals = "decimal" if level.legal else found.levels[depth].numerals
    return _NUMERALS.get(numerals, str)(counts[depth])


def _value(element: Any) -> str:
    return "" if element is None else element.get(f"{W}val") or ""


def _integer(element: Any, default: int) -> int:
    text = _value(element)
    return int(text) if re.fullmatch(r"\d{1,9}", text) else default


def _number_of(element: Any) -> tuple[str, str]:
    return _value(element.find(f"{W}numId")), _value(element.find(f"{W}ilvl"))


def _read_styles(root: Any) -> dict[str, tuple[str, str, str]]:
    """What each style of paragraphs rests on, and its list and level; the default one's name under ``."""
    found: dict[str, tuple[str, str, str]] = {}
    for style in root.iter(f"{W}style"):
        name = style.get(f"{W}styleId") or ""
        own = style.find(f"{W}pPr/{W}numPr")
        number, depth = _number_of(own) if own is not None else ("", "")
        found[name] = (_value(style.find(f"{W}basedOn")), number, depth)
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
            found[""] = (name, "", "")
    return found


def _read_lists(root: Any) -> dict[str, _List]:
    """The lists by their number, each with its levels and where it starts anew."""
    abstract: dict[str, dict[int, Level]] = {}
    linked: dict[str, str] = {}
    by_style: dict[str, str] = {}
    for one in root.iter(f"{W}abstractNum"):
        name = one.get(f"{W}abstractNumId") or ""
        abstract[name] = _read_levels(one)
        linked[name] = _value(one.find(f"{W}numStyleLink"))
        by_style[_value(one.find(f"{W}styleLink"))] = name
    found = {}
    for number in root.iter(f"{W}num"):
        name = _value(number.find(f"{W}abstractNumId"))
        name = by_style.get(linked.get(name, ""), name) if linked.get(name) else name
        levels, starts = dict(abstract.get(name, {})), dict[int, int]()
        for change in number.iter(f"{W}lvlOverride"):
            levels |= _read_levels(change)
            depth = change.get(f"{W}ilvl") or ""
            begin = change.find(f"{W}startOverride")
            if begin is not None and depth.isdigit() and int(depth) in levels:
                starts[int(depth)] = _integer(begin, 1)
        found[number.get(f"{W}numId") or ""] = _List(name, levels, starts)
    found.pop("0", None)
    return found


def _read_levels(root: Any) -> dict[int, Level]:
    found = {}
    for element in root.findall(f"{W}lvl"):
        depth = element.get(f"{W}ilvl") or ""
        if not depth.isdigit() or int(depth) >= _DEEPEST:
            continue
        level = Level(
            start=_integer(element.find(f"{W}start"), 1),
            numerals=_value(element.find(f"{W}numFmt")) or "decimal",
            pattern=_value(element.find(f"{W}lvlText")),
            behind=" " if _value(element.find(f"{W}suff")) == "space" else "",
            restarts=_value(element.find(f"{W}lvlRestart")) != "0",
            style=_value(element.find(f"{W}pStyle")) or None,
        )
        legal = element.find(f"{W}isLgl")
        on = legal is not None and _value(legal) not in ("0", "false")
        found[int(depth)] = replace(level, legal=on)
    return found
