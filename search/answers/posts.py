"""Posts and bodies of people: what somebody is, and whether they are what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, no, sentence_span, source_name
from search.answers.facts import Facts, Statement
from search.answers.knowledge import Knowledge
from search.answers.roster import in_row
from search.predicates import said
from search.questions import tables
from search.questions.fold import fold
from search.questions.question import Name, Question, Word

RANK = lazy(
    r"(副|常务副|名誉|原|首席|第一副|候任)?(主席|书记|部长|会长|院长|主任|秘书长|校长|局长|厅长|省长|市长|县长|区长|州长|镇长|处长|科长|司长|理事长|团长|组长|队长)"
)


ROLES = lazy(
    r"团长|组长|队长|主编|主席|书记|部长|会长|院长|主任|秘书长|校长|局长|厅长|省长|市长|县长|区长|科长|处长|院士|总设计师|设计师|负责人|理事长|英雄|发言人|主持人"
    r"|裁判长|站长|所长|馆长|园长|台长|社长|镇长|乡长|村长|州长|司长|检察长|董事长|总经理"
)


_BODY_ASKED = lazy(r"单位|公司|院的|哪个院|部门|机构|企业|哪家|学校|大学|高校|哪个部|来自|上班|任职|供职|就职")


_PRIVATE = lazy(r"生日|出生|配偶|哪里人|哪儿人|籍贯|老家|毕业|学历|年龄|年纪|多大|几岁|电话|手机|性别|住址|工资|民族")


def post_of(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the post or body of a person that a question names."""
    name = _person_named(knowledge, question)
    if name is None:
        return _unlinked(knowledge, question)
    if hit := _PRIVATE.search(question.plain):
        shown = full_name(knowledge, name.iri, name.text)
        return no(f"文中提到{shown}，但没有说明其{hit[0]}。", shown, _mentions(knowledge, question, name.iri))
    if hit := _IS_ASKED.search(question.plain):
        return _whether(knowledge, question, name, hit[1])
    if _NOW.search(question.text) and (found := _since_left(knowledge, question, name)):
        return found
    for facts in knowledge.about(question):
        posts = [s for s in facts.by_predicate("holdsPost") if s.subject_iri == name.iri]
        if posts and _fits_body(posts, question):
            return told_posts(facts, posts)
    for facts in knowledge.about(question):
        found = _apposition(facts, name.iri, question) or _told_post(facts, name.text) or in_row(facts, name.text)
        # 院士 names no school or firm.
        if found and (not _BODY_ASKED.search(question.plain) or any(_has_body(item.name) for item in found.items)):
            return found
    if re.search("是谁|什么人|何人", question.plain) and (found := _known_for(knowledge, question, name)):
        return found
    mentions = _mentions(knowledge, question, name.iri)
    shown = full_name(knowledge, name.iri, name.text)
    asked = "单位" if _BODY_ASKED.search(question.plain) else "职务"
    if mentions:
        return no(f"文中提到{shown}，但没有说明其{asked}。", shown, mentions)
    return no(f"库中文献没有提到{shown}。", shown)


_NOW = lazy("现在|现任|目前|如今|眼下|当前")
_LEFT = r"(?:同志)?(?:因[^，。；]{2,12})?不再(?:担任|兼任)(?P<old>[^，。；]{2,24}?)(?:的?职务|一职)?(?:[，；](?:转任|调任|改任|担任|出任)(?P<new>[^，。；、]{2,24}))?(?=[，。；]|$)"


def _since_left(knowledge: Knowledge, question: Question, name: Name) -> Draft | None:
    """Return what somebody is after leaving a post, or a no; None where no document later than their posts says so."""
    iris = {other.iri for link in question.links for other in link.names if other.text == name.text} | {name.iri}
    shown = full_name(knowledge, name.iri, name.text)
    given = shown[1:]
    alike = {other.text for other in knowledge.names.like(given) if other.type == "Person" and len(other.text) == 3}
    # 砚清同志 opening a clause is the one person whose given name that is.
    is_own = len(shown) == 3 and all(text == shown for text in alike if text.endswith(given))
    called = re.escape(shown) + (rf"|(?<![一-鿿]){re.escape(given)}" if is_own else "")
    left = re.compile(rf"(?:{called}){_LEFT}")
    for facts in sorted(knowledge.about(question), key=lambda facts: facts.meta.date, reverse=True):
        for line, hit in ((line, left.search(line.text)) for line in facts.lines if "不再" in line.text):
            if hit is None:
                continue
            span = Span(facts.meta.id, line.start, line.end)
            if hit["new"] is None:
                return no(f"文中说{shown}不再担任{hit['old']}，没有说明其现任职务。", shown, (span,))
            text = f"{shown}：{hit['new']}（不再担任{hit['old']}）。（{source_name(facts, line.start)}）"
            return Draft(text, shown, (span,), (Item(hit["new"], "", "", "", span),), "mentions")
        if any(s.subject_iri in iris for s in facts.by_predicate("holdsPost")):
            return None  # what they are is told as late as that
    return None


