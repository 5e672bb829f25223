"""Persons with their posts and deeds, compared with what the library says of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from kg.extractors.tables import any_of, rows
from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Place
from search.drafts.wording import likeness

_LEFT = 40
# What stands before a post and makes another post of it.
_OTHER_POST = ("副", "原", "前", "代", "名誉", "荣誉", "执行", "常务", "助理", "候任", "第一")
# Words of the posts' table that are said of anybody, and posts for the time of one undertaking.
_NO_POSTS = frozenset(["同志", "先生", "女士", "代表", "专家", "团队", "博士", "秘书", "教授", "院士", "研究员"])
_MORE_POSTS = frozenset(["常委", "委员", "组长", "副组长", "团长", "副团长"])
# 组织部长 is 组织部部长.
_DOUBLED = re.compile("([部局厅院校])\\1长")
_STOP = re.compile(r"[，。；：！？“”《》（）\n]")


@dataclass(frozen=True, slots=True)
class Post:
    """A post as written beside a name: the items of 市科协党组书记、主席, or the one of 主席陆怀谷."""

    item: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Held:
    """A post that the library gives a person, and where."""

    item: str
    year: int | None
    place: Place


class Posts:
    """The posts of every person of the library, by name."""

    def __init__(self, known: Knowledge) -> None:
        self.known = known

    @cached_property
    def of(self) -> dict[str, tuple[Held, ...]]:
        """Return what each person is called."""
        found: dict[str, list[Held]] = defaultdict(list)
        for index, source in enumerate(self.known.sources):
            text = source.document.text
            for name in sorted(self.known.persons):
                for start in _finds(text, name):
                    for post in posts_beside(text, start, start + len(name)):
                        place = Place(index, post.start, max(post.end, start + len(name)))
                        found[name].append(Held(post.item, source.document.year, place))
        return {name: tuple(held) for name, held in found.items()}

    def holder_of(self, item: str, other_than: str) -> str:
        """Return who else holds a post, or empty."""
        for name, held in sorted(self.of.items()):
            if name != other_than and any(same_post(item, post.item) for post in held):
                return name
        return ""


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield posts that the library gives a person differently."""
    posts = Posts(known)
    text = draft.document.text
    for name in sorted(known.persons):
        held = posts.of.get(name, ())
        if not held:
            continue
        for start in _finds(text, name):
            beside = posts_beside(text, start, start + len(name))
            for post in beside:
                doubt = _compared(draft, post, beside, name, held, posts)
                if doubt:
                    yield doubt


def _compared(
    draft: Draft, post: Post, beside: tuple[Post, ...], name: str, held: tuple[Held, ...], posts: Posts
) -> Doubt | None:
    """Return what is wrong with a post: another rank, another office beside the same one, or somebody else's.

    A person may hold more posts than the library tells of; only these three are no other post but a slip.
    """
    telling = _telling(post, held)
    if any(same_post(post.item, other.item) for other in telling):
        return None
    nearest = max(telling, key=lambda other: (_nearness(post.item, other.item), other.year or 0))
    others = [item.item for item in beside if item is not post]
    is_beside = any(same_post(item, other.item) for item in others for other in held)
    holder = posts.holder_of(post.item, name) if len(post.item) > 3 else ""
    if not (
        _is_other_rank(post.item, nearest.item) or holder or (is_beside and head_of(post.item) == head_of(nearest.item))
    ):
        return None
    year = draft.document.year
    if year is not None and year > max((other.year or 0 for other in held), default=0):
        return None  # in a year that the library does not reach, a person may have moved on
    kind = "person_post" if holder and not _is_other_rank(post.item, nearest.item) else "title"
    message = f"{name}的职务，文中为“{nearest.item}”" + (f"；“{post.item}”是{holder}" if holder else "")
    if draft.document.text[post.start - len(name) : post.start] == name:
        return Doubt(
            post.start - len(name), post.end, kind, "error", message, name + plain_post(nearest.item), nearest.place
        )
    return Doubt(post.start, post.end, kind, "error", message, nearest.item, nearest.place)


