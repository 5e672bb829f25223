"""A parser that loops, crashes or swells ends with its file, in a sentence; the next file is read."""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import replace

import pytest

from corpus.documents import SourceFile, SourceText
from corpus.errors import ReadError
from corpus.readers import isolation
from corpus.readers.limits import DEFAULT, Limits
from corpus.readers.registry import read, source_file

FILE = SourceFile("来路不明.pdf", b"", "", "application/pdf")


def called(reader: str, limits: Limits = DEFAULT) -> SourceText:
    text = isolation.call(f"tests.hostile_readers:{reader}", FILE, limits=limits)
    assert isinstance(text, SourceText)
    return text


@pytest.mark.parametrize(
    ("reader", "limits", "message"),
    [
        ("loops", replace(DEFAULT, seconds=-4.5), "读取超过 .* 秒"),
        ("fills_memory", replace(DEFAULT, memory_mb=512), "内存超过 512 MB"),
        ("crashes", DEFAULT, "中途崩溃"),
        ("stumbles", DEFAULT, "文件内容异常.*KeyError"),
    ],
)
def test_whatever_a_parser_does_becomes_a_sentence_and_the_next_file_is_read(
    reader: str, limits: Limits, message: str
) -> None:
    with pytest.raises(ReadError, match=message) as refused:
        called(reader, limits)
    assert refused.value.where == FILE.name
    assert refused.value.hint
    assert called("prints").text.isdigit()


def test_a_process_is_used_again_and_what_libraries_print_does_not_disturb() -> None:
    first = called("prints").text
    assert called("prints").text == first != str(os.getpid())


def test_a_process_without_room_for_a_library_is_followed_by_a_fresh_one() -> None:
    first = called("loads_once").text
    assert called("loads_once").text != first


def _process_of_reader(_: int) -> str:
    return called("prints").text


def test_forked_processes_read_in_processes_of_their_own() -> None:
    mine = called("prints").text
    with multiprocessing.get_context("fork").Pool(2) as pool:
        theirs = pool.map(_process_of_reader, range(2), chunksize=1)
    assert mine not in theirs
    assert called("prints").text == mine


def test_a_text_longer_than_allowed_is_refused() -> None:
    with pytest.raises(ReadError, match=r"有 1000 字，超过上限 999"):
        read(source_file("长.txt", "字".encode() * 1000), limits=replace(DEFAULT, characters=999))
