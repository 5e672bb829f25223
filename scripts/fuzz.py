"""Send a target inputs that nobody meant, and keep those for which something does not hold.

    python scripts/fuzz.py readers|cleaning|structure|extract|query|question|draft|api|signed [--minutes 10] [--seed 1]

Inputs are made of the built-in sample, cut, spliced and strewn with what breaks programs. Findings are told once for each place,
and their inputs written to `--keep` (by default tests/data/crashes/TARGET), which the tests send again. Exit code 1 with findings.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import sys
import time
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.fuzzing import calls, inputs
from scripts.fuzzing.folders import PROJECT, SAMPLE
from scripts.fuzzing.targets import TARGETS, Target, strike

CRASHES = PROJECT / "tests" / "data" / "crashes"
_CALLS = {"call": calls.call, "signed call": calls.signed_call}
# More requests come than a person may make.
UNBOUNDED = {"CETU_WEB__REQUESTS_PER_MINUTE": "0"}


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
    if target.takes in _CALLS:
        return json.dumps(_CALLS[target.takes](dice, lambda: inputs.text(dice, texts, longest=target.longest))).encode()
    return inputs.text(dice, texts, longest=target.longest).encode("utf-8", "surrogatepass")


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
    os.environ |= UNBOUNDED
    sent, found = fuzz(TARGETS[options.target], seconds=options.minutes * 60, seed=options.seed, keep=keep)
    print(f"{options.target}: {sent} inputs in {options.minutes:g} minutes, {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
