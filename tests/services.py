"""Real servers for tests marked `service`: started by scripts/services, one of each kind a session, stopped at its end."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

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
_START_S = 120


@contextmanager
def running(name: str, folder: Path) -> Iterator[str]:
    """Yield the address of a server that has nothing in it; skip, with the reason, where it cannot be started."""
    programs, path = NEEDS[name]
    if missing := [program for program in programs if shutil.which(program) is None]:
        pytest.skip(f"{name} needs {' and '.join(missing)}")
    port = free_port()
    log = folder / f"{name}.log"
    with log.open("wb") as stream:
        process = subprocess.Popen([SCRIPTS / name, str(port), folder / name], stdout=stream, stderr=stream)
    try:
        address = f"http://127.0.0.1:{port}{path}"
        _wait(name, process, address, log)
        yield address
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
    while time.monotonic() < end and process.poll() is None:
        try:
            stores.open_writer(url, log.parent / "probe").close()
        except LibraryError:
            time.sleep(0.2)
        else:
            return
    last = log.read_text("utf-8", "replace").strip().splitlines()[-1:] or ["no answer"]
    pytest.skip(f"{name} does not start here: {last[0][:200]}")
