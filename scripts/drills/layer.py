"""The layer under the writers that fails or kills at a chosen file-system call."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).with_name("faults.c")
KINDS = {"kill": 0, "EIO": errno.EIO, "ENOSPC": errno.ENOSPC}
_MARK = "CETU_DRILL_LAYER"


def compiler() -> str | None:
    """Return the C compiler of this machine, or None; the layer also needs LD_PRELOAD, which only Linux has."""
    return shutil.which("cc") if sys.platform == "linux" else None


def start_under() -> None:
    """Start this program again with the layer loaded, from a folder of its own; returns where it is loaded already.

    Raises:
        SystemExit: There is no compiler.
    """
    if os.environ.get(_MARK):
        return
    found = compiler()
    if found is None:
        raise SystemExit("这台机器没有 C 编译器，故障层不可用；用不带 --calls 的方式演练")
    library = Path(tempfile.mkdtemp(prefix="cetu-layer-")) / "faults.so"
    subprocess.run([found, "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"], check=True)
    os.environ |= {"LD_PRELOAD": str(library), _MARK: "1"}
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def remove() -> None:
    """Delete the folder that the layer was loaded from; for the end, since every process started meanwhile loads it again."""
    if os.environ.get(_MARK):
        shutil.rmtree(Path(os.environ["LD_PRELOAD"]).parent, ignore_errors=True)


def arm(folder: Path, at: int, kind: str) -> None:
    """Strike at the call of this number, counted from 1 over the files under a folder; 0 only counts."""
    ctypes.CDLL(None).fault_arm(os.fsencode(folder), ctypes.c_long(at), KINDS[kind])


def calls() -> int:
    """Return how many calls were counted since it was armed."""
    count = ctypes.CDLL(None).fault_calls
    count.restype = ctypes.c_long
    return int(count())
