"""The rules of the draft check with their examples, from `rules.toml`: a rule whose examples fail refuses to load."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from corpus.errors import CetuError
from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.kinds import KINDS
from search.drafts.knowledge import Knowledge, Source

_TABLE = "search/drafts/rules.toml"


class RuleError(CetuError):
    """The table of rules contradicts the rules."""

    code = "rules"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with one draft that it must find fault with (at `span`, offering `right`) and one that it must leave alone."""

    name: str
    about: str
    types: tuple[str, ...]
    is_of_form: bool
    hit: str
    span: str
    right: str
    miss: str

    @property
    def find(self) -> Callable[[Draft, Knowledge], Iterator[Doubt]]:
        """Return the function that yields the doubts of the rule."""
        found: Callable[[Draft, Knowledge], Iterator[Doubt]] = import_module(f"search.drafts.{self.name}").find
        return found


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules in order of trust.

    Raises:
        RuleError: An example does not come out as the table says.
    """
    return rules_of((files("search") / "drafts" / "rules.toml").read_text(encoding="utf-8"))


def rules_of(text: str) -> tuple[Rule, ...]:
    """Return the rules of a table; errors as in `rules`."""
    from corpus.ingest import document_from_text
    from kg.extract import extract

    table = tomllib.loads(text)
    documents = [document_from_text(text) for text in table["library"]]
    known = Knowledge([Source(document, extract(document)) for document in documents])
    found = tuple(_rule(row) for row in table["rule"])
    for rule in found:
        _prove(rule, known)
    return found


def _rule(row: dict[str, Any]) -> Rule:
    name, types = row["name"], tuple(row["types"])
    if strange := [kind for kind in types if kind not in KINDS]:
        raise RuleError(f"没有“{strange[0]}”这类问题", where=f"{_TABLE}：{name}", hint="可用：" + " ".join(KINDS))
    return Rule(name, row["about"], types, row.get("form", False), row["hit"], row["span"], row["right"], row["miss"])


def _prove(rule: Rule, known: Knowledge) -> None:
    draft = _draft(rule.hit, known)
    found = [(doubt, draft.document.text[doubt.start : doubt.end]) for doubt in rule.find(draft, known)]
    if not any(
        span == rule.span and doubt.expected == rule.right and doubt.kind in rule.types for doubt, span in found
    ):
        told = "；".join(f"{span}→{doubt.expected}" for doubt, span in found) or "没有"
        raise RuleError(
            f"应查出的例句没有查出“{rule.span}→{rule.right}”，查出的是：{told}",
            where=f"{_TABLE}：{rule.name}",
            hint="改规则或改例句",
        )
    draft = _draft(rule.miss, known)
    for doubt in rule.find(draft, known):
        span = draft.document.text[doubt.start : doubt.end]
        raise RuleError(f"不应查出的例句查出了“{span}”", where=f"{_TABLE}：{rule.name}", hint="改规则或改例句")


def _draft(text: str, known: Knowledge) -> Draft:
    return Draft.of(text, [source.document for source in known.sources])
