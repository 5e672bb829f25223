"""What goes wrong with a library is found, said in words and mended; a backup gives the same answers elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.errors import CetuError, InputError, LibraryError
from corpus.record import Record
from kg import stores
from kg.iris import Iris
from search import answering, backup, indexes, ingest, verifying
from search.engine import search
from search.indexes.commits import COMMIT_FILE
from search.library import Library
from search.state import State
from tests.commands import SAMPLE, cetu

FEW = sorted(SAMPLE.glob("*.md"))[:1] + sorted(SAMPLE.glob("*.txt"))[:1]
QUESTION = "三进两送是什么意思？"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("upkeep") / "library"
    ingest.add(folder, FEW, environment={})
    return folder


@pytest.fixture
def library(built: Path, tmp_path: Path) -> Iterator[Path]:
    """A library of its own for each test, which may break it."""
    yield shutil.copytree(built, tmp_path / "library")


def blob(library: Path, part: str) -> Path:
    record = Record(library)
    try:
        return record.blobs.file(getattr(record.documents()[0], part))
    finally:
        record.close()


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


def lose_document_from_graph(library: Path) -> None:
    record = Record(library)
    name, change = record.documents()[0].id, record.change
    record.close()
    store = stores.open_writer("oxigraph", library / "graph")
    store.drop(Iris().document(name))
    store.commit(change)
    store.close()


def keep_removed_document_in_index(library: Path) -> None:
    record = Record(library)
    index = indexes.open_writer("whoosh", library / "index", "")
    try:
        index.drop(record.documents()[0].id)
        index.commit(record.change)
    finally:
        index.close()
        record.close()


def change_graph(library: Path) -> None:
    """Change a block in each file of the graph, as a disk does; some plans of its engine never end when they meet one."""
    pointer = json.loads((library / "graph" / "current.json").read_text(encoding="utf-8"))
    for path in (library / "graph" / "checkpoints" / pointer["checkpoint"]).glob("*.sst"):
        flip(path)


def fall_behind(library: Path) -> None:
    """Record a document without bringing the projections up to it, as a crash between the two would."""
    record = Record(library)
    meta = record.documents()[0]
    record.remove(meta.id)
    record.close()


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "document flipped": (lambda library: flip(blob(library, "document_blob")), "derived"),
    "extraction gone": (lambda library: blob(library, "extraction_blob").unlink(), "derived"),
    "document cut": (lambda library: os.truncate(blob(library, "document_blob"), 10), "derived"),
    "graph gone": (lambda library: shutil.rmtree(library / "graph"), "unreadable"),
    "graph changed": (change_graph, "unreadable"),
    "index gone": (lambda library: shutil.rmtree(library / "index"), "unreadable"),
    "index commit damaged": (lambda library: flip(library / "index" / COMMIT_FILE), "unreadable"),
    "state damaged": (lambda library: (library / "state.json").write_text("{", encoding="utf-8"), "unreadable"),
    "state gone": (lambda library: (library / "state.json").unlink(), "unreadable"),
    "graph lacks a document": (lose_document_from_graph, "missing"),
    "index lacks a document": (keep_removed_document_in_index, "passages"),
    "projections behind": (fall_behind, "behind"),
}


def test_a_whole_library_is_found_whole(library: Path) -> None:
    found = verifying.verify(library, environment={})
    assert found.errors == ()
    assert (found.documents, found.repaired) == (2, ())
    assert min(found.statements, found.passages) > 50


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_found_and_mended_from_the_record(library: Path, name: str) -> None:
    damage, kind = DAMAGES[name]
    damage(library)
    found = verifying.verify(library, environment={})
    assert kind in {problem.kind for problem in found.errors}
    assert all(problem.is_repairable for problem in found.errors), found.errors
    mended = verifying.repair(library, environment={})
    assert mended.errors == ()
    assert kind in {problem.kind for problem in mended.repaired}
    assert verifying.verify(library, environment={}).errors == ()


@pytest.mark.parametrize(
    ("parts", "kind"), [(("source_blob",), "original"), (("source_blob", "document_blob"), "lost")]
)
def test_what_the_record_cannot_give_is_named_with_what_to_do(library: Path, parts: tuple[str, ...], kind: str) -> None:
    for part in parts:
        flip(blob(library, part))
    mended = verifying.repair(library, environment={})
    (problem,) = mended.errors
    assert (problem.kind, problem.is_repairable) == (kind, False)
    assert "cetu restore" in problem.message
    # Taking it out and in again, as the message says, ends the trouble.
    ingest.remove(library, [problem.where], environment={})
    assert verifying.repair(library, environment={}).errors == ()
    ingest.add(library, FEW, environment={})
    assert verifying.verify(library, environment={}).errors == ()


def test_files_that_nothing_refers_to_are_swept_by_repair(library: Path) -> None:
    record = Record(library)
    record.blobs.put("无人引用".encode())
    record.close()
    (problem,) = [p for p in verifying.verify(library, environment={}).problems if p.kind == "leftover"]
    assert problem.severity == "warning"
    assert problem in verifying.repair(library, environment={}).repaired


def test_the_command_tells_and_mends(library: Path) -> None:
    assert "资料库一致" in cetu("verify", library=library).stdout
    shutil.rmtree(library / "index")
    done = cetu("verify", library=library)
    assert (done.returncode, "cetu verify --repair" in done.stdout) == (1, True)
    done = cetu("verify", "--repair", "--json", library=library)
    assert (done.returncode, json.loads(done.stdout)["ok"]) == (0, True)
    done = cetu("verify", library=library.parent / "none")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def answer(library: Path) -> str:
    return json.dumps(answering.ask(Library.open(library, {}), QUESTION).to_dict(), ensure_ascii=False)


def test_a_restored_backup_is_whole_and_answers_the_same(library: Path, tmp_path: Path) -> None:
    (library / "cetu.toml").write_text('[search]\nmode = "words"\n', encoding="utf-8")
    ingest.decide_right(library, "科普惠农兴村", why="名称无误", environment={})
    made = backup.backup(library, tmp_path / "今天.cetu")
    assert (made.documents, made.decisions) == (2, 1)
    assert backup.restore(tmp_path / "今天.cetu", tmp_path / "别处", environment={}) == made
    assert verifying.verify(tmp_path / "别处", environment={}).errors == ()
    assert answer(tmp_path / "别处") == answer(library)
    assert (tmp_path / "别处" / "cetu.toml").read_text(encoding="utf-8").startswith("[search]")


def test_backups_are_whole_while_a_writer_works(library: Path, tmp_path: Path) -> None:
    more = sorted(SAMPLE.glob("*.txt"))[1:4]

    def write() -> None:
        for path in more:
            ingest.add(library, [path], environment={})
            ingest.remove(library, [path.name], environment={})

    writer = threading.Thread(target=write)
    writer.start()
    made = []
    while writer.is_alive():
        made.append(tmp_path / f"{len(made)}.cetu")
        backup.backup(library, made[-1])
    writer.join()
    assert len(made) > 1
    for path in (made[0], made[-1]):
        folder = tmp_path / f"restored {path.stem}"
        backup.restore(path, folder, environment={})
        assert verifying.verify(folder, environment={}).errors == ()


@pytest.mark.parametrize("backend", ["whoosh", "tantivy"])
def test_a_document_that_is_replaced_is_found_at_every_moment(
    backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers come before and after each step by which a writer shows something new."""
    pytest.importorskip(backend)
    settings = {"CETU_SEARCH__INDEX": backend}
    source, folder = tmp_path / "通知.txt", tmp_path / "library"
    source.write_text("关于云川市科普驿站的通知\n云川市新建科普驿站三家，都在乡镇。\n", encoding="utf-8")
    ingest.add(folder, [source], environment=settings)
    seen: list[list[str]] = []

    def look() -> None:
        hits = search(Library.open(folder, settings), "新建科普驿站").hits
        seen.append([hit.text for hit in hits if "新建" in hit.text])

    def watched(step: Callable[..., None]) -> Callable[..., None]:
        def stepping(*given: object) -> None:
            look()
            step(*given)
            look()

        return stepping

    writer = type(indexes.open_writer(backend, tmp_path / "other"))
    monkeypatch.setattr(writer, "commit", watched(writer.commit))
    monkeypatch.setattr(State, "save", watched(State.save))
    source.write_text("关于云川市科普驿站的通知\n云川市新建科普驿站五家，都在社区。\n", encoding="utf-8")
    ingest.add(folder, [source], environment=settings)
    assert [len(texts) for texts in seen] == [1] * len(seen)
    assert "三家" in seen[0][0]
    assert "五家" in seen[-1][0]
    assert Library.open(folder, settings).index.count() == 1


