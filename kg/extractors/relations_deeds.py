"""Relations that a clause states: who runs something, on what it is based, whom it is for, what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.documents import Sentence
from kg.extractors.speakers import own_body
from kg.extractors.statements import Scene, statement
from kg.extractors.tables import any_of, column
from kg.facts import Entity, EntityType, Mention, Predicate, Relation

NAME = "relations_deeds"
_RUN = (EntityType.PROGRAM, EntityType.EVENT, EntityType.PLATFORM, EntityType.POLICY)
_OWN = (EntityType.PROGRAM, EntityType.EVENT, EntityType.AWARD)
_BASED = (EntityType.PROGRAM, EntityType.SLOGAN, EntityType.POLICY, EntityType.EVENT)
_KINDS = (EntityType.PLATFORM, EntityType.PROGRAM, EntityType.ORGANIZATION, EntityType.EVENT, EntityType.CONCEPT)
_GATHERINGS = ("会议", "大会", "全会", "年会", "论坛")
_DAY_OF = re.compile(r"为(?P<who>[一-鿿]{2,14})的(?:节日|日子)")
_NUMERALS = tuple("二三四五六七八九十两")
_PUSHING = ("推动", "支持", "引导", "鼓励", "指导", "动员", "参加", "参与")
_AND_SUCH = re.compile(r"[”》]?等(?:一批|一系列|多个|多项|各类|\s*\d+[个项家所类])?[“《]?$")
_CONTENTS = re.compile(
    r"[”》]?[，,]?(?:明确|包括|涵盖|主要包括|内容包括)(?P<list>[^，。；：]{4,60}?)等(?:内容|方面|任务|事项|举措)"
)


def find(scene: Scene) -> Iterator[Relation]:
    """Yield what clauses state, in running text and glossary."""
    for sentence in scene.sentences():
        yield from _run_by(scene, sentence)
        yield from _based_on(scene, sentence)
        yield from _such_as(scene, sentence)
        yield from _contents(scene, sentence)
        yield from _served(scene, sentence)
        yield from _own_work(scene, sentence)
    yield from _of_glossary(scene)


def _run_by(scene: Scene, sentence: Sentence) -> Iterator[Relation]:
    """Yield `A、B联合实施了X` and `联合A举办X`."""
    for start, end in scene.clauses_of(sentence):
        yield from _run_in(scene, (start, end), scene.outer(start, end), None)
    for award in scene.outer(sentence.start, sentence.end, EntityType.AWARD):
        inside = tuple(m for m in scene.reading.mentions_in(award.start, award.end) if m.entity != award.entity)
        if inside:
            yield from _run_in(scene, (award.start, award.end), inside, None)


def _run_in(
    scene: Scene, clause: tuple[int, int], mentions: tuple[Mention, ...], anaphor: Entity | None
) -> Iterator[Relation]:
    for i, body in enumerate(mentions):
        if scene.reading.type_of(body) != EntityType.ORGANIZATION:
            continue
        verb = _RUNS().match(scene.text, body.end, clause[1])
        if not verb or (
            i and scene.reading.type_of(mentions[i - 1]) == EntityType.ORGANIZATION and _is_with(scene, clause, body)
        ):
            continue
        row = [m for m in scene.row_to(mentions, i) if scene.reading.type_of(m) == EntityType.ORGANIZATION]
        following = next((j for j in range(i + 1, len(mentions)) if mentions[j].start >= verb.end()), None)
        things: tuple[Entity, ...] = ()
        if following is not None and mentions[following].start - verb.end() <= 12:
            things = tuple(
                scene.reading.entity_of(m)
                for m in scene.row_from(mentions, following)
                if scene.reading.type_of(m) in _RUN
            )
        elif anaphor is not None and re.match(r"了?(?:该|此|这[一项个])", scene.text[verb.end() : verb.end() + 3]):
            things = (anaphor,)
        for thing in things:
            for owner in row:
                yield statement(thing, Predicate.RUN_BY, scene.reading.entity_of(owner), clause, extractor=NAME)


def _is_with(scene: Scene, clause: tuple[int, int], body: Mention) -> bool:
    """Return whether a body is only the one reported to or taken part under: 向省科协申报."""
    return scene.text[max(clause[0], body.start - 1) : body.start] in ("向", "被", "对")


def _based_on(scene: Scene, sentence: Sentence) -> Iterator[Relation]:
    """Yield `按照《A》要求，开展B` within a sentence."""
    mentions = scene.outer(sentence.start, sentence.end)
    for policy in mentions:
        if scene.reading.type_of(policy) != EntityType.POLICY:
            continue
        ahead = scene.text[max(sentence.start, policy.start - 8) : policy.start].rstrip("“《 ")
        is_titled = scene.text[policy.start - 1 : policy.start] == "《" or scene.text.startswith("《", policy.start)
        if not ahead.endswith(column("basing")) or (ahead.endswith(_CARRYING_OUT) and not is_titled):
            continue
        for thing in mentions:
            if thing.start > policy.end and scene.reading.type_of(thing) in _BASED and _is_carried_out(scene, thing):
                span = (policy.start, thing.end)
                target = scene.reading.entity_of(policy)
                yield statement(scene.reading.entity_of(thing), Predicate.BASED_ON, target, span, extractor=NAME)


# 落实某项政策，开展乙 are two tasks; 落实《甲》，开展乙 is one, as the paper demands it.
_CARRYING_OUT = ("落实", "执行")


def _is_carried_out(scene: Scene, thing: Mention) -> bool:
    """Return whether a verb of carrying out stands before a thing."""
    return scene.text[max(0, thing.start - 6) : thing.start].rstrip("“《 了").endswith(column("running"))


def _such_as(scene: Scene, sentence: Sentence) -> Iterator[Relation]:
    """Yield the examples of a kind: `A、B等C` where C is itself a thing of the document."""
    mentions = scene.outer(sentence.start, sentence.end)
    for i, kind in enumerate(mentions[1:], 1):
        if scene.reading.type_of(kind) not in _KINDS:
            continue
        if not _AND_SUCH.fullmatch(scene.text, mentions[i - 1].end, kind.start):
            continue
        for member in scene.row_to(mentions, i - 1):
            if scene.reading.type_of(member) in _KINDS:
                yield from _example(scene, kind, member)


def _example(scene: Scene, kind: Mention, member: Mention) -> Iterator[Relation]:
    """Yield what an example is to its kind: a part, or only something it has to do with."""
    whole, part, span = scene.reading.entity_of(kind), scene.reading.entity_of(member), (member.start, kind.end)
    if whole.type != EntityType.CONCEPT and part.type == EntityType.CONCEPT:
        yield statement(whole, Predicate.RELATES_TO, part, span, extractor=NAME)
    elif whole.type != EntityType.CONCEPT or _ends_row(scene.text, kind.end):
        yield statement(whole, Predicate.HAS_COMPONENT, part, span, extractor=NAME)
    elif part.type != EntityType.CONCEPT:
        yield statement(part, Predicate.RELATES_TO, whole, span, extractor=NAME)


def _ends_row(text: str, end: int) -> bool:
    """Return whether nothing more follows a name: in 建言献策品牌 the concept only says what the brand is about."""
    return text[end : end + 1] in "，。；、！”》"


def _contents(scene: Scene, sentence: Sentence) -> Iterator[Relation]:
    """Yield what a policy is said to hold: `《A》，明确B、C等内容`."""
    for policy in scene.outer(sentence.start, sentence.end, EntityType.POLICY):
        found = _CONTENTS.match(scene.text, policy.end, sentence.end)
        if not found:
            continue
        span = (policy.start, found.end())
        for item in re.split(r"、|以及|及", found["list"]):
            if item.strip():
                entity = scene.reading.entity_of(policy)
                yield statement(entity, Predicate.HAS_COMPONENT, item.strip(), span, extractor=NAME)


def _served(scene: Scene, sentence: Sentence) -> Iterator[Relation]:
    """Yield whom an undertaking is for, as the clauses behind its name say: `开展A，服务全市青年教师`."""
    mentions = scene.outer(sentence.start, sentence.end, EntityType.PROGRAM, EntityType.EVENT)
    for mention in mentions:
        if found := _SERVES_BEFORE().search(scene.text[sentence.start : mention.start]):
            span = (sentence.start + found.start(), mention.end)
            yield statement(scene.reading.entity_of(mention), Predicate.TARGETS, found["who"], span, extractor=NAME)
    mentions = tuple(m for m in mentions if not scene.text[m.start : m.end].endswith(_GATHERINGS))
    if not mentions:
        return
    is_own = not scene.document.issuer.endswith(("政府", "国务院"))
    for found in _SERVES().finditer(scene.text, mentions[0].end, sentence.end):
        if not (is_own or found[0].startswith(_REACHING)):
            continue
        before = [m for m in mentions if m.end <= found.start()]
        if _launched_behind(scene, sentence, found.end()):
            continue
        if not before or found.start() - before[-1].end > 30:
            continue
        served = found["who"].strip("、 ")
        span = (before[-1].start, found.end())
        yield statement(scene.reading.entity_of(before[-1]), Predicate.TARGETS, served, span, extractor=NAME)


# A government lists measures, clause by clause: only these verbs carry the one before them on.
_REACHING = ("服务", "面向", "惠及", "培训")


def _own_work(scene: Scene, sentence: Sentence) -> Iterator[Relation]:
    """Yield what the speaker's own body runs where the subject is left out: `举办A、B`."""
    body = own_body(scene, sentence)
    if body is None or scene.parts[sentence.part].kind == "speech":
        return
    for start, end in scene.clauses_of(sentence):
        mentions = scene.outer(start, end)
        for i, mention in enumerate(mentions):
            ahead = scene.text[start : mention.start]
            if scene.reading.type_of(mention) not in _OWN or not _OWN_VERB().search(ahead):
                continue
            if any(verb in ahead for verb in _PUSHING):
                continue
            for thing in scene.row_from(mentions, i):
                if scene.reading.type_of(thing) in _OWN and not _is_plain(scene, thing):
                    entity = scene.reading.entity_of(thing)
                    yield statement(entity, Predicate.RUN_BY, body, (start, end), extractor=NAME, implicit=True)


