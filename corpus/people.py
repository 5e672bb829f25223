"""Names and posts as a front gives them: `云川市市长　李小明`, `李  明`, `报告人：李小明`."""

from __future__ import annotations

import re
from functools import cache

from corpus.characters import CJK
from corpus.tables import words

_NAME = rf"[{CJK}]{{2,4}}|[{CJK}]\s[{CJK}]|[{CJK}]{{1,8}}(?:·[{CJK}]{{1,8}})+"
_FULL = re.compile(_NAME)
_FIELD = re.compile(rf"(?:报告人|讲话人|主讲人|致辞人|作者)\s*[:：]\s*({_NAME})")
_NEVER_LAST = ("院", "局", "厅", "署", "部", "委", "会", "府", "省", "市", "县", "行", "前言", "序言", "总则", "目录")
_LONGEST_ALONE = 12


def person(text: str) -> tuple[str, str] | None:
    """Return (post, name) of a line that names a speaker and nothing else, or None."""
    text = re.sub(r"\s+", " ", text.strip("（）() "))
    if field := _FIELD.fullmatch(text):
        return "", _bare(field[1])
    if after_post := _after_post().fullmatch(text):
        post, space, name = after_post["post"], after_post["space"], after_post["name"]
        if space or is_name(name):
            return post, _bare(name)
    post, _, name = text.rpartition(" ")
    if len(post) > 1 and is_name(name):
        return post, _bare(name)
    return ("", _bare(text)) if len(text) <= _LONGEST_ALONE and is_name(text) else None


def is_name(text: str) -> bool:
    """Tell whether a text is built like a person's name: a known surname and one or two more hanzi, or parts with ·."""
    bare = _bare(text)
    if bare.endswith(_NEVER_LAST):
        return False
    known = bare[:1] in words("surnames") or bare[:2] in words("surnames")
    return _FULL.fullmatch(text) is not None and ("·" in bare or known)


def _bare(name: str) -> str:
    return name.replace(" ", "")


@cache
def _after_post() -> re.Pattern[str]:
    posts = "|".join(sorted(words("posts"), key=lambda post: (-len(post), post)))
    return re.compile(rf"(?P<post>.{{0,40}}(?:{posts}))(?P<space>\s?)(?P<name>{_NAME}|[{CJK}]{{5,6}})")
