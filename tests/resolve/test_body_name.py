"""Names of bodies: what is one organ of one region, in all its spellings, and what only looks so."""

import pytest

from yiju.resolve.body_name import Region, parse_body_name, parse_region

SAME = [
    ("廊坊市广阳区科技局", "廊坊市广阳区科学技术局"),
    ("石家庄高新区科技局", "石家庄高新技术产业开发区科学技术局"),
    ("石家庄市高新区科技局", "石家庄国家高新技术产业开发区科学技术局"),
    ("河北省石家庄市鹿泉区科技局", "石家庄市鹿泉区科学技术局"),
    ("鹿泉区科工局", "鹿泉区科学技术和工业信息化局"),
    ("鹿泉区科技和工业信息化局", "鹿泉区科学技术和工业信息化局"),
    ("清河县发改局", "清河县发展和改革局"),
    ("清河县发展改革局", "清河县发展和改革局"),
    ("廊坊市发改委", "廊坊市发展和改革委员会"),
    ("廊坊市工信局", "廊坊市工业和信息化局"),
    ("山海关区科协", "山海关区科学技术协会"),
    ("定州市人社局", "定州市人力资源和社会保障局"),
    ("定州市住建局", "定州市住房和城乡建设局"),
    ("香河县市场监管局", "香河县市场监督管理局"),
    ("香河县市监局", "香河县市场监督管理局"),
    ("香河县交通局", "香河县交通运输局"),
    ("香河县应急局", "香河县应急管理局"),
    ("香河县卫健局", "香河县卫生健康局"),
    ("香河县自然资源规划局", "香河县自然资源和规划局"),
    ("香河县残联", "香河县残疾人联合会"),
    ("香河县工商联", "香河县工商业联合会"),
    ("唐山经开区管委会", "唐山经济技术开发区管理委员会"),
    ("廊坊市科学技术局（本级）", "廊坊市科技局本级"),
    ("廊坊市科学技术局机关", "廊坊市科技局本级"),
    ("中共廊坊市委统战部", "廊坊市委统一战线工作部"),
]

DIFFERENT = [
    ("裕华区科技局", "桥西区科技局"),
    ("石家庄市裕华区科技局", "石家庄市桥西区科技局"),
    ("石家庄市桥西区科技局", "张家口市桥西区科技局"),
    ("鹿泉区科学技术局", "鹿泉区科学技术协会"),
    ("鹿泉区科学技术局", "鹿泉区科学技术和工业信息化局"),
    ("鹿泉区工信局", "鹿泉区科工信局"),
    ("鹿泉区科技情报研究所", "鹿泉区科学技术局"),
    ("石家庄高新区科技局", "保定高新区科技局"),
    ("石家庄高新区科技局", "石家庄经开区科技局"),
    ("石家庄市科技局", "石家庄市鹿泉区科技局"),
    ("石家庄市科技局", "石家庄高新区科技局"),
    ("石家庄市科学技术局", "石家庄市科学技术局本级"),
    ("河北省科学技术厅", "河南省科学技术厅"),
    ("吉林省科学技术厅", "吉林市科学技术局"),
    ("青县科技局", "威县科技局"),
    ("清河县科技局", "清河区科技局"),
    ("香河县教育局", "香河县教育体育局"),
    ("香河县农业农村局", "香河县农业局"),
    ("香河县市场监督管理局", "香河县城市管理局"),
    ("香河县生态环境局", "香河县环境保护局"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_body_come_out_equal(one: str, other: str) -> None:
    assert parse_body_name(one) == parse_body_name(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_bodies_that_only_look_alike_come_out_different(one: str, other: str) -> None:
    assert parse_body_name(one) != parse_body_name(other)


@pytest.mark.parametrize(
    ("name", "last", "upper"),
    [
        ("石家庄市城市管理综合行政执法局", "石家庄市", ()),
        ("石家庄市市场监督管理局", "石家庄市", ()),
        ("鹿泉区社区建设办公室", "鹿泉区", ()),
        ("宽城满族自治县科技局", "宽城满族自治县", ()),
        ("广西壮族自治区科学技术厅", "广西壮族自治区", ()),
        ("恩施土家族苗族自治州恩施市科技局", "恩施市", ("恩施土家族苗族",)),
        ("锡林郭勒盟科技局", "锡林郭勒盟", ()),
        ("雄安新区科技局", "雄安新区", ()),
        ("内蒙古自治区呼和浩特市新城区科技局", "新城区", ("呼和浩特",)),
        ("石家庄循环化工园区管委会", "循环化工园区", ("石家庄",)),
        ("保定市定州市科技局", "定州市", ("保定",)),
    ],
)
def test_regions_are_known_by_how_they_end(name: str, last: str, upper: tuple[str, ...]) -> None:
    assert parse_body_name(name).region == Region(last, upper)


@pytest.mark.parametrize("name", ["科技局", "科协", "区科协", "石家庄学院", "第三小区幼儿园"])
def test_a_name_without_region_has_none(name: str) -> None:
    assert parse_body_name(name).region is None


@pytest.mark.parametrize(
    ("name", "shared"),
    [("桥西区科技局", True), ("高新区科技局", True), ("鹿泉区科技局", False)],
)
def test_some_districts_stand_in_several_cities(name: str, *, shared: bool) -> None:
    region = parse_body_name(name).region
    assert region is not None
    assert region.shared is shared


@pytest.mark.parametrize("text", ["石家庄市科技局", "", "全国", "科技局"])
def test_a_text_that_is_more_or_less_than_a_region_is_none(text: str) -> None:
    assert parse_region(text) is None
