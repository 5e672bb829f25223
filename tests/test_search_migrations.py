"""Libraries of every schema version open with the current code, and nothing in them is lost."""

from __future__ import annotations

import os
import signal
import tarfile
import time
from pathlib import Path

import pytest

from corpus.record import SCHEMA_VERSION
from search import answering, ingest, verifying
from search.library import Library
from tests.commands import PROJECT, SAMPLE, cetu

ARCHIVES = sorted((PROJECT / "tests" / "data" / "libraries").glob("schema-*.tar.xz"))
QUESTIONS = {
    "2031年培训农技员的目标是多少": "150名",
    "两进一评是什么": "进乡村、进校园，评选晨露标兵",
    "晨光计划面向谁": "云川市晨露计划",
}


@pytest.fixture(params=ARCHIVES, ids=lambda path: path.name.removesuffix(".tar.xz"))
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    with tarfile.open(request.param) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path / "library"


def whole(folder: Path) -> None:
    opened = Library.open(folder, {})
    for question, said in QUESTIONS.items():
        assert said in answering.ask(opened, question).answer, question
    assert verifying.verify(folder, environment={}).errors == ()


def test_every_version_has_an_archive() -> None:
    assert [path.name for path in ARCHIVES] == [f"schema-{n}.tar.xz" for n in range(1, SCHEMA_VERSION + 1)]


def test_readers_open_it_as_it_is(library: Path) -> None:
    # By the command, which may not write: an upgrade is the writer's.
    for question, said in QUESTIONS.items():
        done = cetu("ask", question, library=library)
        assert done.returncode == 0 and said in done.stdout, done.stdout + done.stderr


def test_the_next_writer_brings_it_up_to_date(library: Path) -> None:
    ingest.add(library, [sorted(SAMPLE.glob("*.md"))[0]], environment={})
    assert len(Library.open(library, {}).documents) == 3
    whole(library)


def test_an_upgrade_that_was_killed_goes_on(library: Path) -> None:
    for moment in (0.3, 0.8):
        child = os.fork()
        if child == 0:
            try:
                ingest.rebuild(library, environment={})
            finally:
                os._exit(0)
        time.sleep(moment)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for question, said in QUESTIONS.items():
            assert said in answering.ask(Library.open(library, {}), question).answer
    ingest.rebuild(library, environment={})
    whole(library)
