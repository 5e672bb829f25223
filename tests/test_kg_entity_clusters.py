"""Clusters of entries: what people decided of them, namesakes, and which of several aliases joins."""

from __future__ import annotations

import pytest

from kg.clusters import Cluster, cluster
from kg.entries import entries_of
from kg.facts import EntityType, Extraction
from kg.resolution import Entry
from tests.test_kg_merge import Meta, held, made

T = EntityType


def entries(*items: tuple[Meta, Extraction]) -> list[Entry]:
    return [entry for item in items for entry in entries_of(*item)]


def together(found: list[Cluster]) -> list[str]:
    """Return which entries are one, each by its document and number: "aE1 bE1"."""
    return sorted(" ".join(sorted(f"{entry.document}{entry.local}" for entry in one.entries)) for one in found)


@pytest.mark.parametrize(
    ("documents", "rejected", "is_rejected", "kept"),
    [
        ("ab", "", False, "ab"),
        ("ab", "a", False, "b"),
        ("ab", "ab", False, ""),
        ("ab", "", True, ""),
        ("ab", "a", True, ""),
        ("ab", "c", False, "ab"),
        ("", "", False, ""),
    ],
)
def test_an_entity_stays_in_the_documents_in_which_nobody_rejected_it(
    documents: str, rejected: str, is_rejected: bool, kept: str
) -> None:
    members = entries(*(made(document, (T.PROGRAM, "青禾共富工程", ())) for document in documents))
    found = Cluster("Program", members, "青禾共富工程", "", rejected=frozenset(rejected), is_rejected=is_rejected)
    assert "".join(document for document in documents if found.keeps(document)) == kept
    assert found.is_kept() is bool(kept)


def test_nothing_is_rejected_by_itself() -> None:
    (found,), _ = cluster(entries(made("a", (T.PROGRAM, "青禾共富工程", ()))))
    assert found.keeps("a") and found.is_kept()
    assert (found.type, found.name, found.home, found.added, found.pinned) == ("Program", "青禾共富工程", "=a", (), "")


def posted(*posts: tuple[str, str]) -> list[tuple[Meta, Extraction]]:
    """Return papers in which 林望 holds a post, by document and body."""
    return [held(document, "林望", body) for document, body in posts]


def named(document: str, issuer: str) -> tuple[Meta, Extraction]:
    """Return a paper that only names 林望."""
    return made(document, (T.PERSON, "林望", ()), issuer=issuer)


TWO = posted(("a", "云川市科协"), ("b", "青原市科协"))


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        # Of two namesakes a paper of the city of one means that one, a paper from elsewhere none of them for certain.
        ([*TWO, named("c", "云川市文联")], ["aE1 cE1", "bE1"]),
        ([*TWO, named("c", "青原市文联")], ["aE1", "bE1 cE1"]),
        ([*TWO, named("c", "石渡市文联")], ["aE1", "bE1", "cE1"]),
        ([*TWO, named("c", "石渡市文联"), named("d", "柳溪市文联")], ["aE1", "bE1", "cE1 dE1"]),
        # Who has one post only is one person, whoever names him.
        ([*TWO[:1], named("c", "石渡市文联")], ["aE1 cE1"]),
        # A city and a county are no two cities: one may have been in both.
        (posted(("a", "云川市科协"), ("b", "石渡县科协")), ["aE1 bE1"]),
        (posted(("a", "石渡县科协"), ("b", "柳溪县科协"), ("c", "云川市科协")), ["aE1", "bE1", "cE1"]),
    ],
)
def test_namesakes_of_two_cities_are_told_apart_by_post_and_else_by_the_paper(
    items: list[tuple[Meta, Extraction]], expected: list[str]
) -> None:
    found, _ = cluster(entries(*items))
    people = [Cluster(one.type, one.entries, one.name, one.home) for one in found if one.type == "Person"]
    assert together(people) == expected


def test_namesakes_are_at_home_where_their_post_is() -> None:
    found, _ = cluster(entries(*TWO, named("c", "青原市文联")))
    assert sorted(one.home for one in found if one.type == "Person") == ["云川市", "青原市"]


