"""Pictures of the original's pages, for a reader who wants to see with their own eyes what a file says."""

from __future__ import annotations

import io
from typing import Any

from corpus.documents import SourceFile
from corpus.errors import MissingExtraError, NotFoundError
from corpus.readers.limits import DEFAULT, Limits

WIDTH = 1240
"""Width of a picture in pixels: A4 at 150 dpi, which the small print of a paper still shows in."""

_EXTRA = "pip install 'cetu[readers,ocr]'"


def has_pictures(media_type: str) -> bool:
    """Say whether the pages of a format can be shown as they are."""
    return media_type in ("application/pdf", "image/x-page", "application/ofd")


def page_png(source: SourceFile, number: int, *, limits: Limits = DEFAULT) -> bytes:
    """Return a page, counted from 1, as a PNG file at most `WIDTH` pixels wide.

    Raises:
        NotFoundError: the format has no pages to show, or the file has no page of that number.
        ReadError: the file is damaged.
        MissingExtraError: pypdfium2 or Pillow is not installed.
    """
    if not has_pictures(source.media_type):
        raise NotFoundError("这种文件没有页面图像", where=source.name, hint="下载原件查看")
    picture = _picture(source, number, limits)
    if picture is None:
        raise NotFoundError(f"没有第 {number} 页的图像", where=source.name, hint="下载原件查看")
    if picture.width > WIDTH:
        picture = picture.resize((WIDTH, max(1, picture.height * WIDTH // picture.width)))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _picture(source: SourceFile, number: int, limits: Limits) -> Any:
    try:
        from PIL import Image
    except ImportError as error:
        raise MissingExtraError("显示原件页面需要 Pillow", where=source.name, hint=_EXTRA) from error
    if source.media_type == "application/pdf":
        return _pdf_page(source, number, limits)
    from corpus.readers.scan import page_pictures

    if source.media_type == "application/ofd":
        data = _ofd_picture(source, number, limits)
        frames = page_pictures(data, where=source.name, limits=limits)[:1] if data else []
        number = 1
    else:
        frames = page_pictures(source.data, where=source.name, limits=limits)
    return Image.fromarray(frames[number - 1][:, :, ::-1]) if 1 <= number <= len(frames) else None


def _pdf_page(source: SourceFile, number: int, limits: Limits) -> Any:
    from corpus.readers.pdf import opened

    document = opened(source, limits)
    try:
        if not 1 <= number <= len(document):
            return None
        page = document[number - 1]
        return page.render(scale=WIDTH / max(page.get_width(), 1.0)).to_pil()
    finally:
        document.close()


def _ofd_picture(source: SourceFile, number: int, limits: Limits) -> bytes | None:
    """Return the scan that an OFD page consists of; drawn pages are not drawn here."""
    from corpus.readers.ofd_package import Package
    from corpus.readers.ofd_pages import pages

    found = next(
        (page for page in pages(Package(source.data, where=source.name, limits=limits)) if page.number == number), None
    )
    return found.picture.data if found and found.picture else None