def _is_plain(scene: Scene, mention: Mention) -> bool:
    """Return whether a name only describes (学术活动): nobody asks who runs it."""
    name = scene.text[mention.start : mention.end]
    return (name.endswith(("活动", "建设", "改革", "工作")) and "“" not in name) or name.startswith(_NUMERALS)


def _of_glossary(scene: Scene) -> Iterator[Relation]:
    """Yield who runs a defined term, on what it is based and whom it serves."""
    names = scene.reading.by_name
    for entry in scene.reading.glossary:
        term = scene.reading.by_id.get(entry.entity or "") or names.get(entry.term)
        for sentence in scene.document.sentences:
            if not entry.start <= sentence.start < entry.end:
                continue
            for start, end in scene.clauses_of(sentence):
                yield from _run_in(scene, (start, end), scene.outer(start, end), term)
            yield from _based_on(scene, sentence)
            yield from _served(scene, sentence)
            if term is not None:
                yield from _term_facts(scene, sentence, term)


def _term_facts(scene: Scene, sentence: Sentence, term: Entity) -> Iterator[Relation]:
    """Yield `由A和B联合实施`, `《A》明确` and `向市民发送` as said of the term that is defined."""
    for start, end in scene.clauses_of(sentence):
        mentions = scene.outer(start, end)
        for i, mention in enumerate(mentions):
            kind = scene.reading.type_of(mention)
            behind = scene.text[mention.end : end].lstrip("”》 ")
            if kind == EntityType.ORGANIZATION and _RUNS().match(behind) and term.type in _RUN:
                if any(scene.reading.type_of(m) in _RUN for m in mentions[i + 1 :]):
                    continue
                for owner in scene.row_to(mentions, i):
                    if scene.reading.type_of(owner) == EntityType.ORGANIZATION:
                        target = scene.reading.entity_of(owner)
                        yield statement(term, Predicate.RUN_BY, target, (start, end), extractor=NAME)
            if kind == EntityType.POLICY and behind.startswith(("明确", "提出", "规定")) and mention.entity != term.id:
                yield statement(
                    term, Predicate.BASED_ON, scene.reading.entity_of(mention), (start, end), extractor=NAME
                )
        found = _SERVES().search(scene.text, start, end) or _DAY_OF.search(scene.text, start, end)
        if found and term.type in (EntityType.PROGRAM, EntityType.EVENT):
            about = _launched_behind(scene, sentence, end) or term
            yield statement(about, Predicate.TARGETS, found["who"].strip("、 "), (start, end), extractor=NAME)


