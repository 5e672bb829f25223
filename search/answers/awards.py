"""Awards: who received what, what is awarded, who was nominated."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from corpus.patterns import lazy
from corpus.people import is_name
from search.answers import honours, receivers, support
from search.answers.amounts import Scored, amount
from search.answers.clauses import comma_start
from search.answers.conferred import conferred
from search.answers.draft import Draft, Item, Span, no, sentence_span, source_name
from search.answers.facts import Facts, Line, Statement
from search.answers.knowledge import Knowledge
from search.answers.matching import coverage
from search.answers.posts import is_person_like
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question, Word

_RECEIVED = lazy(
    r"(?:荣获|获得(?!感)|获评|获授|获(?![得益利悉])|被评为|被授予|被命名为|评为|入选|当选|夺得|摘得|捧得)(?:了)?(?P<what>[^，。；]{2,60})"
)
_WHICH = lazy(r"哪[些几两三四五六七八九十\d]*[个家位名项]?[一-鿿]{0,6}?(?:入选|当选|荣?获|被?评)")
_WHO = lazy(
    r"谁|哪位|哪些人|哪几个人|获得者|得主|获奖者|获奖人|哪(?:几|两|三|些|个)?(?:家|个)?.{0,8}(?:单位|科协|学会|集体|人|企业|基地|社区|学校)"
)
# 获奖的有哪些, 获奖名单: the receivers are asked for, also without a word for them.
_RECEIVERS = lazy(
    r"(?:获奖|得奖|获评|受奖|受表彰|入选)的?(?:都?有哪|都?有谁|是哪|是谁|名单|名录|人员|对象)|(?:授予|授给|颁给|颁发给?|发给|评给|奖给)了?[谁哪]"
)
_GIVING = lazy(r"评选|评比|表彰|颁发|命名|设立|开展.{0,40}奖")
_NOMINATED = lazy(r"推荐|举荐|入围|候选|提名|申报")
_PLANNED = lazy(
    r"要|计划|打算|准备|将|拟|评哪些|评选哪些|评什么|评选|评奖|表彰哪些|(?:奖项|品牌)(?:有|是|$)|(?:哪些|什么)(?:品牌|奖项)"
)
_FRAME = lazy(
    r"^(?:奖|奖项|荣誉|称号|获|获奖|获得|得|拿|评|评上|评选|表彰|评奖|单位|优秀单位|情况|县|人|个人|第一个|项目|得主|获得者|获奖者|两|三|哪|上|各|创建|被|入选|入围|被评|被评为|称号|获评|拿到|评为|荣获|典型|方面|者|示范创建|人?当选|获授|获颁|斩获|摘得|夺得|获选|名单|同志|人员)$"
)
_COUNTED = lazy(r"达\d|\d[万余多]*(?:人|户|家|个|项|场|次)")
# After these somebody else receives: 指导乙申报获得……
_OTHER_SUBJECT = lazy(r"[；。]|动员|指导|推荐|举荐|支持|帮助|选送|邀请")
# What names an honour in a question: another one than what was received is no answer.
_HONOUR = lazy(r"奖|(?:工作者|标兵|模范|能手|工匠|先进个人|先进集体)$")
_LEAST = 0.75
# 第二十三届“ before the name of an award.
_EDITION_LENGTH = 6


def awarded(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return what was received, by whom, or what is awarded; or a no."""
    if found := conferred(knowledge, question):
        return found
    words = [word for word in question.words if not _FRAME.match(word.text)]
    all_of_one = _of_one(knowledge, question, words)
    if all_of_one is not None and len(all_of_one.items) > 1:
        return all_of_one
    for strategy in (_by_receiver, _to_all, _by_award, _given, _in_sentence, _nominated):
        for facts in knowledge.about(question):
            if found := strategy(facts, question, words):
                return found
    return all_of_one or no(f"库中文献没有“{question.topic}”获奖情况的记载。", question.topic)


def _of_one(knowledge: Knowledge, question: Question, words: Sequence[Word]) -> Draft | None:
    """Return all that a person received where a question names nothing but the person: 张三得过什么奖."""
    people = [link for link in question.links if "Person" in link.types]
    is_asked = len(people) == 1 and all(word.text == people[0].text for word in words)
    if not is_asked or question.years or _WHO.search(question.plain) or _NOMINATED.search(question.plain):
        return None
    return honours.of_person(knowledge, question, people[0])


