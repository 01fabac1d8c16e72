"""List numbers: where the items of a goal cell begin, and the numbering in front of a label.

A figure is no list number: neither 2.5万, 5.12防灾 nor 11786.475 is touched. Numbers of one cell
must rise by one from the first; any other figure of the same style belongs to the text.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

_HAN: Final = "零一二三四五六七八九十"
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NO_FIGURE: Final = r"(?:(?![0-9０-９])|(?=(?:19|20)[0-9]{2}\s?年))"
_STYLES: Final = {
    "目标1：": r"目标\s?(?P<n>[0-9０-９]{1,2})\s?[:：、.．]",
    "1、": rf"(?P<n>[0-9０-９]{{1,2}})\s?[、，]{_NO_FIGURE}",
    "1.": rf"(?P<n>[0-9０-９]{{1,2}})\s?[.．]{_NO_FIGURE}",
    "1)": r"(?P<n>[0-9０-９]{1,2})\s?[)）]",
    "（1）": r"[（(]\s?(?P<n>[0-9０-９]{1,2})\s?[）)]",
    "一、": rf"(?P<n>[{_HAN}]{{1,3}})\s?[、.．]",
    "（一）": rf"[（(]\s?(?P<n>[{_HAN}]{{1,3}})\s?[）)]",
    "一是": rf"(?P<n>[{_HAN}]{{1,3}})(?:是|要)(?![否的])",
    "①": rf"(?P<n>[{_CIRCLED}])\s?[、.．]?",
}
_PATTERNS: Final = {style: re.compile(pattern) for style, pattern in _STYLES.items()}
_BEFORE: Final = re.compile(r"(?:^|[\s。；;：:，,、！!？?）)”\"…　])$")
_LABEL: Final = re.compile(
    r"(?:三级)?指标\s*(?P<n>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})\s*[：:、.．]\s*"
)
_BLANKS: Final = " \t\r\n\u3000\xa0"


def is_numbered(text: str) -> str | None:
    """The style of the list number in front, as `一、` `（一）` `1、` `1.` `（1）` `①` `一是`, or None.

    >>> is_numbered("（二）分项绩效目标"), is_numbered("2.加强企业培育"), is_numbered("5.12防灾减灾日")
    ('（一）', '1.', None)
    """
    start = len(text) - len(text.lstrip(_BLANKS))
    for style, pattern in _PATTERNS.items():
        if pattern.match(text, start):
            return style
    return None


def read_number(text: str) -> tuple[str, int] | None:
    """The style of the list number in front and its value, or None.

    >>> read_number("（二）分项绩效目标"), read_number("十二、其他"), read_number("5.12防灾减灾日")
    (('（一）', 2), ('一、', 12), None)
    """
    start = len(text) - len(text.lstrip(_BLANKS))
    style = is_numbered(text)
    match = _PATTERNS[style].match(text, start) if style else None
    value = _value(match["n"]) if match else None
    return (style, value) if style and value else None


def strip_number(text: str) -> str:
    """Without the numbering of a third tier: 指标1：, 1、, （1）, ①; a figure stays.

    >>> strip_number("指标1：培训人次"), strip_number("1、培训人次"), strip_number("5.12防灾宣传")
    ('培训人次', '培训人次', '5.12防灾宣传')
    """
    stripped = text.strip(_BLANKS)
    label = _LABEL.match(stripped)
    rest = stripped[label.end() :] if label else stripped
    style = None if label else is_numbered(rest)
    match = _PATTERNS[style].match(rest) if style and style != "一是" else None
    rest = rest[match.end() :].lstrip(_BLANKS) if match else rest
    return rest or stripped


def split_items(text: str) -> list[tuple[int, int]]:
    """The offsets of the items, cut at rising list numbers of one style; without numbers one item.

    Words before the first number are an item of their own. Blanks at the ends are in no item.

    >>> text = "1.培训2.5万人。 2.宣传10次"
    >>> [text[start:end] for start, end in split_items(text)]
    ['1.培训2.5万人。', '2.宣传10次']
    """
    starts = max((_rising(text, style) for style in _STYLES), key=_rank, default=[])
    cuts = sorted({0, *starts, len(text)})
    spans = (_trimmed(text, low, high) for low, high in pairwise(cuts))
    return [(low, high) for low, high in spans if low < high]


def _rank(starts: list[int]) -> tuple[bool, int, int]:
    """Of several styles the one that stands first is the outer one; a single number counts little."""
    return len(starts) > 1, -starts[0] if starts else -(10**9), len(starts)


def _rising(text: str, style: str) -> list[int]:
    """Where the numbers 1, 2, 3 … of one style stand, in that order; a lost one may be skipped."""
    starts: list[int] = []
    last = 0
    for start, number in _numbers(text, style):
        if number == last + 1 or (last and number == last + 2):
            starts.append(start)
            last = number
    return starts


def _numbers(text: str, style: str) -> Iterator[tuple[int, int]]:
    """Every list number of one style: where it stands and its value."""
    for match in _PATTERNS[style].finditer(text):
        number = _value(match["n"])
        if number and _begins_item(text, match.start(), style):
            yield match.start(), number


def _begins_item(text: str, at: int, style: str) -> bool:
    """Whether a number stands where an item can begin: at the start, or behind a stop or blank."""
    if style == "①" or _BEFORE.search(text[max(at - 1, 0) : at]):
        return True
    return style == "1." and at > 0 and not re.match(r"[0-9０-９.．A-Za-z第]", text[at - 1])


def _value(numeral: str) -> int | None:
    """The value of a list number, None for one that is no numeral, as 一十一."""
    if numeral in _CIRCLED:
        return _CIRCLED.index(numeral) + 1
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _HAN.index(numeral) if len(numeral) == 1 else None
    digits = [_HAN.find(part) if len(part) <= 1 else -1 for part in (tens or "一", ones or "零")]
    return None if -1 in digits else digits[0] * 10 + digits[1]


def _trimmed(text: str, low: int, high: int) -> tuple[int, int]:
    part = text[low:high]
    return low + len(part) - len(part.lstrip(_BLANKS)), low + len(part.rstrip(_BLANKS))
