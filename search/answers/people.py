"""People: who holds a post, who spoke, who was invited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.documents import Part
from corpus.patterns import lazy
from corpus.people import is_name
from search.answers.clauses import comma_start
from search.answers.draft import Draft, Item, Span, no, part_title, source_name
from search.answers.facts import Facts, Line
from search.answers.holders import asks_for_several, holder, together, told_holder, told_person
from search.answers.knowledge import Knowledge
from search.answers.matching import coverage
from search.answers.posts import ROLES, full_name, full_post, is_of_rank, is_person_like, told_posts
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question, Word

_SPOKE = lazy(r"作.{0,6}报告|讲话|发言|致辞|作报告|主持")


_DOING = lazy(r"作.{0,8}报告|批示|邀请|请了|讲话|发言|主持|获|入围|推荐|出席|参加|参会")


_TAKING_PART = frozenset(["出席", "参加", "参会", "批示"])


_NOT_NAME = lazy(r"[等、，。和与]")


_LEAST = 0.62
# A thing that the question names must be named where the answer stands.
_LEAST_NAMED = 0.7


_LISTED_KINDS = ("专家", "院士", "嘉宾", "领导", "代表")


_MET_IN_LIST = 0.8


_MOST_PEOPLE = 4


def who(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the person that a question describes: by post, by speech, or by what a sentence says about them."""
    # Who holds a post is told by posts alone: that somebody stands in a sentence with the body does not make them one.
    if found := _in_full(knowledge, question) or _unknown(knowledge, question):
        return found
    is_post = bool(ROLES.search(question.plain)) and not _DOING.search(question.plain)
    if not is_post and _is_of_place_alone(question):
        return _nobody(knowledge, question)
    if is_post and (found := _all_holders(knowledge, question)):
        return found
    for strategy in (
        (_speaker, holder, _in_list, told_holder, _named_so)
        if is_post
        else (_speaker, holder, _in_list, _named_so, _in_sentence)
    ):
        for facts in _of_years(knowledge, question):
            if found := strategy(facts, question):
                return found
    return _nobody(knowledge, question)


def _of_years(knowledge: Knowledge, question: Question) -> Iterator[Facts]:
    """Yield the documents that a question is about, of its years where it names some, or of the one after."""
    wanted = {*question.years, *(year + 1 for year in question.years)}
    return (facts for facts in knowledge.about(question) if not wanted or facts.meta.year in wanted)


