"""Decodes Chinese text: byte order mark, strict UTF-8, then GB18030 or Big5 by evidence."""

from __future__ import annotations

import codecs

from corpus.errors import ReadError

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FAMILY = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5hkscs": "big5hkscs"}
_PROBE = 65536
_MAX_BAD_SHARE = 0.02


def decode(data: bytes, *, name: str = "") -> tuple[str, str]:
    """Return (text, encoding); characters that could not be decoded become U+FFFD, which cleaning lists as doubts.

    Raises:
        ReadError: the bytes are text in no encoding that we know.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    for encoding in _candidates(data):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return _decode_damaged(data, name)


def _candidates(data: bytes) -> tuple[str, ...]:
    import chardet

    guess = chardet.detect(data[:_PROBE])["encoding"] or ""
    first = _FAMILY.get(guess.lower().replace("-", ""), "gb18030")
    return (first, "gb18030", "big5hkscs") if first != "gb18030" else ("gb18030", "big5hkscs")


def _decode_damaged(data: bytes, name: str) -> tuple[str, str]:
    """Take the encoding that loses least; too much loss is no text at all."""
    tries = [(data.decode(encoding, "replace"), encoding) for encoding in ("utf-8", *_candidates(data))]
    text, encoding = min(tries, key=lambda found: found[0].count("\ufffd"))
    lost = text.count("\ufffd")
    if lost > max(3, _MAX_BAD_SHARE * len(text)):
        raise ReadError("不是可以读取的文字（编码不明或文件损坏）", where=name, hint="请另存为 UTF-8 文本后再加入")
    return text, encoding
