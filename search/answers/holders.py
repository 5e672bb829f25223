"""Who holds a post: by statements of the graph, or by a sentence that gives it to somebody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.patterns import lazy
from corpus.people import is_name
from search.answers.draft import Draft, Item, Span, sentence_span, source_name
from search.answers.facts import Facts, Line, Statement
from search.answers.matching import coverage
from search.answers.posts import RANK, ROLES, full_post, is_of_rank
from search.questions.fold import fold
from search.questions.question import Question, Word

_MOST_HOLDERS = 12


# More than one may be meant: asked for in the plural, or by telegraphic words.
_PLURAL = lazy("哪些|哪几|名单|有谁|都有|几位")
_MANY = lazy(rf"{_PLURAL.pattern}|\s")


def asks_for_several(question: Question) -> bool:
    """Return whether a question asks for a post in the plural (副主席有哪些人)."""
    return bool(_PLURAL.search(question.plain))


def together(question: Question, found: Sequence[tuple[Facts, Draft]]) -> Draft:
    """Return the holders that several documents name as one draft, each once, with the document that names them first."""
    told: list[str] = []
    items: dict[str, Item] = {}
    for facts, draft in found:
        if len(items) >= _MOST_HOLDERS:
            break
        new = [item for item in draft.items if (item.iri or item.name) not in items]
        items |= {item.iri or item.name: item for item in new}
        if new and new[0].span:
            names = "、".join(f"{item.name}（{item.detail}）" if item.detail else item.name for item in new)
            told.append(f"{names}（{source_name(facts, new[0].span.start)}）")
    spans = tuple(dict.fromkeys(item.span for item in items.values() if item.span))
    return Draft(f"{'；'.join(told)}。", question.topic, spans, tuple(items.values()), "posts")


def holder(facts: Facts, question: Question) -> Draft | None:
    """Return who holds a post: every word of the question must be met by post and body."""
    said = [word for word in question.words if not re.search(r"^(?:同志|人|来|参会|参加|外国|领导|出席)$", word.text)]
    words = [part for word in said for part in _body_and_role(word)]
    if not words or not ROLES.search(question.plain):
        return None
    ranked = []
    for post in facts.by_predicate("holdsPost"):
        held = fold(post.organization + post.object)
        line = facts.line_at(post.start)
        whole = fold(post.object)
        roles = [word for word in words if ROLES.search(word.text)] or words
        if coverage(roles, ((held, 1.0),)) < 0.9:
            continue
        # What is said beside the post (来参会的) may be met by the sentence, but one word must be met by the post.
        heading = fold("".join(line.headings[-1:])) if line else ""
        met = coverage(words, ((held, 1.0), (line.folded if line else "", 0.97), (heading, 0.97)))
        if met >= 0.95 and is_of_rank(question.plain, post.object):
            ranked.append((met - 0.01 * len(whole), post, line))
    if not ranked:
        return None
    best = max(ranked, key=lambda item: item[0])
    held_by = {post.subject_iri: post for _, post, _ in ranked}
    is_open = bool(_MANY.search(question.plain)) or all(ROLES.search(word.text) for word in words)
    if len(held_by) > 1 and is_open:
        return _holders(facts, question, list(held_by.values()))
    return told_person(facts, best[1].subject_iri, best[1].subject, full_post(best[1]), best[1].start, best[1].end)


def _body_and_role(word: Word) -> tuple[Word, ...]:
    """Return a stretch like 科协主席 as two words."""
    role = rf"(?:副|常务副|名誉)?(?:{ROLES.pattern})"
    hit = re.fullmatch(rf"(?!{role}$)(.+?)({role})", word.text)
    if hit is None or len(word.names) > 1:
        return (word,)
    return tuple(Word(part, (), word.weight, (part,)) for part in (hit[1], hit[2]))


def _holders(facts: Facts, question: Question, posts: Sequence[Statement]) -> Draft:
    """Return everybody who holds a post that the question names without its body."""
    items = tuple(
        Item(post.subject, post.subject_iri, "Person", full_post(post), sentence_span(facts, post.start, post.end))
        for post in posts[:_MOST_HOLDERS]
    )
    told = "、".join(f"{item.name}（{item.detail}）" for item in items)
    spans = tuple(dict.fromkeys(item.span for item in items if item.span))
    text = f"{told}。（{source_name(facts, posts[0].start)}）"
    return Draft(text, question.topic, spans, items, "posts")


_POST = "[^，。；、：]{2,24}"
_TOLD = (
    lazy(rf"(?:选举|任命|聘任|推选)(?P<who>[^，。；：]{{2,40}}?)(?:同志)?为(?P<post>{_POST})"),
    lazy(rf"由(?P<who>[^，。；：]{{2,60}}?)(?:同志)?(?:担任|兼任|出任)(?P<post>{_POST})"),
    lazy(rf"(?P<who>[一-鿿·、]{{2,30}}?)(?:同志)?(?:任|担任|兼任|出任)(?P<post>{_POST})"),
    lazy(rf"(?P<post>{_POST})由(?P<who>[^，。；：]{{2,60}}?)(?:同志)?(?:担任|兼任)"),
)


def told_holder(facts: Facts, question: Question) -> Draft | None:
    """Return whom a sentence gives the post outright."""
    said = [word for word in question.words if not re.search(r"^(?:任|担任|兼任|同志|人)$", word.text)]
    words = [part for word in said for part in _body_and_role(word)]
    roles = [word for word in words if ROLES.search(word.text)] or words
    if not words:
        return None
    for line in facts.lines:
        for pattern in _TOLD:
            for hit in pattern.finditer(line.text):
                part = facts.document.part_at(line.start)
                around = fold((part.title if part else "") + "".join(line.headings))
                post = fold(hit["post"])
                is_meant = coverage(words, ((post, 1.0), (line.folded, 0.95), (around, 0.9))) >= 0.85
                if is_meant and coverage(roles, ((post, 1.0),)) >= 0.9 and _has_rank(question.plain, hit["post"]):
                    people = _people(facts, line.start + hit.start("who"), line.start + hit.end("who"))
                    if people:
                        return _all_told(facts, line, people, hit["post"])
    return None


def _all_told(facts: Facts, line: Line, people: Sequence[tuple[str, str]], post: str) -> Draft:
    span = Span(facts.meta.id, line.start, line.end)
    names = "、".join(name for name, _ in people)
    items = tuple(Item(name, iri, "Person", post, span) for name, iri in people)
    return Draft(f"{names}（{post}）。（{source_name(facts, line.start)}）", names, (span,), items, "posts")


def _people(facts: Facts, start: int, end: int) -> list[tuple[str, str]]:
    """Return name and IRI of the person who ends a stretch and of those joined to them (甲和副主席乙), in order.

    Who only stands before (甲邀请乙) is left out. The stretch itself is the name where it is one that the graph does not know.
    """
    text, found, at = facts.document.text, list[tuple[str, str]](), end
    marks = [mark for mark in facts.mentions if mark[4] == "Person" and start <= mark[0] < end]
    for left, right, iri, name, _ in reversed(marks):
        if left >= at:
            continue  # the same name within a longer mention
        if not found and right != end and text[end:right] != "同志":
            break
        if found and not text.startswith(("、", "和", "与", "及", "以及"), right):
            break
        found.insert(0, (name, iri))
        at = left
    alone = text[start:end]
    return list(dict.fromkeys(found)) or ([(alone, "")] if is_name(alone) and not ROLES.search(alone) else [])


def _has_rank(plain: str, post: str) -> bool:
    asked, held = set(RANK.findall(plain)), set(RANK.findall(post))
    roles = set(ROLES.findall(plain))
    return asked <= held if asked else bool(roles) and all(role in post for role in roles)


def told_person(facts: Facts, iri: str, name: str, detail: str, start: int, end: int) -> Draft:
    """Return one person as a draft, with what is said of them."""
    span = sentence_span(facts, start, end)
    text = f"{name}{f'（{detail}）' if detail else ''}。（{source_name(facts, start)}）"
    return Draft(text, name, (span,), (Item(name, iri, "Person", detail, span),), "posts")
