"""Running the installed command as a user does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

CETU = Path(sys.executable).with_name("cetu")
PROJECT = Path(__file__).resolve().parent.parent
SAMPLE = PROJECT / "corpus" / "sample"


def cetu(
    *arguments: str | Path, library: Path, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Return the finished command; its exit code is the caller's to judge."""
    return subprocess.run(
        [CETU, "--library", library, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **environment},
    )


def cetu_json(*arguments: str | Path, library: Path) -> Any:
    """Return the object that a command prints; fails with its complaint when it printed none."""
    done = cetu(*arguments, library=library)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
