"""Views: which a library needs, where each lies, with which settings, and what is seen through one that is new."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.accounts import Accounts
from corpus.audiences import EVERYBODY, EVERYTHING, audience_of
from corpus.documents import DocumentMeta
from corpus.errors import LibraryError, NotFoundError
from corpus.record import Record
from corpus.settings import Settings
from search import ingest, labelling, views
from search.library import Library
from search.state import State

PASSWORD = "清风徐来水波不兴之夜"
READER, STAFF, PARTY = audience_of("reader", ()), audience_of("editor", ("人事组",)), audience_of("reader", ("党组",))


def labelled(*labels: str) -> list[DocumentMeta]:
    """Return documents of some labels."""
    return [
        DocumentMeta(f"{number:016x}", f"云川文件{number}", f"{number}.txt", "text/plain", "", "", label, 10, 1)
        for number, label in enumerate(labels)
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with an administrator, two of one group in two roles, and somebody of no group."""
    folder = tmp_path_factory.mktemp("views")
    Record(folder, create=True).close()
    people = Accounts(folder)
    people.add("苏明", PASSWORD, role="administrator")
    people.add("林晚", PASSWORD, role="editor", groups=["人事组"])
    people.add("何平", PASSWORD, role="reader", groups=["人事组"])
    people.add("方禾", PASSWORD, role="reader")
    people.close()
    return folder


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ((), []),
        # All see everything.
        (("公开", "公开"), []),
        # Who is not signed in sees nothing of it, everybody else all.
        (("内部",), [set()]),
        (("公开", "内部"), [{"公开"}]),
        # Guests, those of no group, and the group itself where there is something that it may not see either.
        (("公开", "人事组"), [{"公开"}]),
        (("公开", "内部", "人事组"), [{"公开"}, {"公开", "内部"}]),
        (("公开", "人事组", "党组"), [{"公开", "人事组"}, {"公开"}]),
        (("党组",), [set()]),
    ],
)
def test_a_library_needs_a_view_for_each_audience_that_does_not_see_everything(
    folder: Path, labels: tuple[str, ...], expected: list[set[str]]
) -> None:
    found = views.needed(folder, labelled(*labels))
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected))
    assert list(found) == sorted(found, key=sorted), "their order is the same each time"


def test_a_public_library_asks_for_no_accounts(tmp_path: Path) -> None:
    assert views.needed(tmp_path / "nowhere", labelled("公开")) == ()
    assert views.needed(tmp_path / "nowhere", []) == ()


def test_who_sees_everything_reads_the_library_and_others_the_view_of_their_labels(tmp_path: Path) -> None:
    metas = labelled("公开", "内部", "人事组")
    assert views.place_of(tmp_path, EVERYTHING, metas) == tmp_path
    assert views.place_of(tmp_path, STAFF, metas) == tmp_path
    guests, readers = (views.place_of(tmp_path, audience, metas) for audience in (EVERYBODY, READER))
    assert guests == tmp_path / "views" / views.name_of(frozenset({"公开"}))
    assert readers == tmp_path / "views" / views.name_of(frozenset({"公开", "内部"}))
    # Of a group that the library has nothing for, one is as everybody else.
    assert views.place_of(tmp_path, PARTY, metas) == readers
    assert views.place_of(tmp_path, EVERYBODY, labelled("公开")) == tmp_path
    assert views.place_of(tmp_path, EVERYBODY, []) == tmp_path


def test_a_view_is_named_by_its_labels_alone_and_as_in_libraries_of_before() -> None:
    names = [views.name_of(frozenset(labels)) for labels in ((), ("公开",), ("公开", "内部"), ("公开内部",))]
    assert len(set(names)) == len(names)
    assert names[2] == views.name_of(frozenset(["内部", "公开"]))
    assert names[0] == "e3b0c44298fc1c14", "the first sixteen digits of the SHA-256 of nothing"


@pytest.mark.parametrize(
    ("store", "expected"),
    [
        # A server holds one graph for all: the graph of a view is a file beside it.
        ("http://graph.example.org/cetu", "oxigraph"),
        ("https://graph.example.org/cetu", "oxigraph"),
        ("memory", "memory"),
        ("oxigraph", "oxigraph"),
        (None, "oxigraph"),
    ],
)
def test_a_view_has_a_graph_of_its_own_and_all_other_settings_of_the_library(store: str | None, expected: str) -> None:
    others = {"search.index": "tantivy", "kg.base": "http://yunchuan.example.org", "kg.sparql_rows": 7}
    found = views.settings_of(Settings(others | ({"kg.store": store} if store else {})))
    assert found.text("kg.store") == expected
    assert {name: found[name] for name in others} == others


