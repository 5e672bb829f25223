"""What something comprises, and what something is a part of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from search.answers.draft import Draft, Item, Span, chinese_number, no, sentence_span, source_name
from search.answers.knowledge import Facts, Knowledge, Line, Statement
from search.answers.lists import Enumeration, enumerations, mottoes, shared_end, shared_start
from search.answers.matching import coverage, word_score
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Link, Question, Word

# Words for what a whole is made of; they ask for its members, whatever these are.
_COUNTED = re.compile(
    r"^(?:[一二两三四五六七八九十\d]+个?.{0,3}|子|成员|内容|要点|职责|工作|要求|任务|组成|库|型|化|字母|缩写|讲话.*|报告.*|第.部分|代表|指|概念|提法)$"
)
_NUMERALS = {char: i for i, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "双": 2}
_MADE_OF = re.compile(
    r"(?P<own>[^，。；：“”]{0,16}?)由(?P<list>[^，。；]{4,80}?)(?:[两二三四五六七八九十\d]+[个项大部类种])?[一-鿿]{0,4}(?:构成|组成|共同构成)"
)
# It ends where the next one begins: 甲库指子库、丑库，乙网指……
_SUBCLAUSE = re.compile(
    r"([^；;。，,：:]{2,20}?)(?:即|是指|包括|分为|指)((?:(?![，,][^，,、；;。]{1,20}(?:即|是指|指))[^；;。])+)"
)
_MET = 0.4
_LONGEST_MEMBER = 16
_FIGURE = re.compile(r"\d+[余多]?[名人家个位场]")
# 三点, 哪六个: a number with what it counts says nothing about the list.
_COUNTS = re.compile(r"[一二两三四五六七八九十\d]+[个项点条种类大]?")
_COMPRISING = re.compile(r"包括|包含|涵盖|明确|采取|采用|实行|分为|聚焦|整合|安排|组织|构成|坚持|通过|举办|运用|集$")
# 业态有哪些: a list that is called what is asked for answers where nothing else is said.
_CALLED = 0.6
# A list of the text answers only where the question's words stand about it.
_LEAST_LIST = 0.58


@dataclass(frozen=True, slots=True)
class Whole:
    """Something with its members, as one document gives them."""

    name: str
    iri: str
    members: tuple[str, ...]
    iris: tuple[str, ...]
    span: Span
    keys: frozenset[str]
    spans: tuple[Span, ...] = ()


_WHOLES: WeakKeyDictionary[Facts, tuple[Whole, ...]] = WeakKeyDictionary()


def wholes(facts: Facts) -> tuple[Whole, ...]:
    """Return everything that a document gives the members of: from the graph, then from clauses of definitions."""
    if facts not in _WHOLES:
        _WHOLES[facts] = tuple(_wholes(facts))
    return _WHOLES[facts]


def _wholes(facts: Facts) -> Iterator[Whole]:
    groups: dict[str, list[Statement]] = {}
    for statement in facts.by_predicate("hasComponent"):
        groups.setdefault(statement.subject_iri, []).append(statement)
    for iri, statements in groups.items():
        ordered = sorted(statements, key=lambda s: (s.order or 99, s.start))
        distinct = list({fold(s.object): s for s in reversed(ordered)}.values())[::-1]
        # What a lexicon knows but the text does not say is no answer from the documents.
        said = [s for s in distinct if fold(s.object) in fold(facts.document.text)] if distinct else []
        if said:
            yield Whole(
                said[0].subject,
                iri,
                tuple(s.object for s in said),
                tuple(s.object_iri for s in said),
                sentence_span(facts, min(s.start for s in said), max(s.end for s in said)),
                frozenset({fold(said[0].subject)}),
            )
    yield from _made_of(facts)
    yield from _headed(facts)
    for gloss in facts.glosses:
        span = Span(facts.meta.id, gloss.start, gloss.end)
        for clause in _SUBCLAUSE.finditer(gloss.definition):
            members = tuple(part.strip() for part in re.split(r"、|和|及", clause[2]) if part.strip())
            if len(members) > 1:
                yield Whole(clause[1], "", members, ("",) * len(members), span, frozenset({fold(clause[1])}))
        if gloss.components:
            keys = frozenset(fold(name) for name in (gloss.term, *gloss.aliases))
            names = (gloss.term, gloss.entity, gloss.components, ("",) * len(gloss.components))
            yield Whole(*names, span, keys)
        elif letters := _letters(gloss.term, gloss.definition) or _listed_in(gloss.term, gloss.definition):
            yield Whole(gloss.term, gloss.entity, letters, ("",) * len(letters), span, frozenset({fold(gloss.term)}))


def _made_of(facts: Facts) -> Iterator[Whole]:
    """Yield what a sentence says to be made of something: “甲计划”，该计划由“乙”和“丙”两个子计划构成."""
    for line in facts.lines:
        if "由" not in line.text or "成" not in line.text:
            continue
        for hit in _MADE_OF.finditer(line.text):
            before = re.findall(r"[“《]([^”》]{3,24})[”》]", line.text[: hit.start()])
            points_back = not hit["own"] or re.match(r"[该这其本]", hit["own"])
            if points_back and not before:
                continue
            name = before[-1] if points_back else hit["own"]
            members = tuple(re.sub("[“”]", "", part) for part in re.split(r"、|和|与|及", hit["list"]) if part.strip())
            if len(members) > 1:
                span = Span(facts.meta.id, line.start, line.end)
                yield Whole(name, "", members, ("",) * len(members), span, frozenset({fold(name)}))


def _headed(facts: Facts) -> Iterator[Whole]:
    """Yield the members of a numeric formulation that the headings below it spell out: 四服务 over 一要在服务…上."""
    sections = facts.document.sections
    for section in sections:
        below = [other for other in sections if other.parent == section.index]
        for hit in re.finditer(r"“?([两二三四五六七八九十])([一-鿿]{1,4})”", section.title):
            titles = [other.title for other in below]
            if _NUMERALS.get(hit[1]) != len(below) or not all(hit[2][:2] in title for title in titles):
                continue
            members = tuple(_core_of(title, hit[2][:2]) for title in titles)
            span = Span(facts.meta.id, below[0].start, below[-1].heading_end)
            name = hit[1] + hit[2]
            spans = tuple(Span(facts.meta.id, other.start, other.heading_end) for other in below)
            yield Whole(name, "", members, ("",) * len(members), spans[0] or span, frozenset({fold(name)}), spans)


def _core_of(title: str, key: str) -> str:
    """Return what a heading is about: 服务农户 of 在服务农户上尽到更大责任."""
    hit = re.search(rf"(?:在|从)?({key}[^，。]*?)(?:上|方面|中)(?:[一-鿿]{{2,}})?$", title)
    return hit[1] if hit else title


def _listed_in(term: str, definition: str) -> tuple[str, ...]:
    """Return the members of a definition that is a list: as many as the term counts, or the parts of an acronym."""
    if hit := re.match(r"(?:是|即|为)?(.+?)(?:的)?(?:首字母|英文|拼音)?(?:缩写|简称|合称|统称|总称)", definition):
        members = tuple(part.strip() for part in re.split(r"、|和|与", hit[1]) if part.strip())
        return members if len(members) > 1 and all(len(m) <= 24 for m in members) else ()
    counts = [_NUMERALS[char] for char in term if char in _NUMERALS]
    members = tuple(part for part in re.split(r"[、，]|(?<=[一-鿿])和(?=[一-鿿])", definition.rstrip("。；")) if part)
    return members if len(members) in counts and len(members) > 1 else ()


def _letters(term: str, definition: str) -> tuple[str, ...]:
    """Return 百社, 千户, 万亩 for 百千万行动：百社千户万亩行动: each numeral of the term opens a member."""
    marks = [char for char in term if char in "百千万亿"]
    if len(marks) < 2:
        return ()
    hit = re.match(
        "".join(f"({mark}[^{''.join(marks)}]{{1,3}}?)" for mark in marks) + r"(?:行动|工程|计划|活动|$)", definition
    )
    return tuple(hit.groups()) if hit else ()


def comprise(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the members of what a question names: of a slogan or plan, or the list that a sentence gives."""
    documents = knowledge.about(question)
    is_list_asked = question.intents[:1] != ("definition",)
    listed = _listed(documents, question) if is_list_asked else None
    if listed is not None and _wants_more(question):
        return listed
    stated = stated_members(knowledge, question)
    if stated is not None and listed is not None and _names(stated) < _names(listed):
        return listed
    return stated or listed or _no_members(knowledge, question)


