"""Reads the members of a formulation off the text around it, where no glossary explains it; the count must fit.

| shape | example |
|---|---|
| list in front | 开放型、枢纽型、平台型“三型”组织 |
| row of quotation marks | “入库”“入园”“入链”发展 |
| list behind | “三个清单”：任务清单、责任清单、问题清单; “两清”（清杂草、清病枝）; “三化”，即绿化、美化、亮化 |
| ordinals behind | 处理好“三个关系”。一是…；二是…；三是… |
| within the name | 良田良种良机良法, 首台套首批次首版次 |
"""

from __future__ import annotations

import re

from kg.extractors.atoms import words
from kg.extractors.cues import edge_cues
from kg.extractors.members import fits_promise, items, promised_count
from kg.facts import Entity, EntityType, Mention
from kg.reading import Reading

_FEWEST = 3
_LONGEST = 16
# 以甲、乙、丙为方向: the frame is of the sentence.
_AS = re.compile("以(?P<row>[^为]+、[^为]+)为[^、为]{2,6}")
_FIGURE = re.compile(r"\d+|[MNXY]")
_BEHIND = re.compile(
    r"[”》]?[\w]{0,4}?(?:[：:]|[（(](?:即)?|，?(?:即|分别是|分别为|就是)[：:]?|——)(?P<list>[^。；：:）)\n]{4,120})"
)
_ORDINAL = re.compile(
    r"(?:^|[。；：:\n，\s])(?P<number>[一二三四五六七八九十])(?P<kind>是要|[是要])(?P<item>[^。；，\n：:]{2,30})"
)
_ORDINALS = "一二三四五六七八九十"
_IN_FIELD = re.compile(r"^(?:必须|切实|着力)?在(.{3,16}?)(?:上|方面|中)[^上]{2,}$")
# A set by its name, whatever its head makes of it: 三张清单, 四大行动.
_SET = re.compile(r"“?[两二三四五六七八九十]{1,3}(?:大|个|项|张|条|支|类|种|篇)[^、，]{2,8}$")
_REACH, _NEAR = 1500, 80
# What is joined to a formulation stands beside it, what ends in 的 describes it: 甲理论、乙理论和“三个丙”, 公开透明的“三个丙”.
_JOINED = ("和", "与", "及", "同", "、", "的")
Found = tuple[tuple[str, ...], tuple[int, int]]


def members_of(reading: Reading, entity: Entity) -> Found | None:
    """Return the members of a formulation in order and where the text lists them; None where it lists none that fit."""
    within = _within(entity.name) if entity.type is EntityType.SLOGAN else ()
    count = promised_count(entity.name)
    if not within and count is None:
        return None
    mentions = [mention for mention in reading.mentions if mention.entity == entity.id]
    if within:
        return within, (mentions[0].start, mentions[0].end)
    if count is None or not (entity.type is EntityType.SLOGAN or _SET.match(entity.name)):
        return None
    for mention in mentions:
        for found in (_in_front(reading, mention, count), _behind(reading, mention, entity.name)):
            if found is not None:
                return found
    for mention in mentions:
        if (found := _ordinals(reading, mention, count)) is not None:
            return found
    return None


def _within(name: str) -> tuple[str, ...]:
    """Return the members that a name spells out: 投早、投小、投长期; 良田良种良机良法; “入库”“入园”“入链”发展."""
    if len(row := re.findall(r"“([^“”、]{1,10})”", name)) >= _FEWEST:
        return tuple(row)
    plain = name.strip("“”")
    if "，" in plain:  # 甲多、乙少，丙大、丁小: the pairs are the members
        pairs = tuple(plain.split("，"))
        return pairs if len(pairs) >= _FEWEST and all(1 < len(pair) <= _LONGEST for pair in pairs) else ()
    if centre := _AS.fullmatch(plain):
        plain = centre["row"]
    parts = tuple(part for part in re.split(r"[、+]", plain) if part)
    if len(parts) >= _FEWEST and all(len(part) <= 8 for part in parts):
        return () if any(_FIGURE.fullmatch(part) for part in parts) else parts
    for size in (2, 3):
        chunks = tuple(plain[i : i + size] for i in range(0, len(plain), size))
        if len(chunks) >= _FEWEST and len(plain) % size == 0 and len({chunk[0] for chunk in chunks}) == 1:
            return chunks if len(set(chunks)) == len(chunks) else ()
    return ()


