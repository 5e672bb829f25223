"""Glossary entries in every layout, their other names and members; counts that do not fit."""

from __future__ import annotations

import pytest

from corpus.documents import Document, Sentence
from corpus.ingest import document_from_text
from kg.extract import extract, read
from kg.extractors import glossary, subsets
from kg.extractors.members import fits_promise, members, promised_count
from kg.facts import GlossaryEntry, Predicate


def _document(*entries: str) -> Document:
    text = "\n".join(entries)
    sentences, start = [], 0
    for i, entry in enumerate(entries):
        sentences.append(Sentence(i, start, start + len(entry), 0, None, "glossary"))
        start += len(entry) + 1
    return Document("d" * 16, "名词解释", text, "a.txt", "text/plain", sentences=tuple(sentences))


def _entry(text: str) -> GlossaryEntry:
    return glossary.find(_document(text))[0]


@pytest.mark.parametrize(
    ("text", "term", "definition"),
    [
        ("1. “三站一库”：科普站、服务站、实训站，专家库；", "三站一库", "科普站、服务站、实训站，专家库"),
        ("3.云岭码：\n指本市统一的电子凭证。", "云岭码", "指本市统一的电子凭证。"),
        ("［7］一升两降：\n产量上升，能耗、物耗下降。", "一升两降", "产量上升，能耗、物耗下降。"),
        ("(2) 链长制: 由一名负责人统筹一条产业链。", "链长制", "由一名负责人统筹一条产业链。"),
        ("“水网”是指城乡供水管网。", "水网", "是指城乡供水管网。"),
        ("茶园“两清”：清杂草、清病枝。", "茶园“两清”", "清杂草、清病枝。"),
    ],
)
def test_every_layout_gives_term_and_definition(text: str, term: str, definition: str) -> None:
    entry = _entry(text)
    assert (entry.term, entry.definition) == (term, definition)


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("“双优工程”：是“优质服务优秀人才工程”的简称，由市政府实施。", "优质服务优秀人才工程"),
        ("茶博会：云岭国际茶文化博览会的简称，每年举办。", "云岭国际茶文化博览会"),
        ("绿水工程：山水林田一体化修复工程。", "山水林田一体化修复工程"),
        ("GEP：Gross Ecosystem Product，生态系统生产总值。", "生态系统生产总值"),
    ],
)
def test_other_names_come_from_the_definition(text: str, alias: str) -> None:
    assert alias in _entry(text).aliases


@pytest.mark.parametrize(
    ("term", "definition", "expected"),
    [
        ("“三型”机关", "学习型、服务型、创新型机关；", ("学习型", "服务型", "创新型")),
        ("三服务一创建", "服务企业、服务农户、服务学校，创建品牌", ("服务企业", "服务农户", "服务学校", "创建品牌")),
        ("“五联一体”", "联村、联校、联企、联院、联户，一体推进服务。", ("联村", "联校", "联企", "联院", "联户")),
        ("四大行动", "青年素质行动、农民素质行动、领导干部和职工素质行动、社区素质行动", None),
        ("城市“三网融合”", "指供水网、供气网和供热网的融合。", ("供水网", "供气网", "供热网")),
        ("云岭智慧屏", "市里建成的信息平台，包括网站、手机应用和社区大屏三个终端。", ("网站", "手机应用", "社区大屏")),
        ("百千万工程", "百村千户万人工程", ("百村", "千户", "万人")),
        ("两业", "“茶业”和“渔业”。", ("茶业", "渔业")),
        ("惠农计划", "该计划由“良种计划”和“良法计划”两个子计划构成", ("良种计划", "良法计划")),
        ("云岭码", "指本市统一的电子凭证，支持乘车、就医。", ()),
    ],
)
def test_members_are_read_in_order(term: str, definition: str, expected: tuple[str, ...] | None) -> None:
    found = members(term, definition)
    assert len(found) == 4 if expected is None else found == expected


@pytest.mark.parametrize(
    ("term", "count"),
    [
        ("四服务一加强", 5),
        ("“三型”组织", 3),
        ("六大工程", 6),
        ("十二项措施", 12),
        ("一带一路", None),
        ("1+5+N", None),
        ("双一流", 2),
        ("“五个一”工程", 5),
        ("四个意识", 4),
        ("高质量发展", None),
        ("第三届科技节", None),
        ("七一勋章", None),
        ("十四五规划", None),
    ],
)
def test_a_formulation_promises_its_count(term: str, count: int | None) -> None:
    assert promised_count(term) == count


