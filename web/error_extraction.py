"""Finds the texts of errors where they are raised, for the catalogue: `pybabel extract` calls this (see `translations/errors.cfg`).

The core words its errors in Chinese with f-strings. Such a text becomes a message with one named place for each value,
in the order in which they stand: f"没有名为“{name}”的查询" is found as 没有名为“%(a)s”的查询.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from string import ascii_lowercase
from typing import IO, Any

_TEXTS = ("what", "hint")
# What an argument of an address is called stands in the error that it is missing.
_NAMING = "needed_text"

Found = tuple[int, None, str, list[str]]


def extract(file: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, Any]) -> Iterator[Found]:
    """Yield (line, None, message, no comments) for what is wrong, where, and what to do of every error that a module makes."""
    for call in ast.walk(ast.parse(file.read())):
        if isinstance(call, ast.Call):
            for text in _told(call):
                yield call.lineno, None, text, []


def _told(call: ast.Call) -> Iterator[str]:
    name = _name(call.func)
    if name == _NAMING:
        yield from (text for node in call.args[1:2] for text in _texts(node))
    elif name.endswith("Error"):
        named = {word.arg: word.value for word in call.keywords}
        for node in (*call.args[:1], *(named[word] for word in _TEXTS if word in named)):
            yield from _texts(node)
        # Where it is, is a name from outside, or a word for what was asked.
        if isinstance(where := named.get("where"), ast.Constant):
            yield from _texts(where)


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def _texts(node: ast.expr) -> Iterator[str]:
    """Yield the messages that an expression may give: of either side where it chooses one."""
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif (text := _message(node)) and any(character > "\u2fff" for character in text):
        yield text


def _message(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    places = iter(ascii_lowercase)
    pieces = [
        str(piece.value).replace("%", "%%") if isinstance(piece, ast.Constant) else f"%({next(places)})s"
        for piece in node.values
    ]
    return "".join(pieces)
