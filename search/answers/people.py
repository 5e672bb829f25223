"""People: posts, bodies, who spoke, who was invited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.documents import Part
from corpus.people import is_name
from search.answers.draft import Draft, Item, Span, no, sentence_span, source_name
from search.answers.knowledge import Facts, Knowledge, Line, Statement
from search.answers.matching import coverage
from search.predicates import said
from search.questions import tables
from search.questions.fold import fold
from search.questions.question import Name, Question, Word

_RANK = re.compile(
    r"(副|常务副|名誉|原|首席|第一副|候任)?(主席|书记|部长|会长|院长|主任|秘书长|校长|局长|厅长|省长|市长|县长|区长|州长|镇长|处长|科长|司长|理事长|团长|组长|队长)"
)
_ROLES = re.compile(
    r"团长|组长|队长|主编|主席|书记|部长|会长|院长|主任|秘书长|校长|局长|厅长|省长|市长|县长|区长|科长|处长|院士|总设计师|设计师|负责人|理事长|英雄|发言人|主持人"
)
_SPOKE = re.compile(r"作.{0,6}报告|讲话|发言|致辞|作报告|主持")
_DOING = re.compile(r"作.{0,8}报告|批示|邀请|请了|讲话|发言|主持|获|入围|推荐|出席|参加|参会")
_TAKING_PART = frozenset(["出席", "参加", "参会", "批示"])
_BODY_ASKED = re.compile(r"单位|公司|院的|哪个院|部门|机构|企业|哪家|学校|大学|高校|哪个部|来自")
_PRIVATE = re.compile(r"哪里人|哪儿人|籍贯|老家|毕业|学历|年龄|年纪|多大|几岁|电话|手机|性别|住址|工资|民族")
_NOT_NAME = re.compile(r"[等、，。和与]")
_LEAST = 0.62
_LISTED_KINDS = ("专家", "院士", "嘉宾", "领导", "代表")
_MET_IN_LIST = 0.8
_MOST_PEOPLE = 4
_MOST_HOLDERS = 12


def post_of(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the post or body of a person that a question names."""
    name = _person_named(knowledge, question)
    if name is None:
        return _unlinked(knowledge, question)
    if hit := _PRIVATE.search(question.plain):
        shown = _preferred(knowledge, name.iri, name.text)
        return no(f"文中提到{shown}，但没有说明其{hit[0]}。", shown, _mentions(knowledge, question, name.iri))
    if hit := _IS_ASKED.search(question.plain):
        return _whether(knowledge, question, name, hit[1])
    for facts in knowledge.about(question):
        posts = [s for s in facts.by_predicate("holdsPost") if s.subject_iri == name.iri]
        if posts and _fits_body(posts, question):
            return _posts(facts, posts)
    for facts in knowledge.about(question):
        if found := _apposition(facts, name.iri, question) or _told_post(facts, name.text):
            return found
    if re.search("是谁|什么人|何人", question.plain) and (found := _known_for(knowledge, question, name)):
        return found
    mentions = _mentions(knowledge, question, name.iri)
    shown = _preferred(knowledge, name.iri, name.text)
    asked = "单位" if _BODY_ASKED.search(question.plain) else "职务"
    if mentions:
        return no(f"文中提到{shown}，但没有说明其{asked}。", shown, mentions)
    return no(f"库中文献没有提到{shown}。", shown)


# 李一鸣是院士吗 asks whether the documents say so.
_IS_ASKED = re.compile(r"是([^，。谁什哪]{1,12})吗")


def _whether(knowledge: Knowledge, question: Question, name: Name, role: str) -> Draft:
    """Return the post that a question asks for, where the person holds it; else a no that says what is known."""
    posts = [
        (facts, s)
        for facts in knowledge.about(question)
        for s in facts.by_predicate("holdsPost")
        if s.subject_iri == name.iri
    ]
    asked = fold(role)
    for facts, post in posts:
        if asked in fold(_full_post(post)) and _is_of_rank(role, post.object):
            return _posts(facts, [post])
    shown = _preferred(knowledge, name.iri, name.text)
    held = "；".join(dict.fromkeys(_full_post(post) for _, post in posts))
    told = f"文中称{shown}为{held}，没有说是{role}。" if held else f"文中提到{shown}，但没有说是{role}。"
    return no(told, shown, _mentions(knowledge, question, name.iri))


