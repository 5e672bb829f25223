"""Relations of events: when and where they are held, which edition it is, in which year a thing began."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.documents import Sentence
from kg.extractors.clauses import clauses
from kg.extractors.statements import Scene, statement
from kg.extractors.tables import any_of, column
from kg.facts import EntityType, Mention, Predicate, Relation

NAME = "relations_events"
_DATE = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日")
_YEARLY = re.compile(r"每年(?:的)?\d{1,2}月(?:\d{1,2}日|第[一二三四]个?[^，。；]{2,3})?")
_EDITION = re.compile(r"(首届|首个|第\s*[一二三四五六七八九十百\d]+\s*届)\s*[“《]?$")
_EDITION_INSIDE = re.compile(
    r"^(首届|第\s*[一二三四五六七八九十百\d]+\s*届)(?!.{0,6}(?:会议|全会|全体|委员会|代表大会))"
)
_SESSION = re.compile(r"第[一二三四五六七八九十\d]+次(?:全体)?(?:（扩大）)?会议$")
_YEAR_AHEAD = re.compile(r"((?:19|20)\d\d)\s*年度?\s*[“《]?$")
_YEAR_INSIDE = re.compile(r"^((?:19|20)\d\d)\s*年度?")
_STARTED = re.compile(r"((?:19|20)\d\d)年(?:起|以来)?[^，。；]{0,4}?(?:启动|实施|设立|成立|创办|创立|发起|开展|举办)")
_SETTLES = re.compile(r"[”》]?(?:成功|正式)?(?:落户|落地|坐落于|坐落在|位于|设在|落在)")
_SITES = re.compile(r"(?:分别)?(?:在|赴|到|于)\s*$")
_FIRST = frozenset({"首届", "首个", "第一届", "第1届"})
_DATED = (EntityType.EVENT,)
_MARKS = "“《 的"
_HOUSES = ("大学", "学院", "学校", "中学", "党校", "馆", "基地", "中心", "园")
_BEGUN = (EntityType.EVENT, EntityType.PROGRAM)


def find(scene: Scene) -> Iterator[Relation]:
    """Yield dates, places, editions and first years."""
    yield from _meetings(scene)
    for sentence in scene.sentences():
        mentions = scene.outer(sentence.start, sentence.end)
        for mention in mentions:
            kind = scene.reading.type_of(mention)
            if kind in (EntityType.EVENT, EntityType.AWARD):
                yield from _edition(scene, sentence, mention)
            if kind == EntityType.EVENT:
                yield from _held_on(scene, sentence, mention)
            if kind in (EntityType.PROGRAM, EntityType.PLATFORM):
                yield from _launched(scene, sentence, mention)
            if kind in (EntityType.ORGANIZATION, EntityType.PLATFORM):
                yield from _settled(scene, sentence, mention)
        yield from _sites(scene, sentence)
    yield from _of_glossary(scene)


def _meetings(scene: Scene) -> Iterator[Relation]:
    """Yield the date of the meeting at which a part was spoken."""
    names = scene.reading.by_name
    for part in scene.document.parts:
        event = names.get(part.event) if part.event else None
        if event is None and part.event:
            event = next(
                (e for e in scene.reading.entities if e.type in _DATED and part.event in (e.name, *e.aliases)), None
            )
        if event is None or event.type not in _DATED or len(part.date) < 10 or part.kind not in ("speech", "report"):
            continue
        span = (part.start, min(part.start + 60, part.end))
        yield statement(event, Predicate.HELD_ON, part.date, span, extractor=NAME)


def _edition(scene: Scene, sentence: Sentence, mention: Mention) -> Iterator[Relation]:
    entity = scene.reading.entity_of(mention)
    ahead = scene.text[max(sentence.start, mention.start - 10) : mention.start]
    surface = scene.text[mention.start : mention.end]
    found = _EDITION.search(ahead) or _EDITION_INSIDE.search(surface)
    session = None if "全体" in surface else _SESSION.search(surface)
    year = scene.year_at(sentence, mention.start)
    span = (mention.start - (len(found[0]) if found and found.re is _EDITION else 0), mention.end)
    if found:
        edition = "".join(found[1].split())
        yield statement(entity, Predicate.EDITION, edition, span, extractor=NAME, year=year)
        if edition in _FIRST and entity.type in _BEGUN and year is not None:
            yield statement(entity, Predicate.STARTED_IN, str(year), span, extractor=NAME, implicit=True)
    elif session:
        yield statement(entity, Predicate.EDITION, session[0], span, extractor=NAME, year=year)


def _held_on(scene: Scene, sentence: Sentence, mention: Mention) -> Iterator[Relation]:
    entity = scene.reading.entity_of(mention)
    surface = scene.text[mention.start : mention.end]
    said = scene.text[sentence.start : mention.start]
    behind = scene.text[mention.end : mention.end + 6]
    if re.match(r"[”》]?(?:召开|举行|举办|开幕|闭幕|在)", behind) and (dates := list(_DATE.finditer(said))):
        year, month, day = dates[-1].groups()
        when = f"{year}-{int(month):02d}-{int(day):02d}"
        span = (sentence.start + dates[-1].start(), mention.end)
        yield statement(entity, Predicate.HELD_ON, when, span, extractor=NAME)
    elif named := _YEAR_AHEAD.search(said) or _YEAR_INSIDE.search(surface):
        span = (mention.start - (len(named[0]) if named.re is _YEAR_AHEAD else 0), mention.end)
        yield statement(entity, Predicate.HELD_ON, named[1], span, extractor=NAME)
    elif (year_said := scene.decided_year(sentence)) and _is_run_here(scene, sentence, mention):
        span = (mention.start, mention.end)
        yield statement(entity, Predicate.HELD_ON, str(year_said), span, extractor=NAME, year=year_said, implicit=True)


def _is_run_here(scene: Scene, sentence: Sentence, mention: Mention) -> bool:
    """Return whether a clause says that the event takes place: a verb of holding before or behind its row."""
    clause = next(((s, e) for s, e in scene.clauses_of(sentence) if s <= mention.start < e), None)
    if clause is None:
        return False
    ahead = scene.text[clause[0] : mention.start]
    behind = scene.text[mention.end : clause[1]]
    return bool(
        re.search(any_of(column("holding", "ahead")), ahead) or re.match(any_of(column("holding", "behind")), behind)
    )


def _launched(scene: Scene, sentence: Sentence, mention: Mention) -> Iterator[Relation]:
    """Yield the year in which an undertaking is launched: 启动外国人才行动, 二期开工."""
    ahead = scene.text[max(sentence.start, mention.start - 4) : mention.start].rstrip("“《 ")
    behind = scene.text[mention.end : min(mention.end + 4, sentence.end)].lstrip("”》 ")
    starts = ahead.endswith(("启动", "启动实施", "首单", "首次开展")) and not behind.startswith("建设")
    if not (starts or behind.startswith(("开工", "启动", "正式启动"))):
        return
    if year := scene.year_at(sentence, mention.start):
        span = (mention.start - 2, min(mention.end + 2, sentence.end))
        yield statement(scene.reading.entity_of(mention), Predicate.STARTED_IN, str(year), span, extractor=NAME)


def _settled(scene: Scene, sentence: Sentence, mention: Mention) -> Iterator[Relation]:
    """Yield where a body or platform settles: X中心落户云川."""
    verb = _SETTLES.match(scene.text, mention.end, sentence.end)
    if not verb:
        return
    for place in scene.outer(verb.end(), min(verb.end() + 12, sentence.end), EntityType.PLACE)[:1]:
        if place.start == verb.end():
            target = scene.reading.entity_of(place)
            span = (mention.start, place.end)
            yield statement(scene.reading.entity_of(mention), Predicate.LOCATED_IN, target, span, extractor=NAME)


def _sites(scene: Scene, sentence: Sentence) -> Iterator[Relation]:
    """Yield where an event of the sentence is held: 分别在南京、云川设置分论坛, 赴井冈山培训."""
    events = list(scene.outer(sentence.start, sentence.end, *_BEGUN)) or _of_heading(scene, sentence)
    for start, end in scene.clauses_of(sentence):
        inside = scene.outer(start, end)
        for i, place in enumerate(inside):
            if not _is_site(scene, place):
                continue
            if not _SITES.search(scene.text, start, place.start):
                continue
            row = scene.row_from(inside, i)
            verb = re.match(
                rf"[^，。；、]{{0,4}}?(?:{any_of(column('holding', 'site'))})", scene.text[row[-1].end : end]
            )
            event = _event_of(scene, events, place, (start, end))
            if event is None or (not verb and event.start < row[-1].end):
                continue
            if not verb and scene.text[row[-1].end : event.start].strip(_MARKS):
                continue
            for site in row:
                if _is_site(scene, site):
                    target = scene.reading.entity_of(site)
                    yield statement(
                        scene.reading.entity_of(event), Predicate.HELD_AT, target, (start, end), extractor=NAME
                    )


def _is_site(scene: Scene, mention: Mention) -> bool:
    """Return whether something can be held at a thing: a place, a school, a hall; not a body that only calls it."""
    kind, name = scene.reading.type_of(mention), scene.text[mention.start : mention.end]
    return kind == EntityType.PLACE or (kind == EntityType.ORGANIZATION and name.endswith(_HOUSES))


def _of_heading(scene: Scene, sentence: Sentence) -> list[Mention]:
    """Return the event that a section's heading names; its sentences speak of it without naming it again."""
    section = scene.section_of(sentence)
    return [] if section is None else list(scene.outer(section.start, section.heading_end, EntityType.EVENT))


def _event_of(scene: Scene, events: list[Mention], place: Mention, clause: tuple[int, int]) -> Mention | None:
    """Return the event that a place belongs to: one behind it in the clause, else the last one before."""
    behind = [m for m in events if place.end <= m.start < clause[1]]
    before = [m for m in events if m.end <= place.start]
    return behind[0] if behind else before[-1] if before else None


def _of_glossary(scene: Scene) -> Iterator[Relation]:
    """Yield when a defined term is held every year and since when it runs."""
    names = scene.reading.by_name
    for entry in scene.reading.glossary:
        entity = scene.reading.by_id.get(entry.entity or "") or names.get(entry.term)
        if entity is None:
            continue
        for start, end in clauses(scene.text, entry.start, entry.end):
            if found := _YEARLY.search(scene.text, start, end):
                yield statement(entity, Predicate.HELD_ON, found[0].replace("的", ""), (start, end), extractor=NAME)
            started = _STARTED.search(scene.text, start, end)
            if started and entity.type in _BEGUN:
                yield statement(entity, Predicate.STARTED_IN, started[1], (start, end), extractor=NAME)