def _launched_behind(scene: Scene, sentence: Sentence, offset: int) -> Entity | None:
    """Return the undertaking that a sentence launches behind a place: what comes before tells its purpose."""
    for mention in scene.outer(offset, sentence.end, EntityType.PROGRAM):
        ahead = scene.text[max(offset, mention.start - 6) : mention.start].rstrip("“《了 ")
        if ahead.endswith(column("running", "stated")):
            return scene.reading.entity_of(mention)
    return None


@cache
def _RUNS() -> re.Pattern[str]:  # noqa: N802
    verbs = any_of(column("running", "stated"))
    return re.compile(rf"[”》\s]*(?:(?:19|20)\d\d年)?(?:[一-鿿]{{0,4}}?)(?:{verbs})")


@cache
def _OWN_VERB() -> re.Pattern[str]:  # noqa: N802
    between = r"(?:了|好|第[一二三四五六七八九十\d]+届|首届|首个|[“《\s]|\d{4}年度?|\d+场)*"
    return re.compile(rf"(?:{any_of(column('running', 'own'))}){between}$")


@cache
def _WHO() -> str:  # noqa: N802
    people = any_of(column("beneficiaries", "person"))
    one = rf"(?:{any_of(column('beneficiaries', 'which'))}){{0,3}}(?:{people})"
    return rf"(?P<who>{one}(?:[、和与](?:{one}))*)"


@cache
def _SERVES() -> re.Pattern[str]:  # noqa: N802
    return re.compile(rf"(?:{any_of(column('serving'))}){_WHO()}")


@cache
def _SERVES_BEFORE() -> re.Pattern[str]:  # noqa: N802
    return re.compile(
        rf"(?:组织|为|面向|邀请)(?:全[省市县区])?(?:\s*\d+\s*余?名?)?{_WHO()}(?:作|做|举办|开展|参加|组织)(?:了)?[“《]?$"
    )
