"""Refuses SPARQL that writes or reaches outside. Works on tokens, so strings, comments, names and IRIs raise no alarm.

Updates would be refused by the query parser anyway; here they get a message. SERVICE would be followed by the engine,
wherever it stands and however it is written, so nothing with it gets through.
"""

from __future__ import annotations

import re

from corpus.errors import InputError

# SPARQL 1.1, 19.2: these escapes count everywhere, before anything else is read.
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""
      (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<comment>\#[^\n\r]*)
    | (?P<name>[?$@][\w-]+|(?P<prefix>[\w.-]*):[\w.%:-]*)
    | (?P<word>[^\W\d]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)
_WRITES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"])
# Functions that some servers offer under these: Virtuoso's own and its database's, Java classes in Jena.
_RUNNING = frozenset(["BIF", "SQL", "JAVA"])
MAX_LENGTH = 100_000


def check(text: str) -> None:
    """Raise InputError unless a text is a query that stays inside the library."""
    if not text.strip():
        raise InputError("查询是空的", where="SPARQL", hint="例如 SELECT * { ?s ?p ?o } LIMIT 10")
    if len(text) > MAX_LENGTH:
        raise InputError(f"查询长于 {MAX_LENGTH} 字", where="SPARQL", hint="分成几次查询")
    for version in {text, _ESCAPE.sub(_decoded, text)}:
        words = _words(version)
        # The engine's parser wants no space around keywords (trueSERVICE:x): a word that holds it is refused as well.
        if any("SERVICE" in word for word in words):
            raise InputError("不允许访问外部服务（SERVICE）", where="SPARQL", hint="只查询本库的图谱")
        if writes := sorted(_WRITES & words):
            raise InputError(
                f"这里只读，不能 {writes[0]}", where="SPARQL", hint="用 SELECT、ASK、CONSTRUCT 或 DESCRIBE"
            )
        if running := sorted(_RUNNING & (words | _schemes(version))):
            raise InputError(
                f"不允许用服务器自带的程序（{running[0].lower()}:）", where="SPARQL", hint="用 SPARQL 1.1 的函数"
            )


def _words(text: str) -> set[str]:
    tokens = (found["word"] or found["prefix"] for found in _TOKEN.finditer(text))
    return {token.upper() for token in tokens if token}


def _schemes(text: str) -> set[str]:
    """Return the schemes of the IRIs of a query, in capitals."""
    return {found["iri"][1:].partition(":")[0].upper() for found in _TOKEN.finditer(text) if found["iri"]}


def _decoded(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= 0x10FFFF else ""
