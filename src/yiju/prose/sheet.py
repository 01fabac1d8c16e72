"""What is known while a paragraph of figures is read: its figures so far, what they are parts of, the time."""

from collections import Counter
from dataclasses import dataclass, field

from yiju.prose.drafts import ChangeDraft, Draft, Span
from yiju.prose.words import HELD, PARTS, WORDS, Comparison, Label

Time = tuple[int | None, bool]
"""A year, and whether its end is meant."""


@dataclass(slots=True)
class Words:
    """Words that are being read on: the reason or the use of a figure, or of none that was understood."""

    kind: str
    draft: Draft | None
    with_numbers: bool


@dataclass(slots=True)
class State:
    """Where the reader stands inside a sentence or a bracket.

    `run` is how many figures of one list were told since the last that more was said of; `apart`
    where a semicolon stands between the last figure and what is read.
    """

    current: int | None = None
    run: int = 0
    apart: bool = False
    fresh: bool = True
    group: bool = False
    opened: list[int] = field(default_factory=list)
    words: Words | None = None


class Sheet:
    """The figures of a paragraph so far, and where the reading stands."""

    def __init__(self, kind: str, text: str, fiscal_year: int | None) -> None:
        self.kind = kind
        self.text = text
        self.fiscal_year = fiscal_year
        self.drafts: list[Draft] = []
        self.state = State()
        self.outside: list[State] = []
        self.time: Time = (fiscal_year, False)
        self.day: Time = (None, False)
        self.root: int | None = None
        self.parts: Counter[int | None] = Counter()
        self.changed: list[Draft] = []
        self.changed_before: list[Draft] = []
        self.unchanged: dict[tuple[str, int | None, bool], int] = {}
        self.against: int | None = None
        self.lead: Span | None = None
        self.told = -1

    def dated(self, said: tuple[int | None, bool, bool], known: Time) -> Time:
        """The year that words name, and whether its end is meant; else what is known without them."""
        year, last, at_end = said
        if last:
            year = self.before(self.fiscal_year)
        if year is None and not last:
            return known[0], at_end or known[1]
        return year, at_end

    def time_of(self, label: Label) -> Time:
        """What is held is dated by the last date of the paragraph, all else by that of its sentence."""
        said = (label.year, label.last_year, label.at_end)
        if label.item not in HELD:
            return self.dated(said, self.time)
        self.day = self.dated(said, self.day)
        return self.day

    @staticmethod
    def before(year: int | None) -> int | None:
        """The year before a year."""
        return None if year is None else year - 1

    def target(self, *, unchanged: bool = False) -> Draft | None:
        """What words without an item are about: the figure before, or the whole of a list.

        None where they may be about a list or its last figure; that it did not change is said of
        the last one in either case.
        """
        if self.state.current is None:
            return None
        draft = self.drafts[self.state.current]
        if self.state.group:
            return None if draft.part_of is None else self.drafts[draft.part_of]
        if self.state.apart and draft.part_of is not None and self.parts[draft.part_of] > 1:
            return None
        any_name = draft.item in WORDS["named"].values()
        return None if self.state.run > 1 and (any_name or not unchanged) else draft

    def open(self) -> None:
        """The figures that follow may be parts of the one before."""
        current = self.state.current
        if current is not None and current not in self.state.opened:
            self.state.opened.append(current)

    def labelled(self, start: int, at: int, label: Label) -> Draft:
        """The figure of the item in this paragraph that has no change yet, else a new one."""
        index = self.unchanged.get((label.item, *self.time_of(label)))
        if index is None:
            return self.add(start + at, label)
        self.state.current, self.state.group, self.state.run = index, False, 0
        return self.drafts[index]

    def new_change(self, draft: Draft, said: Comparison, span: Span) -> ChangeDraft:
        """A change without its numbers; without a year of its own it goes by the last one printed."""
        if said.year is not None:
            self.against = said.year
        elif said.last_year:
            self.against = self.before(draft.year)
        self.changed.append(draft)
        if self.lead:
            draft.prove(*self.lead)
        return ChangeDraft(said.direction, span, against=self.against)

    def add(self, start: int, label: Label) -> Draft:
        """A new figure, part of the innermost whole that its item may be a part of."""
        opened = self.state.opened
        part_of = self.part_of(label.item, opened)
        self._count(part_of)
        self.state.opened = [] if part_of is None else opened[: opened.index(part_of) + 1]
        year, at_end = self.time_of(label)
        if part_of is not None and not (label.year or label.last_year or label.at_end):
            year, at_end = self.drafts[part_of].year, self.drafts[part_of].at_end
        name = (start + label.start, start + label.end)
        draft = Draft(label.item, name, [], year, at_end, part_of)
        self.drafts.append(draft)
        index = len(self.drafts) - 1
        self.root = index if part_of is None else self.root
        self.unchanged[label.item, year, at_end] = index
        self.state.current, self.state.group, self.state.words = index, False, None
        return draft

    def _count(self, part_of: int | None) -> None:
        """One more figure of the list, or the first of another."""
        state, current = self.state, self.state.current
        goes_on = current is not None and self.drafts[current].part_of == part_of
        state.run = state.run + 1 if goes_on and not state.fresh else 1
        state.fresh = state.apart = False
        self.parts[part_of] += 1

    def part_of(self, item: str, opened: list[int]) -> int | None:
        """The innermost of the figures whose parts are being told that the item may be a part of."""
        wholes = PARTS.get(item, [])
        return next((at for at in reversed(opened) if self.drafts[at].item in wholes), None)
