"""Relations of honours: who received an award, a title or a designation, and who was put forward for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.documents import Sentence
from kg.extractors.speakers import own_body
from kg.extractors.statements import Scene, statement
from kg.extractors.tables import any_of, column
from kg.facts import EntityType, Mention, Predicate, Relation

NAME = "relations_honours"
_RECEIVERS = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLATFORM, EntityType.PLACE)
_HONOURS = (EntityType.AWARD,)
_CANDIDATE = "候选"


def find(scene: Scene) -> Iterator[Relation]:
    """Yield receivers and nominees."""
    for sentence in scene.sentences():
        mentions = scene.outer(sentence.start, sentence.end)
        for i, award in enumerate(mentions):
            if scene.reading.type_of(award) in _HONOURS:
                yield from _receivers(scene, sentence, mentions, i)


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
    for receiver in _subjects(scene, sentence, mentions, at):
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


# Between who gets an honour and the verb; anything else is the rest of a longer name: 云川青年合唱团 获群星奖.
_LEADING_OVER = re.compile(
    r"(?:等(?:\s*\d+\s*[个家位名项部件所座处县市区地]{1,2}[一-鿿]{0,4}|多地|地)?|[均也已又还共再双被并]|申报|参评|参赛|分别|先后|成功|首次|再次|双双|同时|共同|一举|喜|"
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
