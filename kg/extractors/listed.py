"""Reads lists of words: the names, other names, types, definitions and parts that each row states outright."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.documents import Document
from corpus.readers.wordlist import ALIASES, COMPONENTS, DEFINITION, MEDIA_TYPES, SEPARATOR, TYPE
from kg.extractors.glossary import kind_of
from kg.extractors.heads import head_of, heads
from kg.extractors.members import members
from kg.facts import Entity, EntityType, GlossaryEntry, Mention
from kg.names import name_key
from kg.reading import Reading

EXTRACTOR = "list"
_TYPES = {
    EntityType.PERSON: "人物 人名 人",
    EntityType.ORGANIZATION: "机构 单位 组织 部门",
    EntityType.PLACE: "地点 地名 地方",
    EntityType.PROGRAM: "项目计划 项目 计划 行动 工程",
    EntityType.EVENT: "会议活动 会议 活动",
    EntityType.AWARD: "奖项荣誉 奖项 荣誉",
    EntityType.SLOGAN: "提法 口号",
    EntityType.POLICY: "政策文件 文件 政策",
    EntityType.PLATFORM: "平台载体 平台 载体",
    EntityType.CONCEPT: "概念领域 概念 术语",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its place, and where each of its names stands."""

    name: str
    values: dict[str, str]
    start: int
    end: int
    aliases: tuple[tuple[str, int], ...]


def is_list(document: Document) -> bool:
    """Return whether a document is a list of words."""
    return document.media_type in MEDIA_TYPES


def read(document: Document) -> Reading:
    """Return the entities of a list, rows of one name together, with a glossary entry for each definition."""
    rows: dict[str, list[_Row]] = {}
    for row in _rows(document):
        rows.setdefault(name_key(row.name), []).append(row)
    entities: list[Entity] = []
    mentions: list[Mention] = []
    glossary: list[GlossaryEntry] = []
    for number, own in enumerate(rows.values(), 1):
        id_ = f"E{number}"
        defined = [entry for row in own if (entry := _entry(row, id_)) is not None]
        names = dict.fromkeys(alias for row in own for alias, _ in row.aliases if alias != own[0].name)
        entities.append(Entity(id_, _type(own, defined[0] if defined else None), own[0].name, tuple(names)))
        glossary += defined
        for row in own:
            mentions.append(Mention(row.start, row.start + len(row.name), id_, EXTRACTOR))
            mentions += [Mention(at, at + len(alias), id_, EXTRACTOR) for alias, at in row.aliases]
    mentions.sort(key=lambda mention: (mention.start, -mention.end))
    glossary.sort(key=lambda entry: entry.start)
    return Reading(document, tuple(entities), tuple(mentions), tuple(glossary))


def _entry(row: _Row, entity: str) -> GlossaryEntry | None:
    definition = row.values.get(DEFINITION, "")
    if not definition:
        return None
    parts = _parts(row.values.get(COMPONENTS, "")) or members(row.name, definition)
    aliases = tuple(alias for alias, _ in row.aliases)
    return GlossaryEntry(row.name, definition, row.start, row.end, aliases, parts, entity)


def _rows(document: Document) -> Iterator[_Row]:
    for sentence in document.sentences:
        if sentence.kind != "table_row":
            continue
        cells = document.quote(sentence.start, sentence.end).split("\t")
        values: dict[str, str] = {}
        aliases: list[tuple[str, int]] = []
        position = sentence.start + len(cells[0]) + 1
        for cell in cells[1:]:
            column, _, value = cell.partition("：")
            values[column] = value
            if column == ALIASES:
                at = position + len(column) + 1
                for alias in value.split(SEPARATOR):
                    aliases += [(alias, at)] if alias else []
                    at += len(alias) + len(SEPARATOR)
            position += len(cell) + 1
        if cells[0]:
            yield _Row(cells[0], values, sentence.start, sentence.end, tuple(aliases))


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part for part in value.split(SEPARATOR) if part)


def _type(rows: list[_Row], entry: GlossaryEntry | None) -> EntityType:
    """Return the type that the list states, else what a glossary would give, else that of the head of the name, else Concept."""
    for row in rows:
        stated = row.values.get(TYPE, "")
        for kind, words in _TYPES.items():
            if stated.lower() == kind.value.lower() or stated in words.split():
                return kind
    if entry is not None:
        return kind_of(entry.term, entry)
    head = head_of(rows[0].name)
    return heads()[head] if head else EntityType.CONCEPT
