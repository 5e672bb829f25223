"""Pictures of the original's pages, for a reader who wants to see with their own eyes what a file says."""

from __future__ import annotations

import io
from typing import Any, cast

from corpus.documents import SourceFile
from corpus.errors import MissingExtraError, NotFoundError
from corpus.readers import isolation
from corpus.readers.limits import DEFAULT, Limits

WIDTH = 1240
"""Width of a picture in pixels: A4 at 150 dpi, which the small print of a paper still shows in."""

_FORMS = {"application/pdf": "png", "image/x-page": "png", "application/ofd": "svg"}
_EXTRA = "pip install 'cetu[readers,ocr]'"


def picture_form(media_type: str) -> str:
    """Return the suffix of the pictures of a format's pages, "png" or "svg"; empty where it has no pages to show."""
    return _FORMS.get(media_type, "")


def page_picture(source: SourceFile, number: int, *, limits: Limits = DEFAULT) -> bytes:
    """Return a page, counted from 1, as a picture of `picture_form`; PNG is at most `WIDTH` pixels wide.

    It is drawn in a process of its own, as files are read.

    Raises:
        NotFoundError: the format has no pages to show, or the file has no page of that number.
        ReadError: the file is damaged.
        MissingExtraError: pypdfium2 or Pillow is not installed.
    """
    form = picture_form(source.media_type)
    if not form:
        raise NotFoundError("这种文件没有页面图像", where=source.name, hint="下载原件查看")
    data = isolation.call(f"corpus.readers.originals:draw_{form}", source, number, limits=limits)
    if not data:
        raise NotFoundError(f"没有第 {number} 页的图像", where=source.name, hint="下载原件查看")
    return cast(bytes, data)


def draw_png(source: SourceFile, number: int, *, limits: Limits) -> bytes | None:
    """Return a page of a PDF file or an image, None where there is none of that number."""
    picture = _picture(source, number, limits)
    if picture is None:
        return None
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

    frames = page_pictures(source.data, where=source.name, limits=limits)
    return Image.fromarray(frames[number - 1][:, :, ::-1]) if 1 <= number <= len(frames) else None


def _pdf_page(source: SourceFile, number: int, limits: Limits) -> Any:
    from corpus.readers.pdf import opened

    document = opened(source, limits)
    try:
        if not 1 <= number <= len(document):
            return None
        page = document[number - 1]
        return page.render(scale=WIDTH / max(page.get_width(), page.get_height() / 2, 1.0)).to_pil()
    finally:
        document.close()


def draw_svg(source: SourceFile, number: int, *, limits: Limits) -> bytes | None:
    """Return a page of an OFD file, None where there is none of that number."""
    from corpus.readers.ofd_drawing import page_svg
    from corpus.readers.ofd_package import Package
    from corpus.readers.ofd_pages import pages

    package = Package(source.data, where=source.name, limits=limits)
    found = next((page for page in pages(package) if page.number == number), None)
    return page_svg(package, found) if found else None
