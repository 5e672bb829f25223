"""Moving a library to other engines and back: what arrives is what was there, and what fails changes nothing."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from corpus.accounts import Accounts
from corpus.blobs import Blobs, blobs_at
from corpus.databases import open_engine
from corpus.errors import CetuError, InputError, LibraryError
from corpus.record import Record
from kg.stores.sparql_server import _RETRIES, Server
from search import ingest, verifying
from search.backup import backup, restore
from search.indexes.opensearch_server import Cluster
from search.library import Library
from search.migration import migrate, targets
from tests.services import NEEDS, SCRIPTS, empty_database, free_port

TEXT = "云川市科协2023年工作要点\n新建科普服务站3家。科技工作者之家揭牌。\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    ingest.add(folder / "library", [folder / "a.txt"], environment={})
    return folder / "library"


@pytest.fixture
def library(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "library")
    return tmp_path / "library"


def move(library: Path, *words: str) -> list[tuple[str, str, str]]:
    return [(one.part, one.source, one.target) for one in migrate(library, targets(words), environment={})]


def assert_whole(library: Path) -> None:
    found = verifying.verify(library, environment={})
    assert not found.errors, found.errors
    assert found.documents == 1


def add_another(library: Path) -> None:
    (library.parent / "b.txt").write_text("云川市科协2024年工作要点\n新建科普服务站5家。\n", encoding="utf-8")
    ingest.add(library, [library.parent / "b.txt"], environment={})


@pytest.mark.service
def test_record_and_files_go_to_servers_and_come_back(
    library: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_database(postgresql, monkeypatch)
    Accounts(library).add("苏明", "清风徐来水波不兴之夜", role="administrator")
    embedded = (library / "library.db").stat().st_size, sorted(Blobs(library / "blobs").names())
    files = f"memory://{secrets.token_hex(4)}"
    assert move(library, f"record={postgresql}", f"files={files}") == [
        ("record", "embedded", postgresql),
        ("files", "embedded", files),
    ]
    assert_whole(library)
    assert (embedded[1], embedded[1]) == (
        sorted(Blobs(library / "blobs").names()),
        sorted(blobs_at(files, library).names()),
    )
    assert [account.name for account in Accounts(library).listed()] == ["苏明"]
    add_another(library)
    assert len(Library.open(library, {}).documents) == 2

    assert move(library, f"record={postgresql}") == []
    move(library, "record=embedded", "files=embedded")
    assert not verifying.verify(library, environment={}).errors
    assert len(Record(library).documents()) == 2
    assert (library / "library-1.old.db").exists()
    # The copy on the server is an earlier one of this library: it is written over.
    add_another(library)
    move(library, f"record={postgresql}")
    assert not verifying.verify(library, environment={}).errors


@pytest.mark.service
def test_a_database_with_something_else_is_left_alone(
    library: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_database(postgresql, monkeypatch)
    engine = open_engine(library, postgresql)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE payroll (id integer PRIMARY KEY)")
    with pytest.raises(LibraryError, match="不是空的"):
        move(library, f"record={postgresql}")
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM payroll").scalar() == 0
        connection.exec_driver_sql("DROP TABLE payroll")
    move(library, f"record={postgresql}")
    assert_whole(library)


@pytest.mark.service
def test_a_backup_of_a_library_on_servers_is_restored_into_a_folder(
    library: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty_database(postgresql, monkeypatch)
    move(library, f"record={postgresql}", f"files=memory://{secrets.token_hex(4)}")
    backup(library, tmp_path / "all.zip")
    restore(tmp_path / "all.zip", tmp_path / "restored", environment={})
    assert (tmp_path / "restored" / "library.db").exists()
    assert_whole(tmp_path / "restored")
    with Record(library).sole_writer(timeout_s=1):
        assert_whole(tmp_path / "restored")


@pytest.mark.service
def test_the_index_goes_to_a_cluster_and_comes_back(
    library: Path, opensearch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{opensearch}/{secrets.token_hex(4)}?replicas=0"
    send = Cluster.send

    def cut_off(cluster: Cluster, index: str, lines: Sequence[bytes]) -> int:
        send(cluster, index, lines)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Cluster, "send", cut_off)
        move(library, f"index={address}")
    assert not (library / "cetu.toml").exists()
    assert_whole(library)
    assert move(library, f"index={address}") == [("index", "embedded", address)]
    assert_whole(library)
    add_another(library)
    assert Library.open(library, {}).index.count() > 2
    move(library, "index=embedded")
    assert not verifying.verify(library, environment={}).errors


@pytest.mark.service
@pytest.mark.parametrize("name", sorted(NEEDS))
def test_the_graph_goes_to_a_server_and_comes_back(
    library: Path, name: str, servers: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = servers(name)
    add_another(library)
    post, done = Server.post, []

    def cut_off(server: Server, graph: str, triples: bytes) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(graph)
        post(server, graph, triples)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Server, "post", cut_off)
        move(library, f"graph={address}")
    assert not (library / "cetu.toml").exists()
    assert not verifying.verify(library, environment={}).errors

    assert move(library, f"graph={address}") == [("graph", "embedded", address)]
    assert not verifying.verify(library, environment={}).errors
    assert Library.open(library, {}).graph.source == address
    ingest.remove(library, [Library.open(library, {}).documents[0].id], environment={})
    assert_whole(library)
    move(library, "graph=embedded")
    assert_whole(library)


class Restarted:
    """An Oxigraph server that can be stopped, and started again where it was."""

    def __init__(self, folder: Path) -> None:
        self._port, self._folder = free_port(), folder
        self.address = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen([SCRIPTS / "oxigraph", str(self._port), self._folder / "oxigraph"])

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)


@pytest.mark.service
def test_a_graph_server_that_is_restarted_meanwhile_costs_nothing(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Restarted(tmp_path)
    monkeypatch.setattr("kg.stores.sparql_server._RETRIES", _RETRIES.new(total=9))
    post = Server.post

    def post_after_restart(there: Server, graph: str, triples: bytes) -> None:
        server.stop()
        threading.Timer(0.3, server.start).start()
        post(there, graph, triples)

    try:
        with monkeypatch.context() as patch:
            patch.setattr(Server, "post", post_after_restart)
            move(library, f"graph={server.address}")
        assert_whole(library)
    finally:
        server.stop()


def test_the_graph_goes_to_another_store_and_comes_back(library: Path) -> None:
    move(library, "graph=memory")
    assert_whole(library)
    move(library, "graph=embedded")
    assert_whole(library)


def test_a_run_that_was_cut_off_is_run_again(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = f"memory://{secrets.token_hex(4)}"

    def stop(part: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate(library, targets((f"files={files}",)), environment={}, on_progress=stop)
    assert not (library / "cetu.toml").exists()
    assert len(list(blobs_at(files, library).names())) == 1
    move(library, f"files={files}")
    assert_whole(library)


@pytest.mark.parametrize(
    "part", ["record=postgresql://cetu@127.0.0.1:{}/cetu", "index=http://127.0.0.1:{}/x", "graph=http://127.0.0.1:{}"]
)
def test_an_engine_that_is_down_is_said_and_nothing_is_switched(
    library: Path, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.indexes.opensearch_server._DOWN_S", 0.5)
    with pytest.raises(LibraryError, match="连不上"):
        move(library, part.format(free_port()))
    assert not (library / "cetu.toml").exists()
    assert_whole(library)


@pytest.mark.parametrize("words", [(), ("record",), ("moon=x",), ("index=whoosh", "index=tantivy"), ("record=",)])
def test_what_cannot_be_meant_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="--to"):
        targets(words)


def test_a_variable_that_would_override_the_move_is_named(library: Path) -> None:
    with pytest.raises(CetuError, match="CETU_SEARCH__INDEX"):
        migrate(library, {"index": "tantivy"}, environment={"CETU_SEARCH__INDEX": "whoosh"})
