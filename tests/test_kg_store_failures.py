"""A graph whose disk is full, read-only or gone: one clear line, and nothing acknowledged is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import LibraryError
from search import answering, ingest, verifying
from search.library import Library
from tests.commands import SAMPLE

FIRST, SECOND, *_ = sorted(SAMPLE.glob("*.md"))
QUESTION = "三进两送是什么意思？"


class Disk:
    """A small file system in memory, mounted where the graph lies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mount(self, options: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        _run("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.folder))

    def change(self, options: str) -> None:
        _run("mount", "-o", f"remount,{options}", str(self.folder))

    def pull(self) -> None:
        # Lazily: a reader may still hold files of it.
        _run("umount", "-l", str(self.folder))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small disk needs Linux and its administrator")
    made = Disk(tmp_path / "library" / "graph")
    try:
        made.mount("size=64m")
    except subprocess.CalledProcessError as error:
        pytest.skip(f"no disk can be mounted here: {error.stderr.strip()}")
    yield made
    subprocess.run(["umount", "-l", made.folder], check=False, capture_output=True)


@pytest.fixture(params=["oxigraph", "memory"])
def environment(request: pytest.FixtureRequest) -> dict[str, str]:
    return {"CETU_KG__STORE": request.param}


def verified(library: Path, environment: dict[str, str]) -> bool:
    return not verifying.verify(library, environment=environment).errors


def test_a_full_disk(disk: Disk, environment: dict[str, str]) -> None:
    library = disk.folder.parent
    ingest.add(library, [FIRST], environment=environment)
    ballast = disk.folder / "ballast"
    with pytest.raises(OSError, match="space"), ballast.open("wb", buffering=0) as stream:
        while True:
            stream.write(bytes(1 << 16))
    with pytest.raises(LibraryError, match="磁盘已满") as caught:
        ingest.add(library, [SECOND], environment=environment)
    assert "verify --repair" in caught.value.hint
    # Readers go on with the state before.
    assert answering.ask(Library.open(library, environment), QUESTION).status == "answered"
    ballast.unlink()
    assert verifying.repair(library, environment=environment).errors == ()
    assert len(Library.open(library, environment).documents) == 2
    assert verified(library, environment)


def test_a_read_only_disk(disk: Disk, environment: dict[str, str]) -> None:
    library = disk.folder.parent
    ingest.add(library, [FIRST], environment=environment)
    disk.change("ro")
    assert answering.ask(Library.open(library, environment), QUESTION).status == "answered"
    with pytest.raises(LibraryError, match="只读"):
        ingest.add(library, [SECOND], environment=environment)
    disk.change("rw")
    ingest.add(library, [], environment=environment)
    assert len(Library.open(library, environment).documents) == 2
    assert verified(library, environment)


def test_a_disk_that_is_gone(disk: Disk, environment: dict[str, str]) -> None:
    library = disk.folder.parent
    ingest.add(library, [FIRST], environment=environment)
    disk.pull()
    with pytest.raises(LibraryError) as caught:
        Library.open(library, environment).graph.count()
    assert "cetu" in caught.value.hint
    # What is said of each document also stands beside the names: answers go on.
    assert answering.ask(Library.open(library, environment), QUESTION).status == "answered"
    assert not verified(library, environment)
    assert verifying.repair(library, environment=environment).errors == ()
    assert answering.ask(Library.open(library, environment), QUESTION).status == "answered"
