"""Change one small thing in a module at a time and see whether its tests notice.

    python scripts/mutate.py search/query.py tests/test_search_query.py [TEST ...] [--mutants 40] [--seed 1]

A mutant turns a comparison, a condition, a number, an `and`, or a returned value into another. It is put in the place of
the module inside the process of the tests; no file changes. Survivors are printed with their line: each is a missing test, or
a change that makes no difference. Exit code 1 where fewer than `--least` of a hundred were noticed.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
_LONGEST_S = 300
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
# Runs the tests with the mutant's source in the place of the module's, wherever it is imported from.
_RUNNER = """
import importlib.abc, importlib.machinery, importlib.util, os, sys
import pytest

path, source = os.environ["CETU_MUTATED"], sys.stdin.read()

class Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, name):
        return compile(source, path, "exec")

class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, folders, target=None):
        if name != os.environ["CETU_MODULE"]:
            return None
        return importlib.util.spec_from_file_location(name, path, loader=Loader(name, path))

sys.meta_path.insert(0, Finder())
sys.exit(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--no-header", *sys.argv[1:]]))
"""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change: its line, what it said and says there, and the whole source."""

    line: int
    before: str
    after: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module, in the order of its nodes."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    for number, node in enumerate(nodes):
        for changed in _changes(node):
            other = copy.deepcopy(tree)
            target = list(ast.walk(other))[number]
            before = ast.unparse(node)
            target.__dict__.update(changed.__dict__)
            line = getattr(node, "lineno", 0)
            yield Mutant(line, before[:100], ast.unparse(target)[:100], ast.unparse(other))


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in the place of a node, of the same kind as it."""
    changed = copy.deepcopy(node)
    if isinstance(changed, ast.Compare) and type(changed.ops[0]) in _COMPARISONS:
        changed.ops[0] = _COMPARISONS[type(changed.ops[0])]()
        yield changed
    elif isinstance(changed, ast.BoolOp):
        changed.op = ast.Or() if isinstance(changed.op, ast.And) else ast.And()
        yield changed
    elif isinstance(changed, ast.Constant) and isinstance(changed.value, int | float):
        changed.value = not changed.value if isinstance(changed.value, bool) else changed.value + 1
        yield changed
    elif isinstance(changed, ast.If | ast.IfExp | ast.comprehension):
        yield from _negated(changed)
    elif isinstance(changed, ast.Return) and changed.value is not None and ast.unparse(changed.value) != "None":
        changed.value = ast.Constant(None)
        yield changed


def _negated(node: ast.If | ast.IfExp | ast.comprehension) -> Iterator[ast.AST]:
    if isinstance(node, ast.comprehension):
        if node.ifs:
            node.ifs[0] = ast.UnaryOp(ast.Not(), node.ifs[0])
            yield node
    else:
        node.test = ast.UnaryOp(ast.Not(), node.test)
        yield node


def is_noticed(mutant: str, module: Path, tests: list[str]) -> bool:
    """Return whether tests fail, or run without end, with the source of a mutant in the place of a module."""
    name = ".".join(module.relative_to(PROJECT).with_suffix("").parts)
    try:
        done = subprocess.run(
            [sys.executable, "-c", _RUNNER, *tests],
            input=mutant,
            encoding="utf-8",
            capture_output=True,
            cwd=PROJECT,
            env={**os.environ, "CETU_MUTATED": str(module), "CETU_MODULE": name},
            timeout=_LONGEST_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    if done.returncode not in (0, 1, 2):  # 2: the module could not be imported at all
        raise SystemExit(f"pytest 以 {done.returncode} 结束：{(done.stdout + done.stderr)[-300:]}")
    return done.returncode != 0


def main() -> int:
    """Try a sample of mutants and print the survivors and how many were noticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("module", type=Path)
    parser.add_argument("tests", nargs="+")
    parser.add_argument("--mutants", type=int, default=40, help="so many of them, drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=80.0, help="of a hundred that must be noticed")
    options = parser.parse_args()
    module = options.module.resolve()
    source = module.read_text(encoding="utf-8")
    if is_noticed(ast.unparse(ast.parse(source)), module, options.tests):
        raise SystemExit("测试本来就不通过")
    found = list(mutants(source))
    drawn = random.Random(options.seed).sample(found, min(options.mutants, len(found)))
    noticed = 0
    for mutant in sorted(drawn, key=lambda one: one.line):
        if is_noticed(mutant.source, module, options.tests):
            noticed += 1
        else:
            print(f"{options.module}:{mutant.line}: {mutant.before} → {mutant.after}", flush=True)
    share = 100 * noticed / max(1, len(drawn))
    print(f"{options.module}: {noticed} of {len(drawn)} noticed ({share:.0f} %), of {len(found)} in all")
    return 0 if share >= options.least else 1


if __name__ == "__main__":
    sys.exit(main())
