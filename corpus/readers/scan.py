"""Reads page images: lines with place and confidence by rapidocr.

Its classifier for upside-down text stays off: it turns upright lines round and loses whole sentences.
"""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any

from corpus.characters import CJK
from corpus.documents import SourceFile, SourceText
from corpus.errors import MissingExtraError, ReadError
from corpus.readers.limits import DEFAULT, Limits
from corpus.readers.page_layout import PageLine, Size, merged_lines, page_text

DPI = 200
_WIDE = str.maketrans("()", "（）")
_HANZI = re.compile(f"[{CJK}]")
_MAX_PIXELS = 120_000_000


def read(source: SourceFile, *, limits: Limits = DEFAULT) -> SourceText:
    """Return the paragraphs of a page image, each with its place and the confidence of its weakest line.

    Raises:
        ReadError: the image is damaged or too large.
        MissingExtraError: the recognition extra is not installed.
    """
    pictures = page_pictures(source.data, where=source.name, limits=limits)
    return page_text([recognise(picture) for picture in pictures], [size_of(picture) for picture in pictures])


def size_of(picture: Any) -> Size:
    """Return width and height of an array of rows."""
    return float(picture.shape[1]), float(picture.shape[0])


def recognise(picture: Any) -> list[PageLine]:
    """Return the lines of a page image (an array of rows), each with its confidence.

    Raises:
        MissingExtraError: the recognition extra is not installed.
    """
    found = _engine()(picture, use_cls=False)
    if found.boxes is None:
        return []
    pieces = [
        PageLine(
            _wide_brackets(text),
            float(min(point[0] for point in box)),
            float(min(point[1] for point in box)),
            float(max(point[0] for point in box)),
            float(max(point[1] for point in box)),
            confidence=round(float(score), 3),
        )
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
    ]
    return merged_lines(pieces)


def _wide_brackets(text: str) -> str:
    """Return Chinese text with the wide brackets that it is set in: recognition mixes them up, even in one pair."""
    return text.translate(_WIDE) if _HANZI.search(text) else text


@cache
def _engine() -> Any:
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise MissingExtraError("识别扫描件需要 rapidocr", hint="pip install 'cetu[ocr]'") from error
    return RapidOCR(params={"Global.log_level": "critical"})


def page_pictures(data: bytes, *, where: str, limits: Limits = DEFAULT) -> list[Any]:
    """Return the frames of an image file as arrays of rows; TIFF may hold several pages.

    Raises:
        ReadError: the image is damaged or too large.
        MissingExtraError: the recognition extra is not installed.
    """
    try:
        import numpy as np
        from PIL import Image, ImageSequence, UnidentifiedImageError
    except ImportError as error:
        raise MissingExtraError("识别扫描件需要 rapidocr", hint="pip install 'cetu[ocr]'") from error
    try:
        with Image.open(io.BytesIO(data)) as image:
            frames = getattr(image, "n_frames", 1)
            if image.width * image.height > _MAX_PIXELS or frames > limits.pages:
                raise ReadError("图片过大", where=where, hint="请缩小到 300 dpi 以内")
            return [np.array(frame.convert("RGB"))[:, :, ::-1] for frame in ImageSequence.Iterator(image)]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ReadError("图片已损坏，打不开", where=where, hint="请重新扫描或另存") from error
