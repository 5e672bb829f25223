"""Relations of honours: who received an award, a title or a designation, and who was put forward for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.documents import Sentence
from kg.extractors import conferrals, rosters
from kg.extractors.roster_rows import Row
from kg.extractors.speakers import own_body
from kg.extractors.statements import Scene, statement
from kg.extractors.tables import any_of, column
from kg.facts import Entity, EntityType, Mention, Predicate, Relation

NAME = "relations_honours"
_RECEIVERS = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLATFORM, EntityType.PLACE)
_HONOURS = (EntityType.AWARD,)
_CANDIDATE = "候选"


def find(scene: Scene) -> Iterator[Relation]:
    """Yield receivers and nominees: of clauses that confer, of lists, of sentences that say who got what."""
    yield from _conferred(scene)
    yield from _listed(scene)
    for sentence in scene.sentences():
        mentions = scene.outer(sentence.start, sentence.end)
        for i, award in enumerate(mentions):
            if scene.reading.type_of(award) in _HONOURS:
                yield from _receivers(scene, sentence, mentions, i)


def _conferred(scene: Scene) -> Iterator[Relation]:
    """Yield who is given what: 授予甲、乙等3人丙奖."""
    for conferral in conferrals.read(scene.text):
        award = _award_in(scene, *conferral.honour)
        sentence = scene.sentence_at(conferral.start)
        if award is None or sentence is None:
            continue
        kinds = (*_RECEIVERS, EntityType.PROGRAM) if conferral.is_of_results else _RECEIVERS
        for receiver in scene.outer(*conferral.receivers, *kinds):
            span = (receiver.start, conferral.honour[1])
            entity, year = scene.reading.entity_of(receiver), scene.year_at(sentence, conferral.start)
            yield statement(entity, Predicate.RECEIVED, award, span, extractor=NAME, year=year)


def _listed(scene: Scene) -> Iterator[Relation]:
    """Yield who stands on the list of an honour; the heading is in the evidence where it stands near."""
    for roster in rosters.read(scene.document):
        award = _award_in(scene, roster.start, roster.end)
        if award is None:
            continue
        predicate = Predicate.NOMINATED_FOR if roster.is_proposed else Predicate.RECEIVED
        dated = scene.document.date[:4]  # where the heading names no year, honours are those of the decision's
        year = roster.year or (int(dated) if dated.isdigit() else None)
        for row in roster.rows:
            for receiver in scene.outer(row.start, row.end, *_RECEIVERS, EntityType.PROGRAM)[:1]:
                entity = scene.reading.entity_of(receiver)
                span = _line_of(scene.text, roster, row)
                yield statement(entity, predicate, award, span, extractor=NAME, year=year)


_LONGEST_QUOTE = 60


def _line_of(text: str, roster: rosters.Roster, row: Row) -> tuple[int, int]:
    """Return the evidence for a row: its line, with the heading where that stands right above; a long line is cut."""
    line = (text.rfind("\n", 0, row.start) + 1, len(text) if (at := text.find("\n", row.end)) < 0 else at)
    if line[1] - line[0] > _LONGEST_QUOTE:
        line = (row.start, row.end)
    is_near = roster.start < row.start and line[1] - roster.start <= _LONGEST_QUOTE
    return (min(roster.start, line[0]) if is_near else line[0], line[1])


def _award_in(scene: Scene, start: int, end: int) -> Entity | None:
    """Return the honour that a stretch names."""
    found = scene.outer(start, end, *_HONOURS)
    return scene.reading.entity_of(found[0]) if found else None


def _receivers(scene: Scene, sentence: Sentence, mentions: tuple[Mention, ...], i: int) -> Iterator[Relation]:
    award = mentions[i]
    entity = scene.reading.entity_of(award)
    year = scene.year_at(sentence, award.start)
    epithet = _epithet(scene, mentions, i)
    if epithet is not None:
        span = (award.start, epithet.end)
        yield statement(scene.reading.entity_of(epithet), Predicate.RECEIVED, entity, span, extractor=NAME)
        return
    row = scene.row_to(mentions, i)
    verb = _GETS().search(scene.text[sentence.start : row[0].start])
    if not verb:
        return
    at = sentence.start + verb.start()
    is_candidate = _CANDIDATE in entity.name or verb["put"] is not None
    predicate = Predicate.NOMINATED_FOR if is_candidate else Predicate.RECEIVED
    for receiver in _shared(scene, mentions, i, _subjects(scene, sentence, mentions, at)):
        span = (receiver.start, award.end)
        yield statement(scene.reading.entity_of(receiver), predicate, entity, span, extractor=NAME, year=year)
        at = -1
    body = own_body(scene, sentence)
    is_counted = re.match(r"[”\s]*\d", scene.text[award.end : award.end + 3]) is not None
    if at > -1 and not (verb["put"] or is_counted) and body is not None and _is_elided(scene, sentence, at):
        span = (at, award.end)
        yield statement(body, predicate, entity, span, extractor=NAME, year=year, implicit=True)


def _epithet(scene: Scene, mentions: tuple[Mention, ...], i: int) -> Mention | None:
    """Return the person whose epithet a title is: “育种能手”陈某."""
    if i + 1 >= len(mentions) or scene.reading.type_of(mentions[i + 1]) != EntityType.PERSON:
        return None
    between = scene.text[mentions[i].end : mentions[i + 1].start]
    return mentions[i + 1] if between.strip("” ") == "" else None


def _subjects(scene: Scene, sentence: Sentence, mentions: tuple[Mention, ...], at: int) -> tuple[Mention, ...]:
    """Return who gets it: the row of names right before the verb, in its clause."""
    clause = next(((s, e) for s, e in scene.clauses_of(sentence) if s <= at < e), (sentence.start, sentence.end))
    before = [j for j, m in enumerate(mentions) if clause[0] <= m.start and m.end <= at]
    if not before:
        return ()
    last = before[-1]
    between = scene.text[mentions[last].end : at].strip("”》 ")
    if scene.reading.type_of(mentions[last]) not in _RECEIVERS or not _LEADING_OVER.fullmatch(between):
        return ()
    row = scene.row_to(mentions, last)
    return tuple(m for m in row if scene.reading.type_of(m) in _RECEIVERS)


def _shared(scene: Scene, mentions: tuple[Mention, ...], i: int, receivers: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return who of several gets an award of a row: with 分别 the first gets the first, the second the second."""
    row = scene.row_to(mentions, i)
    awards = (*row[:-1], *scene.row_from(mentions, i))
    if not receivers or len(receivers) != len(awards) or len(awards) == 1:
        return receivers
    between = scene.text[receivers[-1].end : awards[0].start]
    return (receivers[len(row) - 1],) if "分别" in between else receivers


