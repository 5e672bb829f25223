"""Change one small thing in a module at a time and see whether its tests notice.

    python scripts/mutate.py search/query.py tests/test_search_query.py [TEST ...] [--mutants 40] [--seed 1]

A mutant turns a comparison, a condition, a number, an `and`, or a returned value into another. It is put in the place of
the module inside a process that is forked for it, with what the tests import from elsewhere already there; no file changes. Survivors are printed with their line: each is a missing test, or
a change that makes no difference. Exit code 1 where fewer than `--least` of a hundred were noticed.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import gc
import importlib.abc
import importlib.machinery
import importlib.util
import io
import os
import random
import resource
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

import pytest

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
# Processor time, so that other work on the machine makes no mutant look endless: so many times what the tests take.
_LONGER, _LONGEST_S = 8, 300
_OPTIONS = ("-q", "-p", "no:cacheprovider", "--no-header")
# What pytest says where it could not do its work: an error of its own, of the command line, or no tests.
_UNUSABLE, _BROKEN = (3, 4, 5), 3
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


class Finder(importlib.abc.MetaPathFinder):
    """Gives the source of a mutant in the place of its module, wherever that is imported from."""

    def __init__(self, module: Path, source: str) -> None:
        self._path = str(module)
        self._name = ".".join(module.relative_to(PROJECT).with_suffix("").parts)
        self._source = source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return where a module comes from, None where it is not the mutated one."""
        if fullname != self._name:
            return None
        loader = _Loader(fullname, self._path)
        loader.source = self._source
        return importlib.util.spec_from_file_location(fullname, self._path, loader=loader)


class _Loader(importlib.machinery.SourceFileLoader):
    source = ""

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec")


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
    kept = {id(inner) for node in nodes for outer in _guards(node) for inner in ast.walk(outer)}
    for number, node in enumerate(nodes):
        if id(node) in kept:
            continue
        for changed in _changes(node):
            other = copy.deepcopy(tree)
            target = list(ast.walk(other))[number]
            before = ast.unparse(node)
            target.__dict__.update(changed.__dict__)
            line = getattr(node, "lineno", 0)
            yield Mutant(line, before[:100], ast.unparse(target)[:100], ast.unparse(other))


def _guards(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what says how a value is kept (frozen, slots, so many in a cache) or guards against slips, not what comes out."""
    yield from getattr(node, "decorator_list", ())
    if isinstance(node, ast.keyword) and node.arg == "strict":
        yield node


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
    elif isinstance(changed, ast.Return) and changed.value is not None and not _is_nothing(changed.value):
        changed.value = ast.Constant(None)
        yield changed


def _is_nothing(value: ast.expr) -> bool:
    """Return whether a value counts as false, as None does: a caller that asks no more sees no difference."""
    return ast.unparse(value) in ("None", "False", "''", "()", "[]")


def _negated(node: ast.If | ast.IfExp | ast.comprehension) -> Iterator[ast.AST]:
    if isinstance(node, ast.comprehension):
        if node.ifs:
            node.ifs[0] = ast.UnaryOp(ast.Not(), node.ifs[0])
            yield node
    else:
        node.test = ast.UnaryOp(ast.Not(), node.test)
        yield node


def warm(tests: Sequence[str]) -> None:
    """Import what the tests need of other packages, so that a mutant costs no more than its tests."""
    os.chdir(PROJECT)
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["--collect-only", *_OPTIONS, *tests])


def is_noticed(mutant: str, module: Path, tests: Sequence[str], *, longest_s: int = _LONGEST_S) -> bool:
    """Return whether tests fail, or run without end, with the source of a mutant in the place of a module."""
    child = os.fork()
    if child == 0:
        code = _BROKEN
        try:
            code = _tried(mutant, module, tests, longest_s)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code in _UNUSABLE:
        raise SystemExit(f"pytest 以 {code} 结束")
    return code != 0  # 2: the module could not be imported at all; below 0: it ran without end, or crashed


# So many times as long as they may work, tests may wait.
_WAITING = 4
_OF_BEFORE: list[object] = []


def _tried(mutant: str, module: Path, tests: Sequence[str], longest_s: int) -> int:
    """Run the tests in a process that imports all modules of the project anew, and return pytest's exit code."""
    os.chdir(PROJECT)
    resource.setrlimit(resource.RLIMIT_CPU, (longest_s, longest_s))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    signal.alarm(_WAITING * longest_s)  # waiting costs nothing of the processor
    # What the process before has open is its own: nothing of it is to be closed, and waited for, here.
    gc.freeze()
    own = {name: found for name, found in sys.modules.items() if _is_own(getattr(found, "__file__", None))}
    _OF_BEFORE.extend(own.values())
    for name in own:
        del sys.modules[name]
    sys.meta_path.insert(0, Finder(module, mutant))
    return int(pytest.main(["-x", *_OPTIONS, *tests]))


def _is_own(file: str | None) -> bool:
    return file is not None and PROJECT in Path(file).parents and "site-packages" not in file


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
    warm(options.tests)
    if is_noticed(ast.unparse(ast.parse(source)), module, options.tests):
        raise SystemExit("测试本来就不通过")
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    longest_s = min(_LONGEST_S, 10 + int(_LONGER * (spent.ru_utime + spent.ru_stime)))
    found = list(mutants(source))
    drawn = random.Random(options.seed).sample(found, min(options.mutants, len(found)))
    noticed = 0
    for mutant in sorted(drawn, key=lambda one: one.line):
        if is_noticed(mutant.source, module, options.tests, longest_s=longest_s):
            noticed += 1
        else:
            print(f"{options.module}:{mutant.line}: {mutant.before} → {mutant.after}", flush=True)
    share = 100 * noticed / max(1, len(drawn))
    print(f"{options.module}: {noticed} of {len(drawn)} noticed ({share:.0f} %), of {len(found)} in all")
    return 0 if share >= options.least else 1


if __name__ == "__main__":
    sys.exit(main())
