import pytest
import spacy

from yiju.model import Passage, Piece
from yiju.text import extract_targets
from yiju.text.statements import find_statements
from yiju.text.targets import TARGETS

Told = list[tuple[str, str, str, str | None]]


def told(text: str) -> Told:
    return [
        (
            text[slice(*one.subject)],
            one.reading.operator.value,
            str(one.reading.value or f"{one.reading.lower}-{one.reading.upper}"),
            one.reading.unit,
        )
        for one in find_statements(text)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("绩效指标：举办讲座 3 次。", [("举办讲座", "equalTo", "3", "次")]),
        ("1、举办讲座在 3 场以上", [("举办讲座", "atLeast", "3", "场")]),
        ("甲类3家以上，乙类5家以上", [("甲类", "atLeast", "3", "家"), ("乙类", "atLeast", "5", "家")]),
        ("组织群众 60 多户 200 余人次", [("组织群众", "moreThan", "60", "户"), ("组织群众", "moreThan", "200", "人次")]),
        ("召开 2 次会议", [("会议", "equalTo", "2", "次")]),
        ("全省 12 家企业参会", [("企业参会", "equalTo", "12", "家")]),
        ("每年超过8家在创新方面受益", [("在创新方面受益", "moreThan", "8", "家")]),
        ("打造1个中心、3个平台和5个基地", [("中心", "equalTo", "1", "个"), ("平台", "equalTo", "3", "个"), ("基地", "equalTo", "5", "个")]),
        ("广场、公园 3 处以上", [("广场、公园", "atLeast", "3", "处")]),
        ("对新建市场 5 家、商店 2 家进行补贴", [("新建市场", "equalTo", "5", "家"), ("商店", "equalTo", "2", "家")]),
        ("孵化器达到总量4家", [("孵化器", "atLeast", "4", "家")]),
        ("本县排名列前30名", [("本县排名", "atMost", "30", "名")]),
        ("交易额稳步增长，达到 20 亿元", [("交易额稳步增长", "atLeast", "20", "亿元")]),
        ("新增书店3家，达到10家", [("新增书店", "equalTo", "3", "家"), ("新增书店", "atLeast", "10", "家")]),
        ("争取 2019 年申请量超过 1,000 件", [("申请量", "moreThan", "1000", "件")]),
        ("资源达到 10 万项", [("资源", "atLeast", "10", "万项")]),
        ("培育企业5-10家", [("培育企业", "between", "5-10", None)]),
        ("营业额同比增长 20%", [("营业额同比增长", "equalTo", "20", "%")]),
        ("支付时限不超过 3 天", [("支付时限", "atMost", "3", "天")]),
        ("收入2000万元以上的企业达到50家", [("收入2000万元以上的企业", "atLeast", "50", "家")]),
        ("培训 100 人，签约 20 家", [("培训", "equalTo", "100", "人"), ("签约", "equalTo", "20", "家")]),
        ("开展5场100人以上培训", [("培训", "equalTo", "5", "场"), ("培训", "atLeast", "100", "人")]),
        ("通过率达到90%，签约 20 家", [("通过率", "atLeast", "90", "%"), ("签约", "equalTo", "20", "家")]),
        ("和谐社区5个、平安社区3个", [("和谐社区", "equalTo", "5", "个"), ("平安社区", "equalTo", "3", "个")]),
        ("绿化率由30%提高到40%", [("绿化率", "equalTo", "40", "%")]),
        ("设备购置15台（套）", [("设备购置", "equalTo", "15", "台（套）")]),
        ("购置20万元以上设备3台", [("购置20万元以上设备", "equalTo", "3", "台")]),
        ("奖励企业30家，每家10万元，共计300万元", [("奖励企业", "equalTo", "30", "家")]),
        ("对20家企业给予奖励", [("企业", "equalTo", "20", "家")]),
        ("补助书店 2 家，补助 30 万元", [("补助书店", "equalTo", "2", "家"), ("补助", "equalTo", "30", "万元")]),
        ("装修 1-3 层共计 590 平米面积", [("装修 1-3 层", "equalTo", "590", "平米")]),
    ],
)  # fmt: skip
def test_a_target_has_its_subject(text: str, wanted: Told) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "2021年完善制度，12月底前完成",
        "1、2、3",
        "选取人员100人进行问卷调查，计算满意率",
        "投入÷收入*100%",
        "每家补贴30万元，户均补助不超过 5 万元",
        "按照研发费用的50%给予补贴，最高50万元",
        "落实《办法》（石政〔2020〕14号）第5条",
        "参照甲政函（2020）21 号、（2021）154 号文件",
        "“三网一员”和“5个一”网络",
        "现有企业20家，2018年已完成300家",
        "立足全球化 4.0 阶段",
        "新增一家企业",
        "20家。",
        "提前5天完成，24小时值班",
        "改造1-3层",
        "对获得认定的企业奖励50万元",
        "、、，达到10家",
        "补贴企业3万元/家",
        "从2020年的50家增加到100家",
    ],
)
def test_a_figure_that_promises_nothing_is_no_target(text: str) -> None:
    assert told(text) == []


def test_a_sentence_gives_its_subject_to_no_other() -> None:
    assert told("新增书店3家。达到10家") == [("新增书店", "equalTo", "3", "家")]


def test_a_target_knows_its_place_over_a_page_break() -> None:
    passage = Passage((Piece("新增书店", 5, 2), Piece(" 3 家", 40, 7)))
    (found,) = extract_targets(passage)
    assert (found.subject.start, found.figure.start, found.figure.line) == (5, 41, 7)
    assert [piece.line for piece in found.target.words.pieces] == [2, 7]


def test_targets_are_spans_with_attributes_in_any_pipeline() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("yiju_targets", config={"spans_key": "promises"})
    doc = nlp("新增书店 3 家以上，培育企业5-10家。")
    assert [
        (span.text, span._.yiju_operator, span._.yiju_value, span._.yiju_bounds, span._.yiju_unit)
        for span in doc.spans["promises"]
    ] == [
        ("新增书店 3 家以上", "atLeast", "3", None, "家"),
        ("培育企业5-10家", "between", None, ("5", "10"), None),
    ]
    assert TARGETS not in doc.spans
    assert spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes()).text == doc.text
