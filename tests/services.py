"""Real servers for tests marked `service`: started by scripts/services, one of each kind a session, stopped at its end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import urllib3

from corpus.errors import LibraryError
from kg import stores
from tests.shared import PROJECT

SCRIPTS = PROJECT / "scripts" / "services"
# What a server needs beside its script, and its data set's address below the host.
NEEDS = {
    "oxigraph": ((), ""),
    "fuseki": (("java", "mvn"), "/cetu"),
    "virtuoso": (("virtuoso-t", "isql-vt"), "#query=sparql&update=sparql&data=sparql-graph-crud"),
}
# The same for servers that hold something else than a graph.
OTHER_NEEDS = {"postgresql": (("psql",), ""), "opensearch": (("java", "javac", "mvn"), ""), "s3": ((), "")}
# Passwords of servers that ask for one; scripts/services sets them up with these.
PASSWORDS = {"postgresql": {"PGPASSWORD": "cetu"}}
# Addresses that are not of HTTP.
ADDRESSES = {"postgresql": "postgresql://cetu@127.0.0.1:{port}/cetu"}
# A busy machine takes minutes where a quiet one takes seconds.
_START_S = 300


@contextmanager
def running(name: str, folder: Path, *options: str) -> Iterator[str]:
    """Yield the address of a server that has nothing in it; skip, with the reason, where it cannot be started.

    Args:
        options: Further ones, for its own program.
    """
    programs, path = (NEEDS | OTHER_NEEDS)[name]
    if missing := [program for program in programs if shutil.which(program) is None]:
        pytest.skip(f"{name} needs {' and '.join(missing)}")
    port = free_port()
    log = folder / f"{name}.log"
    with log.open("wb") as stream:
        process = subprocess.Popen([SCRIPTS / name, str(port), folder / name, *options], stdout=stream, stderr=stream)
    url = ADDRESSES.get(name, f"http://127.0.0.1:{{port}}{path}").format(port=port)
    try:
        _wait(name, process, url, log)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(name: str, process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + _START_S
    answers = _ANSWERS.get(name, _has_http_answer)
    while time.monotonic() < end and process.poll() is None:
        if answers(url):
            return
        time.sleep(0.2)
    last = log.read_text("utf-8", "replace").strip().splitlines()[-1:] or ["no answer"]
    pytest.skip(f"{name} does not start here: {last[0][:200]}")


def _has_http_answer(url: str) -> bool:
    try:
        urllib3.request("GET", f"{url}/query?query=ASK%7B%7D", retries=False, timeout=5)
    except urllib3.exceptions.HTTPError:
        return False
    return True


def _has_database(url: str) -> bool:
    command = ["psql", url, "-qtc", "SELECT 1"]
    environment = os.environ | PASSWORDS["postgresql"]
    return not subprocess.run(command, env=environment, capture_output=True, check=False).returncode


def _has_graph(url: str) -> bool:
    try:
        stores.open_writer(url, Path(tempfile.mkdtemp())).close()
    except LibraryError:
        return False
    return True


def _has_cluster(url: str) -> bool:
    try:
        answer = urllib3.request("GET", f"{url}/_cluster/health?wait_for_nodes=3", retries=False, timeout=5)
    except urllib3.exceptions.HTTPError:
        return False
    return answer.status == 200


_ANSWERS: dict[str, Callable[[str], bool]] = {
    "postgresql": _has_database,
    "opensearch": _has_cluster,
    "virtuoso": _has_graph,
}


def empty_database(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a PostgreSQL database as it was when the server started, and let the test sign in."""
    for name, value in PASSWORDS["postgresql"].items():
        monkeypatch.setenv(name, value)
    subprocess.run(
        ["psql", url, "-qc", "DROP SCHEMA public CASCADE; CREATE SCHEMA public"], check=True, capture_output=True
    )
