"""The words of the ontology as readers see them: types, relations, kinds, comparators."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from kg.facts import EntityType


@dataclass(frozen=True, slots=True)
class TypeSign:
    """How a type is shown: its name, and one character that stands for it without colour."""

    label: LazyString
    glyph: str


TYPES: dict[str, TypeSign] = {
    EntityType.PERSON: TypeSign(_l("人物"), "人"),
    EntityType.ORGANIZATION: TypeSign(_l("机构"), "构"),
    EntityType.PLACE: TypeSign(_l("地点"), "地"),
    EntityType.PROGRAM: TypeSign(_l("项目计划"), "项"),
    EntityType.EVENT: TypeSign(_l("会议活动"), "会"),
    EntityType.AWARD: TypeSign(_l("奖项荣誉"), "奖"),
    EntityType.SLOGAN: TypeSign(_l("提法"), "提"),
    EntityType.POLICY: TypeSign(_l("政策文件"), "策"),
    EntityType.PLATFORM: TypeSign(_l("平台载体"), "台"),
    EntityType.CONCEPT: TypeSign(_l("概念领域"), "念"),
}

# Read from the subject, and read from the object (after "^").
PREDICATES: dict[str, LazyString] = {
    "hasComponent": _l("包含"),
    "^hasComponent": _l("是其一项"),
    "runBy": _l("主办单位"),
    "^runBy": _l("主办"),
    "heldAt": _l("举办地"),
    "^heldAt": _l("在此举办"),
    "heldOn": _l("时间"),
    "^heldOn": _l("在此时"),
    "holdsPost": _l("职务"),
    "^holdsPost": _l("任职者"),
    "spoke": _l("讲话"),
    "^spoke": _l("讲话人"),
    "received": _l("获得"),
    "^received": _l("获得者"),
    "nominatedFor": _l("入围"),
    "^nominatedFor": _l("入围者"),
    "basedOn": _l("依据"),
    "^basedOn": _l("据此开展"),
    "startedIn": _l("始于"),
    "targets": _l("面向"),
    "^targets": _l("受益于"),
    "relatesTo": _l("相关主题"),
    "^relatesTo": _l("相关事项"),
    "locatedIn": _l("所在"),
    "^locatedIn": _l("辖有"),
    "edition": _l("届次"),
    "defines": _l("释义"),
    "mentions": _l("提及"),
}

KINDS: dict[str, LazyString] = {
    "notice": _l("通知"),
    "speech": _l("讲话"),
    "report": _l("报告"),
    "glossary": _l("名词解释"),
    "plan": _l("方案规划"),
    "regulation": _l("规章"),
    "letter": _l("函"),
    "announcement": _l("公告"),
    "text": _l("正文"),
}

COMPARATORS: dict[str, LazyString] = {
    "=": _l("恰为"),
    ">=": _l("不少于"),
    "<=": _l("不超过"),
    "~": _l("约"),
    "<": _l("少于"),
    ">": _l("超过"),
}

STATUSES: dict[str, LazyString] = {"target": _l("目标"), "achieved": _l("完成")}

VERDICTS: dict[str, LazyString] = {
    "met": _l("达到"),
    "exceeded": _l("超额"),
    "missed": _l("未达"),
    "open": _l("约数"),
}

# What became of a target (search.studies.ledger).
TARGET_STATES: dict[str, LazyString] = {
    "met": _l("已完成"),
    "missed": _l("未完成"),
    "open": _l("未定"),
    "changed": _l("口径变化"),
    "dropped": _l("未再提及"),
    "pending": _l("尚无后续文献"),
}

# Why nothing can be said of a target (search.studies.ledger).
TARGET_NOTES: dict[str, LazyString] = {"没有写明年份": _l("没有写明年份"), "目标是约数": _l("目标是约数")}

# What a library tells of itself (search.library.Library.info), where pages show it.
COUNTS: dict[str, LazyString] = {
    "资料库": _l("资料库"),
    "变更号": _l("变更号"),
    "文献": _l("文献"),
    "字数": _l("字数"),
    "三元组": _l("三元组"),
    "段落": _l("段落"),
    "大小_MB": _l("大小（MB）"),
    "版本": _l("版本"),
    "检索索引": _l("检索索引"),
    "设置": _l("设置"),
}

# What people decide on a page (kg.decisions.KINDS).
DECISIONS: dict[str, LazyString] = {
    "merge": _l("合并"),
    "rename": _l("改名"),
    "alias": _l("加别名"),
    "retype": _l("改类型"),
    "reject": _l("否决"),
}

SEVERITIES: dict[str, LazyString] = {"error": _l("错误"), "warning": _l("提醒"), "hint": _l("提示")}

FACETS: dict[str, LazyString] = {
    "document": _l("文献"),
    "year": _l("年份"),
    "kind": _l("体裁"),
    "type": _l("提到的实体"),
    "entity": _l("提到的名称"),
    "issuer": _l("发文机关"),
}

REPAIRS: dict[str, LazyString] = {
    "line_join": _l("断行"),
    "page_number": _l("页码"),
    "rule_line": _l("分隔线"),
    "markdown": _l("星号"),
    "number_space": _l("数字旁的空格"),
    "space": _l("空格"),
    "spread": _l("排开的字"),
    "broken_title": _l("断开的标题"),
    "english_and": _l("and"),
    "width": _l("全角半角"),
    "radical": _l("部首字"),
    "private_character": _l("行末造字"),
    "recognition": _l("识别没有把握"),
    "undecoded": _l("无法辨认的字符"),
    "private": _l("造字区字符"),
    "odd_page_number": _l("可疑的页码"),
}


def repair_label(kind: str) -> str:
    """Return how a kind of repair or doubt reads; an unknown one as it is written."""
    return str(REPAIRS.get(kind, kind))


def predicate_label(predicate: str) -> str:
    """Return how a relation reads; an unknown one as it is written."""
    return str(PREDICATES.get(predicate, predicate))


def facet_label(facet: str, value: str) -> str:
    """Return how a facet's value reads."""
    if facet == "type" and value in TYPES:
        return str(TYPES[value].label)
    if facet == "kind":
        return str(KINDS.get(value, value))
    return value
