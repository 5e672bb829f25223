from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.edits import Edit, Segments, apply

TEXT = st.text(alphabet="甲乙丙丁12 \n*", max_size=40)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(TEXT)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, [Edit(start, end, draw(st.sampled_from(["", "和", "ab"])), "rule") for start, end in pairs]


@given(edited())
def test_what_no_edit_touched_is_found_again_by_the_map(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    new, way, changes = apply(text, edits)
    touched = {i for change in changes for i in range(change.start, change.end)}
    for i in range(len(new)):
        if i not in touched:
            assert text[way.to_old(i)] == new[i]


@given(edited(), st.data())
def test_two_passes_compose_to_one_map(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = case
    middle, first, _ = apply(text, edits)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(middle)), max_size=6)))
    more = [Edit(start, end, "", "rule") for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    new, second, _ = apply(middle, more)
    both = second.after(first)
    for i in range(len(new)):
        assert both.to_old(i) == first.to_old(second.to_old(i))


def test_an_old_offset_leads_to_the_place_where_its_text_stood() -> None:
    new, way, changes = apply("甲**乙**丙", [Edit(1, 3, "", "markdown"), Edit(4, 6, "", "markdown")])
    assert new == "甲乙丙"
    assert [way.to_new(i) for i in range(8)] == [0, 1, 1, 1, 2, 2, 2, 3]
    assert [(change.start, change.before) for change in changes] == [(1, "**"), (2, "**")]


def test_an_edit_inside_another_is_left_out() -> None:
    assert apply("甲乙丙丁", [Edit(0, 3, "子"), Edit(1, 2, "丑")])[0] == "子丁"


def test_nothing_to_do_gives_the_same_string_and_a_plain_map() -> None:
    assert apply("甲乙", []) == ("甲乙", Segments((0,), (0,)), [])
