"""Findings as SARIF 2.1.0, the format that editors and code hosts read."""

from __future__ import annotations

from typing import Any

from search.drafts.kinds import KINDS
from search.results import CheckResult, Finding, Severity

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "hint": "note"}


def sarif(result: CheckResult, text: str, *, uri: str, version: str) -> dict[str, Any]:
    """Return the findings of a draft as one SARIF run.

    Lines and columns count from 1, columns in code points as `columnKind` says.

    Args:
        result: The findings.
        text: The draft that they count in.
        uri: The draft's file, as the editor knows it.
        version: The version of the tool.
    """
    used = sorted({finding.type for finding in result.findings})
    driver = {
        "name": "cetu",
        "version": version,
        "rules": [{"id": kind, "shortDescription": {"text": KINDS.get(kind, kind)}} for kind in used],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, text, uri) for finding in result.findings],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(finding: Finding, text: str, uri: str) -> dict[str, Any]:
    region = {**_position(text, finding.start, "start"), **_position(text, finding.end, "end")}
    region |= {"charOffset": finding.start, "charLength": finding.end - finding.start}
    place = {"artifactLocation": {"uri": uri}, "region": region | {"snippet": {"text": finding.span}}}
    found: dict[str, Any] = {
        "ruleId": finding.type,
        "level": _LEVELS[finding.severity],
        "message": {"text": message_of(finding)},
        "locations": [{"physicalLocation": place}],
    }
    if finding.expected:
        replacement = {"deletedRegion": region, "insertedContent": {"text": finding.expected}}
        change = {"artifactLocation": {"uri": uri}, "replacements": [replacement]}
        found["fixes"] = [{"description": {"text": f"改为“{finding.expected}”"}, "artifactChanges": [change]}]
    return found


def message_of(finding: Finding) -> str:
    """Return what is wrong, what is right, and where it stands, in one paragraph."""
    parts = [finding.message + "。", f"应为：{finding.expected}。" if finding.expected else ""]
    if finding.citation:
        section = "→".join(finding.citation.section)
        place = "，".join(item for item in (finding.citation.title, section) if item)
        parts.append(f"依据：{place}：“{finding.citation.quote}”")
    return "".join(parts)


def _position(text: str, offset: int, name: str) -> dict[str, int]:
    line = text.count("\n", 0, offset) + 1
    return {f"{name}Line": line, f"{name}Column": offset - (text.rfind("\n", 0, offset) + 1) + 1}
