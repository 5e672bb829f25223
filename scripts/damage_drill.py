"""Take away or change each file of a library, one at a time, and see whether it is found and mended.

    python scripts/damage_drill.py [--every 1]

After each damage `cetu verify` must say something or the library must answer as before; `cetu verify --repair` must leave
nothing that it calls mendable, and answers as before wherever it names nothing that is lost. Nothing may end in a program
error. Exit code 1 where one of this does not hold.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.errors import CetuError
from scripts.drills.deeds import FIRST, TEXT
from scripts.kill_drill import forked

_QUESTIONS = ("青禾共富工程", "晨露计划")
# A lock holds nothing, and what stands beside a database or a graph for a running process is made anew by the next one.
_HOLD_NOTHING = (".lock", "-shm", "LOCK", "lease", "LOG")


def gone(path: Path) -> None:
    """Take a file away."""
    path.unlink()


def flipped(path: Path) -> None:
    """Change a byte in the middle of a file."""
    data = bytearray(path.read_bytes())
    if data:
        data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


def cut(path: Path) -> None:
    """Cut a file to its first half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGES: tuple[Callable[[Path], None], ...] = (gone, flipped, cut)


def answers(library: Path) -> str:
    """Return what a reader gets to see of a library."""
    from search import answering, engine
    from search.library import Library

    found = Library.open(library, {})
    told = [[(hit.document, hit.start, hit.text) for hit in engine.search(found, words).hits] for words in _QUESTIONS]
    asked = [answering.ask(found, f"{words}由谁实施？").to_dict() for words in _QUESTIONS]
    read = [found.document(meta.id).text for meta in found.documents]
    originals = [len(found.original(meta.id)) for meta in found.documents]
    return json.dumps([told, asked, read, originals], ensure_ascii=False, sort_keys=True)


def judged(library: Path, before: str) -> Iterator[str]:
    """Yield what does not hold for a library with a damage."""
    from search import verifying

    try:
        is_seen = bool(verifying.verify(library, environment={}).problems)
    except CetuError:
        is_seen = True
    if not is_seen and answers(library) != before:
        yield "没有发现损坏，回答却变了"
    try:
        left = verifying.repair(library, environment={}).errors
        yield from (f"没有修好：{problem.message}" for problem in left if problem.is_repairable)
        if not left and answers(library) != before:
            yield "修好之后回答变了"
    except CetuError as error:
        if not error.hint:
            yield f"没有说怎么办：{error}"


def drill(folder: Path, every: int) -> tuple[Counter[str], list[str]]:
    """Damage every so manieth file; return how many of each kind were damaged, and what did not hold."""
    base, struck, report = folder / "base", folder / "struck", folder / "report"

    def make() -> None:
        from search import ingest

        for name, text in (("first.txt", FIRST), ("new.txt", TEXT)):
            (folder / name).write_text(text, encoding="utf-8")
            ingest.add(base, [folder / name], environment={})
        report.write_text(answers(base), encoding="utf-8")

    if forked(make) != 0:
        raise SystemExit("演练用的库没有建成")
    before = report.read_text(encoding="utf-8")
    files = sorted(path.relative_to(base) for path in base.rglob("*") if path.is_file())
    files = [path for path in files if not path.name.endswith(_HOLD_NOTHING)]
    done: Counter[str] = Counter()
    wrong: list[str] = []
    for path in files[::every]:
        for damage in DAMAGES:
            shutil.rmtree(struck, ignore_errors=True)
            shutil.copytree(base, struck)
            damage(struck / path)
            report.unlink(missing_ok=True)
            code = forked(lambda: _report(report, list(judged(struck, before))), log=folder / "log")
            found = (
                report.read_text(encoding="utf-8").splitlines() if code == 0 else [f"以 {code} 结束：{_last(folder)}"]
            )
            wrong += [f"{path} {damage.__name__}: {line}" for line in found]
            print("\n".join(wrong[len(wrong) - len(found) :]), end="\n" if found else "", flush=True)
            done[damage.__name__] += 1
    return done, wrong


def _report(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines), encoding="utf-8")


def _last(folder: Path) -> str:
    lines = (folder / "log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def main() -> int:
    """Run the drill and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="every so manieth file only")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cetu-damage-") as name:
        done, wrong = drill(Path(name).resolve(), options.every)
    print(f"{', '.join(f'{count} {kind}' for kind, count in done.items())}; {len(wrong)} findings")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