def _statements(facts: Facts, question: Question) -> list[Statement]:
    wanted = _wanted(question)
    found = [
        s
        for s in facts.by_predicate(*wanted)
        if not question.years or s.year in (None, *question.years) or _is_titled(facts, question, s)
    ]
    return sorted(found, key=lambda s: (wanted.index(s.predicate), s.start))


def _is_titled(facts: Facts, question: Question, statement: Statement) -> bool:
    """Return whether the paper's title names the edition asked for: it is given in another year than it is opened."""
    title = fold(facts.document.title)
    return any(form + fold(statement.object) in title for _, forms in support.editions(question) for form in forms)


def _by_receiver(facts: Facts, question: Question, words: Sequence[Word]) -> Draft | None:
    """张三得了什么奖: the receiver is named, the award is asked for."""
    if _WHO.search(question.plain):
        return None
    named = {iri for link in question.links for iri in link.iris}
    found = [s for s in _statements(facts, question) if s.subject_iri in named]
    rest = [word for word in words if not any(link.text == word.text for link in question.links)]
    found = [s for s in found if not rest or coverage(rest, ((_folded(facts, s), 1.0),)) >= 0.5]
    if found and found[0].predicate == "received":
        found = [s for s in found if s.predicate == "received"]
    found = _of_honours(found, question, words)
    if found and found[0].predicate != _wanted(question)[0]:
        return None  # who was put forward for one award may have received another
    return _list(facts, found, by_award=True) if found else None


def _of_honours(found: Sequence[Statement], question: Question, words: Sequence[Word]) -> list[Statement]:
    """Return the statements about the honours that the question names beside the receiver; all where it names none."""
    receivers = {link.text for link in question.links if any(s.subject_iri in link.iris for s in found)}
    asked = [w for w in words if w.text not in receivers and len(w.text) > 3 and _HONOUR.search(w.text)]
    return [s for s in found if all(coverage([word], ((facts_key(s.object), 1.0),)) >= _LEAST for word in asked)]


def _nominated(facts: Facts, question: Question, words: Sequence[Word]) -> Draft | None:
    """Return what the named receiver was put forward for, where nothing says what they received."""
    named = {iri for link in question.links for iri in link.iris}
    rest = [word for word in words if not any(link.text == word.text for link in question.links)]
    found = [s for s in _statements(facts, question) if s.subject_iri in named]
    found = [s for s in found if not rest or coverage(rest, ((facts_key(s.object), 1.0),)) >= _LEAST]
    found = _of_honours(found, question, words)
    return _list(facts, found, by_award=True) if found and not _WHO.search(question.plain) else None


def _wanted(question: Question) -> tuple[str, str]:
    return ("nominatedFor", "received") if _NOMINATED.search(question.plain) else ("received", "nominatedFor")


def _folded(facts: Facts, statement: Statement) -> str:
    line = facts.line_at(statement.start)
    return line.folded if line else ""


def _by_award(facts: Facts, question: Question, words: Sequence[Word]) -> Draft | None:
    """谁得了科技进步奖: the award is named, the receivers are asked for."""
    found = []
    for statement in _statements(facts, question):
        award = facts_key(statement.object)
        if (
            words
            and coverage(words, ((award, 1.0), (facts_key(statement.subject), 0.9))) >= _LEAST
            and any(coverage([word], ((award, 1.0),)) >= 0.8 for word in words)
        ):
            found.append(statement)
    return _list(facts, found, by_award=False) if found else None


def _to_all(facts: Facts, question: Question, words: Sequence[Word]) -> Draft | None:
    """百花奖谁得了: the award is named, and all that sentences give it to are asked for."""
    awards = {iri for link in question.links if "Award" in link.types for iri in link.iris}
    is_asked = (
        _WHO.search(question.plain) or _RECEIVERS.search(question.plain) or question.intents[:1] == ("comprises",)
    )
    stated = _by_award(facts, question, words) if is_asked else None
    if not is_asked or not awards:
        return stated
    written = [
        (name, Span(facts.meta.id, line.start, line.end))
        for line in _lines_naming(facts, question, awards)
        for name in receivers.named_in(line.text, _names_at(facts, question, line, awards))
    ]
    items = {fold(item.name): item for item in (stated.items if stated else ())}
    for name, span in written:
        if _COUNTED.search(name):
            continue  # 受益群众达五万人，被评为……: what is counted before the verb receives nothing
        if _known(facts, name)[1] == "Award":
            continue  # an honour receives none
        if not any(fold(name) in key or key in fold(name) for key in items):
            items[fold(name)] = _item(facts, name, span)
    if stated is not None and len(items) == len(stated.items):
        return stated
    return _given_to(facts, question, list(items.values())) if items else None