def test_views_that_nobody_needs_are_deleted_and_what_cannot_be_stops_nothing(tmp_path: Path) -> None:
    for name in ("kept", "old", "older"):
        (tmp_path / "views" / name / "graph").mkdir(parents=True)
    (tmp_path / "views" / "a note").write_text("云川", encoding="utf-8")  # no folder, so no view
    views.sweep(tmp_path, iter(["kept", "yet to be made"]))
    assert sorted(place.name for place in (tmp_path / "views").iterdir() if place.is_dir()) == ["kept"]
    assert (tmp_path / "views" / "kept" / "graph").is_dir()
    views.sweep(tmp_path / "without views", ["kept"])


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of three short documents without accounts: 灯会 is public, 船检 of 人事组, 茶园 of 党组."""
    folder = tmp_path / "library"
    for name, label in (("灯会", ""), ("船检", "人事组"), ("茶园", "党组")):
        file = tmp_path / f"{name}.txt"
        file.write_text(f"关于{name}的通知\n云川市举办第九届{name}活动。\n", encoding="utf-8")
        ingest.add(folder, [file], environment=os.environ, label=label)
    return folder


def names(library: Library) -> list[str]:
    return sorted(meta.source_name.removesuffix(".txt") for meta in library.documents)


def test_what_an_audience_sees_is_made_when_somebody_first_asks_for_it(library: Path) -> None:
    whole = Library.open(library, os.environ)
    assert labelling.seen(whole, EVERYTHING, os.environ) is whole
    assert names(labelling.seen(whole, READER, os.environ)) == ["灯会"]
    assert whole.change == State.load(library).change
    place = views.place_of(library, STAFF, whole.documents)
    Accounts(library).add("苏明", PASSWORD, role="administrator")
    Accounts(library).add("林晚", PASSWORD, role="editor", groups=["人事组"])
    assert not place.exists()
    found = labelling.seen(whole, STAFF, os.environ)
    assert names(found) == ["灯会", "船检"]
    assert (found.folder, found.home) == (place, library)


def test_a_view_that_is_there_is_read_without_writing(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise AssertionError("nothing is to be made")

    whole = Library.open(library, os.environ)
    monkeypatch.setattr(labelling, "catch_up", refuse)
    assert names(labelling.seen(whole, READER, os.environ)) == ["灯会"]
    assert labelling.seen(whole, EVERYTHING, os.environ) is whole


def test_an_audience_that_no_account_has_any_more_is_told_so(library: Path) -> None:
    whole = Library.open(library, os.environ)
    with pytest.raises(LibraryError, match="可读的范围刚刚改变"):
        labelling.seen(whole, STAFF, os.environ)


def test_several_documents_change_their_label_at_once_or_not_at_all(library: Path) -> None:
    before = Library.open(library, os.environ)
    with pytest.raises(NotFoundError):
        labelling.relabel_all(library, ["船检.txt", "没有.txt"], "公开", environment=os.environ)
    assert {meta.label for meta in Library.open(library, os.environ).documents} == {"公开", "人事组", "党组"}
    found = labelling.relabel_all(library, ["茶园.txt", "灯会.txt", "船检.txt"], "公开", environment=os.environ)
    assert [(meta.source_name, meta.label) for meta in found] == [
        (f"{name}.txt", "公开") for name in ("茶园", "灯会", "船检")
    ]
    after = Library.open(library, os.environ)
    assert labelling.seen(after, EVERYBODY, os.environ) is after
    changed = {meta.source_name for meta in set(after.documents) - set(before.documents)}
    assert changed == {"船检.txt", "茶园.txt"}, "what has the label already is not changed"


def test_a_document_with_another_label_is_gone_for_others_at_once(library: Path) -> None:
    whole = Library.open(library, os.environ)
    assert names(labelling.seen(whole, READER, os.environ)) == ["灯会"]
    meta = labelling.relabel(library, "灯会.txt", "党组", environment=os.environ)
    assert (meta.source_name, meta.label) == ("灯会.txt", "党组")
    assert names(labelling.seen(Library.open(library, os.environ), READER, os.environ)) == []
