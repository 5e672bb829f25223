"""What a change writes: its own size, not the library's; and that segments together say what one file would."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.documents import DocumentMeta
from corpus.errors import LibraryError
from kg.iris import Iris
from search import answering, fact_rows, ingest, name_file, place_rows, verifying
from search.answers.knowledge import knowledge
from search.library import Library
from search.questions import pinyin
from search.questions.names import Names
from search.segments import Segment, left_alone
from search.state import STATE_FILE, State
from tests.search_library import TEXTS, make

NEWER = (
    "关于银杏计划的通知\n云川市科学技术协会启动“银杏计划”，建设银杏书屋5家。\n名词解释\n1.“三走”：走村、走校、走企；\n"
)


def meta(number: int, change: int) -> DocumentMeta:
    day = f"20{number % 23:02}-01-01"
    return DocumentMeta(
        f"d{number}", f"第{number}号\u2028通知", f"{number}.txt", "text/plain", day, "", "公开", 9, change
    )


def test_a_segment_of_before_a_field_came_is_read_with_its_default(tmp_path: Path) -> None:
    library = make(tmp_path)
    segments = list(library.folder.glob("documents-*.json"))
    assert segments
    for segment in segments:
        columns = json.loads(segment.read_bytes())
        del columns["extraction_version"]
        segment.write_text(json.dumps(columns), encoding="utf-8")
    found = State.load(library.folder).documents
    assert [meta.title for meta in found] == [meta.title for meta in library.documents]
    assert {meta.extraction_version for meta in found} == {""}
    del columns["title"]
    segments[-1].write_text(json.dumps(columns), encoding="utf-8")
    with pytest.raises(LibraryError):
        State.load(library.folder)


@pytest.mark.parametrize(
    ("sizes", "documents", "left"),
    [
        ((), 5, 0),
        ((100,), 1, 1),
        ((100,), 25, 0),
        ((100, 4), 1, 1),
        ((100, 20, 4), 1, 0),
        ((101, 20, 4), 1, 1),
        ((1000, 50, 10), 2, 3),
    ],
)
def test_a_change_takes_in_the_segments_that_are_not_much_larger(
    sizes: tuple[int, ...], documents: int, left: int
) -> None:
    assert left_alone([Segment("x", size) for size in sizes], documents) == left


def test_there_are_never_more_segments_than_sqlite_opens() -> None:
    segments = [Segment("x", 10**power) for power in range(15, 0, -1)]
    assert left_alone(segments, 1) < 9


def test_a_state_is_read_as_it_was_saved_whatever_came_before_it(tmp_path: Path) -> None:
    drawn = random.Random(5)
    documents = {number: meta(number, 1) for number in range(60)}
    shown, most = State(0, ()), 0
    for change in range(1, 60):
        for number in drawn.sample(range(90), drawn.choice((1, 1, 2, 30))):
            if number in documents and drawn.random() < 0.4:
                del documents[number]
            else:
                documents[number] = meta(number, change)
        wanted = State(change, tuple(sorted(documents.values(), key=lambda one: (one.date, one.id))))
        saved = wanted.save(tmp_path, shown)
        assert State.load(tmp_path) == wanted
        on_disk = {path.name for path in tmp_path.glob("documents-*")}
        assert on_disk == {segment.name for state in (shown, saved) for segment in state.lists}
        shown, most = saved, max(most, len(saved.lists))
    assert 2 <= most <= 9


def test_the_state_of_before_there_were_segments_is_read_and_goes_on(tmp_path: Path) -> None:
    old = [meta(1, 1), meta(2, 2)]
    data = {"change": 2, "documents": [one.to_dict() for one in old], "views": ["v"]}
    (tmp_path / STATE_FILE).write_text(json.dumps(data), encoding="utf-8")
    shown = State.load(tmp_path)
    assert (shown.change, shown.documents, shown.views) == (2, tuple(old), ("v",))
    assert shown.names == (Segment("names-2.db", 2),)
    wanted = State(3, (*old, meta(3, 3)))
    wanted.save(tmp_path, shown)
    assert State.load(tmp_path) == wanted


def test_segments_of_a_line_for_each_document_are_read_and_joined(tmp_path: Path) -> None:
    lines = [meta(1, 1).to_dict(), {"id": "d7"}, meta(2, 2).to_dict()]
    (tmp_path / "documents-2.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    data = {"change": 2, "documents": [{"name": "documents-2.jsonl", "documents": 3}], "names": []}
    (tmp_path / STATE_FILE).write_text(json.dumps(data), encoding="utf-8")
    shown = State.load(tmp_path)
    assert shown.documents == (meta(1, 1), meta(2, 2))
    saved = State(3, (meta(2, 2), meta(3, 3))).save(tmp_path, shown)
    assert State.load(tmp_path).documents == (meta(2, 2), meta(3, 3))
    State(4, (meta(3, 3),)).save(tmp_path, saved)
    assert not (tmp_path / "documents-2.jsonl").exists()


def test_a_state_whose_segment_is_gone_or_damaged_is_said_to_be(tmp_path: Path) -> None:
    saved = State(1, (meta(1, 1),)).save(tmp_path, State(0, ()))
    path = tmp_path / saved.lists[0].name
    whole = json.loads(path.read_text(encoding="utf-8"))
    for damaged in ("{", json.dumps({**whole, "title": []}), json.dumps({"id": ["d1"]}), "[]"):
        path.write_text(damaged, encoding="utf-8")
        with pytest.raises(LibraryError, match="状态文件读不出来"):
            State.load(tmp_path)
    path.unlink()
    with pytest.raises(LibraryError, match="状态文件读不出来"):
        State.load(tmp_path)


def many(count: int) -> dict[str, str]:
    """Return as many papers, each of a town of its own."""
    return TEXTS | {
        f"{number}.txt": f"关于第{number}期松林讲堂的通知\n松林{number}镇科学技术协会：\n举办“松林{number}讲堂”{number + 2}场。\n"
        for number in range(count)
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make(tmp_path_factory.mktemp("small"), texts=many(8))


def test_names_of_several_segments_are_those_of_the_graph(small: Library, tmp_path: Path) -> None:
    import shutil

    folder, file = shutil.copytree(small.folder, tmp_path / "library"), tmp_path / "n.txt"
    counts = []
    for step in ("add", "replace", "remove from the base", "remove the new"):
        if step.startswith("remove"):
            ingest.remove(folder, ["通知2024.txt" if "base" in step else "n.txt"], environment={})
        else:
            file.write_text(NEWER if step == "add" else NEWER.replace("书屋", "书院"), encoding="utf-8")
            ingest.add(folder, [file], environment={})
        library = Library.open(folder, {})
        kept = name_file.read(folder, library.state.names)
        assert kept is not None
        graph = Names.in_memory(name_file.rows(library.graph, Iris(library.settings.text("kg.base"))))
        assert (kept.wording, kept.labels(), kept._keys) == (graph.wording, graph.labels(), graph._keys), step
        assert kept.sounds() == pinyin.sounds(graph.wording), step
        for name in graph.labels():
            assert kept.exact(name.text) == graph.exact(name.text)
            assert kept.of(name.iri) == graph.of(name.iri)
        counts.append(len(library.state.names))
    assert max(counts) > 1, "nothing was put together"
    assert verifying.verify(folder, environment={}).errors == ()
    newest = folder / library.state.names[-1].name
    newest.write_bytes(b"no database")
    assert [problem.where for problem in verifying.verify(folder, environment={}).errors] == ["names"]
    assert verifying.repair(folder, environment={}).errors == ()


def test_what_an_add_writes_and_touches_does_not_grow_with_the_library(small: Library, tmp_path: Path) -> None:
    """The engines' own files grow by their own rules: they are measured by scripts/benchmark.py graph."""
    import shutil

    large = make(tmp_path, texts=many(32))
    (tmp_path / "n.txt").write_text(NEWER, encoding="utf-8")
    written, touched = [], []
    for library in (small, large):
        folder = shutil.copytree(library.folder, tmp_path / str(len(library.documents)))
        files, known = sizes(folder), graphs(Library.open(folder, {}))
        ingest.add(folder, [tmp_path / "n.txt"], environment={})
        written.append(sum(size for (_, size) in sizes(folder) - files))
        touched.append(len(known.items() ^ graphs(Library.open(folder, {})).items()))
    assert written[1] < written[0] * 1.05, written
    assert touched[1] == touched[0]