def rewrite(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Write an archive again with the content of its files changed."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, change(name, data))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: os.truncate(path, 1000), "不完整"),
        (lambda path: path.write_text("别的文件", encoding="utf-8"), "不是策图的备份"),
        (lambda path: path.unlink(), "没有这个备份文件"),
        (lambda path: rewrite(path, lambda name, data: data if name == "manifest.json" else data + b"x"), "被改动过"),
        (
            lambda path: rewrite(path, lambda name, data: data.replace(b'"format": 1', b'"format": 99')),
            "升级策图",
        ),
        (
            lambda path: rewrite(path, lambda name, data: data.replace(b'"library.db":', b'"../../evil":')),
            "不是策图的备份",
        ),
    ],
)
def test_a_spoilt_backup_is_refused_and_leaves_nothing(
    library: Path, tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    path = tmp_path / "b.cetu"
    backup.backup(library, path)
    spoil(path)
    with pytest.raises(CetuError) as caught:
        backup.restore(path, tmp_path / "new", environment={})
    assert said in str(caught.value)
    assert sorted(p.name for p in tmp_path.iterdir() if p != path) == ["library"]


def test_nothing_is_overwritten(library: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.cetu"
    backup.backup(library, path)
    before = path.read_bytes()
    with pytest.raises(InputError, match="已存在"):
        backup.backup(library, path)
    with pytest.raises(InputError, match="上级文件夹不存在"):
        backup.backup(library, tmp_path / "none" / "b.cetu")
    with pytest.raises(InputError, match="不是空的"):
        backup.restore(path, library, environment={})
    with pytest.raises(LibraryError, match="没有资料库"):
        backup.backup(tmp_path, tmp_path / "c.cetu")
    assert path.read_bytes() == before
    assert verifying.verify(library, environment={}).errors == ()
