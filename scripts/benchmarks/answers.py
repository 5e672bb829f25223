"""Measure what questions cost, in processor time: in a process of its own, first in a warm one, and again.

    python scripts/benchmark.py answers --library DIR [--questions N] [--cold N]

The questions are made of the library's own names, as many of each kind, the same for the same library. Processor time is
taken, since other work on the machine does not count into it.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from search import answering
from search.library import Library
from search.name_file import names_of

# One way to ask for each type of thing, and ways that hold for any.
ASKED = {
    "Concept": ("什么是{x}", "哪些项目与{x}有关", "{x}最早在哪年提出"),
    "Slogan": ("{x}包括哪些内容", "{x}是什么意思"),
    "Program": ("{x}的目标是多少", "{x}由谁实施", "{x}有哪些措施"),
    "Event": ("{x}是什么时候举行的", "{x}在哪里举行"),
    "Award": ("谁获得了{x}",),
    "Person": ("{x}是什么职务",),
    "Organization": ("{x}举办了哪些活动",),
    "Policy": ("{x}的依据是什么",),
}
AT_ALL = ("今年有哪些目标", "今年的重点工作有哪些", "文中提到了哪些奖项", "火星移民计划的负责人是谁")
_COLD = "哪些项目与科普惠农有关"


def questions(library: Library, count: int) -> list[str]:
    """Return questions of all kinds about names that are spread evenly over the library."""
    found = list(AT_ALL)
    labels = [name for name in names_of(library).labels() if name.preferred and 3 <= len(name.text) <= 16]
    forms = [(kind, form) for kind, some in ASKED.items() for form in some]
    each = max(1, (count - len(found)) // len(forms))
    for kind, form in forms:
        of_kind = sorted({name.text for name in labels if name.type == kind})
        found += [form.format(x=text) for text in islice(of_kind[:: max(1, len(of_kind) // each)], each)]
    return found[:count]


def warm(library: Library, asked: Sequence[str]) -> Iterator[float]:
    """Yield the processor milliseconds of each question."""
    for question in asked:
        start = time.process_time()
        answering.ask(library, question)
        yield (time.process_time() - start) * 1000


def cold(library: Path, runs: int) -> list[float]:
    """Return the processor milliseconds of `cetu ask` in a fresh process, several times."""
    found = []
    command = [str(Path(sys.executable).with_name("cetu")), "--library", str(library), "ask", _COLD]
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = folder
        for _ in range(runs + 1):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            found.append((after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000)
    return sorted(found[1:])  # the first writes bytecode


def _line(label: str, values: Sequence[float]) -> str:
    ranked = sorted(values)
    high = ranked[min(len(ranked) - 1, int(0.95 * len(ranked)))]
    return f"| {label} | {len(ranked)} | {statistics.median(ranked):.0f} | {high:.0f} | {ranked[-1]:.0f} |"


def main(arguments: Sequence[str]) -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(prog="benchmark.py answers", description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--cold", type=int, default=5, help="so many times in a process of its own")
    options = parser.parse_args(arguments)
    library = Library.open(options.library, os.environ)
    asked = questions(library, options.questions)
    print(f"{len(library.documents)} documents, {len(asked)} questions, processor time in ms\n")
    print("| | times | p50 | p95 | most |\n|---|---|---|---|---|")
    print(_line("`cetu ask`, a process of its own", cold(options.library, options.cold)))
    answering.ask(library, "火星移民计划")  # opens the index, as a server does at its start
    print(_line("warm, each question for the first time", list(warm(library, asked))))
    print(_line("the same again", list(warm(library, asked))))
