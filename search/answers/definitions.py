"""What a term means: from the glossary, from a sentence that explains it, or an honest no."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, no, sentence_span, source_name
from search.answers.facts import Facts, Gloss, Line
from search.answers.knowledge import Knowledge
from search.answers.members import listing
from search.answers.wholes import wholes
from search.questions.fold import fold
from search.questions.names import contracts
from search.questions.question import Question

# A clause of a definition that defines something of its own: 甲三库即……；乙三库即……
_SUBCLAUSE = lazy(r"([^；;。，,：:]{2,20}?)(?:即|是指|是|指|包括|：)([^；;。]+)")
# What makes a sentence an explanation of its subject.
_MEANS = ("运用", "通过", "依托", "利用", "以", "借助")
_RESULTS = ("建立", "打造", "形成", "开通", "搭建", "让", "实现", "提供")
# What a name may have beside its core without naming something else.
_CATEGORIES = frozenset(
    [
        "工作",
        "活动",
        "行动",
        "计划",
        "工程",
        "项目",
        "组织",
        "学会",
        "教育",
        "制",
        "制度",
        "栏目",
        "平台",
        "建设",
        "要求",
        "理念",
        "精神",
        "系列活动",
        "专栏",
        "全国",
        "战略",
        "品牌",
    ]
)
_QUOTES = '“”"「」『』'


def define(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the definition of what a question names, or a no that says what the documents have of it."""
    terms = list(_terms(question))
    for strategy in (_exactly, _within, _from_members, _nearly):
        for term in terms:
            for facts in knowledge.about(question):
                if found := strategy(facts, term):
                    return found
    for term in terms:
        for facts in knowledge.about(question):
            if found := _from_text(facts, term):
                return found
    return _not_defined(knowledge, question, terms)


def _terms(question: Question) -> Iterator[str]:
    """Yield what the question may ask about: names in it, the longest first, then its other words."""
    links = sorted(question.links, key=lambda link: -len(link.text))
    yield from dict.fromkeys((*question.quoted, *(link.text for link in links)))
    for link in links:
        yield from (name.text for name in link.names)
    words = [word for word in question.words if word.weight == 1 and len(word.text) > 1]
    yield from (word.text for word in words)
    yield from (name for word in words for name in word.names)


def _exactly(facts: Facts, term: str) -> Draft | None:
    key = fold(term)
    for gloss in facts.glosses:
        if key in {fold(name) for name in (gloss.term, *gloss.aliases)}:
            return _entry(facts, gloss, term)
    for gloss in facts.glosses:
        for clause in _SUBCLAUSE.finditer(gloss.definition):
            if fold(clause[1]) == key:
                return _clause(facts, gloss, clause[1], clause[0])
    return None


def _from_members(facts: Facts, term: str) -> Draft | None:
    """Return the members of a slogan that no glossary explains."""
    key = fold(term)
    for whole in wholes(facts):
        if key in whole.keys and len(whole.members) > 1 and (whole.iri or whole.spans):
            return listing(facts, whole)
    return None


def _nearly(facts: Facts, term: str) -> Draft | None:
    key = fold(term)
    for gloss in facts.glosses:
        # 社团“两新” answers for 两新, 银杏教育 for 银杏: the term is a piece with nothing but a category beside it.
        forms = [fold(name) for name in (gloss.term, *gloss.aliases)]
        if any(is_core(key, form) for form in forms):
            return _entry(facts, gloss, gloss.term)
    # 三库 for 甲三库: a numeral with what it counts, where only one entry ends in it.
    ending = [gloss for gloss in facts.glosses if key[:1].isdigit() and len(key) > 1 and fold(gloss.term).endswith(key)]
    return _entry(facts, ending[0], ending[0].term) if len(ending) == 1 else None


def is_core(key: str, form: str) -> bool:
    """Return whether one name is the other but for a general word around it."""
    rest = form.replace(key, "", 1) if len(key) >= 2 and key in form else ""
    joined = key.replace(form, "", 1) if len(form) >= 2 and form in key else ""
    return rest in _CATEGORIES or joined in _CATEGORIES


def _within(facts: Facts, term: str) -> Draft | None:
    """Return the sentence of a definition that introduces a term in quotation marks."""
    key = fold(term)
    for gloss in facts.glosses:
        for quoted in re.finditer(r"“([^”]{2,20})”", gloss.definition):
            if key != fold(quoted[1]) and not (len(quoted[1]) > 2 and is_core(key, fold(quoted[1]))):
                continue
            clauses = re.split(r"(?<=。)", gloss.definition)
            holding = next((clause for clause in clauses if quoted[0] in clause), gloss.definition)
            return _explained(facts, gloss, term, holding.rstrip("。；"))
    return None


