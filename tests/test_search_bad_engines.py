"""Engines that are down, slow, full, of another version, or do not know us: a clear message, and the library as it was."""

from __future__ import annotations

import hashlib
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from corpus.databases import open_engine
from corpus.errors import LibraryError
from search import ingest, verifying
from search.indexes.opensearch_server import Cluster
from search.migration import migrate, targets
from tests.answering_badly import answering, mute
from tests.services import PASSWORDS, SCRIPTS, empty_database, free_port, running

TEXTS = ("云川市科协2023年工作要点\n新建科普服务站3家。\n", "云川市科协2024年工作要点\n新建科普服务站5家。\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    ingest.add(folder / "library", sorted(folder.glob("*.txt")), environment={})
    return folder / "library"


@pytest.fixture
def library(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "library")
    return tmp_path / "library"


def state(library: Path) -> dict[str, str]:
    """Return the embedded copy file by file; the lock and the name that copies are known by are not part of it."""
    held = (path for path in sorted(library.rglob("*")) if path.is_file() and path.name != "writer.lock")
    found = {
        str(path.relative_to(library)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in held
        if not path.name.startswith("library.db")
    }
    with open_engine(library).connect() as connection:
        found["change"] = str(connection.execute(sa.text("SELECT max(number) FROM changes")).scalar())
    return found


def refused(library: Path, target: str, said: str) -> str:
    """Move a part to a target that must fail, and return the message; the library is what it was."""
    before = state(library)
    with pytest.raises(LibraryError, match=said) as caught:
        migrate(library, targets((target,)), environment={})
    assert state(library) == before
    assert not (library / "cetu.toml").exists()
    assert not verifying.verify(library, environment={}).errors
    assert caught.value.hint and caught.value.where
    return str(caught.value)


@pytest.fixture
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait tenths of a second where minutes are right."""
    for name in ("_READ_S", "_DOWN_S", "_BUSY_S"):
        monkeypatch.setattr(f"search.indexes.opensearch_server.{name}", 0.3)
    monkeypatch.setattr("kg.stores.sparql_server._READ_S", 0.2)


PAGE = b"<html><title>intranet</title></html>"
ELASTIC = b'{"version": {"number": "6.8.23"}, "tagline": "You Know, for Search"}'


@pytest.mark.usefixtures("in_haste")
@pytest.mark.parametrize("part", ["graph", "index"])
@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (401, b"", "不收这个用户或口令"),
        (403, b"", "不收这个用户或口令"),
        (507, b"no space left on device", "507"),
        (503, b"", "503"),
        (200, PAGE, "答的"),
        (200, ELASTIC, "答的|版本不合用：6.8"),
    ],
)
def test_a_server_that_refuses(library: Path, part: str, status: int, body: bytes, said: str) -> None:
    with answering(status, body, Retry_After="3600") as address:
        refused(library, f"{part}={address}/cetu", said)


@pytest.mark.usefixtures("in_haste")
@pytest.mark.parametrize("part", ["graph", "index"])
def test_a_server_that_does_not_answer_in_time(library: Path, part: str) -> None:
    with answering(200, b"{}", after_s=1.0) as address:
        refused(library, f"{part}={address}/cetu", "没有回应")


@pytest.mark.service
def test_a_graph_server_that_asks_for_a_password(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "passwords").write_text("cetu: open sesame\n")
    with running("fuseki", tmp_path, "--auth=basic", f"--passwd={tmp_path / 'passwords'}") as address:
        refused(library, f"graph={address}", "CETU_GRAPH_PASSWORD")
        monkeypatch.setenv("CETU_GRAPH_USER", "cetu")
        monkeypatch.setenv("CETU_GRAPH_PASSWORD", "open says me")
        assert "says me" not in refused(library, f"graph={address}", "不收这个用户或口令")
        monkeypatch.setenv("CETU_GRAPH_PASSWORD", "open sesame")
        migrate(library, targets((f"graph={address}",)), environment={})
        assert not verifying.verify(library, environment={}).errors


@pytest.mark.service
def test_a_cluster_whose_disks_are_full(library: Path, opensearch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.indexes.opensearch_server._BUSY_S", 0.5)
    address = f"{opensearch}/{secrets.token_hex(4)}?replicas=0"
    cluster = Cluster(address)
    block = "cluster.blocks.read_only_allow_delete"  # what it sets itself when its disks are full
    cluster.ask("PUT", "_cluster/settings", {"persistent": {block: True}})
    try:
        refused(library, f"index={address}", "满")
    finally:
        cluster.ask("PUT", "_cluster/settings", {"persistent": {block: None}})
    migrate(library, targets((f"index={address}",)), environment={})
    assert not verifying.verify(library, environment={}).errors


@pytest.fixture
def database(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    empty_database(postgresql, monkeypatch)
    yield postgresql
    monkeypatch.setenv("PGPASSWORD", PASSWORDS["postgresql"]["PGPASSWORD"])
    monkeypatch.setenv("PGOPTIONS", "-c default_transaction_read_only=off")
    with open_engine(Path(), postgresql).begin() as connection:
        connection.exec_driver_sql("ALTER DATABASE cetu RESET ALL")


@pytest.mark.service
def test_a_database_that_is_read_only(library: Path, database: str) -> None:
    with open_engine(library, database).begin() as connection:
        connection.exec_driver_sql("ALTER DATABASE cetu SET default_transaction_read_only = on")
    refused(library, f"record={database}", "只读")


@pytest.mark.service
def test_a_database_with_no_connection_left(library: Path, database: str) -> None:
    taken: list[sa.Connection] = []
    try:
        with pytest.raises(LibraryError, match="连接太多"):
            while True:
                taken.append(open_engine(library, database).connect())
        refused(library, f"record={database}", "连接太多")
    finally:
        for connection in taken:
            connection.close()
            connection.engine.dispose()


@pytest.mark.service
def test_a_database_that_does_not_know_us(library: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "open says me")
    assert "says me" not in refused(library, f"record={database}", "不认这个用户名或密码")


@pytest.mark.service
def test_a_database_that_goes_away_half_way_gets_nothing(
    library: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus import copies

    counting = copies._go_on_counting
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = 'cetu'"

    def cut_off(connection: sa.Connection, table: sa.Table) -> None:
        with open_engine(library, database).begin() as other:
            other.exec_driver_sql(cut)
        counting(connection, table)

    with monkeypatch.context() as patch:
        patch.setattr(copies, "_go_on_counting", cut_off)
        refused(library, f"record={database}", "连不上")
    assert copies.is_empty(open_engine(library, database))
    migrate(library, targets((f"record={database}",)), environment={})
    assert not verifying.verify(library, environment={}).errors


def test_a_database_that_is_something_else_or_mute(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.databases._CONNECT_S", 2)  # the least that its library knows
    with answering(200, PAGE) as address:
        refused(library, f"record={address.replace('http', 'postgresql')}/cetu", "连不上")
    with mute() as port:
        refused(library, f"record=postgresql://cetu@127.0.0.1:{port}/cetu", "连不上")


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that speaks S3; what reads it can be imported."""
    found = subprocess.run([SCRIPTS / "s3", "--packages"], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.skip(f"s3 is not to be had here: {found.stderr.strip()[-200:]}")
    with running("s3", tmp_path_factory.mktemp("s3")) as address:
        sys.path.append(found.stdout.strip())
        yield address
        sys.path.remove(found.stdout.strip())


@pytest.fixture
def storage(s3: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let S3 stand at an address, and forget what was known of another."""

    def at(address: str) -> None:
        from s3fs import S3FileSystem

        S3FileSystem.clear_instance_cache()
        for name, value in {
            "AWS_ENDPOINT_URL": address,
            "AWS_ACCESS_KEY_ID": "cetu",
            "AWS_SECRET_ACCESS_KEY": "open says me",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_MAX_ATTEMPTS": "1",
        }.items():
            monkeypatch.setenv(name, value)

    at(s3)
    return at


@pytest.mark.service
@pytest.mark.usefixtures("storage")
def test_files_go_to_s3_and_come_back(library: Path) -> None:
    migrate(library, targets(("files=s3://policy/cetu",)), environment={})
    assert not verifying.verify(library, environment={}).errors
    shutil.rmtree(library / "blobs")
    assert not verifying.verify(library, environment={}).errors
    migrate(library, targets(("files=embedded",)), environment={})
    assert not verifying.verify(library, environment={}).errors
    assert list((library / "blobs").rglob("*"))


@pytest.mark.service
@pytest.mark.parametrize("trouble", ["down", "refuses", "full"])
def test_storage_that_does_not_take_files(library: Path, storage: Callable[[str], None], trouble: str) -> None:
    if trouble == "down":
        storage(f"http://127.0.0.1:{free_port()}")
        assert "says me" not in refused(library, "files=s3://policy/cetu", "存储出错")
        return
    status, code = {"refuses": (403, b"InvalidAccessKeyId"), "full": (507, b"InsufficientStorage")}[trouble]
    with answering(status, b"<Error><Code>%s</Code><Message>%s</Message></Error>" % (code, code)) as address:
        storage(address)
        assert "says me" not in refused(library, "files=s3://policy/cetu", "存储出错")
