import pytest

from yiju.model import Passage
from yiju.text import classify_basis, extract_citations


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("《甲办法》（石高管字〔2019〕57号）", ("policyBasis",)),
        ("鹿政府办 (2022) 16 号", ("policyBasis",)),
        ("《关于申请宣传经费的请示》", ("requestBasis",)),
        ("关于科技局 2021 年专项项目经费请示", ("requestBasis",)),
        ("依据某区与某公司签订的《合作协议》和《补充协议》", ("agreementBasis",)),
        ("进区协议", ("agreementBasis",)),
        ("科技合作战略协议", ("agreementBasis",)),
        ("会议纪要", ("minutesBasis",)),
        ("审计报告( 总结 )", ("auditReportBasis",)),
        ("建设项目投资评审结论", ("reviewConclusionBasis",)),
        ("《建设项目投资评审结论》", ("reviewConclusionBasis",)),
        ("工作 计划", ("workPlanBasis",)),
        ("科技跃升计划行动方案", ("workPlanBasis",)),
        ("工作职责", ("dutyBasis",)),
        ("计划标准", ("plannedStandard",)),
        ("计划指标", ("plannedStandard",)),
        ("行业标准", ("industryStandard",)),
        ("历史标准", ("historicalStandard",)),
        ("历年经验", ("experienceBasis",)),
        ("历史经验", ("experienceBasis",)),
        ("《甲办法》、合作协议、历史标准", ("policyBasis", "agreementBasis", "historicalStandard")),
        ("招标文件", ()),
        ("产出成效", ()),
        ("满意度", ()),
        ("", ()),
    ],
)
def test_the_kinds_follow_from_titles_and_words(text: str, kinds: tuple[str, ...]) -> None:
    passage = Passage.of(text, 0, 1)
    assert classify_basis(passage, extract_citations(passage, in_basis=True)) == kinds


def test_words_inside_a_title_give_no_kind_of_their_own() -> None:
    passage = Passage.of("《某区三年行动计划工作方案》（石高管字〔2019〕57号）", 0, 1)
    citations = extract_citations(passage, in_basis=True)
    assert classify_basis(passage, citations) == ("policyBasis",)
