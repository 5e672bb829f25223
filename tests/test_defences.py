"""Each defence of `defences.tsv` stands where the table says, and its test fails where it is taken out of a copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands import PROJECT

FOLDERS = ("corpus", "kg", "search", "web", "scripts", "tests")


@dataclass(frozen=True)
class Defence:
    threat: str
    file: str
    defence: str
    without: str
    test: str

    def taken_out(self, source: str) -> str:
        defence, without = (text.replace("\\n", "\n") for text in (self.defence, self.without))
        assert source.count(defence) == 1, f"{self.file}: {defence}"
        return source.replace(defence, without)


def _read() -> list[Defence]:
    lines = (PROJECT / "tests" / "defences.tsv").read_text(encoding="utf-8").splitlines()
    return [Defence(*line.split("\t")) for line in lines[2:]]


DEFENCES = _read()
NAMES = [defence.threat for defence in DEFENCES]


@pytest.mark.parametrize("defence", DEFENCES, ids=NAMES)
def test_a_defence_stands_where_the_table_says(defence: Defence) -> None:
    assert compile(defence.taken_out((PROJECT / defence.file).read_text(encoding="utf-8")), defence.file, "exec")
    file, name = defence.test.split("::")
    assert f"def {name}(" in (PROJECT / "tests" / file).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project where files may be changed; the processes that read files start from it, too."""
    folder = tmp_path_factory.mktemp("copy")
    for name in FOLDERS:
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "setup.cfg", folder)
    return folder


def run(copy: Path, test: str) -> subprocess.CompletedProcess[str]:
    """Run a test in the copy, where what gets out of its folder is still below a folder of the tests."""
    (copy / "tmp").mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(copy), "TMPDIR": str(copy / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", f"tests/{test}"]
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.long
@pytest.mark.parametrize("defence", DEFENCES, ids=NAMES)
def test_without_a_defence_its_test_fails(copy: Path, defence: Defence) -> None:
    file = copy / defence.file
    source = file.read_text(encoding="utf-8")
    file.write_text(defence.taken_out(source), encoding="utf-8")
    try:
        done = run(copy, defence.test)
    finally:
        file.write_text(source, encoding="utf-8")
    assert done.returncode == 1 and "\nFAILED tests/" in done.stdout, done.stdout[-2000:]
    assert "\nERROR tests/" not in done.stdout, done.stdout[-2000:]
