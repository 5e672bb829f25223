"""Events: when, which one in the series, under which theme, by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.documents import Part
from corpus.patterns import lazy
from search.answers import paired, support, until
from search.answers.clauses import clause, comma_clause
from search.answers.dated import dated_beside
from search.answers.draft import Draft, Item, Span, chinese_date, no, sentence_span, source_name
from search.answers.facts import Facts, Statement
from search.answers.knowledge import Knowledge
from search.answers.matching import coverage
from search.questions.fold import fold
from search.questions.names import contracts
from search.questions.question import Question, Word

_DATE = lazy(r"(?:每年)?(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日|(?:19|20)\d\d年\d{1,2}月")


_YEAR_ONLY = lazy(r"(?:19|20)\d\d年")


_DAY_ASKED = lazy(r"哪(?:一)?天|几月|几[号日]|日期|哪一?个?日子|何日|哪(?:个)?月|具体时间")


_STARTED = lazy(r"启动|开始|成立|设立|创办|建立|起步|实施")


# Since when something is, not when a meeting opens.
_BEGAN = lazy(
    r"(?:什么时候|啥时候|何时|哪一?年|几时|多久以?前|从(?:什么|啥|哪).{0,3})(?:就|才)?(?:开始|起步|创办|兴起)|始于|开始于|起始"
)
# 服务月活动什么时候开始: of something held once and again, the next day on which it is held.
_NEXT = lazy(
    r"(?:活动|仪式|大?赛|培训班|服务[月周]|[月周节会])(?:将|要|会)?(?:在|从)?(?:什么时候|啥时候|何时|几时)开始$"
)
_SINCE = lazy(r"启动|开始|成立|设立|创办|建立|起步|起|以来|始于|首次|首届|试点")
_TITLE = lazy("《[^》]*》")


# One moment of a thing, which its own date does not give.
_ASPECT = lazy(r"闭幕|结束|截止|截至|报名|动工|开工|竣工|完工|开馆|验收")


_ISSUED = lazy(r"印发|发文|发布|下发|落款|(?:通知|文件|办法|方案|意见|决定).{0,10}发")


_FRAME = lazy(
    r"^(?:时间|日期|地点|地方|主题|届次|届|次|会议|活动|首个|首届|召开|举办|举行|开|办|设|去|哪|什么|几届|几次|启动|开始|"
    r"哪一天|主办|承办|单位|负责|牵头|实施|组织|举办地|年|今年|去年|城市|设在|号|月|日|委员会|是|会|会上|全会|县|市|位置|哪里)$"
)


LEAST_MET = 0.8


_OWN = lazy(r"本(?:办法|方案|规定|细则|决定|条例|通知|意见|规划|规则|章程)")


def words_of(question: Question) -> list[Word]:
    """Return the words that say which event is meant."""
    return [word for word in question.words if not _FRAME.match(word.text)]


def subjects(facts: Facts, question: Question) -> Iterator[tuple[str, str]]:
    """Yield (IRI, name) of the entities that a question may mean in a document, the surest first."""
    present = {iri: name for _, _, iri, name, _ in facts.mentions}
    seen: set[str] = set()
    for link in sorted(question.links, key=lambda link: -len(link.text)):
        for iri in link.iris:
            if iri in present and iri not in seen:
                seen.add(iri)
                yield iri, present[iri]
    words = [text for word in words_of(question) for text in (word.text, *word.forms) if len(fold(text)) > 1]
    joined = "".join(word.text for word in words_of(question) if len(fold(word.text)) > 1)
    for text in filter(None, dict.fromkeys((joined, *words))):
        for iri, name in sorted(present.items(), key=lambda pair: (len(pair[1]), pair[0])):
            if iri not in seen and facts.types[iri] not in ("Person", "Place") and contracts(fold(text), fold(name)):
                seen.add(iri)
                yield iri, name


def when(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return when something was, is or began; or a no."""
    if _ISSUED.search(question.plain) and (found := _issued(knowledge, question)):
        return found
    if aspect := _ASPECT.search(question.plain):
        return _of_aspect(knowledge, question, aspect[0])
    if found := _spoken(knowledge, question):
        return found
    if until.is_asked(question):
        return until.not_said(question)
    if _BEGAN.search(question.plain) and (
        (began := _began(knowledge, question)).is_found or not _NEXT.search(question.plain)
    ):
        return began
    if not question.links and not words_of(question):
        return _own_event(knowledge, question)
    wants_day = bool(_DAY_ASKED.search(question.plain))
    wanted = ("startedIn", "heldOn") if _STARTED.search(question.plain) else ("heldOn", "startedIn")
    for facts in knowledge.about(question):
        for iri, name in subjects(facts, question):
            for predicate in wanted:
                dates = [s for s in facts.by_predicate(predicate) if s.subject_iri == iri and _in_years(s, question)]
                dates = [s for s in dates if not wants_day or "月" in s.object or s.object.count("-") == 2]
                if dates:
                    return _dated(*_fuller(knowledge, question, facts, dates), name)
    for facts in knowledge.about(question):
        if found := _date_in_text(facts, question, wants_day):
            return found
    if found := dated_beside(knowledge.about(question), question):
        return found
    return no(f"库中文献没有“{question.topic}”的{'具体日期' if wants_day else '时间'}。", question.topic)


