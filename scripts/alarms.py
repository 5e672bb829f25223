"""False alarms of the draft check: published reports, each checked against the other reports of its body or its year."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.ingest import document_from_text
from kg.extract import extract
from search.drafts.checking import check_against
from search.drafts.knowledge import Knowledge, Source
from search.drafts.rules import rules

Alarm = tuple[str, str, str, str, str]
"""(title of the report, rule, type, the words with their surroundings, what was offered)"""
_AROUND = 25
_SINCE = "2008"


def alarms(shared: Path) -> tuple[int, tuple[Alarm, ...]]:
    """Return how many characters of clean reports were checked, and every alarm on them."""
    characters, found = 0, []
    for group in _groups(shared):
        sources = [_source(row) for row in group]
        for i, source in enumerate(sources):
            text = source.document.text
            result = check_against(Knowledge(sources[:i] + sources[i + 1 :]), text)
            characters += result.length
            for finding in result.findings:
                before, after = text[max(0, finding.start - _AROUND) : finding.start], text[finding.end :][:_AROUND]
                place = f"{before}【{finding.span}】{after}".replace("\n", "⏎")
                found.append((group[i]["title"], finding.rule, finding.type, place, finding.expected))
    return characters, tuple(found)


def table(shared: Path, errors: Path | None) -> Iterator[tuple[str, str, str]]:
    """Yield the number of alarms in all and by rule, of every rule; the alarms themselves go to a file in `errors`."""
    characters, found = alarms(shared)
    if errors:
        errors.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps(alarm, ensure_ascii=False) + "\n" for alarm in found]
        (errors / "alarms.jsonl").write_text("".join(lines), encoding="utf-8")
    rate = f"1 in {characters // len(found)}" if found else "none"
    yield "alarms", "on clean reports", f"{len(found)} in {characters} characters ({rate})"
    by_rule = Counter(rule for _, rule, _, _, _ in found)
    for rule in rules():
        yield "alarms", f"  {rule.name}", str(by_rule[rule.name])


def _groups(shared: Path) -> tuple[list[dict[str, Any]], ...]:
    """Return the reports of one year by many bodies, and those of many years by one body."""
    with gzip.open(shared / "data" / "policy.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    one_year = [row for row in rows if row["source"].startswith("provincial-work-reports")]
    one_body = [row for row in rows if row["source"].startswith("national-work-reports") and row["date"] >= _SINCE]
    return one_year, one_body


def _source(row: dict[str, Any]) -> Source:
    date: Sequence[str] = row["date"].split("-")
    written = "".join(f"{int(number)}{unit}" for number, unit in zip(date, "年月日", strict=False))
    document = document_from_text(f"{row['title']}\n（{written}）\n{row['text']}", name=f"{row['title']}.txt")
    return Source(document, extract(document))
