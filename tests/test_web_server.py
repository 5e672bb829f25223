"""The real server process: it finishes what it has begun, says which state an answer is of, and ends."""

from __future__ import annotations

import gc
import io
import json
import os
import signal
import socket
import subprocess
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
import urllib3

from search import ingest
from search.library import Library
from tests.commands import CETU, SAMPLE
from tests.services import free_port
from tests.site import served
from web.app import create_app
from web.shelf import Shelf, shelf_of
from web.warming import warm_now_and_later

FIRST, SECOND, THIRD, *_ = sorted(SAMPLE.glob("*.md"))
_WAIT_S = 30


@contextmanager
def serving(library: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Yield the process that serves a library, and its port."""
    port = free_port()
    process = subprocess.Popen(
        [CETU, "--library", library, "serve", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    end = time.monotonic() + _WAIT_S
    try:
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process, port
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "library"
    ingest.add(folder, [FIRST], environment={})
    return folder


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_that_has_begun_is_finished(library: Path, number: signal.Signals) -> None:
    body = json.dumps({"text": "各县科协：请做好准备。"}).encode()
    with serving(library) as (process, port):
        client = HTTPConnection("127.0.0.1", port, timeout=_WAIT_S)
        client.putrequest("POST", "/api/v1/check")
        client.putheader("Content-Type", "application/json")
        client.putheader("Content-Length", str(len(body)))
        client.endheaders(body[:10])
        time.sleep(1)  # the server has read the beginning
        process.send_signal(number)
        _refused(port)
        client.send(body[10:])
        answer = client.getresponse()
        assert (answer.status, "findings" in json.loads(answer.read())) == (200, True)
        assert process.wait(_WAIT_S) == 0


def _refused(port: int) -> None:
    """Wait until the server takes no more connections."""
    end = time.monotonic() + _WAIT_S
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            return
        time.sleep(0.1)
    pytest.fail("the server still takes connections")


def test_a_newer_state_is_shown_when_it_is_ready(library: Path) -> None:
    with serving(library) as (_, port):
        before = _change(port)
        ingest.add(library, [SECOND], environment={})
        end = time.monotonic() + _WAIT_S
        while _change(port) == before and time.monotonic() < end:
            time.sleep(0.1)
        assert _change(port) > before


def test_a_process_with_many_open_files_still_answers(library: Path) -> None:
    resource = pytest.importorskip("resource", reason="no limits on open files here")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 < hard < 1_200:
        pytest.skip("this machine lets a process open too few files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 1_200), hard))
    many = [os.open(os.devnull, os.O_RDONLY) for _ in range(1_030)]
    try:
        with served(library) as address:
            assert urllib3.request("GET", f"{address}/healthz", timeout=_WAIT_S, retries=False).status == 200
    finally:
        for file in many:
            os.close(file)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_requests_go_on_with_the_state_before_until_the_newer_is_ready(library: Path) -> None:
    ready, asked = threading.Event(), threading.Event()

    def warm(_found: Library) -> None:
        asked.set()
        ready.wait(_WAIT_S)

    shelf = Shelf(library, {})
    before = shelf.library()
    shelf.warm = warm
    ingest.add(library, [THIRD], environment={})
    assert shelf.library() is before and asked.wait(_WAIT_S)
    assert shelf.library() is before
    ready.set()
    end = time.monotonic() + _WAIT_S
    while shelf.library() is before and time.monotonic() < end:
        time.sleep(0.01)
    assert shelf.library().change > before.change


def test_a_state_that_nobody_reads_any_more_goes(library: Path, tmp_path: Path) -> None:
    app = create_app(library)
    client = app.test_client()
    for address in (
        "/",
        "/search?q=驿站",
        "/ask?q=三进两送是什么意思",
        "/glossary",
        "/indicators",
        "/api/v1/suggest?q=三",
    ):
        assert client.get(address).status_code == 200
    seen = shelf_of(app).library()
    left = [weakref.ref(seen), weakref.ref(seen.graph), weakref.ref(seen.index)]
    del seen
    text = tmp_path / "通知.txt"
    text.write_text("关于晨露计划的通知\n各县科协：\n晨露计划培训农技员7名。\n", encoding="utf-8")
    ingest.add(library, [text], environment={})
    assert client.get("/healthz").status_code == 200
    # What files are closed by when they go may hold a part of the state until the next round.
    gc.collect()
    gc.collect()
    assert [one() for one in left] == [None] * 3


def test_former_states_do_not_pile_up_until_the_collector_comes(library: Path) -> None:
    shelf = Shelf(library, {})
    first = shelf.library()
    first.kept["holds it"] = first
    left = weakref.ref(first)
    del first
    seen: list[bool] = []
    shelf.warm = lambda found: seen.append(left() is None)
    gc.disable()
    try:
        for wanted in (1, 2):
            before = weakref.ref(shelf.library())
            os.utime(library / "state.json")
            end = time.monotonic() + _WAIT_S
            # The state that was made ready takes its place after it was seen here.
            while (len(seen) < wanted or shelf.library() is before()) and time.monotonic() < end:
                shelf.library()
                time.sleep(0.05)
    finally:
        gc.enable()
    assert seen == [False, True]


def test_the_collector_does_not_walk_over_a_state_that_is_ready(library: Path) -> None:
    app = create_app(library)
    gc.unfreeze()
    try:
        warm_now_and_later(app)
        assert gc.get_freeze_count() > 10_000
        gc.unfreeze()
        shelf_of(app).renew()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()


def test_a_former_state_goes_before_the_collector_is_kept_off_what_is_there(library: Path) -> None:
    shelf = Shelf(library, {})
    first = shelf.library()
    first.kept["holds it"] = first
    left = weakref.ref(first)
    del first
    shelf.warm = lambda found: None
    try:
        os.utime(library / "state.json")
        shelf.renew()
        assert left() is None
    finally:
        gc.unfreeze()


def test_who_changes_the_library_sees_it_at_once(library: Path) -> None:
    app = create_app(library)
    client = app.test_client()
    client.get("/healthz")
    never = threading.Event()
    shelf_of(app).warm = lambda _found: never.wait(_WAIT_S) and None
    text = "关于晨星驿站的通知\n各县科协：\n晨星驿站建成9家。\n".encode()
    before = client.get("/healthz").json["documents"]  # type: ignore[index]
    assert client.post("/api/v1/documents", data={"file": (io.BytesIO(text), "晨星.txt")}).status_code == 201
    assert client.get("/healthz").json["documents"] == before + 1  # type: ignore[index]
    never.set()


def _change(port: int) -> int:
    client = HTTPConnection("127.0.0.1", port, timeout=_WAIT_S)
    client.request("GET", "/healthz")
    answer = client.getresponse()
    assert json.loads(answer.read())["change"] == int(answer.headers["X-Cetu-Change"])
    return int(answer.headers["X-Cetu-Change"])
