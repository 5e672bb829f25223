"""Relations of people: the posts they hold, in which body, and the reports and speeches they gave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extractors.statements import Scene, statement
from kg.extractors.tables import any_of, column
from kg.facts import EntityType, Mention, Predicate, Relation

NAME = "relations_people"
# 在…会议上云川市市长 某某: the post begins behind the meeting.
_BREAK = re.compile(r"[，。；！？：\n　]|\s{2,}|(?<=[议会])上(?!海)")
_LONGEST = 40
_PARTY_GROUP = "党组"
_EPITHET = re.compile(r"、“[^”]*”?$")
_LED_IN = re.compile(r"^.*?(?:邀请|聘请|会见|感谢|由|经|是|请)(?=.{2})")
_ACADEMICIANS = re.compile(r"等\s*\d*\s*位?[^，。；、]{0,6}院士")
# Forms of address among the words beside a name: they are no posts.
_ADDRESSES = frozenset({"同志", "先生", "女士", "代表", "专家", "团队", "博士"})
_REPORTS = frozenset({"speech", "report"})


def find(scene: Scene) -> Iterator[Relation]:
    """Yield posts and speeches, each post in the fullest form given."""
    rows = [*_of_parts(scene), *_of_sentences(scene)]
    for row in rows:
        if row.predicate != Predicate.HOLDS_POST or not any(_is_shorter(row, other) for other in rows):
            yield row


def _is_shorter(row: Relation, other: Relation) -> bool:
    """Return whether another statement gives the same post more fully: 部长 beside 组织部部长."""
    alike = other.predicate == row.predicate and other.subject == row.subject
    return alike and len(other.object) > len(row.object) and other.object.endswith(row.object)


def _of_sentences(scene: Scene) -> Iterator[Relation]:
    for sentence in scene.sentences():
        start = sentence.start
        for person in scene.outer(sentence.start, sentence.end, EntityType.PERSON):
            yield from _posts(scene, person, start, sentence.end)
            start = person.end


def _of_parts(scene: Scene) -> Iterator[Relation]:
    """Yield the speaker of each speech and report, and the post that stands beside the name."""
    names = scene.reading.by_name
    for part in scene.document.parts:
        person = names.get(part.speaker) if part.speaker else None
        if person is None or person.type != EntityType.PERSON or part.kind not in _REPORTS:
            continue
        at = scene.text.find(part.speaker, part.start, part.end)
        span = (at, at + len(part.speaker)) if at > -1 else (part.start, part.start + len(part.title))
        yield statement(person, Predicate.SPOKE, part.title, span, extractor=NAME)
        if part.post:
            body = _body_of(scene, part.post)
            yield statement(person, Predicate.HOLDS_POST, part.post, span, extractor=NAME, organization=body)


def _body_of(scene: Scene, post: str) -> str | None:
    """Return the body in which a post is held: the longest name of a body that the post begins with."""
    bodies = [(name, e) for name, e in scene.reading.by_name.items() if e.type == EntityType.ORGANIZATION]
    held = [(len(name), e.id) for name, e in bodies if post.startswith(name)]
    if held:
        return max(held)[1]
    head = post.removesuffix("省长").removesuffix("市长").removesuffix("县长").removesuffix("区长")
    wanted = [
        e.id for name, e in bodies if head != post and name.endswith("政府") and name[:2] in (head[:2], "省人", "市人")
    ]
    return wanted[0] if wanted else None


def _posts(scene: Scene, person: Mention, start: int, end: int) -> Iterator[Relation]:
    entity = scene.reading.entity_of(person)
    found = _post_ahead(scene, person, start) or _post_behind(scene, person, end) or _post_inside(scene, person)
    if found is None:
        found = _academician(scene, person, start, end)
    if found is not None:
        post, body, span = found
        yield statement(entity, Predicate.HOLDS_POST, post, span, extractor=NAME, organization=body)


_Post = tuple[str, str | None, tuple[int, int]]


def _post_ahead(scene: Scene, person: Mention, start: int) -> _Post | None:
    """Return the posts right before a name: 市科协党组书记、主席 | 许东方."""
    ahead = scene.text[max(start, person.start - _LONGEST) : person.start]
    ahead = _BREAK.split(ahead)[-1]
    found = _POSTS_AT_END().search(ahead)
    if not found:
        return None
    first = person.start - (len(ahead) - found.start())
    bodies = scene.outer(max(start, first - _LONGEST), person.start, EntityType.ORGANIZATION)
    body = next((m for m in reversed(bodies) if m.end >= first >= m.start or m.start >= first), None)
    if body is not None and (whole := _of_party_group(scene, body)):
        # 市科协党组成员、副主席: of the body, and 党组成员 is the first of the posts.
        body, first = whole, whole.end
    post_start = first
    if body is not None and body.end <= person.start and body.start <= first:
        post_start = max(body.end, first)
    post = scene.text[post_start : person.start].strip("、的 和“”")
    if (
        body is not None
        and body.start <= first
        and scene.text[body.start : body.end] + post[:2] in _whole_posts(post, scene, body)
    ):
        post = scene.text[body.start : person.start].strip("、的 ")
    post = _LED_IN.sub("", _EPITHET.sub("", post)).strip("、的 ")
    span = (min(post_start, body.start if body else post_start), person.end)
    return (post, body.entity if body else None, span) if len(post) > 1 else None


def _of_party_group(scene: Scene, body: Mention) -> Mention | None:
    """Return the body of a 党组 whose members are spoken of; None where it is another body, or not known by itself."""
    end = body.end - len(_PARTY_GROUP)
    if scene.text[end : body.end] != _PARTY_GROUP or not scene.text.startswith("成员", body.end):
        return None
    inside = scene.reading.mentions_in(body.start, end)
    return next((m for m in inside if m.start == body.start and m.end == end and m.entity != body.entity), None)


def _whole_posts(post: str, scene: Scene, body: Mention) -> tuple[str, ...]:
    """Return the post with its body where the two are one word: 市委常委."""
    name = scene.text[body.start : body.end]
    return (name + post[:2],) if name.endswith("委") and post.startswith(("常委", "委员")) else ()


def _post_behind(scene: Scene, person: Mention, end: int) -> _Post | None:
    """Return the post right behind a name: 马秋林 | 副省长."""
    name = scene.text[person.start : person.end]
    found = _POST_AT_START().match(scene.text, person.end, end) if len(name) < 4 else None
    if not found:
        return None
    body = _body_before(scene, person)
    return found[0], body, (person.start, found.end())


def _post_inside(scene: Scene, person: Mention) -> _Post | None:
    """Return the post that a form of a name ends with: 习近平总书记, 娄书记."""
    surface = scene.text[person.start : person.end]
    found = _POST_LAST().search(surface)
    if not found or found.start() == 0:
        return None
    return found[0], _body_before(scene, person), (person.start, person.end)


def _body_before(scene: Scene, person: Mention) -> str | None:
    before = scene.outer(max(0, person.start - 12), person.start, EntityType.ORGANIZATION)
    if before and before[-1].end == person.start:
        return before[-1].entity
    inside = scene.reading.mentions_in(person.start, person.end)
    return next((m.entity for m in inside if scene.reading.type_of(m) == EntityType.ORGANIZATION), None)


def _academician(scene: Scene, person: Mention, start: int, end: int) -> _Post | None:
    """Return 院士 for a body with a name in a row that says so: 中国工程院陈某某等3位院士."""
    if not _ACADEMICIANS.search(scene.text, person.end, min(person.end + 40, end)):
        return None
    body = _body_before(scene, person)
    return ("院士", body, (max(start, person.start - 8), person.end)) if body else None


@cache
def _posts_only() -> tuple[str, ...]:
    return tuple(post for post in column("posts") if post not in _ADDRESSES)


@cache
def _POSTS_AT_END() -> re.Pattern[str]:  # noqa: N802
    posts = any_of(_posts_only())
    one = rf"[一-鿿“”]{{0,10}}?(?:{posts})"
    return re.compile(rf"{one}(?:[、兼和]{one})*\s*(?:、“[^”]{{1,8}}”?|“)?$")


@cache
def _POST_AT_START() -> re.Pattern[str]:  # noqa: N802
    return re.compile(rf"(?:{any_of(_posts_only())})")


@cache
def _POST_LAST() -> re.Pattern[str]:  # noqa: N802
    return re.compile(rf"(?:{any_of(_posts_only())})$")
