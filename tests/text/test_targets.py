import pytest
import spacy

from yiju.model import Passage, Piece
from yiju.text import extract_targets
from yiju.text.statements import find_statements
from yiju.text.targets import TARGETS

Told = list[tuple[str, str, str, str | None]]


def told(text: str, year: int | None = None) -> Told:
    return [
        (
            text[slice(*one.subject)],
            one.reading.operator.value,
            str(one.reading.value or f"{one.reading.lower}-{one.reading.upper}"),
            one.reading.unit,
        )
        for one in find_statements(text, year)
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


@pytest.mark.parametrize(
    ("text", "year", "wanted"),
    [
        ("2023年完成率为98%，2024年不低于99%", None, [("完成率", "atLeast", "99", "%")]),
        ("2023年，新增书店3家，改造2家。今年新增5家书店", 2024, [("书店", "equalTo", "5", "家")]),
        ("2023年新增书店3家", 2024, []),
        ("2024年新增书店3家", 2024, [("新增书店", "equalTo", "3", "家")]),
        ("争取2023年新增书店3家", 2024, [("新增书店", "equalTo", "3", "家")]),
        ("用于2023年认定的书店3家", 2024, [("2023年认定的书店", "equalTo", "3", "家")]),
        ("2023年市级专项资金，用于补贴书店3家", 2024, [("补贴书店", "equalTo", "3", "家")]),
        ("2023年新增书店3家，计划新增5家", 2024, [("新增书店3家，计划新增", "equalTo", "5", "家")]),
        ("藏书较2023年增长5%", 2024, [("藏书较2023年增长", "equalTo", "5", "%")]),
        ("上年度满意度93%，本年度力争达到95%", None, [("满意度", "atLeast", "95", "%")]),
        ("截至去年底，建成书店8家；今年新增2家书店", None, [("书店", "equalTo", "2", "家")]),
        ("2024年新增书店3家，到2026年达到10家", None, [("新增书店", "equalTo", "3", "家"), ("新增书店", "atLeast", "10", "家")]),
    ],
)  # fmt: skip
def test_what_was_is_no_target(text: str, year: int | None, wanted: Told) -> None:
    assert told(text, year) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("满意度提高到90%", [("满意度", "equalTo", "90", "%")]),
        ("满意度提高到90%以上", [("满意度", "atLeast", "90", "%")]),
        ("满意度提高3个百分点", [("满意度提高", "equalTo", "3", "个百分点")]),
        ("办理时间由20天压缩至10天", [("办理时间", "equalTo", "10", "天")]),
        ("书店增加近10家", [("书店增加", "equalTo", "10", "家")]),
        ("书店约10家左右", [("书店", "equalTo", "10", "家")]),
        ("每个街道建成1个书店", [("每个街道建成1个书店", "equalTo", "1", "个")]),
        ("补助不超过3家，每家不超过100万", [("补助", "atMost", "3", "家"), ("补助不超过3家，每家", "atMost", "100", "万")]),
        ("解决3个村200人的饮水问题", [("饮水问题", "equalTo", "3", "个村"), ("饮水问题", "equalTo", "200", "人")]),
        ("建设3个村卫生室", [("村卫生室", "equalTo", "3", "个")]),
        ("氨氮浓度低于1毫克/升", [("氨氮浓度", "lessThan", "1", "毫克/升")]),
        ("租赁80平方米办公用房的费用", [("办公用房", "equalTo", "80", "平方米")]),
        ("对宽6米以上的道路绿化30公里", [("对宽6米以上的道路绿化", "equalTo", "30", "公里")]),
        ("淘汰35蒸吨以下锅炉8台", [("淘汰35蒸吨以下锅炉", "equalTo", "8", "台")]),
        ("通过技术咨询等实现转移额达30万", [("转移额", "atLeast", "30", "万")]),
        ("书店率提高到68%左右，较2020年提高5个百分点", [("书店率", "equalTo", "68", "%"), ("书店率提高到68%左右，较2020年提高", "equalTo", "5", "个百分点")]),
        ("较上年同期下降10%", []),
        ("执行率达到95%，其中上半年不低于50%", [("执行率", "atLeast", "95", "%"), ("执行率达到95%，其中上半年", "atLeast", "50", "%")]),
        ("甲率、乙率分别达到98%、100%", [("甲率", "atLeast", "98", "%"), ("乙率", "atLeast", "100", "%")]),
        ("甲率、乙率均达到90%以上", [("甲率、乙率", "atLeast", "90", "%")]),
        ("一是完成投资15.6亿元；二是新开书店20家", [("完成投资", "equalTo", "15.6", "亿元"), ("新开书店", "equalTo", "20", "家")]),
        ("做好第三批12个示范点建设，6月底前建成8个", [("示范点建设", "equalTo", "12", "个"), ("示范点建设", "equalTo", "8", "个")]),
        ("培训书店店员100人，新建3家", [("培训书店店员", "equalTo", "100", "人")]),
        ("奖牌数位居全省前3名", [("奖牌数", "atMost", "3", "名")]),
        ("完成全部36个行政村的治理", [("行政村的治理", "equalTo", "36", "个")]),
        ("为5间教室更换灯具60套", [("教室", "equalTo", "5", "间"), ("更换灯具", "equalTo", "60", "套")]),
        ("举办培训班20期，每期50人", [("举办培训班", "equalTo", "20", "期"), ("举办培训班20期，每期", "equalTo", "50", "人")]),
        ("甲率分别达到8%、9%", []),
        ("造林2万亩（其中封山育林1万亩，人工造林1万亩）", [("造林", "equalTo", "2", "万亩"), ("封山育林", "equalTo", "1", "万亩"), ("人工造林", "equalTo", "1", "万亩")]),
        ("药物补助按人均3元标准落实", []),
        ("人均藏书达到2册", [("人均藏书", "atLeast", "2", "册")]),
        ("人均达到2册", [("人均", "atLeast", "2", "册")]),
        ("印发简报4期/年，服装2套/人", []),
        ("与54所、13所开展合作", []),
        ("改造10千伏线路50公里", [("改造10千伏线路", "equalTo", "50", "公里")]),
        ("超50亿元企业1家", [("超50亿元企业", "equalTo", "1", "家")]),
        ("出台20条措施", [("措施", "equalTo", "20", "条")]),
        ("不发生3人以上事故", []),
        ("亩均补贴130元", []),
        ("小学每生每年650元", []),
        ("落实15大类奖补政策", [("落实", "equalTo", "15", "大类")]),
    ],
)  # fmt: skip
def test_changes_limits_and_shares_of_each(text: str, wanted: Told) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "until", "period"),
    [
        ("到2025年底新增书店3家", "2025", None),
        ("6月底前新增书店3家", "--06", None),
        ("到2025年，新增书店3家", "2025", None),
        ("全年新增书店3家", None, "annualPeriod"),
        ("“十四五”期间，新增书店3家", None, "midTermPeriod"),
        ("三年内新增书店3家", None, "midTermPeriod"),
        ("年底前新增书店3家", None, None),
        ("新增书店3家，每年改造2家", None, None),
        ("较2020年新增书店3家", None, None),
    ],
)
def test_a_time_that_is_printed_goes_with_its_target(
    text: str, until: str | None, period: str | None
) -> None:
    first = extract_targets(Passage.of(text, 0, 1))[0]
    assert (first.target.reading.until, first.target.period) == (until, period)


def test_clauses_and_sentences_are_spans_with_names() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("yiju_sentences")
    nlp.add_pipe("yiju_clauses")
    nlp.add_pipe("yiju_targets")
    doc = nlp.make_doc("2023年建成书店3家，今年新增 5 家书店。满意度达到90%")
    doc._.yiju_year = 2024
    nlp(doc)
    assert [sent.text for sent in doc.sents] == [
        "2023年建成书店3家，今年新增 5 家书店。",
        "满意度达到90%",
    ]
    assert [(one.text, one.label_) for one in doc.spans["yiju.clauses"]] == [
        ("2023年建成书店3家", "PAST"),
        ("今年新增 5 家书店", "TIMED"),
        ("满意度达到90%", "CLAUSE"),
    ]
    assert [one.text for one in doc.spans["yiju.subjects"]] == ["书店", "满意度"]
    assert [one.text for one in doc.spans["yiju.figures"]] == ["5 家", "90%"]
