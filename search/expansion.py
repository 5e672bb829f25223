"""From the text of a query to groups of alternatives: its words, what they are called officially, whom they name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.tokens import short_tokenizer
from search.analysis import fold, term_spans
from search.impacts import Alternative, Group
from search.names import Names
from search.thesaurus import thesaurus, words

# Measured on development queries by cross-validation; an exact word is 1.
SAME_WEIGHT = 0.6
NEAR_WEIGHT = 0.3
ALIAS_WEIGHT = 0.8
MEANING_WEIGHT = 0.6
PHRASE_WEIGHT = 0.4
NAME_WEIGHT = 0.5
INNER_WEIGHT = 0.5
PAIR_WEIGHT = 0.12
# A document holds pairs of characters by chance less than a passage, and counts neighbouring words more.
DOCUMENT_PHRASE_WEIGHT = 0.7
DOCUMENT_PAIR_WEIGHT = 1.0
MEANING_OF_SAME = 0.3
_LEAST_NAME = 2
_HAN_OR_LATIN = re.compile(r"[\w]")


@dataclass
class Expansion:
    """The groups of a query, and the wordings that were added to it."""

    groups: list[Group] = field(default_factory=list)
    also: dict[str, None] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def meaning(self) -> dict[str, float]:
        """Return the words that the meaning is made of, with their weights."""
        weights = dict.fromkeys(self.words, 1.0)
        for group in self.groups:
            for other in group.alternatives:
                if other.origin == "同义":
                    weights.setdefault(other.text, MEANING_OF_SAME)
        return weights

    def typed(self) -> list[Group]:
        """Return the groups of what was typed, weighed for whole documents."""
        weights = {"短语": DOCUMENT_PHRASE_WEIGHT, "字": DOCUMENT_PAIR_WEIGHT}
        typed = [group for group in self.groups if group.factor in ("词", "短语", "字")]
        return [replace(group, weight=weights.get(group.factor, group.weight)) for group in typed]


def expand(text: str, names: Names | None, *, is_widened: bool = True, tokens: str = "rjieba") -> Expansion:
    """Return what a text is ranked by.

    Args:
        names: Names of the library's entities; None for none.
        is_widened: Whether alternatives are added to what was typed.
        tokens: The tokenizer.
    """
    folded = fold(text)
    spans = _content_words(folded, tokens)
    result = Expansion(words=[folded[start:end] for start, end in spans])
    covered = _wordings(folded) if is_widened else []
    for start, end in spans:
        whole = next((span for span in covered if span[0] <= start and end <= span[1] and span != (start, end)), None)
        # Within a longer wording a word is not widened: 花钱 means something else in 不花钱.
        weight = INNER_WEIGHT if whole else 1.0
        result.groups.append(_group(folded[start:end], weight, "词", is_widened and not whole, result.also))
    for start, end in covered:
        if (start, end) not in spans:
            result.groups.append(_group(folded[start:end], 1.0, "词", is_widened, result.also))
    result.groups += _phrases(folded, spans)
    if names is not None and is_widened:
        result.groups += _named(folded, names, result.also)
    pairs = dict.fromkeys(term for term, start, end in term_spans(folded) if not term.endswith("$"))
    result.groups += [Group((Alternative(term, 1.0, "字"),), PAIR_WEIGHT, "字") for term in pairs]
    return result


def _content_words(folded: str, tokens: str) -> list[tuple[int, int]]:
    stop = words("stop_words.tsv")
    found = []
    for start, end in short_tokenizer(tokens).cut(folded):
        word = folded[start:end]
        if word not in stop and _HAN_OR_LATIN.search(word):
            found.append((start, end))
    return _with_numbers(folded, found)


def _with_numbers(folded: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans with a number joined to the character that it counts (3 and 家 to 3家)."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and folded[joined[-1][0] : joined[-1][1]].strip().isnumeric() and end - start == 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _wordings(folded: str) -> list[tuple[int, int]]:
    """Return the spans of the thesaurus's wordings, longest first from the left, not overlapping."""
    table = thesaurus()
    found: list[tuple[int, int]] = []
    position = 0
    while position < len(folded):
        for length in range(min(table.longest, len(folded) - position), 1, -1):
            if folded[position : position + length] in table:
                found.append((position, position + length))
                position += length
                break
        else:
            position += 1
    return found


def _group(word: str, weight: float, factor: str, is_widened: bool, also: dict[str, None]) -> Group:
    alternatives = [Alternative(word, 1.0, "词")]
    if is_widened and word in (table := thesaurus()):
        alternatives += [Alternative(other, SAME_WEIGHT, "同义") for other in table.same[word]]
        alternatives += [Alternative(other, NEAR_WEIGHT, "相关") for other in table.near[word]]
        also.update(dict.fromkeys(table.same[word]))
    return Group(tuple(alternatives), weight, factor)


def _phrases(folded: str, spans: list[tuple[int, int]]) -> Iterator[Group]:
    """Yield neighbouring words as one wording: together they mean more than apart."""
    for (start, middle), (following, end) in itertools.pairwise(spans):
        if middle == following and end - start > 2:
            yield Group((Alternative(folded[start:end], 1.0, "短语"),), PHRASE_WEIGHT, "短语")


def _named(folded: str, names: Names, also: dict[str, None]) -> Iterator[Group]:
    """Yield the entities and defined terms that the text names, with their other names and what they stand for."""
    for form in _forms(folded, names):
        others: dict[str, float] = {}
        for name in names.by_form.get(form, ()):
            others.update(dict.fromkeys(names.forms_of[name.iri], ALIAS_WEIGHT))
        others.update(dict.fromkeys(names.meanings.get(form, ()), MEANING_WEIGHT))
        others.pop(form, None)
        alternatives = [Alternative(form, 1.0, "名称")]
        for other, weight in others.items():
            alternatives.append(Alternative(other, weight, "别名" if weight == ALIAS_WEIGHT else "释义"))
            also[other] = None
        yield Group(tuple(alternatives), NAME_WEIGHT, "实体")


def _forms(folded: str, names: Names) -> list[str]:
    """Return the names and defined terms that the text has, longest first from the left, not overlapping."""
    found: list[str] = []
    position = 0
    while position < len(folded):
        for length in names.lengths.get(folded[position : position + _LEAST_NAME], ()):
            form = folded[position : position + length]
            if len(form) == length and (form in names.by_form or form in names.meanings):
                found.append(form)
                position += length
                break
        else:
            position += 1
    return list(dict.fromkeys(found))
