"""The names of a library in their file: what the graph says, as of each state, whatever happens to the file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kg.iris import Iris
from search import answering, ingest, name_file
from search.library import Library
from search.questions import pinyin
from search.questions.names import Names, Source
from search.questions.repair import Vocabulary
from tests.search_library import TEXTS, make

NAMES = ("科普惠农", "云川市科学技术协会", "云川科普e站", "承职", "两进", "青少年科技创新大赛")
NEWER = (
    "关于银杏计划的通知\n云川市科学技术协会启动“银杏计划”，建设银杏书屋5家。\n名词解释\n1.“三走”：走村、走校、走企；\n"
)


def _found(names: Names, texts: tuple[str, ...] = NAMES) -> dict[str, tuple[object, ...]]:
    return {text: names.exact(text) for text in texts}


def _from_graph(library: Library) -> Names:
    iris = Iris(library.settings.text("kg.base"))
    return Names.in_memory(name_file.rows(library.graph, iris))


def test_a_file_says_what_the_graph_says_after_every_change(tmp_path: Path) -> None:
    first = make(tmp_path)
    folder = first.folder
    more = tmp_path / "通知2025.txt"
    more.write_text(NEWER, encoding="utf-8")
    ingest.add(folder, [more], environment={})
    grown = Library.open(folder, {})
    assert grown.graph.count(), "a state is read as of when its graph was opened"
    ingest.remove(folder, ["通知2025.txt"], environment={})
    shrunk = Library.open(folder, {})
    for library in (grown, shrunk):
        kept = name_file.read(folder, library.state.names)
        assert kept is not None
        assert kept.wording == _from_graph(library).wording
        assert kept.labels() == _from_graph(library).labels()
        assert _found(kept) == _found(_from_graph(library))
    assert name_file.names_of(grown).exact("三走") and not name_file.names_of(shrunk).exact("三走")
    assert name_file.read(folder, first.state.names) is None, "files of states long gone are swept"


@pytest.mark.parametrize("damage", [b"", b"no database", None])
def test_without_a_sound_file_names_come_from_the_graph_and_the_next_change_writes_it(
    tmp_path: Path, damage: bytes | None
) -> None:
    library = make(tmp_path)
    path = library.folder / library.state.names[0].name
    path.unlink()
    if damage is not None:
        path.write_bytes(damage)
    assert "科普惠农服务站" in answering.ask(library, "2022年新建了几家科普惠农服务站").answer
    (tmp_path / "n.txt").write_text(NEWER, encoding="utf-8")
    ingest.add(library.folder, [tmp_path / "n.txt"], environment={})
    after = Library.open(library.folder, {})
    kept = name_file.read(after.folder, after.state.names)
    assert kept is not None and kept.wording == _from_graph(after).wording


def test_a_file_of_another_version_is_not_read(tmp_path: Path) -> None:
    library = make(tmp_path)
    with closing(sqlite3.connect(library.folder / library.state.names[0].name)) as connection:
        connection.execute("PRAGMA user_version = 999")
    assert name_file.read(library.folder, library.state.names) is None


def test_names_are_found_by_pieces_contractions_and_slips(tmp_path: Path) -> None:
    names = name_file.names_of(make(tmp_path))
    assert {name.text for name in names.like("科普惠农服务")} >= {"科普惠农服务站"}
    assert {name.text for name in names.near("云川科普f站")} == {"云川科普e站"}
    assert names.like("月") == () and names.exact("没有的名称") == () and names.of("") == ()
    assert [link.text for link in names.links("启用云川科普E站和承职")] == ["云川科普E站", "承职"]


def test_the_newest_holder_of_a_post_comes_first(tmp_path: Path) -> None:
    texts = {
        f"{year}.txt": f"工作报告\n（{year}年2月1日）\n{name}\n省科协党组书记{name}作工作报告。\n"
        for year, name in (("2021", "梁一川"), ("2024", "梁怀谷"))
    }
    library = make(tmp_path, texts={**TEXTS, **texts})
    people = [name for name in name_file.names_of(library).exact("梁书记") if name.type == "Person"]
    assert [
        library.graph.select(f"SELECT ?n {{ <{name.iri}> <http://www.w3.org/2004/02/skos/core#prefLabel> ?n }}")[0]["n"]
        for name in people
    ] == ["梁怀谷", "梁一川"]
    assert Source.POST < Source.LABEL


def test_how_names_sound_is_read_and_worked_out_only_where_no_file_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = make(tmp_path)
    wording = name_file.names_of(library).wording
    heard, encode = pinyin.sounds(wording), pinyin.sounds
    worked_out: list[str] = []
    monkeypatch.setattr(pinyin, "sounds", lambda text: worked_out.append(text) or encode(text))
    kept = name_file.read(library.folder, library.state.names)
    assert kept is not None and kept.sounds() == heard and not worked_out
    monkeypatch.setattr(pinyin, "version", lambda: "other tables")
    assert kept.sounds() == heard and worked_out == [wording]


def test_a_vocabulary_has_what_stands_in_it_and_hears_what_sounds_so() -> None:
    names = "银杏计划\n银杏书屋\n应星计划\n松林讲堂"
    plain, ready = Vocabulary(names), Vocabulary(names, sounds=lambda: pinyin.sounds(names))
    pieces = {names[i:j] for i in range(len(names)) for j in range(i + 1, i + 7)} | {"银屋", "银杏讲堂", "杏计书"}
    for text in pieces:
        assert plain.has(text) is (text in f"\n{names}\n")
        for loosely in (False, True):
            key = pinyin.sounds(text) if loosely else pinyin.encode(text)
            same = (pinyin.sounds if loosely else pinyin.encode)(f"\n{names}\n")
            starts = [i for i in range(len(same)) if same.startswith(key, i)]
            found = plain.sounding(pinyin.encode(text), loosely=loosely)
            assert sum(found.values()) == len(starts), text
            assert set(found) == {f"\n{names}\n"[i : i + len(text)] for i in starts}
            assert ready.sounding(pinyin.encode(text), loosely=loosely) == found
    assert plain.is_name("银杏计划") and not plain.is_name("银杏计") and not plain.is_name("银杏讲堂")
