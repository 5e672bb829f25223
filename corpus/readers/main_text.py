"""Finds the element of a web page that holds its article: by the names that sites use, else by density of text."""

from __future__ import annotations

import re
from typing import Any

from corpus.tables import words

_SENTENCE_MARKS = re.compile("[，。；：、]")
_MIN_TEXT = 80
_MOST = 0.7
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"nav|menu|foot|share|copyright|breadcrumb|position|qrcode|ewm|sidebar|related|recommend|toolbar|modal",
    re.IGNORECASE,
)


def main_element(tree: Any) -> Any:
    """Return the element with the article; the whole body where nothing better is found."""
    body = tree.find(".//body")
    body = tree if body is None else body
    _drop_boilerplate(body)
    named = [element for element in body.iter() if isinstance(element.tag, str) and _is_named(element)]
    best = max(named, key=_text_length, default=None)
    if best is not None and _text_length(best) >= _MIN_TEXT:
        return best
    return _densest(body)


def _is_named(element: Any) -> bool:
    names = words("web_containers")
    if "#" + (element.get("id") or "") in names:
        return True
    return any("." + name in names for name in (element.get("class") or "").split())


def _drop_boilerplate(body: Any) -> None:
    """Take out what is hidden and what is named as navigation and holds no prose."""
    for element in list(body.iter("div", "ul", "nav", "footer", "header", "dl", "aside", "section")):
        if element.getparent() is None:
            continue
        marks = f"{element.get('id') or ''} {element.get('class') or ''}"
        if is_hidden(element) or (_BOILERPLATE.search(marks) and _prose(element) < 200):
            element.drop_tree()


def is_hidden(element: Any) -> bool:
    """Tell whether an element is not shown, such as a second copy for printing."""
    return _HIDDEN.search(element.get("style") or "") is not None or element.get("hidden") is not None


def _densest(body: Any) -> Any:
    """Walk down as long as one child holds nearly all of the prose."""
    element = body
    while True:
        children = [child for child in element if isinstance(child.tag, str)]
        best = max(children, key=_prose, default=None)
        if best is None or best.tag in ("p", "table", "tbody", "tr") or _prose(best) < _MOST * _prose(element):
            return element
        element = best


def _prose(element: Any) -> int:
    """Return the length of text with sentence marks, links left out."""
    total = 0
    for text in element.itertext():
        if len(text) > 12 and _SENTENCE_MARKS.search(text):
            total += len(text.strip())
    return total


def _text_length(element: Any) -> int:
    return sum(len(text.strip()) for text in element.itertext())
