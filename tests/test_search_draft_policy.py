"""What people want of the check: severities in the settings, and wordings that they said are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.record import Record
from search import drafts, ingest
from search.drafts.policy import Policy, levels_of
from search.library import Library
from search.results import CheckResult, Finding
from tests.commands import cetu
from tests.search_library import make

DRAFT = "按照云科协[2024]9号通知，举办“科普节。"
FOUND = CheckResult(
    (Finding(0, 2, "甲乙", "figure", "error", "不符"), Finding(3, 5, "丙丁", "title", "error", "不符")), 9
)


def test_a_level_replaces_the_severity_and_off_drops_the_type() -> None:
    judged = Policy(levels_of("figure=hint, title=off")).judged(FOUND)
    assert [(finding.type, finding.severity) for finding in judged.findings] == [("figure", "hint")]
    assert Policy().judged(FOUND) == FOUND


def test_the_level_of_a_rule_goes_before_that_of_its_types() -> None:
    found = CheckResult((Finding(0, 2, "甲乙", "official_name", "error", "不符", rule="names"),), 9)
    for setting, level in (
        ("names=hint", "hint"),
        ("official_name=warning", "warning"),
        ("official_name=off names=hint", "hint"),
    ):
        assert [finding.severity for finding in Policy(levels_of(setting)).judged(found).findings] == [level]
    assert not Policy(levels_of("names=off")).judged(found).findings
    (other,) = Policy(levels_of("undertakings=off")).judged(found).findings
    assert other.severity == "error"


@pytest.mark.parametrize("text", ["figurs=off", "figure", "figure=fatal"])
def test_an_unknown_type_or_level_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        levels_of(text)


def test_what_a_person_accepted_is_dropped_for_its_type_or_for_all() -> None:
    assert len(Policy(accepted=(("甲乙", "figure"),)).judged(FOUND).findings) == 1
    assert len(Policy(accepted=(("甲乙", "title"),)).judged(FOUND).findings) == 2
    assert len(Policy(accepted=(("甲乙", ""), ("丙丁", ""))).judged(FOUND).findings) == 0


def test_a_decision_holds_from_then_on_and_can_be_undone(tmp_path: Path) -> None:
    library = make(tmp_path)
    assert {finding.type for finding in drafts.check(library, DRAFT).findings} == {"numbering", "quotation_marks"}
    number = ingest.decide_right(library.folder, "云科协[2024]9号", why="原件如此", environment={})
    again = Library.open(library.folder, {})
    assert {finding.type for finding in drafts.check(again, DRAFT).findings} == {"quotation_marks"}
    record = Record(library.folder)
    record.decide("undo", {"number": number}, who="", why="看错了")
    record.close()
    assert len(drafts.check(Library.open(library.folder, {}), DRAFT).findings) == 2


def test_the_command_accepts_a_wording_with_a_reason(tmp_path: Path) -> None:
    folder = make(tmp_path).folder
    assert cetu("check", "--accept", "云科协[2024]9号", library=folder).returncode == 2
    assert cetu("check", "--accept", "云科协[2024]9号", "--why", "原件如此", library=folder).returncode == 0
    shown = cetu("check", "-", library=folder, stdin=DRAFT, CETU_CHECK__SEVERITIES="quotation_marks=warning")
    assert shown.returncode == 0 and "云科协[2024]9号" not in shown.stdout and "科普节" in shown.stdout
