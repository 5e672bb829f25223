"""The table of rules: proved when it is loaded, explained in the documents, switched off in the settings."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from corpus.errors import InputError
from search import drafts
from search.drafts.checking import check_against
from search.drafts.kinds import KINDS
from search.drafts.knowledge import Knowledge
from search.drafts.policy import off_of
from search.drafts.rules import Rule, RuleError, rules, rules_of
from search.library import Library
from tests.search_library import make

PAGE = Path(__file__).resolve().parent.parent / "docs" / "drafts.md"
TABLE = (files("search") / "drafts" / "rules.toml").read_text(encoding="utf-8")


def one_rule(name: str) -> str:
    """Return the table with one rule only."""
    head, *rows = TABLE.split("[[rule]]")
    return head + "[[rule]]" + next(row for row in rows if f'name = "{name}"' in row)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('span = "12个"', 'span = "9个"'),
        ('right = "14个"', 'right = "15个"'),
        ("东区5个、西区8个", "东区5个、西区19个"),
        ('"contradiction"', '"arithmetic"'),
    ],
)
def test_a_rule_whose_examples_fail_refuses_to_load(right: str, wrong: str) -> None:
    table = one_rule("sums")
    assert [rule.name for rule in rules_of(table)] == ["sums"]
    with pytest.raises(RuleError) as caught:
        rules_of(table.replace(right, wrong))
    assert "sums" in caught.value.where


def test_the_rules_give_every_type_of_finding() -> None:
    assert {kind for rule in rules() for kind in rule.types} == set(KINDS)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_the_page_explains_each_rule_with_its_examples(rule: Rule) -> None:
    rows = PAGE.read_text(encoding="utf-8").splitlines()
    row = next(line for line in rows if line.startswith(f"| `{rule.name}` |"))
    for text in (rule.about, rule.hit.replace(rule.span, f"**{rule.span}**", 1), rule.right, rule.miss):
        assert text.replace("\n", "\\n") in row


@pytest.mark.parametrize("rule", [rule for rule in rules() if rule.is_of_form], ids=lambda rule: rule.name)
def test_a_finding_names_the_rule_that_can_be_left_out(rule: Rule) -> None:
    assert rule.name in [finding.rule for finding in check_against(Knowledge([]), rule.hit).findings]
    assert not [f for f in check_against(Knowledge([]), rule.hit, without=[rule.name]).findings if f.rule == rule.name]


def test_a_rule_is_left_out_by_its_name(tmp_path: Path) -> None:
    text = "全市新建标准茶园12个，其中东区5个、西区9个。"
    assert check_against(Knowledge([]), text).findings
    assert not check_against(Knowledge([]), text, without=["sums"]).findings
    folder = make(tmp_path).folder
    assert drafts.check(Library.open(folder, {}), text).findings
    assert not drafts.check(Library.open(folder, {"CETU_CHECK__RULES_OFF": "sums"}), text).findings
    with pytest.raises(InputError):
        off_of("sum")
