"""The other side of `corpus.readers.isolation`: a process that reads one file after the other and answers by pipe.

Run as `python -m corpus.readers.worker`. A request is a pickled (target, arguments, limits); the answer a pickled
(value, error), of which one is None. Where the system has alarms, the process ends by itself when nobody asks any more.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, BinaryIO, cast

from corpus.errors import CetuError, ReadError
from corpus.readers.limits import GRACE_S, Limits

_IDLE_S = 60
_MB = 1 << 20


def resolve(target: str) -> Callable[..., Any]:
    """Return the function that "module:function" names."""
    module, name = target.split(":")
    return cast(Callable[..., Any], getattr(import_module(module), name))


def main() -> None:
    """Answer requests until the pipe is closed."""
    requests, answers = sys.stdin.buffer, _private_output()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    is_fresh = True
    while True:
        _alarm(_IDLE_S)
        try:
            target, arguments, limits = pickle.load(requests)  # nosec B301
        except EOFError:
            return
        _alarm(limits.seconds + 2 * GRACE_S)
        pickle.dump(_answer(target, arguments, limits, is_fresh=is_fresh), answers)
        answers.flush()
        is_fresh = False


def _private_output() -> BinaryIO:
    """Keep the pipe for answers, and send what libraries print to nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _alarm(seconds: float) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(int(seconds) + 1)


def _answer(target: str, arguments: tuple[Any, ...], limits: Limits, *, is_fresh: bool) -> tuple[Any, CetuError | None]:
    """Call the function; whatever goes wrong inside a parser becomes an error that says so.

    Raises:
        SystemExit: What former files left in memory leaves no room to load a library: a fresh process has it.
    """
    where = getattr(arguments[0], "name", "")
    try:
        _bound_memory(limits.memory_mb)
        return resolve(target)(*arguments, limits=limits), None
    except CetuError as error:
        return None, error
    except MemoryError:
        hint = "请拆分文件，或调大设置 corpus.read_memory_mb"
        return None, ReadError(f"读取所需内存超过 {limits.memory_mb} MB", where=where, hint=hint)
    except Exception as error:
        if isinstance(error, ImportError) and not is_fresh:
            raise SystemExit(1) from error
        hint = "请用别的软件打开后另存一份再加入"
        return None, ReadError(f"文件内容异常，读不下去（{type(error).__name__}）", where=where, hint=hint)


def _bound_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = megabytes * _MB
    resource.setrlimit(resource.RLIMIT_AS, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
