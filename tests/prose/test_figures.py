"""Figures in prose: what is read of invented paragraphs, and what is left."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiju.model import Direction, FigureReading, Passage, StatedFigure
from yiju.prose import read_figures


def read(kind: str, text: str, year: int | None = 2024) -> FigureReading:
    return read_figures(kind, Passage.of(text, 0, 1), year)


def told(one: StatedFigure) -> str:
    """A figure in one line: item, amount or count, change, and what it is part of."""
    words = [one.item]
    if one.amount is not None:
        words.append(f"{one.amount:f}")
    if one.count is not None:
        words.append(f"{one.count}{one.unit.text}")
    if one.change:
        change = one.change
        words += ["="] if change.direction is Direction.UNCHANGED else []
        words += [f"{change.amount}"] if change.amount is not None else []
        words += [f"{change.rate:%}"] if change.rate is not None else []
        words += [f"<{change.against}"] if change.against else []
    return " ".join(words) + ("" if one.part_of is None else f" in {one.part_of}")


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (
            "totals",
            "支出总计90万元，其中：基本支出50万元，其中人员经费40万元，公用经费10万元，项目支出40万元。",
            ["totalExpenditure 90", "basicExpenditureTotal 50 in 0", "personnelTotal 40 in 1",
             "dailyPublicTotal 10 in 1", "projectExpenditureTotal 40 in 0"],
        ),
        (
            "totals",
            "支出总计9万元，其中：项目支出9万元，其中：本级支出7万元；上年结转2万元，为上级专款。",
            ["totalExpenditure 9", "projectExpenditureTotal 9 in 0", "ownLevelTotal 7 in 1",
             "carriedOverTotal 2 in 1"],
        ),
        (
            "totals",
            "收入预算1,200.50万元，比2023年增加100.5万元，增长9.1%；支出预算12005000元，同比增长9.1%。",
            ["totalIncome 1200.50 100.5 9.1% <2023", "totalExpenditure 1200.5 9.1% <2023"],
        ),
        (
            "publicExpenses",
            "2023年，“三公”经费预算3万元。与2022年相比，无增减变化。其中：公务接待费3万元。",
            ["threePublicTotal 3 = <2022", "receptionTotal 3 in 0"],
        ),
        (
            "publicExpenses",
            "公务用车购置及运行费8万元（购置费5万元，运行维护费3万元），较上年减少2万元。会议费、培训费均与上年持平。",
            ["vehiclesTotal 8 -2 <2023", "vehiclePurchase 5 in 0", "vehicleOperation 3 in 0",
             "meetingTotal = <2023", "trainingTotal = <2023"],
        ),
        (
            "publicExpenses",
            "公车购置及运维费5万元，其中：购置费0万元、运行维护费5万元，与上年持平，没有增减变化。",
            ["vehiclesTotal 5 = <2023", "vehiclePurchase 0 in 0", "vehicleOperation 5 in 0"],
        ),
        (
            "operating",
            "机关运行经费9万元，主要用于办公费5万元、差旅费4万元等支出。",
            ["operatingTotal 9", "operatingPart 5 in 0", "operatingPart 4 in 0"],
        ),
        (
            "procurement",
            "清河区科技局安排政府采购项目3个，涉及金额9万元，其中，货物类1个，涉及金额4万元；服务类2个，涉及金额5万元。",
            ["procurementTotal 9 3个", "procurementGoods 4 1个 in 0", "procurementServices 5 2个 in 0"],
        ),
        (
            "assets",
            "上年末固定资产金额为9万元（详见下表），包括车辆5万元、家具4万元。拟购置固定资产2万元。",
            ["fixedAssets 9", "vehicles 5 in 0", "assetPart 4 in 0", "plannedAssets 2"],
        ),
        (
            "assets",
            "截至2022年12月31日，共有车辆6辆，其中，一般公务用车4辆、执法执勤用车2辆。",
            ["vehicles 6辆", "assetPart 4辆 in 0", "assetPart 2辆 in 0"],
        ),
    ],
)  # fmt: skip
def test_a_paragraph_is_read(kind: str, text: str, expected: list[str]) -> None:
    reading = read(kind, text)
    assert [told(one) for one in reading.figures] == expected
    assert reading.unread == ()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("totals", "全区一般公共预算收入100亿元"),
        ("totals", "上级转移支付项目支出500万元"),
        ("totals", "下属单位支出100万元"),
        ("totals", "项目支出由100万元增加到120万元"),
        ("totals", "工资福利支出减少5万元"),
        ("totals", "22973.2万元"),
        ("publicExpenses", "公务接待费较上年的5万元减少1万元"),
        ("assets", "单位价值50万元以上通用设备2台"),
    ],
)
def test_what_cannot_be_attributed_is_left(kind: str, text: str) -> None:
    reading = read(kind, text + "。")
    assert reading.figures == ()
    assert [words.text for words in reading.unread] == [text]


@pytest.mark.parametrize(
    "change",
    ["较上年增加3万元", "较上年增加（减少）3万元", "增加到3万元", "较上年减少-3万元"],
)
def test_a_change_that_may_be_of_the_list_or_of_its_last_item_is_left(change: str) -> None:
    reading = read("totals", f"基本支出9万元，其中：人员经费5万元，公用经费4万元，{change}。")
    assert [one.change for one in reading.figures] == [None, None, None]
    assert reading.unread


def test_a_number_printed_twice_is_read_once_and_left_once() -> None:
    reading = read(
        "totals", "预算收支安排17.5万元，22.5万元，较上年减少4万元，其中基本支出增加1万元。"
    )
    assert [told(one) for one in reading.figures] == [
        "totalBudget 17.5 -4 <2023",
        "basicExpenditureTotal 1 <2023 in 0",
    ]
    assert [words.text for words in reading.unread] == ["22.5万元"]


def test_reasons_and_uses_are_kept_as_printed() -> None:
    (total, basic, project) = read(
        "totals",
        "支出90万元，其中：基本支出50万元，较上年增加5万元，主要原因是人员增加，工资提高；"
        "项目支出40万元，主要用于科普活动、科技奖励2项。",
    ).figures
    assert (total.reason.text, total.use.text) == ("", "")
    assert basic.reason.text == "人员增加，工资提高"
    assert project.use.text == "科普活动、科技奖励2项"
    assert basic.clause.text == "基本支出50万元，较上年增加5万元，主要原因是人员增加，工资提高"


def test_a_reason_in_a_sentence_of_its_own_explains_the_one_change_before() -> None:
    first, second = read(
        "publicExpenses", "“三公”经费3万元，减少1万元。公务接待费减少1万元。主要原因是厉行节约。"
    ).figures
    assert (first.reason.text, second.reason.text) == ("", "厉行节约")


def test_the_numbers_of_a_reason_are_no_figures() -> None:
    (figure,) = read(
        "totals", "基本支出9万元，较上年增加2万元，主要原因是工资增加3万元，公用经费减少1万元。"
    ).figures
    assert figure.reason.text == "工资增加3万元，公用经费减少1万元"


def test_what_is_held_has_the_time_that_is_printed() -> None:
    dated, part, plan = read(
        "assets", "2022年末资产10万元，其中：设备4万元。拟购置资产1万元。"
    ).figures
    assert [(one.year, one.time) for one in (dated, part, plan)] == [
        (2022, "atYearEnd"),
        (2022, "atYearEnd"),
        (2024, "duringYear"),
    ]
    (undated,) = read("assets", "固定资产10万元。").figures
    assert (undated.year, undated.time) == (None, None)


def test_no_year_is_made_up() -> None:
    (figure,) = read("totals", "收入9万元，较上年增加1万元。", year=None).figures
    assert figure.year is None
    assert figure.change
    assert figure.change.against is None


# --- what is made of figures is read as it was made ----------------------------------------------

MONEY = st.decimals(0, 99999, places=2).map(abs)
CHANGES = st.one_of(
    st.none(),
    st.just(Decimal(0)),
    st.decimals(Decimal("0.01"), 999, places=2),
    st.decimals(-999, Decimal("-0.01"), places=2),
)
PARTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["一般公共预算拨款", "政府性基金预算拨款", "事业收入", "其他收入", "上年结转"]
        ),
        MONEY,
        CHANGES,
    ),
    unique_by=lambda part: part[0],
    max_size=5,
)


def clause(name: str, amount: Decimal, change: Decimal | None) -> str:
    text = f"{name}{amount}万元"
    if change is None:
        return text
    if not change:
        return text + "，与上年持平"
    return text + f"，较上年{'增加' if change > 0 else '减少'}{abs(change)}万元"


@given(MONEY, CHANGES, PARTS, st.sampled_from(["，其中：", "。其中：", "，其中", "，包括"]))
def test_a_total_with_its_parts_comes_back(
    amount: Decimal,
    change: Decimal | None,
    parts: list[tuple[str, Decimal, Decimal | None]],
    mark: str,
) -> None:
    text = clause("2024年收入预算", amount, change)
    if parts:
        text += mark + "；".join(clause(*part) for part in parts)
    reading = read("totals", text + "。")
    below = reading.figures[1:]
    assert reading.unread == ()
    assert [one.part_of for one in below] == [0] * len(parts)
    assert len(reading.figures) == len(parts) + 1
    assert [one.name.text for one in below] == [name for name, _, _ in parts]
    made = [(amount, change), *((money, changed) for _, money, changed in parts)]
    assert [one.amount for one in reading.figures] == [money for money, _ in made]
    for one, (_, changed) in zip(reading.figures, made, strict=True):
        assert (one.change is None) == (changed is None)
        if one.change:
            assert one.change.against == 2023
            assert (one.change.amount or 0) == changed


@given(
    st.sampled_from(["totals", "publicExpenses", "operating", "procurement", "assets"]),
    st.text(
        "收入支出较上年增加减少其中包括主要原因是用于基本项目三公经费机关运行固定资产，。；、（）：0123.万元%年个",
        max_size=60,
    ),
)
def test_whatever_is_read_stands_in_its_clause(kind: str, text: str) -> None:
    reading = read(kind, text)
    places = [one.place for one in reading.figures]
    assert len(set(places)) == len(places)
    for at, one in enumerate(reading.figures):
        assert one.part_of is None or one.part_of < at
        for words in (one.name, one.words, one.unit, one.reason, one.use):
            assert words.text in one.clause.text
        assert one.amount is not None or one.count is not None or one.change
