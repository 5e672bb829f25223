"""Lists over the graph: all things of a kind that the documents name."""

from __future__ import annotations

import re

from corpus.patterns import lazy
from search.answers.clauses import comma_start
from search.answers.draft import Draft, Item, Span, no, sentence_span, source_name
from search.answers.facts import Facts, Line, Statement
from search.answers.knowledge import Knowledge
from search.answers.matching import coverage
from search.answers.times import dates, written, year_of
from search.questions import tables
from search.questions.fold import fold
from search.questions.question import Question

_FRAME = lazy(
    r"^(?:列表|本市|我市|全市|本|各项|带|届次|首届|几届|届|个人|点名|里点名|里点|点|人名|全部|所有|材料|文中|名单|一览|讲话|报告|文件|通知|称|有届次|第几届|一共|当前|数|导出|列出|出现|提到|位|名字)$"
)
_MOST = 60
_MOST_SOURCES = 3
# What is done about an event; who takes part in one does not hold it.
_HELD = ("举办", "承办", "主办", "协办", "联办", "举行", "召开", "开展", "组织", "办")
_ATTENDED = ("参加", "参与", "参赛", "出席", "赴", "组队", "选送", "荣获", "获")
_ATTENDING = ("参加", "参与", "参赛", "出席")
_HOLDING = lazy("要办|办了|办过|要搞|搞了")
DEEDS = frozenset((*_HELD, *_ATTENDING, "办了"))


