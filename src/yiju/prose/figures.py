"""Figures in prose: amounts with their parts, changes against an earlier year, reasons and uses.

A paragraph is read clause by clause. A number belongs to the item whose words stand before it and
fill the clause up to it; a change, a share, a reason or a use without an item belongs to the figure
before it. What cannot be attributed so is left, never guessed.
"""

import re
from typing import Final

from yiju.model import Passage
from yiju.model.figures import Direction, FigureReading
from yiju.prose.clauses import Clause, Number, split_clauses
from yiju.prose.drafts import ChangeDraft, Draft, Printed, joined
from yiju.prose.sheet import Sheet, State, Words
from yiju.prose.words import (
    WORDS,
    YEAR,
    Comparison,
    find_item,
    find_part,
    is_time,
    read_comparison,
    read_time,
)
from yiju.values.characters import Compact
from yiju.values.lookups import any_of

_TEXT: Final = WORDS["text"]
_PARTS: Final = re.compile(rf"(?:其中:?)?{any_of(_TEXT['parts'])}:?")
_REASON: Final = re.compile(
    rf"[^0-9,]{{0,12}}?{any_of(_TEXT['reason'])}(?:是因为|是由于|系|是|为|在于|:)*"
)
_EITHER: Final = re.compile(rf"{any_of(_TEXT['either'])}:?")
_USE: Final = re.compile(rf"{any_of(_TEXT['use'])}:?")
_ENDS: Final = re.compile(any_of(_TEXT["ends"]))
_SHARE: Final = re.compile("(?:所)?占[^0-9]{0,16}$")
_LEAD: Final = re.compile(
    rf"(?:与|较|比|同)(?:(?P<year>{YEAR})|(?P<last>{any_of(WORDS['change']['last'])}))[^0-9]{{0,12}}"
)
_AMONG: Final = "其中"
_SEPARATOR: Final = re.compile("[、和及]")
_BARE: Final = frozenset(WORDS["after"]["bare"])


def read_figures(kind: str, passage: Passage, fiscal_year: int | None = None) -> FigureReading:
    """What one paragraph of a section of that kind states in figures.

    `kind` is one of totals, publicExpenses, operating, procurement, assets; `fiscal_year` is the
    year of the budget, for words such as 上年.

    >>> words = "本年支出合计30万元，其中：基本支出10万元，较上年增加1万元，主要为新增人员；项目支出20万元。"
    >>> for one in read_figures("totals", Passage.of(words, 0, 1), 2024).figures:
    ...     print(one.reason.text or "-", one.item, one.amount, one.change and one.change.amount)
    - totalExpenditure 30 None
    新增人员 basicExpenditureTotal 10 1
    - projectExpenditureTotal 20 None
    """
    compact = Compact.of(passage.text, apart="[0-9]")
    reader = _Reader(kind, compact.text, fiscal_year)
    for at, clause in enumerate(split_clauses(compact.text)):
        reader.read(at, clause)
    printed = Printed.of(passage, compact)
    drafts = reader.drafts
    spans = sorted(span for draft in drafts for span in draft.spans)
    unread = tuple(printed.words(span) for span in _left(compact.text, list(joined(spans))))
    return FigureReading(tuple(printed.figure(draft) for draft in drafts), unread)


