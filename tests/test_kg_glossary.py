"""Glossary entries in every layout, their other names and members; counts that do not fit."""

from __future__ import annotations

import pytest

from corpus.documents import Document, Sentence
from kg.extract import read
from kg.extractors import glossary
from kg.extractors.members import members, promised_count
from kg.facts import GlossaryEntry


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
    ],
)
def test_a_formulation_promises_its_count(term: str, count: int | None) -> None:
    assert promised_count(term) == count


def test_a_count_that_does_not_fit_is_remarked() -> None:
    _, remarks = read(_document("“四清”：清沟渠、清杂物、清路障。"))
    assert [remark.kind for remark in remarks] == ["slogan_count"]


def test_a_term_within_a_definition_has_its_own_entry() -> None:
    entries = glossary.find(_document("“双改”：包括“厂改”和“网改”。“厂改”是指工厂改造。“网改”是指管网改造。"))
    assert [entry.term for entry in entries] == ["双改", "厂改", "网改"]