def _known_for(knowledge: Knowledge, question: Question, name: Name) -> Draft | None:
    """Return what is said of somebody without a post: what they received or were put forward for."""
    for facts in knowledge.about(question):
        found = [s for s in facts.by_predicate("received", "nominatedFor") if s.subject_iri == name.iri]
        if found:
            spans = tuple(dict.fromkeys(sentence_span(facts, s.start, s.end) for s in found))
            told = "，".join(dict.fromkeys(said(s.predicate, s.subject, s.object) for s in found))
            items = tuple(
                Item(s.object, s.object_iri, "Award", "", sentence_span(facts, s.start, s.end)) for s in found
            )
            text = f"{told}。（{source_name(facts, found[0].start)}）"
            return Draft(text, name.text, spans, items, "statements")
    return None


def _person_named(knowledge: Knowledge, question: Question) -> Name | None:
    """Return the person that a question names: by a whole name, or by the part of one that only one person has."""
    linked = [name for link in question.links for name in link.names if name.type == "Person"]
    if linked:
        return linked[0]
    for word in question.words:
        if len(fold(word.text)) < 2 or _ROLES.search(word.text):
            continue
        # A foreign name may also lack what stands between its parts.
        people = [
            name
            for name in knowledge.names.like(word.text)
            if name.type == "Person" and ("·" in word.text or fold(word.text) in fold(name.text))
        ]
        if len({name.iri for name in people}) == 1:
            return people[0]
    return None


def _fits_body(posts: Sequence[Statement], question: Question) -> bool:
    """A question for the body wants one that the text gives."""
    return not _BODY_ASKED.search(question.plain) or any(post.organization or _has_body(post.object) for post in posts)


def _has_body(post: str) -> bool:
    return bool(re.search(r"[院部委局厅会校司科室]", post))


def _preferred(knowledge: Knowledge, iri: str, fallback: str) -> str:
    return next((name.text for name in knowledge.names.of(iri) if name.preferred), fallback)


def _posts(facts: Facts, posts: Sequence[Statement]) -> Draft:
    spans = tuple(dict.fromkeys(sentence_span(facts, post.start, post.end) for post in posts))
    named: dict[str, Statement] = {}
    for post in posts:
        named.setdefault(_full_post(post), post)
    kept = [name for name in named if not any(name != other and fold(name) in fold(other) for other in named)]
    person = posts[0].subject
    items = tuple(Item(name, "", "", "", sentence_span(facts, named[name].start, named[name].end)) for name in kept)
    text = f"{person}：{'；'.join(kept)}。（{source_name(facts, posts[0].start)}）"
    return Draft(text, person, spans, items, "posts_of", {"person": posts[0].subject_iri})


def _full_post(post: Statement) -> str:
    body = post.organization
    return f"{body}{post.object}" if body and fold(body) not in fold(post.object) else post.object


def _apposition(facts: Facts, iri: str, question: Question) -> Draft | None:
    """Return what stands right before a person's name in the text, where it is a body or a title."""
    for start, end, found, name, _ in facts.mentions:
        if found != iri:
            continue
        before = re.split(
            r"[，。；：、]|邀请|推荐|聘请|任命|授予|由|请", facts.document.text[max(0, start - 30) : start]
        )[-1]
        is_title = bool(_ROLES.search(before)) or bool(re.search(r"(?:院|大学|学会|公司|局|部|委|会|团队)$", before))
        if len(before) >= 2 and is_title and not re.search(r"入围|参加|获得|指导|支持|成功", before):
            span = sentence_span(facts, start, end)
            text = f"{name}：{before}。（{source_name(facts, start)}）"
            return Draft(text, name, (span,), (Item(before, "", "", "", span),), "mentions", {"entity": iri})
    return None


