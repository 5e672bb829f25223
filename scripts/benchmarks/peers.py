"""Other ways to search the same passages: each builds an index of texts and gives the best rows for a line."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Search = Callable[[str], list[int]]
TOP = 10
_HAN_OR_LATIN = re.compile(r"\w")


def whoosh_jieba(folder: Path, texts: Sequence[str]) -> Search:
    """Whoosh with the analyzer that jieba ships for it, words joined by OR: what most people would write."""
    from jieba.analyse import ChineseAnalyzer
    from whoosh import fields, index, qparser

    schema = fields.Schema(row=fields.STORED(), text=fields.TEXT(analyzer=ChineseAnalyzer(), stored=True))
    writer = index.create_in(str(folder), schema).writer(limitmb=512)
    for row, text in enumerate(texts):
        writer.add_document(row=row, text=text)
    writer.commit()
    searcher = index.open_dir(str(folder)).searcher()
    parser = qparser.QueryParser("text", schema, group=qparser.OrGroup)
    special = re.compile(r"[^\w\s]")

    def search(line: str) -> list[int]:
        return [hit["row"] for hit in searcher.search(parser.parse(special.sub(" ", line)), limit=TOP)]

    return search


def sqlite_trigram(folder: Path, texts: Sequence[str]) -> Search:
    """SQLite FTS5 by runs of three characters, the runs of a line joined by OR."""
    database = sqlite3.connect(folder / "fts.db")
    database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='trigram')")
    database.executemany("INSERT INTO passages(rowid, text) VALUES (?, ?)", enumerate(texts))
    database.commit()
    query = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY bm25(passages) LIMIT ?"

    def search(line: str) -> list[int]:
        runs = {run[i : i + 3] for run in re.findall(r"\w{3,}", line) for i in range(len(run) - 2)}
        if not runs:
            return []
        return [row for (row,) in database.execute(query, (" OR ".join(f'"{run}"' for run in sorted(runs)), TOP))]

    return search


def tantivy_words(folder: Path, texts: Sequence[str]) -> Search:
    """Tantivy over words that the tokenizer has cut before, joined by OR."""
    import tantivy

    builder = tantivy.SchemaBuilder().add_unsigned_field("row", stored=True)
    schema = builder.add_text_field("text", tokenizer_name="cut", index_option="freq").build()
    index = tantivy.Index(schema, str(folder))
    index.register_tokenizer("cut", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    writer = index.writer(256_000_000, 1)
    for row, text in enumerate(texts):
        document = tantivy.Document()
        document.add_unsigned("row", row)
        document.add_text("text", " ".join(_words(text)))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(line: str) -> list[int]:
        words = [tantivy.Query.term_query(schema, "text", word, "freq") for word in _words(line)]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, word) for word in words])
        return [searcher.doc(address)["row"][0] for _, address in searcher.search(query, TOP, count=False).hits]

    return search


def _words(text: str) -> list[str]:
    from corpus.tokens import tokenizer

    return [word for word in tokenizer().words(text) if _HAN_OR_LATIN.search(word)]


PEERS: dict[str, Callable[[Path, Sequence[str]], Search]] = {
    "Whoosh, jieba's ChineseAnalyzer": whoosh_jieba,
    "SQLite FTS5, trigram": sqlite_trigram,
    "Tantivy, words cut before": tantivy_words,
}


def bare_whoosh(folder: Path, rows: Sequence[Any]) -> None:
    """Write terms that are counted already, and what is stored, with nothing of ours but the field."""
    from whoosh import fields, index

    from search.indexes.whoosh_index import TermsField

    schema = fields.Schema(terms=TermsField(), passage=fields.STORED())
    writer = index.create_in(str(folder), schema).writer(limitmb=512)
    for row in rows:
        writer.add_document(terms=row.terms, passage=row.stored)
    writer.commit()


def bare_tantivy(folder: Path, rows: Sequence[Any]) -> None:
    """Write terms that are counted already, and what is stored, into Tantivy."""
    import tantivy

    builder = tantivy.SchemaBuilder().add_text_field("terms", tokenizer_name="cut", index_option="basic")
    index = tantivy.Index(builder.add_bytes_field("passage", stored=True).build(), str(folder))
    index.register_tokenizer("cut", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    writer = index.writer(256_000_000, 1)
    for row in rows:
        document = tantivy.Document()
        document.add_text("terms", " ".join(row.terms))
        document.add_bytes("passage", row.stored.encode())
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


BARE: dict[str, Callable[[Path, Sequence[Any]], None]] = {"whoosh": bare_whoosh, "tantivy": bare_tantivy}