def sizes(folder: Path) -> set[tuple[str, int]]:
    """Return the files that say what documents there are and how their things are called, with their sizes."""
    names = (STATE_FILE, "documents-*", "names-*")
    return {(path.name, path.stat().st_size) for name in names for path in folder.glob(name)}


def graphs(library: Library) -> dict[str, frozenset[object]]:
    return {name: frozenset(library.graph.quads(name)) for name in library.graph.graphs()}


def test_a_segment_of_a_change_that_was_undone_is_never_written_over(tmp_path: Path) -> None:
    first = State(1, (meta(1, 1),)).save(tmp_path, State(0, ()))
    again = replace(first, documents=(meta(1, 2),)).save(tmp_path, first)
    assert first.lists != again.lists, "a reader of the first may still come for its segment"


def test_the_files_say_of_each_document_what_the_graph_says(small: Library, tmp_path: Path) -> None:
    import shutil

    folder, file = shutil.copytree(small.folder, tmp_path / "library"), tmp_path / "n.txt"
    for step in (NEWER, NEWER.replace("书屋", "书院"), ""):
        if step:
            file.write_text(step, encoding="utf-8")
            ingest.add(folder, [file], environment={})
        else:
            ingest.remove(folder, ["n.txt"], environment={})
        library = Library.open(folder, {})
        iris, kept = Iris(library.settings.text("kg.base")), name_file.facts_of(library)
        assert kept is not None
        for meta in library.documents:
            found = {name: fact_rows.rows(table) for name, table in (kept.of(meta.id) or {}).items()}
            assert found == fact_rows.ask_graph(library.graph, iris, meta.id)
        assert kept.of("nowhere") is None