def inventory(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return all things of the kind that a question names, in order of the text."""
    if re.search(r"届", question.plain):
        return _editions(knowledge, question)
    if re.search(r"名词解释|名词|术语", question.plain) and not question.links:
        return _glossary(knowledge, question)
    if "奖" in "".join(question.kinds) and any(word.weight == 1 and "奖" in word.text for word in question.words):
        return None  # 甲奖名单 asks who received it
    if not question.kinds or (question.intents[:1] == ("number",) and any(word.weight == 1 for word in question.words)):
        return None
    kinds = [tables.kinds()[word] for word in question.kinds]
    rest = [
        word
        for word in question.words
        if not _FRAME.match(word.text) and word.text not in tables.kinds() and word.text not in DEEDS
    ]
    types = {kind_type for kind in kinds for kind_type in kind.types}
    parts = tuple(part for kind in kinds for part in kind.parts)
    items: dict[str, Item] = {}
    undone: dict[str, Item] = {}
    for facts in knowledge.about(question):
        for start, end, iri, name, kind in facts.mentions:
            if kind not in types or iri in items or (parts and not _ends(name, parts)):
                continue
            span = sentence_span(facts, start, end)
            line = facts.line_at(start)
            if not _is_then(facts, line, question):
                continue
            if rest and (
                line is None or coverage(rest, ((_near(line.text, start - line.start, end - line.start), 1.0),)) < 0.9
            ):
                continue
            found = items if _is_done(line, start, end, question) else undone
            found[iri] = Item(name, iri, kind, "", span)
    if items or undone:
        return _list(knowledge, question, [*(items or undone).values()][:_MOST], is_done=bool(items))
    asked = "、".join(question.kinds)
    return no(f"库中文献没有列出所问的{_when(question)}{asked}。", asked)


def _is_then(facts: Facts, line: Line | None, question: Question) -> bool:
    """Return whether a line may speak of the year, and has the date, that a question names."""
    if line is None:
        return not question.years and not dates(question.plain)
    year = year_of(facts, line) or facts.meta.year
    is_then = not question.years or year in question.years
    return is_then and all(date in written(line.text) for date in dates(question.plain))


def _deed(question: Question) -> tuple[str, ...]:
    """Return the verbs for what a question says was done about an event: it was held, or taken part in."""
    if any(verb in question.plain for verb in _ATTENDING):
        return _ATTENDED
    return _HELD if any(word.text in _HELD for word in question.words) or _HOLDING.search(question.plain) else ()


def _is_done(line: Line | None, start: int, end: int, question: Question) -> bool:
    verbs = _deed(question)
    if not verbs or line is None:
        return not verbs
    text = line.text
    left = comma_start(text, start - line.start)
    before, after = text[left : start - line.start], text[end - line.start :]
    after = after[: min((i for i in map(after.find, "，。；") if i >= 0), default=len(after))]
    others = _HELD if verbs is _ATTENDED else _ATTENDED
    # The verb nearest before a name governs it; 大会成功举办 has it behind.
    nearest = max(((before.rfind(verb), verb in verbs) for verb in (*verbs, *others) if verb in before), default=None)
    return nearest[1] if nearest else any(verb in after for verb in verbs)


def _glossary(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the terms that the newest document with a glossary explains."""
    facts = next((facts for facts in knowledge.about(question) if facts.glosses), None)
    if facts is None:
        return no("库中文献没有名词解释。", "名词解释")
    items = tuple(
        Item(re.sub("[“”]", "", gloss.term), gloss.entity, "", "", Span(facts.meta.id, gloss.start, gloss.end))
        for gloss in facts.glosses
    )
    spans = tuple(item.span for item in items if item.span)
    names = "、".join(item.name for item in items)
    text = f"名词解释共{len(items)}条：{names}。（{source_name(facts, spans[0].start)}）"
    return Draft(text, "名词解释", spans, items, "glossary", is_met=True)


def _near(text: str, start: int, end: int) -> str:
    left = comma_start(text, start)
    return fold(text[left : end + 6])


def _when(question: Question) -> str:
    return "".join((*(f"{year}年" for year in question.years), *dates(question.plain)))


def _ends(name: str, parts: tuple[str, ...]) -> bool:
    if any(name.endswith(part[1:]) for part in parts if part.startswith("!")):
        return False
    bare = re.sub(r"[”》）)]+$", "", name)
    return any(bare.endswith(part) or (part == "《" and part in name) for part in parts)


def _list(knowledge: Knowledge, question: Question, items: list[Item], *, is_done: bool) -> Draft:
    kind = "、".join(question.kinds)
    spans = tuple(dict.fromkeys(item.span for item in items if item.span))
    verbs = _deed(question)
    when, deed = _when(question), "参加" if verbs is _ATTENDED else "举办"
    told = f"{when}{deed}的{kind}共" if verbs else f"文中出现的{when}{'的' if when else ''}{kind}共"
    if not is_done:
        told = f"文中没有写明{when}{deed}了哪些{kind}，提到的有"
    sources = [*dict.fromkeys(source_name(knowledge.facts(span.document), span.start) for span in spans)]
    where = "、".join(sources[:_MOST_SOURCES]) + ("等" if len(sources) > _MOST_SOURCES else "")
    text = f"{told}{len(items)}个：{'、'.join(item.name for item in items)}。（{where}）"
    given = {"class": items[0].type}
    return Draft(text, kind, spans, tuple(items), "entities_of_type", given, is_partial=not is_done)


def _editions(knowledge: Knowledge, question: Question) -> Draft | None:
    found: dict[str, list[tuple[Facts, Statement]]] = {}
    for facts in knowledge.about(question):
        for s in facts.by_predicate("edition"):
            if re.search(r"届|首", s.object):
                found.setdefault(s.subject_iri, []).append((facts, s))
        for s in _written(facts):
            known = {other.object for _, other in found.get(s.subject_iri, [])}
            if s.object not in known:
                found.setdefault(s.subject_iri, []).append((facts, s))
    if not found:
        return no("库中文献没有届次。", "届次")
    items: list[Item] = []
    for iri, stated in found.items():
        facts, first = stated[0]
        editions = "、".join(dict.fromkeys(s.object for _, s in stated))
        items.append(
            Item(
                first.subject,
                iri if iri in facts.types else "",
                facts.types.get(iri, ""),
                editions,
                sentence_span(facts, first.start, first.end),
            )
        )
    spans: tuple[Span, ...] = tuple(
        dict.fromkeys(sentence_span(facts, s.start, s.end) for stated in found.values() for facts, s in stated)
    )
    text = f"有届次的共{len(items)}项：{'；'.join(f'{item.name}（{item.detail}）' for item in items)}。"
    return Draft(text, "届次", spans, tuple(items), "statements", {"property": "edition"})


_EDITION = lazy(r"(首届|第[\d一二三四五六七八九十百]+届)$")
# A name that the text gives with its edition, whether or not anything else is known of it.
_NAMED = lazy(
    r"(首届|第[\d一二三四五六七八九十百]+届)((?:[^，。；、：“”《》的]|(?<=全国)、|(?<=[省市])、){2,24}(?:赛|奖|大会|论坛|展览|节|周|博览会|研讨会))"
)
# What is no name: a body, or a stretch with a verb.
_BODIES = lazy(r"委员|代表|全会|全委|中央|党委|获|举办|举行|召开|开展|参加|评选|表彰|以及|选送")


def _written(facts: Facts) -> list[Statement]:
    """Return the editions that stand right before a name in the text."""
    found = []
    text = facts.document.text
    for start, end, iri, name, kind in facts.mentions:
        if kind not in ("Event", "Award", "Program"):
            continue
        hit = _EDITION.search(text[max(0, start - 8) : start]) or re.match(
            r"(首届|第[\d一二三四五六七八九十百]+届)", text[start:end]
        )
        if hit:
            found.append(Statement(facts.meta.id, "edition", iri, name, "", hit[1], start, end))
    return [*found, *_unknown(facts, found)]


def _unknown(facts: Facts, known: list[Statement]) -> list[Statement]:
    """Return the editions of what the graph does not know as a thing, under the name that the text gives it."""
    places = [(s.start, s.end) for s in (*known, *facts.by_predicate("edition"))]
    found = []
    for hit in _NAMED.finditer(facts.document.text):
        is_known = any(start < hit.end() and hit.start() < end for start, end in places)
        if not is_known and not _BODIES.search(hit[2]):
            found.append(Statement(facts.meta.id, "edition", fold(hit[2]), hit[2], "", hit[1], hit.start(), hit.end()))
    return found
