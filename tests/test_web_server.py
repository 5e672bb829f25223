"""The real server process: it finishes what it has begun, says which state an answer is of, and ends."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from search import ingest
from tests.commands import CETU, SAMPLE
from tests.services import free_port

FIRST, SECOND, *_ = sorted(SAMPLE.glob("*.md"))
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


def test_answers_say_which_state_they_are_of(library: Path) -> None:
    with serving(library) as (_, port):
        before = _change(port)
        ingest.add(library, [SECOND], environment={})
        assert _change(port) > before


def _change(port: int) -> int:
    client = HTTPConnection("127.0.0.1", port, timeout=_WAIT_S)
    client.request("GET", "/healthz")
    answer = client.getresponse()
    assert json.loads(answer.read())["change"] == int(answer.headers["X-Cetu-Change"])
    return int(answer.headers["X-Cetu-Change"])