def _began(knowledge: Knowledge, question: Question) -> Draft:
    """Return since when something is; that it was held or named in a year does not say that it began then."""
    documents = knowledge.about(question)
    for facts in documents:
        for iri, name in subjects(facts, question):
            begun = [s for s in facts.by_predicate("startedIn") if s.subject_iri == iri and _in_years(s, question)]
            # Of something held once, the day on which it is held is when it begins.
            held = [s for s in facts.by_predicate("heldOn") if s.subject_iri == iri and len(s.object) > len("2031")]
            if dates := begun or held:
                return _dated(facts, dates, name)
    for facts in documents:
        if found := _date_in_text(facts, question, wants_day=False, said=_SINCE):
            return found
    topic = fold(question.topic)
    saying = [facts.document.title for facts in documents if any(topic in line.folded for line in facts.lines)]
    seen = f"，提到它的{'文献里最早的' if len(saying) > 1 else ''}是《{saying[-1]}》" if saying else ""
    return replace(no(f"文中没有说明“{question.topic}”始于何时{seen}。", question.topic), is_final=True)


def _own_event(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return when the meeting was that the newest document is about, where a question names no other (会议什么时候开的)."""
    for facts in knowledge.about(question):
        events = {fold(part.event) for part in facts.document.parts if part.event}
        dates = [s for s in facts.by_predicate("heldOn") if fold(s.subject) in events and _in_years(s, question)]
        if dates:
            return _dated(facts, dates, dates[0].subject)
    return None


def _of_aspect(knowledge: Knowledge, question: Question, aspect: str) -> Draft:
    """Return the date that a sentence gives for one moment of a thing: when it was is not when it closed."""
    for facts in knowledge.about(question):
        if found := _date_in_text(facts, question, wants_day=False, said=lazy(aspect)):
            return found
    topic = question.topic.removesuffix(aspect) or question.plain.partition("什么")[0] or question.plain
    return replace(no(f"文中没有说明“{topic}”的{aspect}时间。", topic), is_final=True)


def _fuller(
    knowledge: Knowledge, question: Question, facts: Facts, dates: Sequence[Statement]
) -> tuple[Facts, Sequence[Statement]]:
    """Return the dates themselves, or where they give only a year, the day that another document gives for that year."""
    if any(len(s.object) > len("2031") for s in dates):
        return facts, dates
    year, predicate, iri = dates[0].object, dates[0].predicate, dates[0].subject_iri
    for other in knowledge.about(question):
        days = [s for s in other.by_predicate(predicate) if s.subject_iri == iri and s.object.startswith(f"{year}-")]
        if days:
            return other, days
    return facts, dates


def _in_years(statement: Statement, question: Question) -> bool:
    return (
        not question.years
        or any(str(year) in statement.object for year in question.years)
        or statement.object.startswith("每年")
    )


def _issued(knowledge: Knowledge, question: Question) -> Draft | None:
    for facts in knowledge.about(question):
        date = facts.document.date
        written = chinese_date(date)
        line = next((line for line in facts.lines if line.kind == "date" and written in line.text), None)
        line = line or next((line for line in facts.lines if written in line.text), None)
        if date and line:
            span = Span(facts.meta.id, line.start, line.end)
            text = f"{written}印发（《{facts.document.title}》）。"
            return Draft(text, "印发日期", (span,), (Item(written, "", "", "", span),), "documents")
    return None


_SPEECH = lazy(
    r"(?:工作报告|报告|讲话|致辞)[是在]?(?:的|什么时候|何时|哪(?:一)?[天年日月]|几[月号])?(?:作|做|讲|发表|时间|日期|$| )|(?:作|做)(?:的|了)?.{0,6}报告"
)
_SPEECH_WORDS = lazy(r"政府|工作|报告|讲话|致辞|[作做讲]|发表|会上|[全本][市省县区]|省|市|县")


def _spoken(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the day on which a report was given, where nothing but the report itself is named."""
    if not _SPEECH.search(question.plain):
        return None
    kind = "report" if "报告" in question.plain else "speech"
    said = [word for word in question.words if _SPEECH_WORDS.sub("", word.text)]
    for facts in knowledge.about(question):
        for part in facts.document.parts:
            around = fold("".join((part.title, part.subtitle, part.event, part.speaker, facts.document.issuer)))
            is_meant = not said or coverage(said, ((around, 1.0),)) >= LEAST_MET
            in_years = not question.years or part.date[:4] in map(str, question.years)
            if part.kind == kind and len(part.date) > len("2031") and is_meant and in_years:
                return _spoken_on(facts, part)
    return None


def _spoken_on(facts: Facts, part: Part) -> Draft:
    written = chinese_date(part.date)
    line = next((line for line in facts.lines if written in line.text and line.start < part.end), None)
    span = (
        Span(facts.meta.id, line.start, line.end)
        if line
        else Span(facts.meta.id, part.start, min(part.end, part.start + 60))
    )
    by = f"{part.speaker}于" if part.speaker else ""
    event = f"在{part.event}上" if part.event else ""
    text = f"{by}{written}{event}作《{part.title or facts.document.title}》。"
    return Draft(
        text, part.title or facts.document.title, (span,), (Item(written, "", "", part.event, span),), "speeches"
    )


def _dated(facts: Facts, dates: Sequence[Statement], name: str) -> Draft:
    best = max(dates, key=lambda s: (len(s.object), s.object))
    written = chinese_date(best.object)
    if re.fullmatch(r"\d{4}", written):
        written += "年"
    span = _told(facts, best)
    verb = "始于" if best.predicate == "startedIn" else "的时间是"
    text = f"{name}{verb}{written}。（{source_name(facts, best.start)}）"
    return Draft(
        text, name, (span,), (Item(written, "", "", name, span),), "entity_facts", {"entity": best.subject_iri}
    )


def _date_in_text(
    facts: Facts, question: Question, wants_day: bool, *, said: re.Pattern[str] | None = None
) -> Draft | None:
    words = words_of(question)
    if not words:
        return None
    ranked = []
    for line in facts.lines:
        # A date in the title of a document (实施方案（2023—2025年）) is none of what the sentence tells.
        told = _TITLE.sub(lambda title: "□" * len(title[0]), line.text) if said else line.text
        hit = _DATE.search(told) or (None if wants_day else _YEAR_ONLY.search(told))
        if hit is None or (question.years and _years_off(hit[0], question)):
            continue
        if "分别" in line.text and paired.dates(line.text):
            continue  # each of these dates is of one thing only
        if any(support.is_of_other_edition(question, t) for t in (line.text, comma_clause(line.text, hit.start()))):
            continue
        own_clause = clause(line.text, hit.start())
        if said and not said.search(comma_clause(told, hit.start())):
            continue
        # 本办法自……起施行 speaks of the document that it stands in.
        own = fold(facts.document.title) if _OWN.search(line.text) else ""
        around = ((fold(own_clause), 1.0), (own, 0.95))
        met = coverage(words, around if said else (*around, (line.folded, 0.85)))
        if met >= LEAST_MET:
            ranked.append((met, -line.start, line, hit[0]))
    if not ranked:
        return None
    # A month says more than a year.
    *_, line, date = max(ranked, key=lambda item: (round(item[0], 2), "月" in item[3], item[1]))
    span = Span(facts.meta.id, line.start, line.end)
    text = f"{date}：{line.text.rstrip('。')}。（{source_name(facts, line.start)}）"
    return Draft(text, question.topic, (span,), (Item(date, "", "", "", span),), "mentions")


def _years_off(date: str, question: Question) -> bool:
    return bool(re.search(r"\d{4}年", date)) and not any(str(year) in date for year in question.years)


def text_before(facts: Facts, at: int) -> str:
    """Return, folded, the one or two sentences before a line of the same section."""
    line = facts.lines[at]
    return "".join(other.folded for other in facts.lines[max(0, at - 2) : at] if other.point == line.point)


def _told(facts: Facts, statement: Statement) -> Span:
    """Return the sentence of a statement; where it was read off a title, the first sentence that names the thing."""
    line = facts.line_at(statement.start)
    if line is not None and line.kind in ("sentence", "glossary") and statement.end <= line.end:
        return Span(facts.meta.id, line.start, line.end)
    for start, _, iri, _, _ in facts.mentions:
        other = facts.line_at(start)
        if iri == statement.subject_iri and other is not None and other.kind == "sentence":
            return Span(facts.meta.id, other.start, other.end)
    return sentence_span(facts, statement.start, statement.end)