_POST = r"([^，。；、：]{2,24})"


def _told_post(facts: Facts, name: str) -> Draft | None:
    """Return the post that a sentence gives a person outright: 选举…为…, …任…, …由…担任."""
    who = re.escape(name)
    patterns = (
        rf"(?:选举|任命|聘任|增补|推选){who}(?:同志)?为{_POST}",
        rf"{who}(?:同志)?(?:任|担任|兼任|出任){_POST}",
        rf"{_POST}由{who}(?:同志)?(?:担任|兼任)",
    )
    for line in facts.lines:
        if name not in line.text:
            continue
        for pattern in patterns:
            if hit := re.search(pattern, line.text):
                span = Span(facts.meta.id, line.start, line.end)
                text = f"{name}：{hit[1]}。（{source_name(facts, line.start)}）"
                return Draft(text, name, (span,), (Item(hit[1], "", "", "", span),), "mentions")
    return None


def _unlinked(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the post of somebody whom the graph does not know but a sentence gives a post."""
    for word in question.words:
        if re.fullmatch("[一-鿿]{2,4}", word.text) and not _ROLES.search(word.text):
            for facts in knowledge.about(question):
                if found := _told_post(facts, word.text):
                    return found
    unknown = next((word for word in question.words if is_person_like(word)), None)
    if unknown is not None and not knowledge.mentions_text(unknown.text, question):
        return no(f"库中文献没有提到“{unknown.text}”。", unknown.text)
    return None


def _mentions(knowledge: Knowledge, question: Question, iri: str) -> tuple[Span, ...]:
    spans = [
        sentence_span(facts, start, end)
        for facts in knowledge.about(question)
        for start, end, found, _, _ in facts.mentions
        if found == iri
    ]
    return tuple(dict.fromkeys(spans))[:3]


def who(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the person that a question describes: by post, by speech, or by what a sentence says about them."""
    # Who holds a post is told by posts alone: that somebody stands in a sentence with the body does not make them one.
    if found := _in_full(knowledge, question) or _unknown(knowledge, question):
        return found
    is_post = bool(_ROLES.search(question.plain)) and not _DOING.search(question.plain)
    for strategy in (
        (_speaker, _holder, _in_list, _told_holder, _named_so)
        if is_post
        else (_speaker, _holder, _in_list, _named_so, _in_sentence)
    ):
        for facts in knowledge.about(question):
            if question.years and facts.meta.year not in {*question.years, *(year + 1 for year in question.years)}:
                continue
            if found := strategy(facts, question):
                return found
    return _nobody(knowledge, question)


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
    full = _preferred(knowledge, name.iri, name.text)
    if fold(full) in fold(link.text):
        return None
    for facts in knowledge.about(question):
        posts = [s for s in facts.by_predicate("holdsPost") if s.subject_iri == name.iri]
        if posts:
            return _posts(facts, posts)
        if places := [(start, end) for start, end, iri, _, _ in facts.mentions if iri == name.iri]:
            return _person(facts, name.iri, full, "", *places[0])
    return None


def _nobody(knowledge: Knowledge, question: Question) -> Draft:
    asked = "".join(word.text for word in question.words) or question.topic
    for word in question.words:
        if is_person_like(word) and not knowledge.mentions_text(word.text, question):
            return no(f"库中文献没有提到“{word.text}”。", word.text)
    return no(f"库中文献没有给出“{asked}”的姓名。", asked)


def is_person_like(word: Word) -> bool:
    """Return whether a word may be somebody's name: two to four characters that no table knows."""
    known = word.text in tables.words() or word.text in tables.alternatives() or word.text in tables.kinds()
    return (
        not known
        and len(word.names) < 2
        and bool(re.fullmatch("[一-鿿]{2,4}", word.text))
        and not _ROLES.search(word.text)
    )


def _speaker(facts: Facts, question: Question) -> Draft | None:
    """Return who gave the speech or report: asked without the title of a talk of somebody else."""
    if not re.search(r"工作报告|讲话|讲了话|讲的话|作报告|致辞", question.plain):
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
    post = next((_full_post(s) for s in facts.by_predicate("holdsPost") if s.subject == part.speaker), part.post)
    title = part.subtitle.lstrip("—-") or part.title
    text = f"{part.speaker}{f'（{post}）' if post else ''}，《{title}》。"
    return Draft(text, title, spans, (Item(part.speaker, "", "Person", post, spans[0]),), "speeches")


_SESSION = re.compile(r"([一二三四五六七八九十\d]+)届(?:委员会)?(?:第)?([一二三四五六七八九十\d]+)次")
_MONTH = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月")


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


# More than one may be meant: asked for in the plural, or by telegraphic words.
_MANY = re.compile(r"哪些|哪几|名单|有谁|都有|几位|\s")


def _holder(facts: Facts, question: Question) -> Draft | None:
    """Return who holds a post: every word of the question must be met by post and body."""
    words = [word for word in question.words if not re.search(r"^(?:同志|人|来|参会|参加|外国|领导|出席)$", word.text)]
    if not words or not _ROLES.search(question.plain):
        return None
    ranked = []
    for post in facts.by_predicate("holdsPost"):
        held = fold(post.organization + post.object)
        line = facts.line_at(post.start)
        whole = fold(post.object)
        roles = [word for word in words if _ROLES.search(word.text)] or words
        if coverage(roles, ((held, 1.0),)) < 0.9:
            continue
        # What is said beside the post (来参会的) may be met by the sentence, but one word must be met by the post.
        heading = fold("".join(line.headings[-1:])) if line else ""
        met = coverage(words, ((held, 1.0), (line.folded if line else "", 0.97), (heading, 0.97)))
        if met >= 0.95 and _is_of_rank(question.plain, post.object):
            ranked.append((met - 0.01 * len(whole), post, line))
    if not ranked:
        return None
    best = max(ranked, key=lambda item: item[0])
    held_by = {post.subject_iri: post for _, post, _ in ranked}
    is_open = bool(_MANY.search(question.plain)) or all(_ROLES.search(word.text) for word in words)
    if len(held_by) > 1 and is_open:
        return _holders(facts, question, list(held_by.values()))
    return _person(facts, best[1].subject_iri, best[1].subject, _full_post(best[1]), best[1].start, best[1].end)


def _holders(facts: Facts, question: Question, posts: Sequence[Statement]) -> Draft:
    """Return everybody who holds a post that the question names without its body."""
    items = tuple(
        Item(post.subject, post.subject_iri, "Person", _full_post(post), sentence_span(facts, post.start, post.end))
        for post in posts[:_MOST_HOLDERS]
    )
    told = "、".join(f"{item.name}（{item.detail}）" for item in items)
    spans = tuple(dict.fromkeys(item.span for item in items if item.span))
    text = f"{told}。（{source_name(facts, posts[0].start)}）"
    return Draft(text, question.topic, spans, items, "posts")


_TOLD = (
    re.compile(r"(?:选举|任命|聘任|推选)(?P<who>[一-鿿·]{2,8}?)(?:同志)?为(?P<post>[^，。；、：]{2,24})"),
    re.compile(r"(?P<who>[一-鿿·]{2,4}?)(?:同志)?(?:任|担任|兼任|出任)(?P<post>[^，。；、：]{2,24})"),
    re.compile(r"(?P<post>[^，。；、：]{2,24})由(?P<who>[一-鿿·]{2,8}?)(?:同志)?(?:担任|兼任)"),
)


def _told_holder(facts: Facts, question: Question) -> Draft | None:
    """Return whom a sentence gives the post outright."""
    words = [word for word in question.words if not re.search(r"^(?:任|担任|兼任|同志)$", word.text)]
    for line in facts.lines:
        for pattern in _TOLD:
            for hit in pattern.finditer(line.text):
                part = facts.document.part_at(line.start)
                around = fold((part.title if part else "") + "".join(line.headings))
                post = fold(hit["post"])
                is_meant = coverage(words, ((post, 1.0), (line.folded, 0.95), (around, 0.9))) >= 0.85
                if (
                    words
                    and is_meant
                    and is_name(hit["who"])
                    and not _ROLES.search(hit["who"])
                    and coverage(words, ((post, 1.0),)) >= 0.5
                    and _has_rank(question.plain, hit["post"])
                ):
                    span = Span(facts.meta.id, line.start, line.end)
                    text = f"{hit['who']}（{hit['post']}）。（{source_name(facts, line.start)}）"
                    return Draft(
                        text, hit["who"], (span,), (Item(hit["who"], "", "Person", hit["post"], span),), "posts"
                    )
    return None


def _has_rank(plain: str, post: str) -> bool:
    asked, held = set(_RANK.findall(plain)), set(_RANK.findall(post))
    return bool(asked) and asked <= held


def _is_of_rank(plain: str, post: str) -> bool:
    """副主席 is no 主席: a rank before the post must stand on both sides."""
    asked, held = _RANK.findall(plain), set(_RANK.findall(post))
    return all(item in held for item in asked)


def _person(facts: Facts, iri: str, name: str, detail: str, start: int, end: int) -> Draft:
    span = sentence_span(facts, start, end)
    text = f"{name}{f'（{detail}）' if detail else ''}。（{source_name(facts, start)}）"
    return Draft(text, name, (span,), (Item(name, iri, "Person", detail, span),), "posts")


def _named_so(facts: Facts, question: Question) -> Draft | None:
    """Return whom the text calls so: a title of honour or a body right before the name."""
    words = [word for word in question.words if not _is_asking(word)]
    for start, end, iri, name, kind in facts.mentions:
        if kind != "Person" or not words:
            continue
        before = re.split(r"[，。；：]", facts.document.text[max(0, start - 40) : start])[-1]
        own = re.split(r"、", before)[-1] or before
        title = re.sub(r"^.*(?:邀请|推荐|聘请|请)", "", own)
        line = facts.line_at(start)
        heading = fold("".join(line.headings[-1:])) if line else ""
        fields = ((fold(title), 1.0), (line.folded if line else "", 0.95), (heading, 0.95))
        is_met = coverage(words, fields) >= 0.9 and any(coverage([word], (fields[0],)) >= 0.9 for word in words)
        is_called = is_met and not _NOT_NAME.search(own[-1:]) and _is_title(own) and _is_close(title, words)
        if is_called and _is_of_rank(question.plain, own):
            return _person(facts, iri, name, re.sub(r"^.*(?:邀请|推荐|由)", "", own), start, end)
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
        people = list(_people_in(facts, line))
        if not people:
            continue
        heading = fold("".join(line.headings[-1:]))
        met = coverage(names, ((line.folded, 1.0), (_before(facts, line), 0.85), (heading, 0.85)))
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


_LISTED = re.compile(r"等\d*[余多]?[位名]?(?:[一-鿿]{0,4}?)(专家|院士|嘉宾|领导|学者|代表|教授)")


def _in_list(facts: Facts, question: Question) -> Draft | None:
    """Return the people whom a sentence lists as what is asked for: 甲、乙等两位专家出席."""
    wanted = set(_LISTED_KINDS) & set(question.kinds)
    words = [word for word in question.words if word.text not in _LISTED_KINDS and word.weight == 1]
    for line in facts.lines if wanted and words else ():
        heading = fold("".join(line.headings[-1:]))
        for hit in _LISTED.finditer(line.text):
            left = max(line.text.rfind(mark, 0, hit.start()) for mark in "，。；") + 1
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
    left = max(line.text.rfind(mark, 0, at) for mark in "，。；") + 1
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
    for start, end, iri, name, kind in facts.mentions:
        if kind == "Person" and line.start <= start < line.end and iri not in seen:
            seen.add(iri)
            yield start, end, iri, name
