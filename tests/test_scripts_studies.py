"""The studies behind decisions run on a little invented text: what they count and learn can be told by hand."""

from __future__ import annotations

import numpy as np

from corpus.ingest import document_from_text
from kg.extract import extract
from kg.extractors.cues import edge_cues
from scripts import borders, tagging

TEXT = "云川市实施茶园提升工程。今年，市里实施茶园提升工程。茶农参加培训，茶园提升工程见效。"


def test_a_tagger_learns_the_names_that_the_rules_found_and_the_same_ones_each_time() -> None:
    document = document_from_text(TEXT, name="报告.txt")
    data = [(tagging.features(p), labels) for p, labels in tagging.sentences(document, extract(document))]
    one, other = (tagging.train(list(data), 5) for _ in range(2))
    pieces = next(iter(tagging.sentences(document, extract(document))))[0]
    found = {(document.quote(start, end), kind) for start, end, kind in one.spans(pieces)}
    assert ("茶园提升工程", "Program") in found
    assert np.array_equal(one.weights, other.weights)
    assert not {
        tagging.LABELS[label] for rows, _ in data for label in one.labels(rows)[:1] if tagging.LABELS[label][0] == "I"
    }


def test_ways_of_using_a_tagger_keep_the_rules_findings_apart_from_its_own() -> None:
    document = document_from_text(TEXT, name="报告.txt")
    ways = dict(tagging.readings(document, tagging.Tagger()))
    ruled = [entity["name"] for entity in ways["rules"]["entities"]]
    assert "茶园提升工程" in ruled
    assert ways["tagger"]["entities"] == []  # nothing was learned
    assert [entity["name"] for entity in ways["rules and what only the tagger sees"]["entities"]] == ruled
    assert ways["rules without what only they see"]["entities"] == []


def test_what_stands_before_a_string_is_counted_every_mark_as_another() -> None:
    assert borders.measure("茶园", "好茶园好茶园") == (2, 0.0)
    count, entropy = borders.measure("茶园", "，茶园，茶园")
    assert count == 2
    assert entropy > 0.69


def test_entropy_moves_a_border_and_is_told_whether_that_was_right() -> None:
    document = document_from_text(TEXT, name="报告.txt")
    library = "提升工程，提升工程，提升工程，提升工程，提升工程。"
    tally = borders.moved(document, frozenset({"茶园提升工程"}), library)
    assert tally[2, 0.5]["moved"] == tally[2, 0.5]["broken"] > 0
    assert tally[2, 0.5]["mended"] == 0


def test_words_that_names_begin_with_are_listed_with_their_counts_without_known_ones() -> None:
    rows = list(borders.beginnings([document_from_text(TEXT, name="报告.txt")], lambda word: word in edge_cues()))
    assert [row for row in rows if row[0] == "茶园"] == [("茶园", 3, 1 / 3, 0)]
    assert all(word not in edge_cues() for word, *_ in rows)
