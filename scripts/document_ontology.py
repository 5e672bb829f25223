"""Write docs/ontology.md, the documentation of the vocabulary, from kg/ontology/policy.ttl.

python scripts/document_ontology.py
"""

from __future__ import annotations

from pathlib import Path

from kg.terms import Term, Vocabulary, vocabulary

FILE = Path(__file__).resolve().parent.parent / "docs" / "ontology.md"
_HEADINGS = {"class": "Classes", "relation": "Relations between entities", "property": "Other properties"}
_START = """# Vocabulary

The terms of the graph, as `kg/ontology/policy.ttl` declares them (this page is written from it by `python scripts/document_ontology.py`). A
running server shows the same at `/ontology`, and gives the file itself to programs that ask for Turtle, JSON-LD, RDF/XML or N-Triples.

Namespace `{namespace}`, prefix `cetu:`, version {version}. Reused: {prefixes}.
"""


def markdown(words: Vocabulary) -> str:
    """Return the documentation of a vocabulary as Markdown."""
    reused = " · ".join(f"`{name}:` <{iri}>" for name, iri in sorted(words.prefixes.items()) if name != "cetu")
    pieces = [_START.format(namespace=words.prefixes["cetu"], version=words.version, prefixes=reused)]
    for kind, heading in _HEADINGS.items():
        rows = "\n".join(_row(term) for term in words.of_kind(kind))
        pieces.append(f"## {heading}\n\n| term | 中文 | English | links |\n|---|---|---|---|\n{rows}\n")
    for scheme in words.of_kind("scheme"):
        values = [term for term in words.of_kind("value") if f"cetu:{scheme.name}" in term.linked("scheme")]
        rows = "\n".join(f"| `{term.notation}` | {_said(term, 'zh')} | {_said(term, 'en')} |" for term in values)
        pieces.append(
            f"## {scheme.labels['en']}\n\n{scheme.definitions['zh']} {scheme.definitions['en']}\n\n"
            f"| written | 中文 | English |\n|---|---|---|\n{rows}\n"
        )
    return "\n".join(pieces)


def _row(term: Term) -> str:
    names = (("broader", "broader"), ("domain", "of"), ("range", "to"), ("see_also", "see"))
    links = "; ".join(
        f"{word} {', '.join(f'`{n}`' for n in term.linked(link))}" for link, word in names if term.linked(link)
    )
    return f"| `{term.name}` | {_said(term, 'zh')} | {_said(term, 'en')} | {links} |"


def _said(term: Term, language: str) -> str:
    text = f"**{term.labels[language]}**{'：' if language == 'zh' else ': '}{term.definitions[language]}"
    return text.replace("|", "\\|")


if __name__ == "__main__":
    FILE.write_text(markdown(vocabulary()), encoding="utf-8")
