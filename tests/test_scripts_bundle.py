"""The bundle for machines without a network holds all of the program, notices damage, and (at length) installs by itself."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.commands import PROJECT

_TEXT = "关于云川市晨露计划的通知\n各县科协：\n2030年，晨露计划培训农技员120名。\n"
# An index that nobody serves: whatever is not in the bundle cannot come.
_OFFLINE = {**os.environ, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}


def packed(folder: Path, *options: str) -> Path:
    before = set(PROJECT.iterdir())
    done = subprocess.run(
        [PROJECT / "scripts" / "bundle", folder / "cetu.tar", "", *options],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and "pip" in done.stderr.lower() and "No matching distribution" in done.stderr:
        pytest.skip("the package index does not answer")
    assert done.returncode == 0, done.stderr
    assert not {path for path in set(PROJECT.iterdir()) - before if path.suffix == ".egg-info" or path.name == "build"}
    subprocess.run(["tar", "-xf", folder / "cetu.tar", "-C", folder], check=True)
    return folder / "cetu-bundle"


def answered(command: list[str | Path], folder: Path, **environment: str) -> str:
    """Return what a command that is nobody's checkout answers of a text that it added before."""
    (folder / "通知.txt").write_text(_TEXT, encoding="utf-8")
    outputs = [
        subprocess.run(
            [*command, "--library", folder / "library", *arguments],
            check=True,
            capture_output=True,
            text=True,
            cwd=folder,
            env={**os.environ, **environment},
        ).stdout
        for arguments in (["add", "通知.txt"], ["ask", "2030年晨露计划培训农技员多少名"])
    ]
    return outputs[-1]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of the program alone."""
    return packed(tmp_path_factory.mktemp("bundle"), "--no-deps")


def test_all_that_the_program_reads_is_in_its_wheel(small: Path, tmp_path: Path) -> None:
    (wheel,) = (small / "wheels").glob("cetu-*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    # The packages beside it are those of this environment; the program itself is the one of the wheel.
    site = str(tmp_path / "site")
    command: list[str | Path] = [
        sys.executable,
        "-P",
        "-c",
        "import sys; from scripts.cli import main; sys.exit(main())",
    ]
    assert "120名" in answered(command, tmp_path, PYTHONPATH=site)
    page = (
        "import sys, pathlib, web.app as a; print(a.__file__, a"
        ".create_app(pathlib.Path(sys.argv[1])).test_client().get('/').status_code)"
    )
    shown = subprocess.run(
        [sys.executable, "-P", "-c", page, tmp_path / "library"],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": site},
    ).stdout.split()
    assert shown[0].startswith(site) and shown[1] == "200"


def test_a_damaged_bundle_is_refused(small: Path, tmp_path: Path) -> None:
    wheel = next((small / "wheels").glob("cetu-*.whl"))
    data = wheel.read_bytes()
    try:
        wheel.write_bytes(data[:-1] + b"?")
        done = subprocess.run([small / "install", tmp_path / "cetu"], capture_output=True, text=True, check=False)
    finally:
        wheel.write_bytes(data)
    assert done.returncode == 3 and "damaged" in done.stderr
    assert not (tmp_path / "cetu").exists()


@pytest.mark.long
def test_it_installs_without_a_network_and_answers(tmp_path: Path) -> None:
    bundle = packed(tmp_path)
    subprocess.run([bundle / "install", tmp_path / "cetu"], check=True, env=_OFFLINE)
    assert "120名" in answered([tmp_path / "cetu" / "bin" / "cetu"], tmp_path)