def test_places_of_papers_are_those_that_titles_and_issuers_name(small: Library, tmp_path: Path) -> None:
    import shutil

    folder, file = shutil.copytree(small.folder, tmp_path / "library"), tmp_path / "n.txt"
    asked = "云川市、松林县、海南和广州市的目标有哪些"
    steps = ("关于海南省银杏计划的通知\n松林县人民政府：\n", "广州银杏计划\n松林县人民政府\n2031年3月1日\n", "")
    counts = []
    for step in steps:
        if step:
            file.write_text(f"{step}启动“银杏计划”，建设银杏书屋5家。\n", encoding="utf-8")
            ingest.add(folder, [file], environment={})
        else:
            ingest.remove(folder, ["n.txt"], environment={})
        library = Library.open(folder, {})
        kept, of_all = name_file.places_of(library), place_rows.by_place(library.documents)
        assert kept is not None
        found = kept.named_in(asked)
        assert list(found.items()) == [(name, some) for name, some in of_all.items() if name in asked]
        assert knowledge(library).places_in(asked) == found
        counts.append(sorted(found))
    assert counts[0] != counts[1] != counts[2] and any("海南" in names for names in counts)
    assert all("云川市" in names for names in counts)
    with closing(sqlite3.connect(folder / library.state.names[0].name)) as connection:
        connection.execute("DROP TABLE places")
    before = Library.open(folder, {})
    assert name_file.places_of(before) is None and knowledge(before).places_in(asked) == found


def test_files_from_before_are_read_and_written_anew_by_the_next_change(small: Library, tmp_path: Path) -> None:
    import shutil

    folder = shutil.copytree(small.folder, tmp_path / "library")
    path = folder / small.state.names[0].name
    path.chmod(0o644)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("DROP TABLE facts; DROP TABLE joined; PRAGMA user_version = 2")
    before = Library.open(folder, {})
    assert name_file.facts_of(before) is None
    assert "科普惠农服务站" in answering.ask(before, "2022年新建了几家科普惠农服务站").answer
    (tmp_path / "n.txt").write_text(NEWER, encoding="utf-8")
    ingest.add(folder, [tmp_path / "n.txt"], environment={})
    after = Library.open(folder, {})
    kept = name_file.facts_of(after)
    assert kept is not None and all(kept.of(meta.id) for meta in after.documents)
