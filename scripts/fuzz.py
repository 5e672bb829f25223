"""Send a target inputs that nobody meant, and keep those for which something does not hold.

    python scripts/fuzz.py readers|cleaning|structure|extract|query|question|draft|api [--minutes 10] [--seed 1]

Inputs are made of the built-in sample, cut, spliced and strewn with what breaks programs. Findings are told once for each place,
and their inputs written to `--keep` (by default tests/data/crashes/TARGET), which the tests send again. Exit code 1 with findings.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.fuzzing import inputs
from scripts.fuzzing.targets import PROJECT, SAMPLE, TARGETS, Target, strike

CRASHES = PROJECT / "tests" / "data" / "crashes"
_PATHS = (
    "search", "ask", "define", "suggest", "documents", "entities", "indicators", "graph", "check", "decisions", "export",
    "openapi.json", "documents/x", "entities/x",
)  # fmt: skip
_ARGUMENTS = (
    "q", "limit", "offset", "doc", "kind", "year", "type", "mode", "context", "format", "entity", "name", "term", "from", "to", "depth",
)  # fmt: skip
_FIELDS = (
    "text", "kind", "dry_run", "why", "who", "from", "into", "entity", "name", "decision", "to", "alias", "accept", "severities",
)  # fmt: skip
_VALUES = (
    "",
    "0",
    "-1",
    "99999999999999999999",
    "1e9",
    "NaN",
    "true",
    "null",
    "[]",
    "../../x",
    "%00",
    "report",
    "2031",
    "云川市",
)


@cache
def _sample() -> tuple[list[str], list[bytes]]:
    from corpus.ingest import document_from_path

    paths = sorted(path for path in SAMPLE.iterdir() if path.name != "README.md")
    questions = json.loads((PROJECT / "tests" / "data" / "sample_questions.json").read_text(encoding="utf-8"))
    texts = [document_from_path(path).text for path in paths]
    return [*texts, "\n".join(_asked(questions))], [path.read_bytes() for path in paths]


def _asked(rows: object) -> list[str]:
    """Return every question that a file of questions holds."""
    if isinstance(rows, dict):
        found = [rows["q"]] if isinstance(rows.get("q"), str) else []
        return found + [text for value in rows.values() for text in _asked(value)]
    return [text for row in rows for text in _asked(row)] if isinstance(rows, list) else []


def made(target: Target, dice: random.Random) -> bytes:
    """Return the next input of a target."""
    texts, files = _sample()
    if target.takes == "file":
        return inputs.data(dice, files)
    if target.takes == "call":
        return json.dumps(_call(dice, lambda: inputs.text(dice, texts, longest=target.longest))).encode()
    return inputs.text(dice, texts, longest=target.longest).encode("utf-8", "surrogatepass")


def _call(dice: random.Random, text: Callable[[], str]) -> dict[str, object]:
    def value() -> object:
        return dice.choice((dice.choice(_VALUES), text(), text()[:12], 7, -1, None, True, [], {"x": [1.5]}))

    body: object = {name: value() for name in dice.sample(_FIELDS, dice.randint(0, 4))}
    written = json.dumps(dice.choice((body, body, body, [body], value())))
    arguments = {
        name: str(value()).encode("utf-8", "replace").decode() for name in dice.sample(_ARGUMENTS, dice.randint(0, 4))
    }
    return {
        "path": "/api/v1/" + dice.choice(_PATHS),
        "method": dice.choice(("GET", "GET", "POST", "POST", "HEAD", "PUT")),
        # Decisions and documents would change what is asked: only their refusals and trials are wanted.
        "arguments": {**arguments, "dry_run": "1"},
        "body": dice.choice((written, written, written[: dice.randint(0, 30)], text())),
        "type": dice.choice(("application/json", "application/json", "text/plain", "multipart/form-data", "x")),
    }


def fuzz(target: Target, *, seconds: float, seed: int, keep: Path | None) -> tuple[int, dict[str, bytes]]:
    """Return how many inputs were sent, and the first input of each finding by its sentence."""
    dice = random.Random(seed)
    found: dict[str, bytes] = {}
    end, sent = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        data = made(target, dice)
        sent += 1
        wrong = strike(target, data)
        place = re.sub(r"\d+ s$|'[^']*'", "", wrong)
        if wrong and place not in found:
            found[place] = data
            print(f"{target.name} #{sent}: {wrong}", flush=True)
            if keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)
    return sent, found


def main() -> int:
    """Fuzz one target and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for inputs with findings")
    options = parser.parse_args()
    keep = options.keep or CRASHES / options.target
    sent, found = fuzz(TARGETS[options.target], seconds=options.minutes * 60, seed=options.seed, keep=keep)
    print(f"{options.target}: {sent} inputs in {options.minutes:g} minutes, {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
