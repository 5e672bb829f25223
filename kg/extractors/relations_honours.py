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
    if scene.reading.type_of(mentions[last]) not in _RECEIVERS or len(between) > 8 or "、" in between:
        return ()
    row = scene.row_to(mentions, last)
    return tuple(m for m in row if scene.reading.type_of(m) in _RECEIVERS)


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
