"""The query language: plain words, "exact phrase", -word and field filters (年:2018 类型:项目 机构:市科协 文件:讲话)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.errors import InputError
from corpus.patterns import lazy
from kg.entity_types import EntityType
from search.analysis import fold, terms
from search.characters import simplified

MAX_CHARACTERS = 2_000
"""What lies beyond this is not read, and the result says so: a query is no document."""

TYPE_NAMES: dict[str, EntityType] = {
    "人物": EntityType.PERSON,
    "机构": EntityType.ORGANIZATION,
    "组织": EntityType.ORGANIZATION,
    "地点": EntityType.PLACE,
    "项目": EntityType.PROGRAM,
    "计划": EntityType.PROGRAM,
    "项目计划": EntityType.PROGRAM,
    "会议": EntityType.EVENT,
    "活动": EntityType.EVENT,
    "会议活动": EntityType.EVENT,
    "奖项": EntityType.AWARD,
    "荣誉": EntityType.AWARD,
    "奖项荣誉": EntityType.AWARD,
    "提法": EntityType.SLOGAN,
    "政策": EntityType.POLICY,
    "政策文件": EntityType.POLICY,
    "平台": EntityType.PLATFORM,
    "平台载体": EntityType.PLATFORM,
    "概念": EntityType.CONCEPT,
    "概念领域": EntityType.CONCEPT,
} | {kind.value.lower(): kind for kind in EntityType}

KIND_NAMES = {
    "通知": "notice",
    "讲话": "speech",
    "报告": "report",
    "工作报告": "report",
    "名词解释": "glossary",
    "词汇": "glossary",
    "方案": "plan",
    "规划": "plan",
    "计划": "plan",
    "规定": "regulation",
    "法规": "regulation",
    "条例": "regulation",
    "办法": "regulation",
    "函": "letter",
    "公告": "announcement",
    "通告": "announcement",
    "其他": "text",
} | {
    kind: kind
    for kind in ["notice", "speech", "report", "glossary", "plan", "regulation", "letter", "announcement", "text"]
}

_FIELDS = {
    "年": "year",
    "年份": "year",
    "year": "year",
    "类型": "type",
    "实体": "entity",
    "涉及": "entity",
    "entity": "entity",
    "type": "type",
    "机构": "issuer",
    "单位": "issuer",
    "发文单位": "issuer",
    "issuer": "issuer",
    "文件": "document",
    "文献": "document",
    "doc": "document",
    "document": "document",
    "体裁": "kind",
    "kind": "kind",
}
_SHOWN_FIELDS = "年 类型 实体 机构 文件 体裁"

# Outside of what is quoted: a field with its value, a word not wanted. A full-width colon stands in prose as well.
_PIECE = lazy(
    r'"(?P<phrase>[^"]*)"'
    r'|(?<!\S)(?P<field>[^\W\d_]{1,8})(?P<colon>[:：])(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]+))'
    r"|(?<!\S)[-－](?P<excluded>[^\s\-－\"][^\s\"]*)"
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be. `years` is (first, last), `entity` a name or an IRI; None stands for everything."""

    years: tuple[int, int] | None = None
    type: EntityType | None = None
    issuer: str | None = None
    document: str | None = None
    kind: str | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for.

    Attributes:
        raw: As typed.
        text: What is ranked by: the plain words and the phrases.
        phrases: Wordings that a hit must have.
        excluded: Wordings that it must not have.
    """

    raw: str
    text: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: Filters = Filters()

    @property
    def unread(self) -> int:
        """Return how many characters at the end of the line were not read."""
        return max(len(self.raw) - MAX_CHARACTERS, 0)

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to rank by."""
        return not terms(self.text)


def parse(line: str) -> Query:
    """Return the query of a line.

    Raises:
        InputError: A field is unknown or its value unfit, or there is nothing to look for.
    """
    cleaned = simplified(_printable(line[:MAX_CHARACTERS]))
    phrases: list[str] = []
    excluded: list[str] = []
    plain: list[str] = []
    filters = Filters()
    last = 0
    for match in _PIECE.finditer(cleaned):
        if match["field"] is not None and _field(match) is None:
            continue
        plain.append(cleaned[last : match.start()])
        last = match.end()
        if match["phrase"] is not None:
            phrases.append(match["phrase"])
            plain.append(match["phrase"])
        elif match["excluded"] is not None:
            excluded.append(match["excluded"])
        else:
            filters = _filtered(filters, match)
    plain.append(cleaned[last:])
    text = " ".join(" ".join(plain).split())
    query = Query(line, text, _lookable(phrases), _lookable(excluded), filters)
    if query.is_empty and filters == Filters():
        raise InputError("没有可检索的词", where="检索词", hint="输入要找的词或问题，例如：科普惠农")
    return query


def _printable(line: str) -> str:
    return "".join(char if char.isprintable() else " " for char in line)


def _lookable(wordings: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(wording.strip() for wording in wordings if terms(wording)))


def _field(match: re.Match[str]) -> str | None:
    """Return the field that is meant, or None where the colon is one of prose."""
    name = fold(match["field"])
    if name in _FIELDS:
        return _FIELDS[name]
    if match["colon"] == "：" or name.startswith("http"):
        return None
    from difflib import get_close_matches

    near = get_close_matches(name, _FIELDS, n=1, cutoff=0.6)
    hint = f"是否要写“{near[0]}:”？可用：{_SHOWN_FIELDS}" if near else f"可用：{_SHOWN_FIELDS}"
    raise InputError(f"没有“{match['field']}”这个检索字段", where="检索词", hint=hint)


def _filtered(filters: Filters, match: re.Match[str]) -> Filters:
    field, value = _field(match), (match["quoted"] or match["value"] or "").strip()
    if not value:
        raise InputError(f"“{match['field']}:”后面没有值", where="检索词", hint="例如：年:2018")
    if field == "year":
        return replace(filters, years=_years(value))
    if field == "type":
        return replace(filters, type=entity_type(value))
    if field == "entity":
        # 实体:项目 asks for a type, 实体:科普惠农 for one thing.
        kind = TYPE_NAMES.get(fold(value))
        return replace(filters, type=kind) if kind else replace(filters, entity=value)
    if field == "kind":
        return replace(filters, kind=part_kind(value))
    if field == "document":
        return replace(filters, document=value)
    return replace(filters, issuer=value)


def _years(value: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{4})年?(?:[-—–~至到](\d{4})年?)?", fold(value))
    if not found:
        raise InputError(f"“{value}”不是年份", where="检索词", hint="例如：年:2018 或 年:2016-2018")
    first, last = int(found[1]), int(found[2] or found[1])
    return min(first, last), max(first, last)


def entity_type(value: str) -> EntityType:
    """Return the entity type that a Chinese or English name means.

    Raises:
        InputError: There is no such type.
    """
    found = TYPE_NAMES.get(fold(value))
    if found is None:
        shown = "人物 机构 地点 项目 会议 奖项 提法 政策 平台 概念"
        raise InputError(f"没有“{value}”这个类型", where="类型", hint=f"可用：{shown}")
    return found


def part_kind(value: str) -> str:
    """Return the kind of document that a Chinese or English name means.

    Raises:
        InputError: There is no such kind.
    """
    found = KIND_NAMES.get(fold(value))
    if found is None:
        raise InputError(f"没有“{value}”这个体裁", where="体裁", hint="可用：通知 讲话 报告 名词解释 方案 规定 函 公告")
    return found