def _lines_naming(facts: Facts, question: Question, awards: Collection[str]) -> Iterator[Line]:
    seen = set()
    for start, _, iri, _, _ in facts.mentions:
        line = facts.line_at(start) if iri in awards else None
        if line is not None and line.start not in seen and speaks_of(facts, line, question.years):
            seen.add(line.start)
            yield line


def _names_at(facts: Facts, question: Question, line: Line, awards: Collection[str]) -> tuple[tuple[int, int], ...]:
    """Return where a line names the award in no other edition than the one asked for, as offsets in its text."""
    text = facts.document.text
    return tuple(
        (start - line.start, end - line.start)
        for start, end, iri, _, _ in facts.mentions
        if iri in awards
        and line.start <= start < line.end
        and not support.is_of_other_edition(question, text[max(line.start, start - _EDITION_LENGTH) : end])
    )


def _item(facts: Facts, name: str, span: Span) -> Item:
    """Return a receiver; where a person's name ends what is written, the person (副主任医师沈听澜)."""
    iri, kind = _known(facts, name)
    if kind:
        return Item(name, iri, kind, "", span)
    in_line = (mark for mark in facts.mentions if mark[4] == "Person" and span.start <= mark[0] < span.end)
    person = next((mark for mark in in_line if name.endswith(facts.document.text[mark[0] : mark[1]])), None)
    if person is None:
        return Item(name, "", "", "", span)
    post = name.removesuffix(facts.document.text[person[0] : person[1]])
    return Item(person[3], person[2], "Person", post, span)


def _known(facts: Facts, name: str) -> tuple[str, str]:
    """Return IRI and type of what the document knows by a name."""
    return next(((iri, kind) for _, _, iri, other, kind in facts.mentions if fold(other) == fold(name)), ("", ""))


def _given_to(facts: Facts, question: Question, items: Sequence[Item]) -> Draft:
    spans = tuple(dict.fromkeys(item.span for item in items if item.span))
    names = "、".join(item.name for item in items)
    text = f"{names}获得{question.topic}。（{source_name(facts, spans[0].start)}）"
    return Draft(text, question.topic, spans, tuple(items), "statements")


def facts_key(text: str) -> str:
    """Return the folded form of a name."""
    return fold(text)


def _list(facts: Facts, found: Sequence[Statement], *, by_award: bool) -> Draft:
    items: dict[str, Item] = {}
    for s in found:
        span = sentence_span(facts, s.start, s.end)
        name, iri, other = (s.object, s.object_iri, s.subject) if by_award else (s.subject, s.subject_iri, s.object)
        items.setdefault(name, Item(name, iri, facts.types.get(iri, ""), other if by_award else "", span))
    names = "、".join(items)
    first = found[0]
    verb = "获得" if first.predicate == "received" else "被推荐为"
    year = f"{first.year}年" if first.year else ""
    if by_award:
        text = f"{first.subject}{year}{verb}{names}。（{source_name(facts, first.start)}）"
    else:
        text = f"{names}{year}{verb}{first.object}。（{source_name(facts, first.start)}）"
    spans = tuple(dict.fromkeys(item.span for item in items.values() if item.span))
    return Draft(text, first.subject if by_award else first.object, spans, tuple(items.values()), "statements")


def _given(facts: Facts, question: Question, words: Sequence[Word]) -> Draft | None:
    """今年评哪些奖: the awards that sentences about choosing and honouring name, in the year asked for."""
    if not _PLANNED.search(question.plain) or re.search(r"获|得了|拿了|评上", question.plain):
        return None
    items: dict[str, Item] = {}
    for line in facts.lines:
        if not _GIVING.search(line.text) or not speaks_of(facts, line, question.years) or line.part < 0:
            continue
        if words and coverage(words, ((line.folded, 1.0), ("".join(map(facts_key, line.headings)), 0.9))) < 0.6:
            continue
        span = Span(facts.meta.id, line.start, line.end)
        for start, _, iri, name, kind in facts.mentions:
            if kind == "Award" and line.start <= start < line.end:
                items.setdefault(iri, Item(name, iri, kind, "", span))
    if not items:
        return None
    first = next(iter(items.values()))
    spans = tuple(dict.fromkeys(item.span for item in items.values() if item.span))
    where = source_name(facts, first.span.start) if first.span else ""
    year = f"{question.years[0]}年" if question.years else ""
    text = f"{year}评选表彰的有：{'、'.join(item.name for item in items.values())}。（{where}）"
    return Draft(text, question.topic, spans, tuple(items.values()), "entities_of_type")


