"""Disclosures made from records: what is true of them is known before anything is read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.readers.writers import Block, Grid, Script

from yiju import resources
from yiju.model import Row, Table
from yiju.readers.plain import find_blocks

Fact = tuple[str, ...]

_TIERS: Final = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
_SUBJECTS: Final = [
    "培训场次",
    "设备合格率",
    "资金拨付及时性",
    "人均成本",
    "受益人数",
    "居民用水安全率",
    "群众满意度",
    "巡查次数",
    "道路维修里程",
    "年度支出总额",
    "宣传覆盖率",
    "档案完整率",
]
_TARGETS: Final = (
    ("≥{n}场", "atLeast"), ("≤{n}万元", "atMost"), ("{n}%", "equalTo"), (">{n}人", "moreThan"),
    ("不少于{n}次", "atLeast"), ("{n}家以上", "atLeast"), ("<{n}%", "lessThan"), ("≥{n}%", "atLeast"),
)  # fmt: skip
_BASES: Final = (
    "《清河区科普办法》（清政字〔2020〕3号）", "工作计划", "历年经验", "行业标准", "《清河区“十四五”规划》", "计划标准",
)  # fmt: skip
_HEADERS: Final = {
    "level1": ("一级指标",), "level2": ("二级指标",),
    "level3": ("三级指标",), "description": ("绩效指标描述", "指标说明", "指标解释"),
    "target": ("指标值", "年度指标值", "目标值", "指标值及单位", "绩效指标值"), "basis": ("指标值确定依据", "指标值设定依据", "设定依据"),
}  # fmt: skip
_NAMES: Final = [
    "农村饮水安全",
    "科普活动经费",
    "道路养护维修",
    "档案数字化",
    "食品安全抽检",
    "社区养老服务",
]


@dataclass(frozen=True)
class Made:
    """A script, and what is true: (project, code), (project, tiers, name, target, operator, basis)."""

    script: Script
    facts: tuple[Fact, ...]


def make(seed: int) -> Made:
    """A disclosure of some projects, each with its form and its indicators; choices come from the seed."""
    random = Random(seed)
    script: list[Block] = [f"清河区水利局{random.randint(2019, 2025)}年部门预算信息公开情况说明"]
    script += ["一、部门职责及机构设置情况", "（一）部门职责", "1、负责全区水利工程的建设和管理。"]
    script += ["2、组织实施农村饮水安全工程。", "二、预算项目绩效目标"]
    facts: list[Fact] = []
    names = random.sample(_NAMES, random.randint(1, 4))
    headers = {role: random.choice(spelled) for role, spelled in _HEADERS.items()}
    order = ["level1", "level2", "level3", *random.sample(["description", "target", "basis"], 3)]
    for at, name in enumerate(names, 1):
        code = f"13019024P{random.randint(0, 99999):05}K"
        script += [f"{at}、{name}绩效目标表", "306001 清河区水利局本级", "单位：万元"]
        facts.append(("project", name, code))
        table, said = _indicators(name, headers, order, random)
        script += _project(name, code, table, random)
        facts += said
    return Made(script, tuple(facts))


def _project(name: str, code: str, table: Grid, random: Random) -> Iterator[Block]:
    """The form and the indicators, as one table or, behind a page break, as two."""
    money = f"{random.randint(1, 900)}.{random.randint(0, 99):02}"
    rows = [
        ("项目编码", code, "", "项目名称", name, ""),
        ("预算规模及\n资金用途", "预算数", money, "其中：财政资金", money, ""),
        ("", "用于水利工程的维修和养护。", "", "", "", ""),
        ("资金支出计划（%）", "3月底", "6月底", "", "10月底", "12月底"),
        ("", "20.00%", "50%", "", "80.00%", "100%"),
        ("绩效目标", "1.完成年度任务。\n2.群众满意。", "", "", "", ""),
    ]
    merges = [(0, 1, 1, 2), (0, 4, 1, 2), (1, 0, 2, 1), (1, 4, 1, 2), (2, 1, 1, 5), (3, 0, 2, 1)]
    merges += [(3, 2, 1, 2), (4, 2, 1, 2), (5, 1, 1, 5)]
    if random.random() < 0.5:
        deep = [(top + len(rows), left, tall, wide) for top, left, tall, wide in table.merges]
        yield Grid((*rows, *table.rows), (*merges, *deep))
    else:
        yield Grid(tuple(rows), tuple(merges))
        yield table


def _indicators(
    project: str, headers: dict[str, str], order: Sequence[str], random: Random
) -> tuple[Grid, list[Fact]]:
    rows, merges, facts = [tuple(headers[role] for role in order)], [], list[Fact]()
    subjects = iter(random.sample(_SUBJECTS, len(_SUBJECTS)))
    for first in _TIERS:
        top = len(rows)
        for second in random.sample(_TIERS[first], random.randint(1, len(_TIERS[first]))):
            inner = len(rows)
            for _ in range(random.randint(1, 2)):
                subject = next(subjects, None)
                if subject is None:
                    break
                row, fact = _indicator(subject, random)
                row |= {
                    "level1": first if len(rows) == top else "",
                    "level2": second if len(rows) == inner else "",
                }
                rows.append(tuple(row[role] for role in order))
                facts.append(("indicator", project, first, second, *fact))
            if len(rows) - inner > 1:
                merges.append((inner, 1, len(rows) - inner, 1))
        if len(rows) - top > 1:
            merges.append((top, 0, len(rows) - top, 1))
    return Grid(tuple(rows), tuple(merges)), facts


def _indicator(subject: str, random: Random) -> tuple[dict[str, str], Fact]:
    number = str(random.randint(1, 99))
    form, operator = random.choice(_TARGETS)
    target, basis = form.format(n=number), random.choice(_BASES)
    row = {
        "level3": subject,
        "description": f"全年{subject}的数值",
        "target": target,
        "basis": basis,
    }
    return row, (subject, target, operator, number, basis)


# --- the sample ----------------------------------------------------------------------------------


def sample(name: str) -> Script:
    """A shipped disclosure as a script."""
    text = (resources.folder("sample") / "disclosures" / name).read_text(encoding="utf-8")
    return [_block(block) for block in find_blocks(text)]


def _block(block: object) -> Block:
    if isinstance(block, Table):
        width = max(len(row) for row in block.rows)
        return Grid(tuple(_cells(row, width) for row in block.rows))
    words = getattr(block, "words")  # noqa: B009 - a paragraph
    return str(words.text)


def _cells(row: Row, width: int) -> tuple[str, ...]:
    cells = [cell.text for cell in row.cells]
    return (*cells, *[""] * (width - len(cells)))


def merged(script: Script, seed: int) -> Script:
    """The same with blank cells merged into the cells at their left."""
    random = Random(seed)
    return [_merged(block, random) if isinstance(block, Grid) else block for block in script]


def _merged(grid: Grid, random: Random) -> Grid:
    merges = []
    for at, row in enumerate(grid.rows):
        filled = [column for column in range(grid.width) if row[column]]
        for left, right in zip(filled, [*filled[1:], grid.width], strict=True):
            if right - left > 1 and random.random() < 0.5:
                merges.append((at, left, 1, right - left))
    return Grid(grid.rows, tuple(merges))
