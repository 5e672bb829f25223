"""Reads glossary entries: term, other names, definition and the members that the definition lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.documents import Document, Sentence
from kg.extractors import subsets
from kg.extractors.atoms import atoms, words
from kg.extractors.cues import edge_cues
from kg.extractors.heads import head_of, heads, is_kind, vacuous
from kg.extractors.members import members, promised_count
from kg.facts import EntityType, GlossaryEntry
from kg.reading import Proposal

_LABEL = re.compile(
    r"\s*(?:[［\[〔【]\d{1,3}[］\]〕】]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,3}(?:[.．、]\s*|\s+|(?=[“《【]))|[①-⑳])\s*"
)
_BREAK = re.compile(
    r"[:：]\s*|[\n\t]+|——|[，,。]?(?=是指|指的是)|[，,。](?=指|即)|[，,](?=是)|(?<=[”》])(?=是指|指的是|指|即)|(?<=】)[:：]?\s*"
)
# Where the paper uses the term: （第3页）, (P7).
_PAGE = re.compile(r"[（(](?:见?正?文?第\s*\d{1,3}\s*页[^（）()]{0,12}|[Pp]\.?\s*\d{1,3})[）)]$")
_NESTED = re.compile(r"(?:^|(?<=[。；\n]))“([^”]{2,20})”(?:是指|指的是|指|是)([^。；\n]+[。；]?)")
_SHORT_FOR = re.compile(
    r"(?:^|[，。])(?:是指?|指|即)?“([^”]{4,40})”的(?:简称|统称|缩写)|全称(?:是|为)?“?([^”，。]{4,40})”?"
    r"|^(?:是)?([^“”，。；]{4,30})的(?:简称|统称)"
)
_WHOLE = re.compile(r"^(?:是指|指的是|指|即|是|为)?([^，。；、：的]{3,30})[。；]?$")
_CALLED_AS = re.compile(r"^(?:是指|指的是|指|即)([^，。；]{6,40}?)[，。；]")
_CLAUSE_VERBS = re.compile(r"[将把被由使让]|承接|通过")
_LATIN = re.compile(r"^([A-Za-z][A-Za-z &-]{3,60})[，,]([^，。；]{3,30})[。；]?$")
_SET = re.compile(r"^[一二三四五六七八九十两\d]+(?:大|项|个)")
_COUNTED = re.compile(r"^[一二三四五六七八九十双两\d]|[\d]\+|\+[\dN]")
_CALLED = re.compile(r"[该此本](?:行动|计划|工程|项目|活动)")
_TERM_LIST = re.compile(r"[”》][、和与及]{1}[“《]")


def find(document: Document) -> tuple[GlossaryEntry, ...]:
    """Return the entries of a document's glossaries, a term inside another's definition after that one."""
    entries: list[GlossaryEntry] = []
    number, part = 0, -1
    for sentence in document.sentences:
        if sentence.kind == "glossary":
            number, part = (number if sentence.part == part else 0) + 1, sentence.part
            entries.extend(_entries(document, sentence, number))
    return tuple(entries)


def _entries(document: Document, sentence: Sentence, number: int) -> Iterator[GlossaryEntry]:
    raw = document.text[sentence.start : sentence.end]
    # A number that lost its full stop is one only where it counts on: 12345热线 has none.
    label = _LABEL.match(raw) or re.match(rf"{number}(?=[一-鿿])", raw)
    body = raw[label.end() :] if label and label.end() < len(raw) else raw
    term, definition = _split(body)
    if not re.search(r"\w", term):  # a text that breaks off behind a quotation mark names nothing
        return
    definition = re.sub(r"\s*\n\s*", "", definition).strip()
    yield GlossaryEntry(
        term=_unquoted(term),
        definition=definition.rstrip("；;"),
        start=sentence.start,
        end=sentence.end,
        aliases=tuple(_aliases(term, definition)),
        components=members(_unquoted(term), definition),
    )
    for found in _NESTED.finditer(definition):
        if found[1] not in term:
            yield GlossaryEntry(found[1], found[0], sentence.start, sentence.end, within=_unquoted(term))


def _split(body: str) -> tuple[str, str]:
    """Return term and definition; the break is the first colon, line break or “X”是指 outside quotation marks."""
    for found in _BREAK.finditer(body):
        before = body[: found.start()]
        if before.count("“") == before.count("”") and before.count("（") == before.count("）"):
            return _bare(before), body[found.end() :].strip(" *")
    is_term = len(body) <= 20 and not re.search(r"[，。；]", body)
    return (body.strip(" ：:*"), "") if is_term else ("", "")


def _bare(term: str) -> str:
    """Return a term without the brackets and the page that a glossary sets around and behind it."""
    term = _PAGE.sub("", term.strip(" *，,")).strip()
    return term[1:-1].strip() if term[:1] == "【" and term.endswith("】") else term


def _unquoted(term: str) -> str:
    inner = term.strip()
    if len(inner) > 2 and inner[0] == "“" and inner.find("”") == len(inner) - 1:
        return inner[1:-1]
    return inner


def _aliases(term: str, definition: str) -> Iterator[str]:
    if _TERM_LIST.search(term):
        yield from re.findall(r"[“《]([^”》]+)[”》]", term)
    elif (quoted := re.match(r"“([^”]{2,})”", term) or re.search(r"“([^”]{2,})”$", term)) and quoted[1] != _unquoted(
        term
    ):
        yield quoted[1]
    if (found := re.search(r"[（(]([^（）()]{2,30})[）)]$", term)) is not None:
        yield found[1]
        yield term[: found.start()]
    if found := _SHORT_FOR.search(definition):
        yield found[1] or found[2] or found[3]
    elif (called := _CALLED_AS.match(definition)) and head_of(term) and called[1].endswith(head_of(term)):
        yield called[1]
    elif found := _LATIN.match(definition):
        yield from (found[1].strip(), found[2])
    elif (found := _WHOLE.match(definition)) and not _CLAUSE_VERBS.search(found[1]):
        yield found[1].strip("“”")


def proposals(document: Document, entries: tuple[GlossaryEntry, ...]) -> Iterator[Proposal]:
    """Yield the terms of the glossary wherever they stand in the document, and the members that have a head."""
    for entry in entries:
        names = (entry.term,) if not _TERM_LIST.search(entry.term) else ()
        for name in (*names, *entry.aliases):
            kind = kind_of(entry.term if names else name, entry)
            for found in re.finditer(_loose(name), document.text):
                yield Proposal(
                    found.start(), found.end(), kind, "glossary", name=entry.term if names else name, weight=0.96
                )
        yield from _members(document, entry)
        yield from _sets(document, entry)


def _members(document: Document, entry: GlossaryEntry) -> Iterator[Proposal]:
    for member in entry.components:
        head = head_of(member)
        if not head or len(member) < 3 or heads()[head] is EntityType.ORGANIZATION or _is_deed(member):
            continue
        pieces = atoms(member)
        modifiers = [atom.text for atom in pieces if atom.end <= len(member) - len(head)]
        if is_kind(member, pieces) or (modifiers and all(word in vacuous() for word in modifiers)):
            continue
        for found in re.finditer(re.escape(member), document.text):
            yield Proposal(found.start(), found.end(), heads()[head], "glossary", name=member, weight=0.94)


def _sets(document: Document, entry: GlossaryEntry) -> Iterator[Proposal]:
    """Yield the sets that the definition names, where it names them."""
    text = document.text[entry.start : entry.end]
    for found in subsets.find(entry.definition):
        if (at := text.rfind(found.name)) >= 0:
            start = entry.start + at
            kind = kind_of(found.name, entry)
            yield Proposal(start, start + len(found.name), kind, "glossary", name=found.name, weight=0.95)


def _is_deed(member: str) -> bool:
    """Say whether a member is something done, not something named: 进学校, 送技术到车间."""
    return member[0] in edge_cues() or (len(words(member)[0][0]) == 1 and words(member)[0][1].startswith("v"))


def _loose(name: str) -> str:
    """Return a pattern for a name with or without the quotation marks in and around it."""
    body = "[“”]?".join(re.escape(char) for char in name if char not in "“”")
    return f"“?{body}”?" if "“" in name else f"{body}”?" if body.endswith("库") else body


def kind_of(name: str, entry: GlossaryEntry) -> EntityType:
    """Return the type of a term: by its head, as a formulation where it counts, by what the definition calls it."""
    plain = name.replace("“", "").replace("”", "")
    head = head_of(plain)
    kind = heads().get(head) if head else None
    if kind in (EntityType.PLATFORM, EntityType.POLICY, EntityType.AWARD, EntityType.EVENT):
        return kind
    if kind is not None:
        return kind
    if _COUNTED.search(plain) or (promised_count(name) and entry.components):
        return EntityType.SLOGAN
    if _CALLED.search(entry.definition):
        return EntityType.PROGRAM
    return EntityType.CONCEPT