@pytest.mark.parametrize(
    ("term", "number", "fits"),
    [
        ("四送四到", 8, True),
        ("四送四到", 4, True),
        ("企业联盟及人才三库", 6, True),
        ("企业联盟及人才三库", 5, False),
        ("人才三库", 6, False),
        ("高质量发展", 2, True),
    ],
)
def test_a_numeral_said_once_counts_in_each_of_several_names(term: str, number: int, fits: bool) -> None:
    assert fits_promise(term, number) == fits


def test_a_count_that_does_not_fit_is_remarked() -> None:
    _, remarks = read(_document("“四清”：清沟渠、清杂物、清路障。"))
    assert [remark.kind for remark in remarks] == ["slogan_count"]


def test_a_term_within_a_definition_has_its_own_entry() -> None:
    entries = glossary.find(_document("“双改”：包括“厂改”和“网改”。“厂改”是指工厂改造。“网改”是指管网改造。"))
    assert [entry.term for entry in entries] == ["双改", "厂改", "网改"]


_REPORT = """云川市人民政府工作报告
——2026年1月20日在云川市第八届人民代表大会第三次会议上
云川市市长 王明

各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。
一、2025年工作回顾
一年来，我们深入实施“三链融合”行动，“1+3+N”救援体系［2］初步建成，发布云岭码［3］。
"""
_TERMS = ("三链融合", "“1+3+N”救援体系", "云岭码")
_DEFINED = (
    "创新链、产业链、资金链深度融合。",
    "“1”即市救援中心；“3”即甲、乙、丙3家医院；“N”即其他卫生院。",
    "指本市统一的电子凭证。",
)


@pytest.mark.parametrize(
    ("heading", "entry"),
    [
        ("名词解释", "{n}.{term}：{definition}"),
        ("名词解释", "{n} {term}：{definition}"),
        ("附件：名词解释", "{n}.{term}\n{definition}"),
        ("《政府工作报告》名词解释及说明", "{n}.{term}（第{n}页）：{definition}"),
        ("政府工作报告有关用语说明", "（{n}）{term}：{definition}"),
        ("名词解释（按文中顺序）", "{term}\n{definition}"),
        ("《政府工作报告》名词解释", "{term}——{definition}"),
        ("注释：", "{n}.【{term}】{definition}"),
        ("名词解释", "{n}.{term}，是指{definition}"),
        ("名词解释", "{term}\t{definition}"),
        ("有关名词解释", "[{n}]{term}：{definition}"),
        ("", "［{n}］{term}：{definition}"),
    ],
)
def test_a_glossary_is_read_whatever_its_layout(heading: str, entry: str) -> None:
    rows = [
        entry.format(n=n, term=term, definition=definition)
        for n, (term, definition) in enumerate(zip(_TERMS, _DEFINED, strict=True), 1)
    ]
    reading, _ = read(document_from_text("\n".join([_REPORT, heading, *rows])))
    assert [found.term for found in reading.glossary] == list(_TERMS)
    assert [found.definition.removeprefix("是指") for found in reading.glossary] == list(_DEFINED)
    assert [len(found.components) for found in reading.glossary] == [3, 5, 0]


def test_a_reference_in_the_body_starts_no_glossary() -> None:
    reading, _ = read(document_from_text(_REPORT + "［4］号文件要求，二、2026年重点工作\n抓好落实。"))
    assert reading.glossary == ()


def test_a_term_explained_in_passing_stands_within_its_entry() -> None:
    text = "链式改造：包括“供链改造”和“产链改造”。“供链改造”是指建设数字化供应链。"
    entries = glossary.find(_document(text))
    assert [(entry.term, entry.within) for entry in entries] == [("链式改造", ""), ("供链改造", "链式改造")]


