"""How a statement is said in a sentence."""

from __future__ import annotations

_SENTENCES = {
    "hasComponent": "{s}包括{o}",
    "runBy": "{s}由{o}实施",
    "heldAt": "{s}在{o}举办",
    "holdsPost": "{s}任{o}",
    "spoke": "{s}作了{o}",
    "received": "{s}获得{o}",
    "nominatedFor": "{s}被推荐为{o}",
    "basedOn": "{s}依据{o}",
    "targets": "{s}面向{o}",
    "relatesTo": "{s}与{o}相关",
    "locatedIn": "{s}位于{o}",
    "startedIn": "{s}始于{o}",
    "heldOn": "{s}的时间是{o}",
    "edition": "{s}：{o}",
}


def said(predicate: str, subject: str, object_: str, *, is_body: bool = False) -> str:
    """Return a statement as a sentence; `is_body` where a post is told by the body in which it is held."""
    if is_body and predicate == "holdsPost":
        return f"{subject}在{object_}任职"
    return _SENTENCES.get(predicate, "{s}与{o}相关").format(s=subject, o=object_)