def _names(draft: Draft) -> frozenset[str]:
    return frozenset(fold(item.name) for item in draft.items)


def stated_members(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the members that the graph or a glossary gives of what a question names."""
    candidates = [(whole, facts) for facts in knowledge.about(question) for whole in wholes(facts)]
    for keys in _asked(knowledge, question):
        fits = [(whole, facts) for whole, facts in candidates if keys & whole.keys and _is_meant(question, whole)]
        if fits:
            return listing(*_best_whole(fits, candidates))
    return None


def _best_whole(fits: list[tuple[Whole, Facts]], candidates: list[tuple[Whole, Facts]]) -> tuple[Facts, Whole]:
    whole, facts = max(fits, key=lambda fit: _depth(fit[0], candidates))
    return facts, whole


def _depth(whole: Whole, candidates: list[tuple[Whole, Facts]]) -> tuple[bool, bool]:
    """Prefer the entry that gives the members themselves to one that gives groups of them."""
    keys = {fold(member) for member in whole.members}
    has_groups = any(other.keys & keys and other is not whole for other, _ in candidates)
    return (not has_groups, len(whole.members) > 1)


def _wants_more(question: Question) -> bool:
    """Return whether the question says more than the name: 整合了哪些媒体 asks for a list of the text."""
    linked = {link.text for link in question.links}
    rest = [w for w in question.words if w.text not in linked and len(fold(w.text)) > 1 and not _COUNTED.search(w.text)]
    return bool(question.links) and bool(rest) and not _shape_words(question)


def _is_meant(question: Question, whole: Whole) -> bool:
    return question.number is None or question.number == len(whole.members) or str(question.number) not in whole.name


def _asked(knowledge: Knowledge, question: Question) -> Iterator[frozenset[str]]:
    """Yield the folded names that the question may mean, the plainest first."""
    links = sorted(question.links, key=lambda link: -len(link.text))
    for link in links:
        yield frozenset({fold(link.text)})
        yield frozenset(fold(name.text) for name in link.names)
    for word in question.words:
        yield frozenset({fold(word.text)})
        yield frozenset(fold(name) for name in word.names)
    for word in question.words:
        # 两新 for 社团“两新”, 百千万 for 百千万行动.
        key = fold(word.text)
        if len(key) > 1:
            yield frozenset(
                {f"学会{key}", f"{key}行动", f"{key}工程", f"{key}活动", f"{key}组织", f"{key}计划", f"{key}制"}
            )


def listing(facts: Facts, whole: Whole) -> Draft:
    """Return the members of a whole as a draft."""
    count = len(whole.members)
    name = re.sub("[“”]", "", whole.name)
    text = f"“{name}”包括{chinese_number(count)}项：{'、'.join(whole.members)}。（{_source(facts, whole.span)}）"
    items = tuple(
        Item(member, iri, facts.types.get(iri, ""), "", whole.span)
        for member, iri in zip(whole.members, whole.iris, strict=True)
    )
    return Draft(text, name, whole.spans or (whole.span,), items, "components", {"entity": whole.iri})


def _source(facts: Facts, span: Span) -> str:
    part = facts.document.part_at(span.start)
    if part and part.kind == "glossary":
        return f"{facts.meta.year}年{part.title}" if facts.meta.year else part.title
    return source_name(facts, span.start)


def _listed(documents: Iterable[Facts], question: Question) -> Draft | None:
    """Return the list of the text that the question's words stand about, if one clearly does."""
    found_all: list[tuple[bool, float, Facts, Line, Enumeration]] = []
    question, noun = _asked_noun(question)
    for facts in documents:
        lines = facts.lines
        for i, line in enumerate(lines):
            if not speaks_of(facts, line, question.years):
                continue
            before = lines[i - 1].folded if i else ""
            quoted = [] if noun is None else [found for found in mottoes(line.text) if _is_called(found, noun)]
            for found in (*enumerations(line.text), *quoted):
                has_noun = noun is not None and _is_called(found, noun)
                if noun is not None and not has_noun and _is_member(found, noun):
                    continue  # 增设副主席 in a list of measures names no 副主席
                score = _list_score(question, line, found, before, noun)
                if score >= (_LEAST_LIST - 0.1 if has_noun else _LEAST_LIST):
                    found_all.append((has_noun, score, facts, line, found))
    # A list that ends in the noun that was asked for (方式) comes before all others.
    best = max(found_all, key=lambda item: item[:2], default=None)
    if best is None:
        return None
    _, score, facts, line, found = best
    span = Span(facts.meta.id, line.start, line.end)
    counted = f"（共{found.count}项）" if found.count else f"，共{chinese_number(len(found.members))}项"
    text = f"{found.lead}{'、'.join(found.members)}{'等' + found.noun if found.noun else ''}{counted}。"
    text = f"{text}（{source_name(facts, line.start)}）"
    items = tuple(Item(member, "", "", "", span) for member in found.members)
    return Draft(text, question.topic, (span,), items, "mentions", score=score)


def _is_called(found: Enumeration, noun: Word) -> bool:
    """Return whether a list says that its members are what is asked for: by the noun after it, or each by its ending."""
    return word_score(noun, fold(found.noun + found.lead[-4:])) >= 0.8 or shared_end(found.members, noun.text)


def _is_member(found: Enumeration, noun: Word) -> bool:
    having = sum(fold(noun.text) in fold(member) for member in found.members)
    return 0 < having < len(found.members)


def _list_score(question: Question, line: Line, found: Enumeration, before: str, noun: Word | None) -> float:
    listed = fold("".join(found.members))
    frame = fold(found.lead + found.noun)
    rest = fold(line.text[: found.start] + line.text[found.end :])
    heading = fold("".join(line.headings[-1:]))
    context = line.folded + before + heading
    if any(
        word_score(word, context) < 0.85
        for word in question.words
        if any(word.text == link.text for link in question.links)
    ):
        return 0.0
    if any(fold(link.text) in fold(member) for link in question.links for member in found.members):
        return 0.0  # a member of the list is not what the list is of
    shape = _shape(question, found)
    if max(len(member) for member in found.members) > _LONGEST_MEMBER or any(map(_FIGURE.search, found.members)):
        return 0.0
    is_called = noun is not None and _is_called(found, noun)
    if not shape and not is_called and not _is_brought_in(question, found, line):
        return 0.0
    words = [
        word
        for word in question.words
        if not _is_shape_word(question, word) and word is not noun and not (_COUNTS.fullmatch(word.text))
    ]
    fields = ((frame, 1.0), (rest, 0.9), (listed, 0.7), (before, 0.5), (heading, 0.6))
    if not shape and any(
        word.weight == 1 and max(word_score(word, text) for text, _ in fields) < _MET for word in words
    ):
        return 0.0
    met = coverage(words, fields) if words else _CALLED * is_called
    near = (
        1.0
        if is_called and noun and noun.weight == 1
        else max((word_score(word, frame) for word in words), default=0.0)
    )
    if shape:
        return 0.55 * met + 0.5
    is_counted = question.number is not None and question.number in (len(found.members), found.count)
    if question.number is not None and not is_counted:
        return 0.0
    return met * (0.75 + 0.25 * near) + 0.05 * is_counted


_NOUN_AFTER = re.compile(
    r"(?:哪些|哪几种|几种|什么样的?|什么|哪几类|哪[两二三四五六七八九十\d]+[个项点条种类大]?)([一-鿿]{2})"
)
_NOUN_BEFORE = re.compile(r"([一-鿿]{2})(?:有|是|包括|包含)(?:哪些|什么|哪几)")


def _asked_noun(question: Question) -> tuple[Question, Word | None]:
    """Return the word for what is to be listed (方式 in 有哪些方式), where the question has one.

    Of a stretch that ends in it (产业业态) the rest becomes a word of its own in the question returned.
    """
    for noun in (*_NOUN_AFTER.findall(question.plain), *_NOUN_BEFORE.findall(question.plain)):
        word = next((word for word in question.words if noun in word.text), None)
        is_compound = word is not None and len(word.names) < 2 and len(word.text) > len(noun) + 1
        if word is None:
            continue
        if not is_compound or not (word.text.endswith(noun) or word.text.startswith(noun)):
            return question, word
        rest, own = word.text.replace(noun, "", 1), Word(noun, (), word.weight, (noun,))
        if len(rest) < 2:
            return question, word
        pair = (replace(word, text=rest, names=(rest,), forms=()), own)
        words = tuple(other for old in question.words for other in (pair if old is word else (old,)))
        return replace(question, words=words), own
    return question, None


def _is_brought_in(question: Question, found: Enumeration, line: Line) -> bool:
    """A list answers for a name only where a verb of comprising brings it in, or the question says what it lists."""
    said = [word for word in question.words if not any(link.text == word.text for link in question.links)]
    frame = fold(found.lead + found.noun)
    if any(len(fold(word.text)) > 1 and word_score(word, frame) >= 0.75 for word in said):
        return True
    clause = fold(line.text[max(0, found.start - 40) : found.start] + found.lead)
    named = any(fold(name) in clause for word in question.words for name in word.names)
    return named and bool(_COMPRISING.search(found.lead[-4:]))


def _is_shape_word(question: Question, word: Word) -> bool:
    return bool(_shape_words(question)) and any(fold(shape) in fold(word.text) for shape in _shape_words(question))


def _shape_words(question: Question) -> tuple[str, ...]:
    """Return what all members share where the question says so: 三个“化”, 哪三化, 四个“网上”."""
    hits = re.findall(
        r"[两二三四五六七八九十几\d]+个?[“]?([一-鿿]{1,2}?)[”]?(?=$|\s|是|有|分别|、|,|，|哪|包)", question.plain
    )
    hits += re.findall(r"哪[两二三四五六七八九十几\d]+个?([一-鿿]{1,2})$", question.plain)
    hits += re.findall(r"什么([一-鿿])$", question.plain)
    return tuple(dict.fromkeys(hits))


def _shape(question: Question, found: Enumeration) -> bool:
    if question.number is not None and question.number != len(found.members):
        return False
    return any(
        shared_start(found.members, word) or shared_end(found.members, word)
        for word in _shape_words(question)
        if word not in "个项种类些"
    )


def _no_members(knowledge: Knowledge, question: Question) -> Draft:
    name = question.topic
    for facts in knowledge.about(question):
        lines = [line for line in facts.lines if fold(name) in line.folded]
        if lines:
            spans = tuple(Span(facts.meta.id, line.start, line.end) for line in lines[:3])
            where = source_name(facts, lines[0].start)
            return no(f"文中提到“{name}”（见{where}），但没有说明它包括哪些内容。", name, spans)
    return no(f"库中文献没有提到“{name}”包括哪些内容。", name)


def contain(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return what the things that a question names are members of, or the short form of a wording."""
    for facts in knowledge.about(question):
        if found := _whole_of(facts, question):
            return found
    for facts in knowledge.about(question):
        if found := _short_form(facts, question):
            return found
    for facts in knowledge.about(question):
        if found := _explaining(facts, question):
            return found
    return no(f"库中文献没有说明“{question.topic}”属于哪个提法。", question.topic)


def _explaining(facts: Facts, question: Question) -> Draft | None:
    """Return the entry in whose definition a thing stands in quotation marks: 哪个行动开设了甲栏目."""
    named = {fold(name.text) for link in question.links for name in link.names} if question.kinds else set()
    for gloss in facts.glosses:
        held = next((q for q in re.findall(r"“([^”]{2,20})”", gloss.definition) if fold(q) in named), None)
        if held is None or fold(gloss.term) in named:
            continue
        span = Span(facts.meta.id, gloss.start, gloss.end)
        term = re.sub("[“”]", "", gloss.term)
        clause = next((part for part in re.split(r"[。；]", gloss.definition) if held in part), gloss.definition)
        text = f"“{held}”见于“{term}”：{clause}。（{_source(facts, span)}）"
        return Draft(text, held, (span,), (Item(term, gloss.entity, "", clause, span),), "definitions_in_full")
    return None


def _whole_of(facts: Facts, question: Question) -> Draft | None:
    folded = fold(question.plain)
    ranked = []
    for whole in wholes(facts):
        if len(whole.members) < 2:
            continue
        met = [member for member in whole.members if len(fold(member)) > 1 and fold(member) in folded]
        named = any(key in folded for key in whole.keys)
        if met and not named:
            length = sum(len(fold(member)) for member in met)
            is_sub = any(link_is(whole, link) for link in question.links)
            ranked.append((length, -len(whole.members), not is_sub, whole, met))
    if not ranked:
        return None
    _, _, _, whole, met = max(ranked, key=lambda item: item[:3])
    name = re.sub("[“”]", "", whole.name) if whole.name.count("“") != 1 else whole.name
    others = "、".join(whole.members)
    text = f"“{'”“'.join(met)}”属于{_marked(name)}（{others}）。（{_source(facts, whole.span)}）"
    items = (Item(name, whole.iri, facts.types.get(whole.iri, ""), others, whole.span),)
    return Draft(text, "、".join(met), (whole.span,), items, "slogans_with", {"key": fold(met[0])})


def link_is(whole: Whole, link: Link) -> bool:
    """Return whether a link names a whole itself."""
    return whole.iri in link.iris


def _marked(name: str) -> str:
    return name if "“" in name else f"“{name}”"


def _short_form(facts: Facts, question: Question) -> Draft | None:
    """Return the term whose definition the question gives."""
    words = [word for word in question.words if word.weight == 1 and len(word.text) > 1]
    meant = {fold(name) for word in words for name in word.names}
    best = None
    for gloss in facts.glosses:
        definition = fold(gloss.definition)
        spelt = max((len(fold(word.text)) for word in words if fold(word.text) in definition), default=0)
        share = spelt / max(len(definition), 1)
        if fold(gloss.term) in meant and not any(fold(gloss.term) in fold(word.text) for word in words):
            share, spelt = 1.0, len(definition)
        if spelt >= 4 and share >= 0.4 and (best is None or share > best[0]):
            best = (share, gloss)
    if best is None:
        return None
    gloss = best[1]
    span = Span(facts.meta.id, gloss.start, gloss.end)
    term = re.sub("[“”]", "", gloss.term)
    text = f"“{gloss.definition.rstrip('。；')}”的简称是“{term}”。（{_source(facts, span)}）"
    return Draft(
        text, question.topic, (span,), (Item(term, gloss.entity, "", gloss.definition, span),), "definitions_in_full"
    )