# Between who gets an honour and the verb; anything else is the rest of a longer name: 云川青年合唱团 获群星奖.
_LEADING_OVER = re.compile(
    r"(?:等?\s*(?:\d+|[两二三四五六七八九十])[名位]?(?:人|同志)|等(?:\s*\d+\s*[个家位名项部件所座处县市区地人]{1,2}[一-鿿]{0,4}|多地|地)?|[均也已又还共再双被并]|申报|参评|参赛|分别|先后|成功|首次|再次|双双|同时|共同|一举|喜|"
    r"(?:连续[一二三四五六七八九十两\d]+[年届次度]+)|(?:19|20)\d\d年度?|去年|今年|当年|市县?|县|区)*"
)


def _is_elided(scene: Scene, sentence: Sentence, at: int) -> bool:
    """Return whether a clause begins with the verb, so that the speaker's body is meant."""
    clause = next(((s, e) for s, e in scene.clauses_of(sentence) if s <= at < e), (sentence.start, sentence.end))
    return not scene.text[clause[0] : at].strip("并先后还又共 ")


@cache
def _GETS() -> re.Pattern[str]:  # noqa: N802
    gets, puts = any_of(column("honouring_verbs", "get")), any_of(column("honouring_verbs", "put"))
    return re.compile(
        rf"(?:(?P<put>{puts})|(?:{gets}))(?:了|全国|全省|全市|首届|首批|第[一二三四五六七八九十\d]+[届批]|[“《\s]|\d{{4}}年度?)*$"
    )
