"""Whatever is written, what we say of it holds: the sums add up, the quotations stand, the gate passes."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from yiju.mapping import as_document, parse_quads
from yiju.mapping.evidence import Prover
from yiju.model import Disclosure
from yiju.pipeline.reading import understand, with_citations
from yiju.questions import Comparison, answer_compare, answer_library
from yiju.readers.plain import read
from yiju.readers.source import SourceFile
from yiju.store import Store, open_store
from yiju.validation import check_graph
from yiju.values.characters import count_shown
from yiju.vocabulary import NS, Names

CELLS = st.sampled_from(
    [
        "", "", "", " ", "\u200b", "产出指标", "数量指标", "成本指标", "经济成本指标", "社会效益指标", "满意度指标",
        "一级指标", "二级指标", "三级指标", "指标值", "指标值确定依据", "绩效指标描述", "符号", "计量单位",
        "项目编码", "项目名称", "预算数", "其中：财政资金", "其他资金", "资金支出计划（%）", "绩效目标",
        "3月底", "12 月底 100.00%", "60.00%", "100%", "1,042.40", "0", "待定", "1301902101PDD8ZPY 4KBQ",
        "≥20 场", "12月底前", "2023 年 1 月-2024 年 12 月", "6月30日前", "2025年前", "5-10家", "万元", "≥",
        "显著提高", "按照研发费用的10%，最高50万元", "认定高企 50 家，小巨人 25 家", "30万元/家", "第四季度前",
        "《清河区科普办法》（清政字〔2020〕3号）第五条", "《甲〈乙〉", "关于经费的请示", "清政办[2021]5 号", "工作计划",
        "职责活动", "绩效指标", "评价标准", "年度预算数", "内容描述", "优", "良", "中", "差", "一、科普", "1、活动",
        "1.新增企业20家，召开 2 次培训会", "5家企业参加", "达到10家",
        "科目编码", "科目名称", "206", "20604", "30101", "预算数", "项目", "一、公务接待费", "数量", "价值（万元）", "资产总额", "其中：办公用房", "（一）房屋（平方米）", "收入", "支出", "栏次", "序号",
        "政府采购项目来源", "采购物品名称", "政府采购目录序号", "数量", "单价", "政府采购金额", "合计", "预算资金",
        "单位名称", "单位性质", "单位规格", "经费保障形式", "清河区科技馆", "清河区科技局", "事业", "行政", "正科级", "财政拨款",
        "一般公共预算拨款", "其他渠道资金", "A02010105", "台", "复印纸", "小计",
        "其中3月底前支出0%，6月底前支出60%，12月底前支出100%。", "预计第一季度0，第二季度支持80%，第四季度100%。",
        "预算规模及资金用途", "新认定的每家30万、复审的每家5万元奖励", "给予50%-60%保费支持，最高不超过60万",
        "对入选的企业给予50万元、10万元的奖励", "95%以上", "1.普及科学。 2.提升。", "单位：万元", "306 清河区科技局", "<b>指标</b>", "……", "指标1：场次",
    ]
)  # fmt: skip
ROWS = st.lists(CELLS, min_size=1, max_size=9)
LINES = st.one_of(
    ROWS.map("\t".join),
    ROWS.map(lambda cells: "\n".join(f"\t{cell}" for cell in cells) + "\n"),
    st.sampled_from(
        [
            "",
            "",
            "清河区科技局2024年部门预算信息公开说明",
            "1、科普经费绩效目标表",
            "部门整体绩效目标",
            "（一）总体绩效目标：",
            "（二）分项绩效目标：一、培育企业5-10家、平台3个和基地2个",
            "绩效指标：组织企业 160 多家 800 余人次，满意度达95%以上",
            "（三）工作保障措施",
            "一、部门职责及机构设置情况",
            "部门职责：",
            "1、负责科普。",
            "2、人才工作",
            "（1）引进人才，",
            "①培养人才（含",
            "第一条　根据规定制定。",
            "机构设置：内设机构2个，包括办公室、人事科。",
            "二、收支预算情况",
            "四、“三公”经费情况",
            "九、其他需要说明的事项",
            "目录",
            "一、部门职责......3",
            "第一部分 部门概况",
            "无其他事项。",
            "绩效目标表",
            "绩效目标：一是加强领导；二是落实责任。",
            "一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据",
            "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因",
            "产出指标\t数量指标\t场次\t≥20场\t22场\t15\t—\t",
            "总分\t100\t95.88",
            "总体目标\t实施期目标\t年度目标",
            "年度总体目标\t预期目标\t实际完成情况",
            "一级指标\t二级指标\t三级指标\t指标值\t二级指标\t三级指标\t指标值",
            "产出指标\t数量指标\t长度\t≥30公里\t数量指标\t长度\t≥10公里",
            "项目名称\t预算金额（元）\t绩效目标\t绩效指标",
            "机房运维\t450000\t保障运行\t【产出指标-数量指标】指标1:机柜(≥77台)；巡检(12次/年)",
            "一级指标\t二级指标\t三级指标\t绩效指标性质\t指标值\t绩效度量单位\t权重",
            "产出指标\t数量指标\t水库\t≥\t12\t座\t20",
            "职责活动\t年度预算数\t内容描述\t绩效目标\t绩效指标\t评价标准",
            "\t\t\t\t\t优\t良\t中\t差",
            "项目编码\t13019024P001\t\t项目名称\t科普经费",
            "306001 清河区科技局本级",
            "政府采购项目来源\t\t采购物品名称\t政府采购目录序号\t计量单位\t数量\t单价\t政府采购金额\t",
            "项目名称\t预算资金\t\t\t\t\t\t合计\t一般公共预算拨款",
            "科普经费\t5.00\t复印纸\tA0901\t批\t1\t1.00\t1.00\t1.00",
            "\t\t其他\t01\t\t\t\t\t",
            "单位名称\t单位性质\t单位规格\t经费保障形式",
            "清河区科技局\t行政\t正科级\t财政拨款",
            "清河区科技馆\t事业\t公益一类\t",
            "单位：元",
            "部门预算支出总表",
            "部门收支总表",
            "八、名词解释",
            "1、基本支出：指日常的支出。",
            "- **三公经费：**指费用",
            "七、国有资产信息\n项目\t数量\t价值（金额单位：元）\n资产总额\t\t9.00\n1、房屋（平方米）\t3\t9.00",
            "国有资产表\n截止时间：2023-12-31\n单位：元",
            "项目\t行次\t数量\t\t价值\t\t补充资料\t\t\n\t\t年初数\t年末数\t年初数\t年末数\t\t\t\n栏次\t\t1\t2\t3\t4\t栏次\t行次\t5\n一、车辆（台）\t1\t2\t3\t4\t5\t一、损失金额\t9\t1",
            "财政拨款“三公”经费支出表",
            "一般公共预算基本支出表",
            "注：空表列示。",
            "序号\t功能分类科目\t\t合计\t基本支出\t项目支出\n\t科目编码\t科目名称\t\t\t\n栏次\t1\t2\t3\t4\t5",
            "部门预算支出总表\n科目编码\t科目名称\t合计\n\t合计\t9.00\n206\t科学技术支出\t9.00",
            "3\t20604\t技术研究与开发\t1,120.00\t\t0",
            "收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n一、甲\t1\t一、乙\t1\n收入总计\t1\t支出总计\t1",
            "项目\t合计\n合计\t5.40\n其中：公务接待费\t5.40",
            "- 3 -",
            "（一）总体绩效目标：",
            "2023年完成率为98%，到2025年底达到99%以上，“十四五”期间新增",
            "20 家，每村不少于 1 处活动场所。",
            "二、部门预算安排总体情况",
            "2024年支出预算30万元，其中：基本支出10万元，占33.3%，较上年增加1万元，增长11%，主要原因是新增人员；项目支出20万元",
            "收入合计 30 万元（其中：上年结转 5 万元），与 2023 年相比，无增减变化。",
            "三、机关运行经费安排情况",
            "机关运行经费5万元，主要用于办公费2万元、差旅费3万元等。",
            "四、财政拨款“三公”经费预算情况",
            "“三公”经费预算2万元，其中因公出国（境）费0万元，会议费、培训费均与上年持平。减少3万元，",
            "六、政府采购预算情况",
            "安排政府采购项目为3个，涉及金额10万元，其中货物类1个，涉及金额4万元。",
            "2023年末固定资产总额9000元，包括车辆1台，通用设备0.9万元。",
        ]
    ),
    st.text(max_size=30).map(lambda text: text.replace("\x00", "")),
)
TEXTS = st.lists(LINES, min_size=1, max_size=25).map("\n".join).filter(lambda text: text.strip())


def disclosure_of(text: str) -> Disclosure:
    data = (
        re.sub(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]", "", text).encode()
        + "文".encode()
    )
    return with_citations(understand(read(SourceFile(Path("a.txt"), data))))


@given(TEXTS)
def test_every_text_gives_a_graph_that_passes_the_gate(text: str) -> None:
    disclosure = disclosure_of(text)
    sums = disclosure.accounting
    assert sums.read == sums.mapped + sums.ignored + sums.unmapped
    assert sums.unmapped == sum(passage.cells for passage in disclosure.unmapped)
    sums, passages = disclosure.characters, (passage.words.text for passage in disclosure.unmapped)
    assert sums.read == sums.mapped + sums.ignored + sums.unmapped
    assert sums.unmapped == sum(count_shown(text) for text in passages)
    quads = parse_quads(as_document(disclosure, Names()))
    report = check_graph(quads)
    assert report.conforms, report.text()
    assert len(set(quads)) == len(quads)


@given(TEXTS)
def test_every_quotation_stands_at_its_line(text: str) -> None:
    disclosure = disclosure_of(text)
    source = disclosure.document.text
    prover, told = Prover(disclosure.document, Names()), set[object]()
    passages = [passage.words for passage in disclosure.ignored]
    passages += [passage.words for passage in disclosure.unmapped]
    passages += [one.row for project in disclosure.projects for one in project.indicators]
    passages += [one.row for one in disclosure.indicators]
    for passage in passages:
        for evidence in prover.evidence(passage):
            if evidence["id"] in told:  # in full the first time only
                continue
            told.add(evidence["id"])
            selector, line = evidence["hasSelector"], evidence["line"]
            assert isinstance(selector, dict)
            assert isinstance(line, int)
            start = len("\n".join(source.split("\n")[: line - 1])) + (line > 1)
            exact = str(selector["exact"])
            assert exact in source[start : start + len(exact) + len(source.split("\n")[line - 1])]


@given(TEXTS)
def test_a_text_read_twice_gives_the_same_graph(text: str) -> None:
    first, second = (parse_quads(as_document(disclosure_of(text), Names())) for _ in range(2))
    assert first == second
    labels = [q.subject for q in first if q.predicate.value.endswith("rdf-schema#label")]
    assert len(labels) == len(set(labels))
    assert not any(quad.predicate.value == NS + "resolvesTo" for quad in first)


def store_of(*texts: str) -> tuple[Store, list[str]]:
    """A store in memory that holds the texts, and their digests."""
    store, digests = open_store("nowhere", missing_ok=True), list[str]()
    for text in texts:
        disclosure = disclosure_of(text)
        digests.append(disclosure.document.sha256)
        quads = parse_quads(as_document(disclosure, Names()))
        store.replace_graphs({Names().document_graph(digests[-1]): quads})
    return store, digests


def sides_of(found: Comparison, side: str) -> list[str]:
    changes = (*found.totals, *found.budgets, *found.indicators)
    return [getattr(change, side).iri for change in changes if getattr(change, side)]


@given(TEXTS, TEXTS)
def test_two_texts_compare_alike_both_ways_and_pair_nothing_twice(one: str, two: str) -> None:
    store, (a, b) = store_of(one, two)
    there, back = answer_compare(store, a, b), answer_compare(store, b, a)
    for side, told in (("a", there.a), ("b", there.b)):
        found = sides_of(there, side)
        assert len(found) == len(set(found))
        indicators = [change for change in there.indicators if getattr(change, side)]
        assert len(indicators) == told.indicators
    turned = {"rose": "fell", "fell": "rose", "vanished": "appeared", "appeared": "vanished"}
    for section, counts in there.counts.items():
        assert {turned.get(key, key): n for key, n in counts.items()} == back.counts[section]


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    store, (sha,) = store_of(text)
    found = answer_compare(store, sha, sha)
    changes = (*found.totals, *found.budgets, *found.indicators)
    assert all(change.status == "same" for change in changes)


@given(TEXTS, TEXTS)
def test_the_library_counts_every_indicator_once(one: str, two: str) -> None:
    store, shas = store_of(one, two)
    entries = answer_library(store).entries
    rows = store.select(
        f"SELECT (COUNT(DISTINCT ?i) AS ?n) {{ GRAPH ?g {{ ?i a <{NS}Indicator> }} }}"
    )
    (count,) = (int(row["n"].value) for row in rows)
    assert sum(entry.uses for entry in entries) == count
    assert all(entry.departments <= entry.projects <= entry.uses for entry in entries)
    assert len(set(shas)) in (1, 2)