# 李一鸣是院士吗 asks whether the documents say so.
_IS_ASKED = lazy(r"是([^，。谁什哪]{1,12})吗")


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
        if asked in fold(full_post(post)) and is_of_rank(role, post.object):
            return told_posts(facts, [post])
    shown = full_name(knowledge, name.iri, name.text)
    held = "；".join(dict.fromkeys(full_post(post) for _, post in posts))
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
        if len(fold(word.text)) < 2 or ROLES.search(word.text):
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
    return bool(re.search(r"[院部委局厅会校司科室](?!士|员|长$)", post)) or bool(
        re.search(r"[^院部委局厅会校司科室][院部委局厅会校司科室]长$", post)
    )


def full_name(knowledge: Knowledge, iri: str, fallback: str) -> str:
    """Return a person's preferred name."""
    return next((name.text for name in knowledge.names.of(iri) if name.preferred), fallback)


def told_posts(facts: Facts, posts: Sequence[Statement]) -> Draft:
    """Return the posts of one person as a draft."""
    spans = tuple(dict.fromkeys(sentence_span(facts, post.start, post.end) for post in posts))
    named: dict[str, Statement] = {}
    for post in posts:
        named.setdefault(full_post(post), post)
    kept = [name for name in named if not any(name != other and fold(name) in fold(other) for other in named)]
    person = posts[0].subject
    items = tuple(Item(name, "", "", "", sentence_span(facts, named[name].start, named[name].end)) for name in kept)
    text = f"{person}：{'；'.join(kept)}。（{source_name(facts, posts[0].start)}）"
    return Draft(text, person, spans, items, "posts_of", {"person": posts[0].subject_iri})


# 白榆市代理市长 says whose it is.
_LEVELS = tuple("省市县区州")
_OWN_PLACE = lazy(r"[一-鿿]{1,10}[省市县区州镇乡][^，。；、]{0,4}[省市县区州镇乡]长$")


def full_post(post: Statement) -> str:
    """Return a post with its body."""
    body = "" if _OWN_PLACE.match(post.object) else post.organization
    if not body or fold(body) in fold(post.object):
        return post.object
    return body + post.object[_short_name(post.object, body) :]


def _short_name(post: str, body: str) -> int:
    """Return where a post goes on behind the short name of its body: 市科协 of 云川市科学技术协会 in 市科协主席."""
    if not post.startswith(_LEVELS):
        return 0
    at = end = 0
    while end < len(post) and (found := body.find(post[end], at)) >= 0:
        at, end = found + 1, end + 1
    return end if end > 1 else 0


def _apposition(facts: Facts, iri: str, question: Question) -> Draft | None:
    """Return what stands right before a person's name in the text, where it is a body or a title."""
    for start, end, found, name, _ in facts.mentions:
        if found != iri:
            continue
        before = re.split(
            r"[，。；：、\n]|邀请|推荐|聘请|任命|授予|由|请", facts.document.text[max(0, start - 30) : start]
        )[-1]
        is_title = bool(ROLES.search(before)) or bool(re.search(r"(?:院|大学|学会|公司|局|部|委|会|团队)$", before))
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
        rf"{who}(?:同志)?(?:任|担任|兼任|出任|转任|调任|改任){_POST}",
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
        text = re.sub("(?:担任|兼任|任)$", "", word.text)
        if re.fullmatch("[一-鿿]{2,4}", text) and not ROLES.search(text):
            for facts in knowledge.about(question):
                if found := _told_post(facts, text):
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


def is_person_like(word: Word) -> bool:
    """Return whether a word may be somebody's name: two to four characters that no table knows."""
    known = word.text in tables.words() or word.text in tables.alternatives() or word.text in tables.kinds()
    return (
        not known
        and len(word.names) < 2
        and bool(re.fullmatch("[一-鿿]{2,4}", word.text))
        and not ROLES.search(word.text)
    )


def is_of_rank(plain: str, post: str) -> bool:
    """副主席 is no 主席: a rank before the post must stand on both sides."""
    asked, held = RANK.findall(plain), set(RANK.findall(post))
    return all(item in held for item in asked)