def _all_holders(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return everybody whom some document gives a post that is asked for in the plural, each with where it stands."""
    if not asks_for_several(question):
        return None
    found = [(facts, draft) for facts in _of_years(knowledge, question) if (draft := holder(facts, question))]
    return together(question, found) if len(found) > 1 else None


def _is_of_place_alone(question: Question) -> bool:
    """Return whether a question tells nothing of whom it asks for but a place: 云川的省花叫什么 asks for nobody there."""
    places = {link.text for link in question.links if link.types == {"Place"}}
    said = [word for word in question.words if len(fold(word.text)) > 1]
    return bool(places) and all(word.text in places for word in said) and not _DOING.search(question.plain)


def _unknown(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the no about somebody by name of whom the graph knows nothing: others in the sentence are not meant."""
    asked = re.match(r"([一-鿿]{2,3})(?:是谁|是什么人|是何人|何许人)", question.plain)
    if asked is None or not is_name(asked[1]) or any("Person" in link.types for link in question.links):
        return None
    if knowledge.mentions_text(asked[1], question):
        return no(f"文中提到“{asked[1]}”，但没有说明其身份。", asked[1])
    return no(f"库中文献没有提到“{asked[1]}”。", asked[1])


def _in_full(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the full name of whom a question calls by a short form (梁部长)."""
    link = next((link for link in question.links if "Person" in link.types), None)
    if link is None or len(question.words) > 1:
        return None
    name = next(name for name in link.names if name.type == "Person")
    full = full_name(knowledge, name.iri, name.text)
    if fold(full) in fold(link.text):
        return None
    for facts in knowledge.about(question):
        posts = [s for s in facts.by_predicate("holdsPost") if s.subject_iri == name.iri]
        if posts:
            return told_posts(facts, posts)
        if places := [(start, end) for start, end, iri, _, _ in facts.mentions if iri == name.iri]:
            return told_person(facts, name.iri, full, "", *places[0])
    return None


def _nobody(knowledge: Knowledge, question: Question) -> Draft:
    asked = "".join(word.text for word in question.words) or question.topic
    for word in question.words:
        if is_person_like(word) and not knowledge.mentions_text(word.text, question):
            return no(f"库中文献没有提到“{word.text}”。", word.text)
    return no(f"库中文献没有给出“{asked}”的姓名。", asked)


def _speaker(facts: Facts, question: Question) -> Draft | None:
    """Return who gave the speech or report: asked without the title of a talk of somebody else."""
    if not re.search(r"工作报告|讲话|讲了话|讲的话|[作做](?:的|了|过)?报告|致辞", question.plain):
        return None
    kind = "report" if "报告" in question.plain else "speech"
    others = [
        w
        for w in question.words
        if not re.search(r"届|全会|报告|讲话|讲的话|工作|会议|全委|作|大会|会上|市|科协|领导|同志|^话$", w.text)
    ]
    parts = [
        part for part in facts.document.parts if part.kind == kind and part.speaker and _is_session(part, question)
    ]
    if not parts or any(not _event_word(word, facts) for word in others):
        return None
    part = parts[0]
    spans = tuple(
        Span(facts.meta.id, line.start, line.end)
        for line in facts.lines
        if part.speaker in line.text and _SPOKE.search(line.text)
    )[:2] or (Span(facts.meta.id, part.start, min(part.end, part.start + 60)),)
    post = next((full_post(s) for s in facts.by_predicate("holdsPost") if s.subject == part.speaker), part.post)
    title = part_title(part)
    text = f"{part.speaker}{f'（{post}）' if post else ''}，《{title}》。"
    return Draft(text, title, spans, (Item(part.speaker, "", "Person", post, spans[0]),), "speeches")


_SESSION = lazy(r"([一二三四五六七八九十\d]+)届(?:委员会)?(?:第)?([一二三四五六七八九十\d]+)次")


_MONTH = lazy(r"((?:19|20)\d\d)年(\d{1,2})月")


def _is_session(part: Part, question: Question) -> bool:
    """Return whether a part is of the session, month or year that a question names, where it names one."""
    if hit := _SESSION.search(question.plain):
        own = _SESSION.search(part.event) or _SESSION.search(part.title + part.subtitle)
        return own is not None and (fold(own[1]), fold(own[2])) == (fold(hit[1]), fold(hit[2]))
    if hit := _MONTH.search(question.plain):
        return part.date.startswith(f"{hit[1]}-{int(hit[2]):02d}")
    return not question.years or not part.date or int(part.date[:4]) in question.years


def _event_word(word: Word, facts: Facts) -> bool:
    """Return whether a word only names the meeting that the document comes from."""
    events = fold("".join(part.event + part.title + part.subtitle for part in facts.document.parts))
    return coverage([word], ((events, 1.0),)) >= 0.6


def _named_so(facts: Facts, question: Question) -> Draft | None:
    """Return whom the text calls so: a title of honour or a body right before the name."""
    words = [word for word in question.words if not _is_asking(word)]
    for start, end, iri, name, kind in facts.mentions:
        line = facts.line_at(start)
        if kind != "Person" or not words or (line and not speaks_of(facts, line, question.years)):
            continue
        before = re.split(r"[，。；：]", facts.document.text[max(0, start - 40) : start])[-1]
        own = re.split(r"、", before)[-1] or before
        title = re.sub(r"^.*(?:邀请|推荐|聘请|请)", "", own)
        heading = fold("".join(line.headings[-1:])) if line else ""
        fields = ((fold(title), 1.0), (line.folded if line else "", 0.95), (heading, 0.95))
        is_met = coverage(words, fields) >= 0.9 and any(coverage([word], (fields[0],)) >= 0.9 for word in words)
        is_called = is_met and not _NOT_NAME.search(own[-1:]) and _is_title(own) and _is_close(title, words)
        if is_called and is_of_rank(question.plain, own):
            return told_person(facts, iri, name, re.sub(r"^.*(?:邀请|推荐|由)", "", own), start, end)
    return None


def _is_close(title: str, words: Sequence[Word]) -> bool:
    """Return whether a title says little more than the question: it is the person that is asked for."""
    folded = fold(title)
    return len(folded) <= 20 and any(word.weight == 1 and coverage([word], ((folded, 1.0),)) >= 0.9 for word in words)


def _is_title(own: str) -> bool:
    """Return whether what stands before a name is a title or body, and no verb that acts on the person."""
    bare = re.sub(r"^.*(?:邀请|推荐|聘请)", "", own)
    return bool(bare) and not re.search(r"(?:向|对|给|被|选|学习|推荐|邀请|指导|支持|贯彻|祝贺)$", bare)


def _is_asking(word: Word) -> bool:
    return (
        bool(
            re.search(r"^(?:哪位|同志|人|来|参会|参加|外国|领导|出席|院士|请|专家|大会|医|会议|活动|代表)$", word.text)
        )
        and word.text != "院士"
    )


def _in_sentence(facts: Facts, question: Question) -> Draft | None:
    """Return the one person of the sentence that meets all words of a question, who is acted on or acts there."""
    words = [word for word in question.words if word.weight == 1 or len(question.words) == 1]
    names = [word for word in words if len(fold(word.text)) > 1]
    if not names:
        return None
    ranked = []
    for line in facts.lines:
        people = _beside(line, names, list(_people_in(facts, line)))
        if not people or not speaks_of(facts, line, question.years):
            continue
        heading = fold("".join(line.headings[-1:]))
        fields = ((line.folded, 1.0), (_before(facts, line), 0.85), (heading, 0.85))
        met = coverage(names, fields)
        if any(coverage([word], fields) < _LEAST_NAMED for word in names if len(word.names) > 1):
            continue  # a sentence that only shares characters with the name of a thing is about another
        own = coverage(names, ((line.folded, 1.0),))
        if met >= _LEAST and own >= 0.45 and _invites(line):
            ranked.append((own + met, -line.start, line, people))
    if not ranked:
        return None
    _, _, line, people = max(ranked, key=lambda item: item[:2])
    spans = (Span(facts.meta.id, line.start, line.end),)
    people = list(_doing(question, line, people))
    if not 0 < len(people) <= _MOST_PEOPLE:
        return None
    text = f"{'、'.join(name for _, _, _, name in people)}。（{source_name(facts, line.start)}）"
    items = tuple(Item(name, iri, "Person", "", spans[0]) for _, _, iri, name in people)
    return Draft(text, question.topic, spans, items, "mentions", {"entity": people[0][2]})


def _beside(
    line: Line, names: Sequence[Word], people: Sequence[tuple[int, int, str, str]]
) -> list[tuple[int, int, str, str]]:
    """Return the people who stand in the same part of a sentence as the thing that the question names; a semicolon parts."""
    things = [word for word in names if len(word.names) > 1] or [max(names, key=lambda word: len(word.text))]
    if "；" not in line.text:
        return list(people)
    kept, at = [], line.start
    for part in line.text.split("；"):
        end = at + len(part) + 1
        if coverage(things, ((fold(part), 1.0),)) >= _LEAST_NAMED:
            kept += [person for person in people if at <= person[0] < end]
        at = end
    return kept


_LISTED = lazy(r"等\d*[余多]?[位名]?(?:[一-鿿]{0,4}?)(专家|院士|嘉宾|领导|学者|代表|教授)")


def _in_list(facts: Facts, question: Question) -> Draft | None:
    """Return the people whom a sentence lists as what is asked for: 甲、乙等两位专家出席."""
    wanted = set(_LISTED_KINDS) & set(question.kinds)
    words = [word for word in question.words if word.text not in _LISTED_KINDS and word.weight == 1]
    for line in facts.lines if wanted and words else ():
        if not speaks_of(facts, line, question.years):
            continue
        heading = fold("".join(line.headings[-1:]))
        for hit in _LISTED.finditer(line.text):
            left = comma_start(line.text, hit.start())
            people = [p for p in _people_in(facts, line) if left <= p[0] - line.start < hit.start()]
            met = coverage(words, ((line.folded, 1.0), (heading, 0.95), (_before(facts, line), 0.9)))
            if hit[1] in wanted and people and met >= _MET_IN_LIST:
                span = Span(facts.meta.id, line.start, line.end)
                items = tuple(Item(name, iri, "Person", hit[1], span) for _, _, iri, name in people)
                names = "、".join(item.name for item in items)
                text = f"{names}{hit[0]}。（{source_name(facts, line.start)}）"
                return Draft(text, question.topic, (span,), items, "mentions")
    return None


def _doing(
    question: Question, line: Line, people: Sequence[tuple[int, int, str, str]]
) -> Sequence[tuple[int, int, str, str]]:
    """Return the people of the clause that has the deed of the question, where there is one."""
    deed = _DOING.search(question.plain)
    at = line.text.find(deed[0][-2:]) if deed else -1
    if at < 0:
        # Who took part is told only by a sentence that says so.
        return () if deed and deed[0] in _TAKING_PART else people
    left = comma_start(line.text, at)
    right = min((i for i in (line.text.find(mark, at) for mark in "，。；") if i >= 0), default=len(line.text))
    own = [person for person in people if left <= person[0] - line.start < right]
    return own or people


def _invites(line: Line) -> bool:
    """Return whether the sentence has somebody do something: invited, reported, spoke, received."""
    return bool(re.search(r"邀请|作.{0,24}报告|讲话|发言|获|当选|入围|主持|授课|批示|出席|参加", line.text))


def _before(facts: Facts, line: Line) -> str:
    lines = facts.lines
    at = next((i for i, other in enumerate(lines) if other.start == line.start), 0)
    return lines[at - 1].folded if at and lines[at - 1].point == line.point else ""


def _people_in(facts: Facts, line: Line) -> Iterator[tuple[int, int, str, str]]:
    seen = set()
    for start, end, iri, name, kind in facts.mentions_in(line.start, line.end):
        if kind == "Person" and iri not in seen:
            seen.add(iri)
            yield start, end, iri, name