def _telling(post: Post, held: tuple[Held, ...]) -> tuple[Held, ...]:
    """Return the posts of a person without the bare ones (石部长) where the draft's and a full one tell more."""
    kind = head_of(post.item)
    full = [other for other in held if head_of(other.item) == kind and not _is_bare(other.item)]
    if not full or _is_bare(post.item):
        return held
    return tuple(other for other in held if head_of(other.item) != kind or other in full)


def _is_bare(item: str) -> bool:
    return item.removeprefix("副") == head_of(item)


def _is_other_rank(one: str, other: str) -> bool:
    """Return whether only 副 tells two posts apart: 党组书记 and 党组副书记."""
    end, other_end = plain_post(one), plain_post(other)
    return end != other_end and end.replace("副", "") == other_end.replace("副", "")


def _nearness(one: str, other: str) -> float:
    """Return how near two posts are: the rank apart nearest, then the same kind of post, then the wording."""
    return 2 * _is_other_rank(one, other) + (head_of(one) == head_of(other)) + likeness(one, other)


def same_post(one: str, other: str) -> bool:
    """Return whether two wordings name one post: 市科协主席 and 主席 do, 副主席 and 主席 do not."""
    one, other = _DOUBLED.sub(r"\1长", one), _DOUBLED.sub(r"\1长", other)
    if one == other:
        return True
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if not longer.endswith(shorter):
        return False
    rest = longer[: len(longer) - len(shorter)]
    return not rest.endswith(_OTHER_POST)


def posts_beside(text: str, start: int, end: int) -> tuple[Post, ...]:
    """Return the posts right before a name at `[start, end)`, else the one right behind it."""
    floor = max(0, start - _LEFT)
    stops = list(_STOP.finditer(text, floor, start))
    floor = stops[-1].end() if stops else floor
    found = _BEFORE().search(text[floor:start])
    if found:
        return tuple(_split(text, floor + found.start(), floor + found.end()))
    behind = _BEHIND().match(text, end)
    if behind:
        return (Post(behind[0], behind.start(), behind.end()),)
    return ()


def _split(text: str, start: int, end: int) -> Iterator[Post]:
    position = start
    for item in re.split(r"[、和兼]", text[start:end]):
        found = _POST_AT_END().search(item)
        if found:
            yield Post(item[found.start() :], position + found.start(), position + len(item))
        position += len(item) + 1


def plain_post(item: str) -> str:
    """Return the post without its body: 市科协党组书记 is 党组书记."""
    found = _TITLE().search(item)
    return found[0] if found else item


def head_of(item: str) -> str:
    """Return the kind of a post: 主席 of 市科协副主席."""
    found = _HEAD().search(item)
    return found[0] if found else item


def _finds(text: str, name: str) -> Iterator[int]:
    start = text.find(name)
    while start >= 0:
        yield start
        start = text.find(name, start + 1)


@cache
def _words() -> str:
    return any_of(sorted(({row[0] for row in rows("posts")} - _NO_POSTS) | _MORE_POSTS))


@cache
def _BEFORE() -> re.Pattern[str]:  # noqa: N802
    item = rf"[一-鿿]{{0,16}}?(?:{_words()})"
    return re.compile(rf"(?:{item}[、和兼])*{item}$")


@cache
def _BEHIND() -> re.Pattern[str]:  # noqa: N802
    return re.compile(rf"(?:{_words()})(?![一-鿿]{{0,2}}(?:办公室|会议))")


@cache
def _POST_AT_END() -> re.Pattern[str]:  # noqa: N802
    """The body in front may carry a verb or particle; the post starts behind the last of them."""
    return re.compile(rf"[一-鿿]{{0,16}}?(?:{_words()})$")


@cache
def _TITLE() -> re.Pattern[str]:  # noqa: N802
    return re.compile(rf"(?:党组|党委|常务|执行|名誉)?(?:{_words()})$")


@cache
def _HEAD() -> re.Pattern[str]:  # noqa: N802
    return re.compile(r"(?:书记|主席|部长|省长|市长|县长|区长|局长|厅长|主任|院长|校长|会长|秘书长|理事长|.)$")
