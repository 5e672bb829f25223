"""The library as tables: entities, relations, indicators and glossary, with Chinese column titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.queries_table import load
from kg.stores.port import GraphStore, Row
from kg.stores.values import Plain


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a name for files, a Chinese title, columns as (key, Chinese title), and rows in a stable order."""

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Plain, ...], ...]


TYPE_TITLES: dict[str, str] = {
    "Person": "人物",
    "Organization": "机构",
    "Place": "地点",
    "Program": "项目计划",
    "Event": "会议活动",
    "Award": "奖项荣誉",
    "Slogan": "提法",
    "Policy": "政策文件",
    "Platform": "平台载体",
    "Concept": "概念领域",
}

_PLACE = (("document", "文献"), ("title", "题名"), ("start", "起"), ("end", "止"), ("quote", "原文"))
_ENTITIES = (
    ("entity", "标识"),
    ("type", "类型"),
    ("label", "名称"),
    ("aliases", "别名"),
    ("mentions", "提及次数"),
    ("documents", "文献数"),
)
_RELATIONS = (
    ("subject", "主体标识"),
    ("label", "主体"),
    ("predicate", "关系"),
    ("object", "客体标识或值"),
    ("objectLabel", "客体"),
    ("order", "次序"),
    ("year", "年份"),
    ("organization", "任职单位"),
    ("implicit", "推定"),
    *_PLACE,
    ("extractor", "抽取器"),
)
_INDICATORS = (
    ("label", "指标"),
    ("subject", "对象"),
    ("comparator", "比较"),
    ("value", "数值"),
    ("unit", "单位"),
    ("year", "年份"),
    ("status", "性质"),
    ("scope", "范围"),
    ("about", "对象标识"),
    *_PLACE,
)
_GLOSSARY = (
    ("term", "词语"),
    ("aliases", "其他写法"),
    ("text", "解释"),
    ("components", "组成"),
    ("year", "年份"),
    ("entity", "标识"),
    *_PLACE,
)


def tables(store: GraphStore) -> Iterator[Table]:
    """Return the four tables of a store, one at a time."""
    yield Table("nodes", "实体", _ENTITIES, _rows(_entities(store), _ENTITIES))
    yield Table("edges", "关系", _RELATIONS, _rows(store.select(load("all_statements")), _RELATIONS))
    yield Table("indicators", "指标", _INDICATORS, _rows(store.select(load("indicators")), _INDICATORS))
    yield Table("glossary", "词汇", _GLOSSARY, _rows(_glossary(store), _GLOSSARY))


def _entities(store: GraphStore) -> list[dict[str, Plain]]:
    return _with_aliases([dict(row) for row in store.select(load("entities"))], store, "aliases", "entity")


def _glossary(store: GraphStore) -> list[dict[str, Plain]]:
    return _with_aliases(
        [dict(row) for row in store.select(load("glossary"))], store, "definition_aliases", "definition"
    )


def _with_aliases(rows: list[dict[str, Plain]], store: GraphStore, query: str, key: str) -> list[dict[str, Plain]]:
    aliases: dict[Plain, list[str]] = defaultdict(list)
    for row in store.select(load(query)):
        aliases[row[key]].append(str(row["alias"]))
    for row in rows:
        row["aliases"] = "、".join(aliases[row[key]])
    return rows


def _rows(found: Iterable[Row], columns: tuple[tuple[str, str], ...]) -> tuple[tuple[Plain, ...], ...]:
    return tuple(tuple(row[key] for key, _ in columns) for row in found)
