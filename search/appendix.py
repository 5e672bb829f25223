"""Which terms of a text need an explanation: the draft of its 名词解释, and what the glossaries leave open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from search.answers.knowledge import knowledge
from search.glossary import all_definitions
from search.results import Definition

if TYPE_CHECKING:
    from search.library import Library

# What readers ask to have explained: a short formulation with a number in quotation marks (“四联四促”).
_COUNTED = re.compile(r"“([^“”，。；：、\n]{0,5}[一二两三四五六七八九十双百千][^“”，。；：、\n]{1,6})”")
_HEADING = re.compile(r"^[#\s]*名词解释.*$", re.MULTILINE)
_MARKS = str.maketrans("", "", '“”"《》')


@dataclass(frozen=True, slots=True)
class Explained:
    """A term of the text with its newest definition; `start` is where the text first uses it."""

    term: str
    start: int
    definition: Definition


@dataclass(frozen=True, slots=True)
class Appendix:
    """The explanations that a text needs, in the order in which it uses the terms.

    Attributes:
        undefined: Terms of the text that look as if they needed an explanation and that no glossary explains.
    """

    entries: tuple[Explained, ...]
    undefined: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)

    def lines(self) -> tuple[str, ...]:
        """Return the appendix as numbered lines, the last with a full stop."""
        last = len(self.entries)
        return tuple(
            f"{number}. {entry.definition.term}：{entry.definition.definition.rstrip('；。')}{'。' if number == last else '；'}"
            for number, entry in enumerate(self.entries, 1)
        )


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the glossaries of a library leave open: (term, title of the document)."""

    undefined: tuple[tuple[str, str], ...]
    unused: tuple[tuple[str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)


def appendix(library: Library, text: str) -> Appendix:
    """Return the explanations that a draft needs; a list of explanations that it has itself is not read for terms."""
    heading = _HEADING.search(text)
    body = text[: heading.start()] if heading else text
    newest: dict[str, Definition] = {}
    for definition in all_definitions(library):
        for form in _forms(definition.term, definition.aliases):
            newest.setdefault(form, definition)
    found: dict[str, Explained] = {}
    for start, form in sorted(_uses(body, newest)):
        found.setdefault(newest[form].term, Explained(form, start, newest[form]))
    return Appendix(tuple(found.values()), tuple(_undefined(body, newest)))


def _uses(text: str, forms: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the first use of each form that stands outside of a longer one."""
    taken: list[tuple[int, int]] = []
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        first = -1
        for match in re.finditer(re.escape(form), text):
            if not any(start <= match.start() and match.end() <= end for start, end in taken):
                taken.append(match.span())
                first = match.start() if first < 0 else first
        if first >= 0:
            yield first, form


def gaps(library: Library) -> Gaps:
    """Return the terms that documents use and no glossary explains, and those explained and never used elsewhere."""
    known = knowledge(library)
    defined = {form for entry in known.glosses for form in _forms(entry.term, entry.aliases)}
    texts = {meta.id: library.document(meta.id).text for meta in library.documents}
    titles = {meta.id: meta.title for meta in library.documents}
    undefined = {term: titles[id_] for id_, text in reversed(texts.items()) for term in _undefined(text, defined)}
    unused = [
        (entry.term, titles[entry.document])
        for entry in known.glosses
        if not any(
            form in (text[: entry.start] + "\n" + text[entry.end :] if id_ == entry.document else text)
            for form in _forms(entry.term, entry.aliases)
            for id_, text in texts.items()
        )
    ]
    return Gaps(tuple(sorted(undefined.items())), tuple(unused))


def _undefined(text: str, defined: Iterable[str]) -> Iterator[str]:
    """Yield the terms with a number that no definition holds, once each, in order."""
    known = tuple(defined)
    for term in dict.fromkeys(match[1] for match in _COUNTED.finditer(text)):
        if not any(term == form or term in form or form in term for form in known) and f"“{term}”：" not in text:
            yield term


def _forms(term: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    """Return the wordings of a term that can be looked for: without marks, at least two characters."""
    forms = dict.fromkeys(name.translate(_MARKS) for name in (term, *aliases))
    quoted = re.findall("“([^“”]{2,})”", term)
    return tuple(form for form in (*forms, *quoted) if len(form) > 1)
