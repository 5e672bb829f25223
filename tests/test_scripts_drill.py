"""Writers that are killed, and disks that fill or fail, lose nothing that was acknowledged; `scripts/kill_drill.py` does it at length."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.blobs import Blobs
from corpus.errors import LibraryError
from scripts.drills import layer
from search import engine, indexes, ingest
from search.disk import telling_disk
from search.library import Library
from search.projections import project
from search.state import STATE_FILE
from tests.commands import PROJECT, SAMPLE

SHORT = SAMPLE / "2022-科普惠农驿站管理办法.txt"


def drill(folder: Path, *arguments: str, script: str = "kill_drill.py") -> str:
    """Return what the drill printed; nothing of it may stay in the folder of temporary files."""
    command = [sys.executable, PROJECT / "scripts" / script, *arguments]
    environment = {**os.environ, "TMPDIR": str(folder)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(folder.iterdir())
    return done.stdout


def test_writers_killed_at_any_moment_lose_nothing_acknowledged(tmp_path: Path) -> None:
    printed = drill(tmp_path, "--rounds", "4", "--seed", "7", "--deeds", "add,decide")
    assert re.search(r"killed +[1-9]", printed), printed


@pytest.mark.skipif(layer.compiler() is None, reason="no C compiler for the layer that lets file-system calls fail")
@pytest.mark.parametrize("kind", ["kill", "ENOSPC"])
def test_a_call_that_fails_is_said_and_nothing_is_lost(tmp_path: Path, kind: str) -> None:
    printed = drill(tmp_path, "--calls", kind, "--every", "300", "--deeds", "add")
    assert re.search(r"add: \d{3,} calls", printed), printed


@pytest.mark.parametrize(
    "every",
    [pytest.param(1, marks=pytest.mark.long), 30],
    ids=["every file", "a few files"],
)
def test_a_file_that_is_gone_or_changed_is_found_and_mended(tmp_path: Path, every: int) -> None:
    printed = drill(tmp_path, "--every", str(every), script="damage_drill.py")
    assert re.search(r"[1-9]\d* gone, [1-9]\d* flipped, [1-9]\d* cut; 0 findings", printed), printed


def test_a_draft_of_a_full_disk_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LibraryError, match="磁盘已满") as caught, telling_disk(tmp_path):
        Blobs(tmp_path / "blobs").put("云川市".encode())
    assert "腾出空间" in caught.value.hint
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_readers_do_not_find_what_their_state_does_not_hold(tmp_path: Path) -> None:
    library = tmp_path / "library"
    ingest.add(library, [SHORT], environment={})
    before = (library / STATE_FILE).read_bytes()
    draft = tmp_path / "通知.txt"
    draft.write_text("关于青禾共富工程的通知\n云川市科协建设青禾共富工程站点37个。\n", encoding="utf-8")
    ingest.add(library, [draft], environment={})
    (library / STATE_FILE).write_bytes(before)  # as if the writer had been killed just before it showed the new state
    reader = Library.open(library, {})
    assert not engine.search(reader, "青禾共富工程").hits
    assert engine.search(reader, "科普惠农驿站").hits
    with ingest.writing(library) as record:
        project(library, record, reader.settings)
    assert engine.search(Library.open(library, {}), "青禾共富工程").hits


def test_two_writers_at_once_both_come_in(tmp_path: Path) -> None:
    library = tmp_path / "library"
    drafts = [tmp_path / f"{name}.txt" for name in ("青禾", "晨露")]
    for path in drafts:
        path.write_text(f"关于{path.stem}计划的通知\n云川市科协组织实施{path.stem}计划。\n", encoding="utf-8")
    cetu = Path(sys.executable).with_name("cetu")
    writers = [
        subprocess.Popen([cetu, "--library", library, "add", path], stdout=subprocess.DEVNULL) for path in drafts
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    found = Library.open(library, {})
    assert len(found.documents) == 2
    assert found.change == indexes.open_reader("whoosh", library / "index").change