def _in_sentence(facts: Facts, question: Question, words: Sequence[Word]) -> Draft | None:
    """Return what a sentence says was received, where it meets the words of the question."""
    best: tuple[float, Line, re.Match[str]] | None = None
    for line in facts.lines:
        if not speaks_of(facts, line, question.years):
            continue
        heading = facts_key("".join(line.headings[-2:]))
        for hit in _RECEIVED.finditer(line.text):
            if hit["what"] == "表彰":
                continue  # names no award
            if not _is_receiver(facts, question, line, hit.start()):
                continue
            met = coverage(words, ((line.folded, 1.0), (heading, 0.7))) if words else 0.0
            if met >= _LEAST and (best is None or met > best[0]):
                best = (met, line, hit)
    if best is None:
        return None
    _, line, hit = best
    if _WHO.search(question.plain) or _RECEIVERS.search(question.plain) or "名单" in question.plain:
        return _receivers(facts, question, line, hit)
    span = Span(facts.meta.id, line.start, line.end)
    counted = [f for f in facts.figures if line.start + hit.start() <= f.value_start < line.end]
    items = tuple(
        Item(f"{_short(f.label)}{amount(Scored(f, facts, 1.0))}", f.about, "Indicator", "", span) for f in counted
    )
    said = line.text.strip() if _WHICH.search(question.plain) else line.text[hit.start() :]  # who did stands before it
    text = f"{said.rstrip('。；')}。（{source_name(facts, line.start)}）"
    names = tuple(
        Item(name, iri, kind, "", span)
        for start, _, iri, name, kind in facts.mentions
        if kind == "Award" and line.start + hit.start() <= start < line.start + hit.end()
    )
    return Draft(text, question.topic, (span,), items or names or (Item(hit["what"], "", "", "", span),), "mentions")


def _is_receiver(facts: Facts, question: Question, line: Line, at: int) -> bool:
    """Return whether the person that a question names is among those right before the verb, where it names one."""
    person = next((link.text for link in question.links if "Person" in link.types), None)
    person = person or next((word.text for word in question.words if is_person_like(word) and is_name(word.text)), None)
    if person is None:
        return _is_body_before(facts, question, line, at)
    end = line.text.rfind(person, 0, at) + len(person)
    if end < len(person):
        return False
    between = line.text[end:at]
    others = [mark[3] for mark in facts.mentions if mark[4] == "Person" and end <= mark[0] - line.start < at]
    # 甲、乙和丙获奖: what stands between the name and the verb is a list of names.
    is_list = not re.search(r"[^、和与]", re.sub("|".join(map(re.escape, others)) or "^$", "", between))
    return not _OTHER_SUBJECT.search(between) and (not others or is_list)


def _is_body_before(facts: Facts, question: Question, line: Line, at: int) -> bool:
    """Return whether a body that a question names stands before the verb, and nobody of it, where the sentence names it."""
    bodies = {iri for link in question.links if "Organization" in link.types for iri in link.iris}
    marks = [
        (start - line.start, iri, kind) for start, _, iri, _, kind in facts.mentions if line.start <= start < line.end
    ]
    places = [start for start, iri, _ in marks if iri in bodies]
    people = [start for start, _, kind in marks if kind == "Person"]
    return not places or any(
        start < at
        and not _OTHER_SUBJECT.search(line.text[start:at])
        and not any(start < other < at for other in people)
        for start in places
    )


def _receivers(facts: Facts, question: Question, line: Line, hit: re.Match[str]) -> Draft | None:
    """Return the people and bodies that stand before the verb in its clause."""
    left = comma_start(line.text, hit.start())
    span = Span(facts.meta.id, line.start, line.end)
    items = tuple(
        Item(name, iri, kind, "", span)
        for start, _, iri, name, kind in facts.mentions
        if kind in ("Person", "Organization") and line.start + left <= start < line.start + hit.start()
    )
    if not items:
        return None
    names = "、".join(dict.fromkeys(item.name for item in items))
    text = f"{names}{hit[0].strip()}。（{source_name(facts, line.start)}）"
    return Draft(text, question.topic, (span,), items, "mentions")


def _short(label: str) -> str:
    return re.sub(r"[（(][^）)]*[）)]", "", label)
