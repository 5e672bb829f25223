"""What a library's people want of the check: how severe each type is, and which wordings they said are right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from corpus.errors import InputError
from search.drafts.kinds import KINDS
from search.drafts.rules import rules
from search.drafts.wording import bare
from search.results import CheckResult, Finding, Severity

if TYPE_CHECKING:
    from search.library import Library

SETTING = "check.severities"
RULES_OFF = "check.rules_off"
OFF = "off"
_LEVELS = ("error", "warning", "hint", OFF)
RIGHT = "right"


@dataclass(frozen=True)
class Policy:
    """How findings are judged.

    Attributes:
        levels: (type or rule, level) of what differs from the rules' own severity; "off" drops it. A rule goes before its types.
        rules_off: Names of rules that are left out altogether.
        accepted: (bare wording, type) of what a person said is right; an empty type stands for all.
    """

    levels: tuple[tuple[str, str], ...] = ()
    accepted: tuple[tuple[str, str], ...] = ()
    rules_off: frozenset[str] = frozenset()

    @cached_property
    def _level_of(self) -> dict[str, str]:
        return dict(self.levels)

    def judged(self, result: CheckResult) -> CheckResult:
        """Return the findings that remain, with the severities that are wanted."""
        kept = (self._judged(finding) for finding in result.findings)
        return CheckResult(tuple(finding for finding in kept if finding is not None), result.length)

    def _judged(self, finding: Finding) -> Finding | None:
        level = self._level_of.get(finding.rule) or self._level_of.get(finding.type, finding.severity)
        span = bare(finding.span)
        if level == OFF or (span, finding.type) in self.accepted or (span, "") in self.accepted:
            return None
        return replace(finding, severity=cast(Severity, level))


def policy_of(library: Library) -> Policy:
    """Return a library's policy, from its settings and its decisions.

    Raises:
        InputError: A setting names an unknown type, level or rule.
    """
    settings = library.settings
    return Policy(levels_of(settings.text(SETTING)), _accepted(library), off_of(settings.text(RULES_OFF)))


def off_of(text: str) -> frozenset[str]:
    """Return the rules that a setting leaves out: sums steps.

    Raises:
        InputError: There is no such rule.
    """
    names = {rule.name for rule in rules()}
    found = frozenset(text.replace(",", " ").replace("，", " ").split())
    for name in sorted(found - names):
        raise InputError(f"没有“{name}”这条规则", where=RULES_OFF, hint="可用：" + " ".join(sorted(names)))
    return found


def levels_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return the levels of a setting, by type of finding or by rule: figure=warning names=hint numbering=off.

    Raises:
        InputError: A type, rule or level is unknown.
    """
    found = []
    names = [*KINDS, *(rule.name for rule in rules() if rule.name not in KINDS)]
    for item in text.replace(",", " ").replace("，", " ").split():
        kind, _, level = item.partition("=")
        if kind not in names:
            raise InputError(f"没有“{kind}”这类问题或这条规则", where=SETTING, hint="可用：" + " ".join(names))
        if level not in _LEVELS:
            raise InputError(f"“{level}”不是级别", where=f"{SETTING}：{kind}", hint="可用：" + " ".join(_LEVELS))
        found.append((kind, level))
    return tuple(found)


def _accepted(library: Library) -> tuple[tuple[str, str], ...]:
    from corpus.decided import decision_rows
    from kg.decisions import Decision, in_force

    rows = decision_rows(library.home)
    decisions = in_force([Decision(row.number, row.kind, row.payload, row.who, row.why, row.made_at) for row in rows])
    return tuple((bare(d.payload["wording"]), d.payload.get("type", "")) for d in decisions if d.kind == RIGHT)