@pytest.mark.parametrize(
    ("term", "definition", "expected"),
    [
        ("四新", "推动新品新材新艺新机配套。", ("新品", "新材", "新艺", "新机")),
        ("三网合一", "将水、电网并入路网。", ("水网", "电网", "路网")),
        ("双高计划", "是“甲计划”的简称，旨在建设一批高水平医院和高水平科室。", ("高水平医院", "高水平科室")),
        ("双百行动", "指百所联百社助力“百社千户万亩提质工程”行动。", ()),
        ("百千万工程", "百社千户万亩提质增效工程。", ("百社", "千户", "万亩")),
        ("一升两降", "产量稳步上升，能耗、物耗下降。", ("产量稳步上升", "能耗下降", "物耗下降")),
        (
            "四社联动",
            "以社区为基础平台，联动社会组织、社区志愿者、社区慈善资源的治理模式。",
            ("社区", "社会组织", "社区志愿者", "社区慈善资源"),
        ),
        ("一核两翼", "以主城区为核心，以东江新城、西山新城为两翼。", ("主城区", "东江新城", "西山新城")),
        ("三资", "村集体所有的资金、资产、资源。", ("资金", "资产", "资源")),
        (
            "两个基地、两个网络",
            "企业走出去的总部基地和企业引进来的总部基地，面向山区、库区的物流网络和人才交流网络。",
            ("企业走出去的总部基地", "企业引进来的总部基地", "面向山区、库区的物流网络", "人才交流网络"),
        ),
        (
            "1+3+N",
            "“1”即市救援中心，发挥龙头作用；“3”即依托甲、乙、丙3家医院，建设三大区域中心；“N”即其他卫生院，发挥基础作用。",
            ("市救援中心", "三大区域中心", "其他卫生院"),
        ),
        (
            "“13”架构",
            "“1”指完善县、乡党组织领导机制；“3”指茶业、林业、文旅业。",
            ("完善县、乡党组织领导机制", "茶业", "林业", "文旅业"),
        ),
        ("五育并举", "德育、智育、体育、美育、劳动教育并举。", ("德育", "智育", "体育", "美育", "劳动教育")),
        ("双公开", "事前公开检查对象，及时公开查处结果。", ("事前公开检查对象", "及时公开查处结果")),
    ],
)
def test_members_are_read_from_what_a_definition_says_of_each(
    term: str, definition: str, expected: tuple[str, ...]
) -> None:
    assert members(term, definition) == expected


def test_sets_that_a_definition_names_have_members_of_their_own() -> None:
    text = (
        "云川市工作报告\n\n名词解释\n1.农技联盟及乡村两库：农技三册即种植册、养殖册、加工册；乡村两库即茶种库、土样库。"
    )
    extraction = extract(document_from_text(text))
    names = {entity.id: entity.name for entity in extraction.entities}
    found: dict[str, list[str]] = {}
    for relation in extraction.relations:
        if relation.predicate is Predicate.HAS_COMPONENT:
            found.setdefault(names[relation.subject], []).append(names.get(relation.object, relation.object))
    assert found["农技联盟及乡村两库"] == ["农技三册", "乡村两库"]
    assert found["农技三册"] == ["种植册", "养殖册", "加工册"]
    assert found["乡村两库"] == ["茶种库", "土样库"]


@pytest.mark.parametrize(
    "text",
    [
        "农技三册即种植册、养殖册、加工册。",
        "农技三册即种植册、养殖册；乡村两库即茶种库、土样库、苗木库。",
        "农技手册即种植册、养殖册；乡村书屋即茶种库、土样库。",
    ],
)
def test_one_set_or_a_set_whose_count_does_not_fit_is_no_subset(text: str) -> None:
    assert subsets.find(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "由市农业局实施“春苗计划”，该计划由“种茶计划”和“养蜂计划”两个子计划构成",
            ("春苗计划", ("种茶计划", "养蜂计划")),
        ),
        ("“春苗计划”很受欢迎，该计划由选种、育苗和移栽构成", ("春苗计划", ("选种", "育苗", "移栽"))),
        ("“春苗工程”很受欢迎，该计划由选种、育苗和移栽构成", None),
    ],
)
def test_an_undertaking_is_made_of_what_the_definition_says_of_it(text: str, expected: object) -> None:
    assert subsets.made_of(text) == expected


def test_members_that_are_only_kinds_of_things_are_members_and_no_entities() -> None:
    extraction = extract(_document("1. 轨道“两网融合”：指高速铁路、云岭茶山索道铁路的融合。"))
    named = {entity.name for entity in extraction.entities}
    members_of = {r.object for r in extraction.relations if r.predicate is Predicate.HAS_COMPONENT and r.is_literal}
    assert "高速铁路" not in named
    assert "高速铁路" in members_of
    assert "云岭茶山索道铁路" in named


@pytest.mark.parametrize(
    ("text", "term", "definition"),
    [
        ("本办法所称采芽书屋是指村里开办的借书场所。", "采芽书屋", "是指村里开办的借书场所。"),
        ("本办法所称链长，是指统筹一条产业链的负责人。", "链长", "是指统筹一条产业链的负责人。"),
        ("本办法所称茶业指标，是指产量和产值。", "茶业指标", "是指产量和产值。"),
    ],
)
def test_a_term_that_a_rule_explains_ends_before_the_verb(text: str, term: str, definition: str) -> None:
    (entry,) = extract(document_from_text(f"云川市茶业办法\n第一条 {text}", name="办法.txt")).glossary
    assert (entry.term, entry.definition) == (term, definition)