def _entry(facts: Facts, gloss: Gloss, term: str) -> Draft:
    text = gloss.definition.rstrip("。；;")
    span = Span(facts.meta.id, gloss.start, gloss.end)
    item = Item(_bare(gloss.term), gloss.entity, "", text, span)
    answer = f"“{_bare(gloss.term)}”：{text}。（{_where(facts, gloss.start)}）"
    return Draft(answer, term, (span,), (item,), "definitions_in_full", {"document": facts.meta.id})


def _clause(facts: Facts, gloss: Gloss, name: str, text: str) -> Draft:
    span = Span(facts.meta.id, gloss.start, gloss.end)
    item = Item(name, "", "", text, span)
    return Draft(f"{text}。（{_where(facts, gloss.start)}）", name, (span,), (item,), "definitions_in_full")


def _explained(facts: Facts, gloss: Gloss, term: str, text: str) -> Draft:
    span = Span(facts.meta.id, gloss.start, gloss.end)
    answer = f"“{_bare(gloss.term)}”的解释中说到“{_bare(term)}”：{text}。（{_where(facts, gloss.start)}）"
    return Draft(answer, term, (span,), (Item(term, "", "", text, span),), "definitions_in_full")


def _bare(term: str) -> str:
    return term if "”、“" in term else re.sub(f"[{_QUOTES}]", "", term)


def _where(facts: Facts, offset: int) -> str:
    part = facts.document.part_at(offset)
    year = f"{facts.meta.year}年" if facts.meta.year else ""
    return f"{year}{part.title}" if part and part.kind == "glossary" else source_name(facts, offset)


def _from_text(facts: Facts, term: str) -> Draft | None:
    """Return a sentence that says outright what a term is."""
    key = fold(term)
    if len(key) < 2:
        return None
    for reading in (_copula, _attributive, _point):
        for line in facts.lines:
            if key in line.folded and (found := reading(facts, line, term, key)):
                return found
    return None


def _copula(facts: Facts, line: Line, term: str, key: str) -> Draft | None:
    """科协是……的群众团体: the term opens the sentence and 是, 即, 是指 follows with what kind of thing it is."""
    hit = re.match(
        r"(?:[一二三四五六七八九十]+(?:是|要|、))?[“]?([^，。；：“”]{2,24})[”]?(?:是指|即|指的是|是)(?!否|不是)(.+)",
        line.text,
    )
    if hit is None or fold(hit[1]) != key or not re.search(r"的[^，。；]{2,12}[，。；]", hit[2] + "。"):
        return None
    return _sentence(facts, line, term, line.text)


def _attributive(facts: Facts, line: Line, term: str, key: str) -> Draft | None:
    """集甲、乙于一体的“人才大集”: what stands before the term says what it is."""
    for clause in re.split(r"[，。；]", line.text):
        hit = re.search(r"集[^，。；]+?于一(?:体|身)的(.*)", clause)
        if hit and key in fold(hit[1]):
            return _sentence(facts, line, term, clause)
    return None


def _point(facts: Facts, line: Line, term: str, key: str) -> Draft | None:
    """A point whose heading opens with the term, and whose first sentence says by what means it does what."""
    if line.kind != "heading" or not re.sub(r"^\d+(?:是|要|、)?", "", line.folded).lstrip("是要").startswith(key):
        return None
    after = next((other for other in facts.lines if other.start >= line.end), None)
    if after is None or after.point != line.point or after.kind == "heading":
        return None
    is_explaining = after.text.startswith(_MEANS) and any(word in after.text for word in _RESULTS)
    return _sentence(facts, after, term, after.text, also=line) if is_explaining else None


def _sentence(facts: Facts, line: Line, term: str, text: str, also: Line | None = None) -> Draft:
    span = Span(facts.meta.id, also.start if also else line.start, line.end)
    text = text.rstrip("。；")
    answer = f"“{term}”：{text}。（{source_name(facts, line.start)}）"
    return Draft(answer, term, (span,), (Item(term, "", "", text, span),), "mentions")


def _not_defined(knowledge: Knowledge, question: Question, terms: list[str]) -> Draft:
    for term in terms:
        key = fold(term)
        for facts in knowledge.about(question):
            lines = [line for line in facts.lines if key in line.folded]
            if lines and len(key) > 1:
                spans = tuple(Span(facts.meta.id, line.start, line.end) for line in lines[:3])
                where = source_name(facts, lines[0].start)
                return no(f"文中提到“{term}”（见{where}），但没有给出解释。", term, spans)
    about = question.topic
    return no(f"库中文献没有“{about}”的解释。", about)


def is_contraction(term: str, name: str) -> bool:
    """Return whether a term is how people shorten a name."""
    return contracts(fold(term), fold(name))


def sentences_with(facts: Facts, start: int, end: int) -> Span:
    """Return the sentence around a stretch."""
    return sentence_span(facts, start, end)
