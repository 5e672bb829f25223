"""Readers of a real server while others write: no error, no answer of two states, times, memory.

    python scripts/load_drill.py [--library DIR] [--readers 50] [--added 200] [--seconds 60]

Serves a copy of the library (by default one made of the built-in sample) by `cetu serve`. Readers look at pages and ask
the API, each waiting about `--pause` seconds between two looks. Meanwhile a writer adds so many documents, one after the
other, and an editor merges two entities and undoes it again and again. With `--distinct N` later documents take the place of
earlier ones, so that the library keeps its size: what grows then is kept in vain. It ends when both have passed: the
seconds, and the last document. Exit code 1 where an answer failed or was mixed from two states, or memory grew without end.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from scripts.drills.load import MERGED, TEXT, TITLE, Ledger, Reader, Seen  # noqa: E402

_CETU = str(Path(sys.executable).with_name("cetu"))
_START_S, _END_S, _EDIT_S, _WRITE_S = 120, 60, 3, 300
# Memory of the last third against the second: what is kept for each state must go with it.
_GROWTH, _ALLOWANCE_MB = 1.10, 30


@contextmanager
def serving(library: Path, log: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Yield the process that serves a library and its address; it must end by itself when told to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [_CETU, "--library", str(library), "serve", "--port", str(port)]
    with log.open("wb") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=stream)
    try:
        end = time.monotonic() + _START_S
        while time.monotonic() < end and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process, f"http://127.0.0.1:{port}"
        process.send_signal(signal.SIGTERM)
        if (code := process.wait(_END_S)) != 0:
            raise SystemExit(f"服务以 {code} 结束：{log.read_text('utf-8', 'replace')[-500:]}")
    finally:
        process.kill()


def write(library: Path, folder: Path, options: argparse.Namespace) -> None:
    """Add documents one after the other, each a change of its own; where somebody else writes for long, try again as told."""
    from corpus.errors import LibraryError
    from search import ingest

    def add(file: Path) -> None:
        end = time.monotonic() + _WRITE_S
        while True:
            try:
                ingest.add(library, [file], environment=os.environ)
                return
            except LibraryError:
                if time.monotonic() > end:
                    raise

    for n in range(1, options.added + 1):
        time.sleep(options.rest)
        file = folder / f"{n % (options.distinct or options.added)}.txt"
        file.write_text(TEXT.format(title=TITLE.format(n=n), n=n, m=n * 3), encoding="utf-8")
        add(file)


def edit(library: Path, stop: threading.Event) -> int:
    """Merge two entities and undo it, as an editor does, until told to stop; return how many decisions were made."""
    cetu = [_CETU, "--library", str(library), "decide"]
    made = 0
    while not stop.wait(_EDIT_S):
        done = subprocess.run([*cetu, "merge", *MERGED, "--why", "演练"], capture_output=True, text=True, check=False)
        number = re.search(r"\d+", done.stdout)
        if done.returncode or number is None:
            raise SystemExit(f"合并没有记下：{done.stderr}")
        stop.wait(_EDIT_S)
        subprocess.run([*cetu, "undo", number[0], "--why", "演练"], capture_output=True, check=True)
        made += 2
    return made


def watch(process: subprocess.Popen[bytes], stop: threading.Event, found: list[float]) -> None:
    """Note the memory of the server in MB, ten times a second."""
    status = Path(f"/proc/{process.pid}/status")
    while not stop.wait(0.1):
        lines = status.read_text("ascii", "replace").splitlines() if status.exists() else []
        found.extend(int(line.split()[1]) / 1e3 for line in lines if line.startswith("VmRSS"))


def main(arguments: Sequence[str]) -> int:
    """Hold the drill and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, help="a library to be copied")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--added", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between two looks of a reader")
    parser.add_argument("--rest", type=float, default=0.0, help="seconds before each document")
    parser.add_argument("--distinct", type=int, default=0, help="so many different documents; 0 for all")
    parser.add_argument("--write", type=Path, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.write:
        library, folder = options.write
        write(library, folder, options)
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = folder / "library"
        if options.library:
            shutil.copytree(options.library, library)
        else:
            from search import ingest

            ingest.add(library, sorted((PROJECT / "corpus" / "sample").glob("20*")), environment=os.environ)
        return _drill(library, folder, options)


def _drill(library: Path, folder: Path, options: argparse.Namespace) -> int:
    ledger, stop, memory = Ledger(), threading.Event(), list[float]()
    decisions: list[int] = []
    with serving(library, folder / "server.log") as (process, address):
        readers = [Reader(address, ledger, stop, seed=seed, pause_s=options.pause) for seed in range(options.readers)]
        editor = threading.Thread(target=lambda: decisions.append(edit(library, stop)))
        watcher = threading.Thread(target=watch, args=(process, stop, memory))
        for thread in (*readers, editor, watcher):
            thread.start()
        started = time.monotonic()
        chosen = [f"--{name}={getattr(options, name)}" for name in ("added", "rest", "distinct")]
        command = [sys.executable, __file__, *chosen, "--write", str(library), str(folder)]
        written = subprocess.run(command, check=False).returncode
        took = time.monotonic() - started
        time.sleep(max(0.0, options.seconds - took))
        stop.set()
        for thread in (*readers, editor, watcher):
            thread.join()
    wrong = [*dict.fromkeys(seen.trouble for seen in ledger.answers if seen.trouble), *ledger.mixed()]
    if written or not decisions:
        wrong.append("写入者没有写完")
    wrong += _growth(memory)
    _print(ledger.answers, time.monotonic() - started)
    print(
        f"\n{options.added} documents in {took:.0f} s, {sum(decisions)} decisions, {len({c for c, _ in ledger.facts})} states seen"
    )
    tenths = " ".join(f"{memory[i * len(memory) // 10]:.0f}" for i in range(10))
    print(f"memory of the server in MB, at each tenth of the time: {tenths}, {memory[-1]:.0f} at the end")
    for line in wrong:
        print("错误：" + line)
    return 1 if wrong else 0


def _growth(memory: Sequence[float]) -> Iterator[str]:
    third = len(memory) // 3
    if third:
        middle, last = (sorted(part)[len(part) // 2] for part in (memory[third : 2 * third], memory[2 * third :]))
        if last > middle * _GROWTH + _ALLOWANCE_MB:
            yield f"内存由 {middle:.0f} MB 长到 {last:.0f} MB"


def _print(answers: Sequence[Seen], seconds: float) -> None:
    import numpy as np

    print("| look | answers | p50 ms | p95 ms | p99 ms |\n|---|---|---|---|---|")
    for kind in [*sorted({seen.kind for seen in answers}), "all"]:
        times = [1000 * seen.seconds for seen in answers if kind in (seen.kind, "all")]
        spread = " | ".join(f"{value:.0f}" for value in np.percentile(times, [50, 95, 99]))
        print(f"| {kind} | {len(times)} | {spread} |")
    print(f"\n{len(answers) / seconds:.1f} answers a second, {sum(bool(seen.trouble) for seen in answers)} failed")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