def test_of_two_aliases_that_a_document_tells_apart_the_longer_joins() -> None:
    items = [
        made("a", (T.PROGRAM, "青禾共富工程", ("青禾", "青禾共富"))),
        made("b", (T.PROGRAM, "青禾共富", ()), (T.PROGRAM, "青禾", ())),
    ]
    found, doubts = cluster(entries(*items))
    assert together(found) == ["aE1 bE1", "bE2"]
    assert [doubt.kind for doubt in doubts] == ["told_apart"]


def test_editions_of_one_year_are_joined_by_an_alias() -> None:
    items = [
        made("a", (T.POLICY, "云川市2017年工作要点", ("2017年要点",))),
        made("b", (T.POLICY, "2017年要点", ())),
        made("c", (T.POLICY, "2018年要点", ("2017年要点",))),
    ]
    found, _ = cluster(entries(*items[:2]))
    assert together(found) == ["aE1 bE1"]
    found, _ = cluster(entries(*items[1:]))
    assert together(found) == ["bE1", "cE1"]


SHORT, LONG, OTHER = "Program|青禾", "Program|青禾共富工程", "Program|白露工程"


@pytest.mark.parametrize(
    ("apart", "expected"),
    [
        ([], ["aE1 bE1"]),
        ([(SHORT, LONG)], ["aE1", "bE1"]),
        ([(SHORT, OTHER), (SHORT, LONG)], ["aE1", "bE1"]),
        # A decision about something else, or about one of them and a third.
        ([(SHORT, OTHER)], ["aE1 bE1"]),
        ([(LONG, OTHER)], ["aE1 bE1"]),
        ([("Event|青禾", "Event|青禾共富工程")], ["aE1 bE1"]),
    ],
)
def test_what_a_person_said_is_not_the_same_is_not_joined(apart: list[tuple[str, str]], expected: list[str]) -> None:
    items = [made("a", (T.PROGRAM, "青禾共富工程", ("青禾",))), made("b", (T.PROGRAM, "青禾", ()))]
    found, doubts = cluster(entries(*items), [frozenset(pair) for pair in apart])
    assert (together(found), doubts) == (expected, [])


def test_what_is_joined_keeps_apart_from_what_any_of_it_is_not() -> None:
    items = [
        made("a", (T.PROGRAM, "青禾共富工程", ("青禾共富",))),
        made("b", (T.PROGRAM, "青禾共富", ("青禾",))),
        made("c", (T.PROGRAM, "青禾", ())),
    ]
    assert together(cluster(entries(*items))[0]) == ["aE1 bE1 cE1"]
    assert together(cluster(entries(*items), [frozenset({SHORT, LONG})])[0]) == ["aE1 bE1", "cE1"]


def test_an_alias_of_what_is_one_already_is_no_doubt() -> None:
    items = [
        made("a", (T.PROGRAM, "青禾共富工程", ("青禾",))),
        made("b", (T.PROGRAM, "青禾", ("青禾共富工程",))),
    ]
    found, doubts = cluster(entries(*items))
    assert (together(found), doubts) == (["aE1 bE1"], [])


def test_several_documents_that_claim_an_alias_outweigh_one_that_tells_both_apart() -> None:
    once = made("x", (T.PROGRAM, "青禾共富工程", ()), (T.PROGRAM, "青禾", ()))
    for claims, expected in ((1, 2), (2, 1)):
        items = [made(name, (T.PROGRAM, "青禾共富工程", ("青禾",))) for name in "ab"[:claims]]
        assert len(cluster(entries(once, *items))[0]) == expected


def test_claimants_of_a_short_name_of_one_place_are_one() -> None:
    items = [
        made("a", (T.ORGANIZATION, "云川市科学技术协会", ("市科协",)), issuer="云川市科学技术协会"),
        made("b", (T.ORGANIZATION, "云川市科协", ("市科协",)), issuer="云川市科协"),
        made("c", (T.ORGANIZATION, "青原市科协", ("市科协",)), issuer="青原市科协"),
    ]
    found, _ = cluster(entries(*items))
    assert together(found) == ["aE1 bE1", "cE1"]
    assert [one.reasons for one in found if len(one.entries) == 2] == [[("alias", "市科协", 1)]]