def _in_front(reading: Reading, mention: Mention, count: int) -> Found | None:
    """Return the list that leads up to a formulation in its clause: A、B、C“三型”."""
    text = reading.document.text
    end = mention.start - (text[mention.start - 1 : mention.start] in ("“", "《"))
    if end == mention.start and text[mention.start] != "“" and text[end - 1 : end] not in "等这":
        return None
    start = max(text.rfind(mark, 0, end) for mark in "，。；：:\n（")
    clause = text[start + 1 : end]
    clause = _DEFINING.sub("", re.sub(r"等?(?:这)?$", "", clause))
    if ("、" not in clause and "”“" not in clause) or clause.endswith(_JOINED):
        return None
    row = _row(_REALISING.sub("", clause), count)
    if len(row) < count or any("“" in item for item in row[-count:]):
        return None
    row = row[-count:]
    if any(len(item) > _LONGEST or item in edge_cues() for item in row[1:]):
        return None
    first = _without_verb(row[0], {len(item) for item in row[1:]})
    if not 0 < len(first) <= _LONGEST or count < 2:
        return None
    at = text.find(first, start + 1)
    return (first, *row[1:]), (at, mention.end)


def _row(clause: str, count: int) -> tuple[str, ...]:
    """Return the items of a list; each may be a pair of its own: 快与慢、点与面、近与远 are three."""
    if "”“" in clause:
        return tuple(re.findall(r"“([^“”]+)”", clause))
    pairs = tuple(part for part in clause.split("、") if part)
    return pairs if len(pairs) == count and all(_PAIR.search(part) for part in pairs) else items(clause)


_PAIR = re.compile(r"[一-鿿]{2}(?:和|与|及|同)[一-鿿]{2}")
# 甲、乙、丙实现“三个覆盖”: the verb between a list and what it amounts to.
_REALISING = re.compile(r"(?:全面|基本|坚决|全部|分别|均|已)*(?:实现|做到|达到|形成|达成|做好)(?:了|村村|户户)?$")

# 第二个“4”是指甲、乙、丙、丁等“四新”: the list begins behind the verb.
_DEFINING = re.compile(r"^.{0,16}?(?:是指|即|指|分别是|分别为)")


def _without_verb(item: str, lengths: set[int]) -> str:
    """Return the first item of a list without what governs the list: 发挥农技员 is 农技员, 做好购物 is 购物."""
    if len(lengths) == 1 and len(item) > (width := min(lengths)) and words(item[-width:])[0][0] in item:
        cut = item[:-width]
        if any(tag[:1] in "vpdcu" for _, tag in (words(cut)[0], words(cut)[-1])):
            return item[-width:]
    pieces = [word for word, _ in words(item)]
    while len(pieces) > 1 and (pieces[0] in edge_cues() or words(pieces[0])[0][1][:1] in "pdc"):
        pieces.pop(0)
    return "".join(pieces)


def _behind(reading: Reading, mention: Mention, name: str) -> Found | None:
    """Return the list that a colon, a bracket or 即 opens behind a formulation."""
    found = _BEHIND.match(reading.document.text, mention.end)
    if found is None or not (row := _fitting(found["list"], name)):
        return None
    return row, (mention.start, found.end())


def _fitting(text: str, name: str) -> tuple[str, ...]:
    quoted = tuple(re.findall(r"“([^“”]+)”", text))
    first = text.split("，", maxsplit=1)[0]
    for row in (quoted, items(first), items(text, "、，"), items(text, "，")):
        if len(row) > 1 and fits_promise(name, len(row)) and all(1 < len(item) <= _LONGEST for item in row):
            return row
    return ()


def _ordinals(reading: Reading, mention: Mention, count: int) -> Found | None:
    """Return what 一是…二是… names behind a formulation, in its section and exactly as often as it says."""
    text = reading.document.text
    end = min(mention.end + _REACH, _section_end(reading, mention.start))
    found = list(_ORDINAL.finditer(text, mention.end, end))
    if not found or found[0].start() - mention.end > _NEAR:
        return None
    if len(found) != count or [item["number"] for item in found] != list(_ORDINALS[:count]):
        return None
    # The nearest announcement opens the list: “三个甲”……抓好三个方面：一是… lists the 方面.
    if re.search(rf"{_ORDINALS[count - 1]}(?:个|项|条|点)", text[mention.end : found[0].start()]):
        return None
    return tuple(_named_by(item["item"]) for item in found), (mention.start, found[-1].end())


def _named_by(item: str) -> str:
    """Return what an ordinal's clause is about: 在服务企业上尽到更大责任 is 服务企业."""
    field = _IN_FIELD.match(item)
    return field[1] if field else item


def _section_end(reading: Reading, offset: int) -> int:
    inside = [section.end for section in reading.document.sections if section.start <= offset < section.end]
    return min(inside, default=len(reading.document.text))
