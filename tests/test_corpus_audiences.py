"""Labels and who sees them: the few lines on which everything that is hidden rests."""

from __future__ import annotations

import pytest

from corpus.audiences import EVERYBODY, EVERYTHING, INTERNAL, PUBLIC, Audience, audience_of, checked_label
from corpus.errors import InputError

USED = ("公开", "内部", "学会部", "人事")


@pytest.mark.parametrize(
    ("audience", "seen"),
    [
        (EVERYBODY, {"公开"}),
        (Audience(), {"公开"}),
        (EVERYTHING, set(USED)),
        (audience_of("administrator", ()), set(USED)),
        (audience_of("editor", ()), {"公开", "内部"}),
        (audience_of("reader", ("学会部",)), {"公开", "内部", "学会部"}),
        (audience_of("reader", ("administrator",)), {"公开", "内部"}),
        (Audience(frozenset()), set()),
    ],
)
def test_an_audience_sees_its_labels_and_no_others(audience: Audience, seen: set[str]) -> None:
    assert {label for label in USED if audience.sees(label)} == seen
    assert audience.among(USED) == seen
    assert audience.among(()) == frozenset()


@pytest.mark.parametrize("given", [PUBLIC, INTERNAL, "  学会部 ", "甲" * 40, "a b"])
def test_a_label_is_kept_without_the_space_around_it(given: str) -> None:
    assert checked_label(given) == given.strip()


@pytest.mark.parametrize(
    "given", ["", " ", "甲" * 41, "甲\n乙", "甲\u202e乙", *(f"甲{sign}乙" for sign in ",，;；/\\")]
)
def test_a_label_that_could_not_stand_in_a_list_is_refused(given: str) -> None:
    with pytest.raises(InputError, match="标签不可用") as refused:
        checked_label(given)
    assert refused.value.where == (given[:40] or "（空）") and "40 字" in refused.value.hint
