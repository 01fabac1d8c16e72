"""Which number, article and quotation belong to which title: one citation per named document.

A number belongs to the title directly before it, else to the one directly behind it. What is only
near a title is not joined to it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter, itemgetter
from typing import Final

from yiju.text.lookups import read_patterns
from yiju.text.mentions import Title, quotation_at
from yiju.values.characters import join_wrapped
from yiju.values.document_number import DocumentNumber, find_document_numbers
from yiju.values.lookups import any_of

Number = tuple[int, int, DocumentNumber]

_WIDEST_GAP: Final = 60
_MOST_ARTICLES: Final = 30


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation between two offsets of a text."""

    start: int
    end: int
    title: str | None = None
    number: DocumentNumber | None = None
    article: str | None = None
    quotation: str | None = None


def join_mentions(
    text: str,
    titles: Sequence[Title],
    numbers: Iterable[Number],
    articles: Sequence[tuple[int, int]],
) -> list[Mention]:
    """Join the parts that stand directly side by side, in the order of the text.

    >>> from yiju.text.mentions import find_titles
    >>> from yiju.values.document_number import find_document_numbers
    >>> text = "《甲》和《乙》（石高管字〔2019〕37号）"
    >>> joined = join_mentions(text, find_titles(text), find_document_numbers(text), [])
    >>> [(mention.title, str(mention.number)) for mention in joined]
    [('甲', 'None'), ('乙', '石高管字〔2019〕37号')]
    """
    outside = [number for number in numbers if not _is_inside(number, titles)]
    owners = _owners(text, titles, outside)
    mentions = [_of_title(text, title, owners.get(at)) for at, title in enumerate(titles)]
    owned = {number[0] for number in owners.values()}
    mentions += [Mention(low, high, number=n) for low, high, n in outside if low not in owned]
    return [_with_article(text, mention, articles) for mention in sorted(mentions, key=_place)]


def _place(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def _is_inside(number: Number, titles: Sequence[Title]) -> bool:
    """Whether the title that begins last before the number ends behind it."""
    at = bisect_right(titles, number[0], key=attrgetter("start")) - 1
    return at >= 0 and number[1] <= titles[at].end


def _owners(text: str, titles: Sequence[Title], numbers: Sequence[Number]) -> dict[int, Number]:
    """The number of each title, by the title's index."""
    owners: dict[int, Number] = {}
    behind, before = _gaps()
    taken: set[int] = set()
    for gap, is_behind in ((behind, True), (before, False)):
        for at, title in enumerate(titles):
            number = (
                None if at in owners else _neighbour(text, title, numbers, gap, is_behind=is_behind)
            )
            if number and number[0] not in taken:
                owners[at] = number
                taken.add(number[0])
    return owners


def _neighbour(
    text: str, title: Title, numbers: Sequence[Number], gap: re.Pattern[str], *, is_behind: bool
) -> Number | None:
    """The first number behind a title, or the last before it, if nothing else stands between."""
    at = bisect_left(numbers, title.end if is_behind else title.start, key=itemgetter(0))
    if not is_behind:
        at -= 1
    if not 0 <= at < len(numbers):
        return None
    low, high, _ = numbers[at]
    between = text[title.end : low] if is_behind else text[high : title.start]
    return numbers[at] if len(between) <= _WIDEST_GAP and gap.fullmatch(between) else None


@cache
def _gaps() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand between a title and the number behind it, and a number and the title behind it."""
    words = read_patterns()["between"]
    remark = r"(?:[（(][^（）()〔〕\[\]【】]{1,12}[）)])?"
    behind = rf"》?\s*{remark}\s*(?:{any_of(words['title_number'])}\s*){{0,2}}[（(〔【［\[]?\s*(?:文号[:：]?\s*)?"
    before = rf"\s*[）)〕】］\]]?\s*(?:{any_of(words['number_title'])}\s*){{0,3}}"
    return re.compile(behind), re.compile(before)


def _of_title(text: str, title: Title, number: Number | None) -> Mention:
    if not number:
        name, own = _own_number(title.text)
        return Mention(title.start, title.end, title=name, number=own)
    start, end = min(title.start, number[0]), max(title.end, number[1])
    return Mention(start, _closing(text, start, end), title=title.text, number=number[2])


def _own_number(title: str) -> tuple[str | None, DocumentNumber | None]:
    """A title whose number stands inside its marks, at the end, is told from it: 《甲（乙〔2019〕3号）》."""
    found = find_document_numbers(title)
    start, end, number = found[-1] if found else (0, 0, None)
    if not number or not re.fullmatch(r"\s*[）)】\]]?\s*", title[end:]):
        return title, None
    return re.sub(r"[（(【\[\s]+$", "", title[:start]) or None, number


def _closing(text: str, start: int, end: int) -> int:
    """Behind the bracket that the mention has opened and that closes directly behind it."""
    opened = sum(text.count(mark, start, end) for mark in "（([【［〔")
    closed = sum(text.count(mark, start, end) for mark in "）)]】］〕")
    match = re.compile(r"\s*[）)】］\]〕]").match(text, end) if opened > closed else None
    return match.end() if match else end


def _with_article(text: str, mention: Mention, articles: Sequence[tuple[int, int]]) -> Mention:
    """With the article directly behind it, and the quotation behind that."""
    link_before, behind = _links()
    at = bisect_left(articles, mention.end, key=itemgetter(0))
    article, end = None, mention.end
    if at < len(articles) and link_before.fullmatch(text, end, articles[at][0]):
        low, end = articles[at][0], _last_article(text, articles[at : at + _MOST_ARTICLES])
        article = join_wrapped(text[low:end])
    link = behind.match(text, end)
    quotation = quotation_at(text, link.end()) if link else None
    return Mention(mention.start, end, mention.title, mention.number, article, quotation)


def _last_article(text: str, articles: Sequence[tuple[int, int]]) -> int:
    """The end of the last article of a row such as 第五条、第六条."""
    end = articles[0][1]
    for low, high in articles[1:]:
        if not re.fullmatch(r"\s*[、和及至]?\s*", text[end:low]):
            break
        end = high
    return end


@cache
def _links() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand before an article, and before a quotation."""
    words = any_of(read_patterns()["between"]["quotation"])
    return re.compile(r"\s*(?:文件)?(?:的|中的|中|之)?\s*"), re.compile(
        rf"\s*(?:(?:{words}|：|，)\s*){{0,4}}"
    )