def _left(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The clauses with numbers that no figure is proved by."""
    found: list[tuple[int, int]] = []
    at = 0
    for clause in split_clauses(text):
        for number in clause.numbers:
            while at < len(spans) and spans[at][1] <= number.start:
                at += 1
            if at < len(spans) and spans[at][0] <= number.start:
                continue
            if not found or found[-1][0] != clause.start:
                found.append((clause.start, clause.end))
    return found


class _Reader(Sheet):
    """Reads the clauses of a paragraph in their order."""

    # --- clauses -------------------------------------------------------------------------------

    def read(self, at: int, clause: Clause) -> None:
        """Take in the next clause."""
        self._enter(clause)
        text = self.text[clause.start : clause.end]
        if not text:
            return
        words = self.state.words
        if words and not words.with_numbers and text.startswith(_AMONG):
            self.state.words = None
        if _ENDS.match(text):
            self.state.words = None
        elif self._read_time(text) or self._read_lead(clause, text):
            pass
        elif self._read_statement(at, clause, text):
            self.told = at
        else:
            self._extend(clause)

    def _read_statement(self, at: int, clause: Clause, text: str) -> bool:
        """A reason, a use, a number or an unchanged figure; False where a clause states nothing."""
        return (
            self._read_words(at, clause, text)
            or self._read_numbers(clause, text)
            or self._read_unchanged(clause, text)
        )

    def _enter(self, clause: Clause) -> None:
        """What the sign before a clause does: a stop ends a sentence, brackets stand apart."""
        if clause.opener == "(":
            self.outside.append(self.state)
            self.state = State(self.state.current, opened=list(self.state.opened))
            self.open()
        elif clause.opener == ")" and self.outside:
            self.state = self.outside.pop()
        elif clause.opener == "。":
            self.state, self.lead = State(self.root, run=self.parts[None]), None
            self.changed_before, self.changed = self.changed, []
            self.time = self.time if self.fiscal_year is None else (self.fiscal_year, False)
        elif clause.opener == ";":
            self.state.words = self.lead = None
            self.state.fresh = True
        self.state.apart = clause.opener == ";"

    def _read_time(self, text: str) -> bool:
        """2019年, 截至上年末: the time of what follows in the sentence."""
        if not is_time(text):
            return False
        self.time = self.day = self.dated(read_time(text), self.time)
        return True

    def _read_lead(self, clause: Clause, text: str) -> bool:
        """与2019年相比: the year with which the clause behind it compares."""
        lead = _LEAD.fullmatch(text)
        if clause.numbers or not lead or read_comparison(text, self.kind, number=False):
            return False
        self.against = int(lead["year"][:4]) if lead["year"] else self.before(self.time[0])
        self.lead = (clause.start, clause.end)
        return True

    # --- reasons and uses ----------------------------------------------------------------------

    def _read_words(self, at: int, clause: Clause, text: str) -> bool:
        """A clause that begins a reason or a use; one that goes on to name parts is none."""
        target = self.target()
        changed = target is not None and _has_changed(target)
        begun = _begin(text, is_next=at == self.told + 1, changed=changed)
        if begun is None:
            return False
        kind, length = begun
        if kind == "reason" and not self.changed:
            target = self._changed_last(target)
        if target is None:
            return False
        if kind != "reason" and self._names_parts(clause, length):
            return False
        if kind == "reason" and not target.change:
            self.state.words = Words(kind, None, with_numbers=True)
            return False
        if getattr(target, kind) is not None or clause.start + length >= clause.end:
            return False
        setattr(target, kind, (clause.start + length, clause.end))
        target.prove(clause.start, clause.end)
        self.state.words, self.state.run = Words(kind, target, bool(clause.numbers)), 0
        return True

    def _changed_last(self, target: Draft | None) -> Draft | None:
        """What a sentence that begins with a reason explains: the one change of the sentence before."""
        if len(self.changed_before) == 1:
            return self.changed_before[0]
        return target if any(target is one for one in self.changed_before) else None

    def _names_parts(self, clause: Clause, length: int) -> bool:
        """Whether the first number of a clause belongs to an item or a part that is named."""
        if not clause.numbers or self.state.current is None:
            return False
        number = clause.numbers[0]
        label = self.text[clause.start + length : number.start]
        if find_item(label, self.kind):
            return True
        return (
            (number.is_money or self._counts(number))
            and bool(find_part(label, self.kind))
            and self.part_of(WORDS["named"][self.kind], [*self.state.opened, self.state.current])
            is not None
        )

    def _extend(self, clause: Clause) -> None:
        """One more clause of the reason or use that is being read, if one is."""
        words = self.state.words
        if words is None or words.draft is None:
            return
        start, _ = getattr(words.draft, words.kind)
        setattr(words.draft, words.kind, (start, clause.end))
        words.draft.prove(clause.start, clause.end)

    # --- numbers -------------------------------------------------------------------------------

    def _read_numbers(self, clause: Clause, text: str) -> bool:
        """The numbers of a clause, each with the words before it."""
        at, count, found, lost = clause.start, len(self.drafts), False, False
        use = _USE.match(text)
        whole = self.target()
        mark = _PARTS.match(text)
        if mark and clause.numbers:
            at += mark.end()
            self.open()
        elif mark and mark.end() == len(text):
            self.open()
            return True
        for number in clause.numbers:
            separator = _SEPARATOR.match(self.text, at)
            start = separator.end() if separator and at > clause.start else at
            done = self._read_number(start, number, lost=lost)
            found, lost, at = found or done, lost or not done, number.end
        self._close_list(count)
        if (
            found
            and use
            and "用于" in use[0]
            and whole
            and whole.use is None
            and len(self.drafts) > count
        ):
            whole.use = (clause.start + use.end(), clause.end)
            whole.prove(clause.start, clause.end)
        return found

    def _close_list(self, count: int) -> None:
        """Behind a list inside one clause, what has no item is about the whole."""
        added = len(self.drafts) - count
        if added:
            self.state.group = added > 1
        if added > 1 and self.drafts[-1].item == WORDS["named"].get(self.kind):
            self.state.opened = [at for at in self.state.opened if at != self.drafts[-1].part_of]

    def _read_number(self, start: int, number: Number, *, lost: bool) -> bool:
        """One number with the words before it, from `start` on.

        Behind a `lost` number in the same clause no change can be attributed.
        """
        label = self.text[start : number.start]
        if number.unit == "%" and _SHARE.match(label):
            return self._read_share(start, number)
        if number.unit == "%" or number.is_money:
            said = read_comparison(label, self.kind, number=True)
            if said:
                return not lost and self._read_change(start, number, said)
        if not number.unit or number.unit == "%":
            return False
        return self._read_amount(start, number, label)

    def _read_amount(self, start: int, number: Number, label: str) -> bool:
        named = find_item(label, self.kind, money=number.is_money)
        if named is None and label in _BARE:
            return self._read_bare(start, number)
        if named is None and not self.state.words and (number.is_money or self._counts(number)):
            named = find_part(label, self.kind)
            if named and self.part_of(named.item, self.state.opened) is None:
                named = None
        if named is None or (named.has_body and self.drafts):
            return False
        draft = self.add(start, named)
        draft.prove(start, number.end)
        if number.is_money:
            draft.amount = number
        else:
            draft.count = number
        draft.place = number.start
        return True

    def _counts(self, number: Number) -> bool:
        """Whether a number counts what the figure around it counts: 共有车辆6辆，其中一般公务用车4辆."""
        opened = (self.drafts[at].count for at in self.state.opened)
        return any(whole is not None and whole.unit == number.unit for whole in opened)

    def _read_bare(self, start: int, number: Number) -> bool:
        """涉及金额16万元: the amount of what was counted before."""
        if self.state.current is None or self.state.group:
            return False
        draft = self.drafts[self.state.current]
        if not number.is_money or draft.amount or not draft.count:
            return False
        draft.amount = number
        draft.prove(start, number.end)
        return True

    def _read_share(self, start: int, number: Number) -> bool:
        if self.state.current is None or self.state.group:
            return False
        draft = self.drafts[self.state.current]
        if draft.share is not None or not draft.amount:
            return False
        self.state.run = 0
        draft.share = number.value.scaleb(-2)
        draft.prove(start, number.end)
        return True

    # --- changes -------------------------------------------------------------------------------

    def _read_change(self, start: int, number: Number, said: Comparison) -> bool:
        words = self.state.words
        if words and (words.with_numbers or not (said.labels or said.year or said.last_year)):
            return False
        draft = self._changed(start, said)
        if draft is None or (draft.change and _is_told(draft.change, number)):
            return False
        if draft.change is None:
            draft.change = self.new_change(draft, said, (start, number.end))
        value = -number.value if said.direction is Direction.DECREASE else number.value
        if number.is_money:
            draft.change.amount = value
            self.unchanged.pop((draft.item, draft.year, draft.at_end), None)
        else:
            draft.change.rate = value.scaleb(-2)
        draft.change.span = (min(start, draft.change.span[0]), number.end)
        draft.prove(start, number.end)
        draft.place = number.start if draft.place < 0 else draft.place
        self.state.words, self.state.run = None, 0
        return True

    def _read_unchanged(self, clause: Clause, text: str) -> bool:
        """与上年持平: no change, of the items named or of the figure before."""
        if any(number.unit for number in clause.numbers):
            return False
        said = read_comparison(text, self.kind, number=False)
        if said is None or (self.state.words and not (said.labels or said.year or said.last_year)):
            return False
        drafts = [self.labelled(clause.start, at, label) for at, label in said.labels]
        target = self.target(unchanged=True)
        if not said.labels and target:
            drafts = [target]
        for draft in drafts:
            self._leave_unchanged(draft, said, clause)
        return bool(drafts)

    def _leave_unchanged(self, draft: Draft, said: Comparison, clause: Clause) -> None:
        span = (clause.start, clause.end)
        if draft.change is None:
            draft.change = self.new_change(draft, said, span)
        elif draft.change.direction is not Direction.UNCHANGED:
            return
        draft.prove(*span)
        draft.place = draft.name[0] if draft.place < 0 else draft.place
        self.state.words, self.state.run = None, 0

    def _changed(self, start: int, said: Comparison) -> Draft | None:
        """What a change is of: the item that is named, or the figure before."""
        if said.labels:
            at, label = said.labels[0]
            return self.labelled(start, at, label)
        return self.target()


def _begin(text: str, *, is_next: bool, changed: bool) -> tuple[str, int] | None:
    """Whether a clause begins a reason or a use, and how long the words are that say so."""
    if reason := _REASON.match(text):
        return "reason", reason.end()
    if use := _USE.match(text):
        return "use", use.end()
    either = _EITHER.match(text)
    if either and is_next:
        return ("reason" if changed else "use"), either.end()
    return None


def _has_changed(draft: Draft) -> bool:
    return draft.change is not None and draft.change.direction is not Direction.UNCHANGED


def _is_told(change: ChangeDraft, number: Number) -> bool:
    """Whether a change has this kind of number already, or is said to be none."""
    told = change.amount if number.is_money else change.rate
    return told is not None or change.direction is Direction.UNCHANGED
