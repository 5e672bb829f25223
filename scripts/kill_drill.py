"""Kill writers at random moments, or strike at every file-system call, and judge the library each time.

    python scripts/kill_drill.py [--rounds 200] [--seed 1] [--deeds add,decide]
    python scripts/kill_drill.py --calls kill|EIO|ENOSPC [--every 7] [--deeds add]

Deeds: add, first (into an empty folder), decide, rebuild, upload. After each strike readers must see whole documents, `cetu
verify` must name nothing that cannot be mended, the next writer must leave a clean library, and whatever was acknowledged
must be in it. Exit code 1 where one of this does not hold.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.drills import layer
from scripts.drills.deeds import DEEDS, FIRST, TEXT, judge

_LONGEST_S = 900


def forked(run: Callable[[], None], *, kill_after: float | None = None, log: Path | None = None) -> int:
    """Run in a process of its own and return its exit code, -9 where it was killed."""
    child = os.fork()
    if child == 0:
        code = 3
        try:
            if log is not None:
                os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
            run()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    deadline = time.monotonic() + (_LONGEST_S if kill_after is None else kill_after)
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if kill_after is None:
        raise SystemExit(f"没有在 {_LONGEST_S} 秒内结束")
    return os.waitstatus_to_exitcode(status)


class Drill:
    """A folder with a library of one document, of which every strike gets a copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base = folder / "base"
        self.library = folder / "struck" / "library"
        (folder / "new.txt").write_text(TEXT, encoding="utf-8")
        (folder / "first.txt").write_text(FIRST, encoding="utf-8")
        self.endings: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.took = 0.0
        if forked(self._make) != 0:
            raise SystemExit("演练用的库没有建成")

    def _make(self) -> None:
        from search import ingest

        ingest.add(self.base, [self.folder / "first.txt"], environment={})

    def strike(self, deed: str, name: str, *, at: int = 0, kind: str = "", kill_after: float | None = None) -> int:
        """Let a writer run into its fate, judge the library, and return the writer's exit code."""
        shutil.rmtree(self.library.parent, ignore_errors=True)
        self.library.parent.mkdir()
        if deed != "first":
            shutil.copytree(self.base, self.library)
        log = self.folder / "log.txt"

        def run() -> None:
            if kind:
                layer.arm(self.library, at, kind)
            try:
                DEEDS[deed](self.library, self.folder)
            finally:
                if kind and not at:
                    (self.folder / "calls").write_text(str(layer.calls()))

        start = time.monotonic()
        code = forked(run, kill_after=kill_after, log=log)
        self.took = time.monotonic() - start
        self.endings[f"{deed}: " + {0: "acknowledged", -9: "killed"}.get(code, f"refused ({code})")] += 1
        wrong = self.folder / "wrong.txt"
        wrong.unlink(missing_ok=True)

        def look() -> None:
            found = judge(self.library, deed, is_acknowledged=code == 0)
            wrong.write_text("\n".join(found), encoding="utf-8")

        forked(look, log=self.folder / "judge.txt")
        found = (
            wrong.read_text(encoding="utf-8").splitlines()
            if wrong.exists()
            else ["判断时出错：" + _tail(self.folder / "judge.txt")]
        )
        if code not in (0, 2, -9):
            found.append(f"写入者以 {code} 结束：{_tail(log)}")
        for line in found:
            self.wrong.append(f"{deed} {name}: {line}")
            print(self.wrong[-1], flush=True)
        return code

    def random_kills(self, deeds: list[str], rounds: int, seed: int) -> None:
        """Kill each deed in turn at moments spread evenly over the time that it takes."""
        dice = random.Random(seed)
        takes: dict[str, float] = {}
        for deed in deeds:
            self.strike(deed, "whole")
            takes[deed] = self.took
        for number in range(rounds):
            deed = deeds[number % len(deeds)]
            moment = dice.uniform(0, takes[deed])
            self.strike(deed, f"after {moment:.3f} s", kill_after=moment)

    def strikes_at_calls(self, deeds: list[str], kind: str, every: int) -> Iterator[tuple[str, int]]:
        """Strike at each call, or every so many, and yield (deed, calls) when done with one."""
        for deed in deeds:
            self.strike(deed, "whole", kind=kind)
            total = int((self.folder / "calls").read_text())
            for at in range(1, total + 1, every):
                self.strike(deed, f"call {at} of {total} {kind}", at=at, kind=kind)
            yield deed, total


def _tail(path: Path) -> str:
    lines = path.read_text(encoding="utf-8", errors="replace").strip().splitlines() if path.exists() else []
    return lines[-1] if lines else ""


def main() -> int:
    """Run the drill and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200, help="random moments in all")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    parser.add_argument("--deeds", default=",".join(DEEDS), help="which writers, with commas")
    parser.add_argument("--calls", choices=sorted(layer.KINDS), help="strike at file-system calls instead, in this way")
    parser.add_argument("--every", type=int, default=1, help="at every so many calls only")
    options = parser.parse_args()
    if options.calls:
        layer.start_under()
    try:
        with tempfile.TemporaryDirectory(prefix="cetu-drill-") as name:
            drill = _drilled(Path(name).resolve(), options)
    finally:
        layer.remove()
    for ending, count in sorted(drill.endings.items()):
        print(f"{ending:<28}{count:>5}")
    print(f"{sum(drill.endings.values())} strikes, {len(drill.wrong)} findings")
    return 1 if drill.wrong else 0


def _drilled(folder: Path, options: argparse.Namespace) -> Drill:
    _import_all()
    drill = Drill(folder)
    deeds = options.deeds.split(",")
    if options.calls:
        for deed, total in drill.strikes_at_calls(deeds, options.calls, options.every):
            print(f"{deed}: {total} calls", flush=True)
    else:
        drill.random_kills(deeds, options.rounds, options.seed)
    return drill


def _import_all() -> None:
    """Import what the writers need, so that a fork begins with its work at once."""
    import pyoxigraph  # noqa: F401

    import web.app  # noqa: F401


if __name__ == "__main__":
    sys.exit(main())
