"""Reads .doc, .wps and .rtf: LibreOffice turns them into .docx, one profile a run so that runs do not meet.

Its exit code is 0 even when a file did not load, so that only the output proves the conversion.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from corpus.documents import SourceFile, SourceText
from corpus.errors import MissingExtraError, ReadError
from corpus.readers import docx_file
from corpus.readers.limits import DEFAULT, Limits

_PROGRAMS = ("soffice", "libreoffice")
_SUFFIXES = {"application/rtf": ".rtf", "application/msword": ".doc"}
_TIMEOUT_S = 120.0
_MAX_STRANGE_SHARE = 0.2


def read(source: SourceFile, *, limits: Limits = DEFAULT) -> SourceText:
    """Return the blocks of the document as Word would give them.

    Raises:
        ReadError: LibreOffice could not read the file, or took too long.
        MissingExtraError: LibreOffice is not installed.
    """
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise MissingExtraError(
            "读取 .doc、.wps、.rtf 需要 LibreOffice",
            where=source.name,
            hint="sudo apt-get install libreoffice-writer-nogui",
        )
    with tempfile.TemporaryDirectory(prefix="cetu-office-") as folder:
        given = Path(folder) / f"source{_SUFFIXES.get(source.media_type, '.doc')}"
        given.write_bytes(source.data)
        _convert(program, given, source.name, min(limits.seconds, _TIMEOUT_S))
        made = given.with_suffix(".docx")
        if not made.exists():
            raise ReadError("文件已损坏或有密码，打不开", where=source.name, hint="请用文字处理软件打开后另存为 .docx")
        data = made.read_bytes()
    text = docx_file.read(replace(source, data=data), limits=limits)
    if _is_garbage(text.text):
        raise ReadError("文件已损坏，读出的是乱码", where=source.name, hint="请用文字处理软件打开后另存为 .docx")
    return text


def _is_garbage(text: str) -> bool:
    """Tell what LibreOffice makes of bytes that are no document: signs that no Chinese paper has."""
    strange = len(text) - len(text.encode("gbk", "ignore").decode("gbk"))
    return strange > _MAX_STRANGE_SHARE * len(text)


def _convert(program: str, given: Path, where: str, timeout_s: float) -> None:
    folder = given.parent
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder),
        str(given),
    ]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired as error:
        raise ReadError(f"转换超过 {timeout_s:g} 秒", where=where, hint="请用文字处理软件另存为 .docx") from error
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started; it runs in a session of its own."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
