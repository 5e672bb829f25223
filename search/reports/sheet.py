"""Terms and their explanations as an Excel workbook."""

from __future__ import annotations

from io import BytesIO

from corpus.errors import MissingExtraError
from search.appendix import Appendix

_HEAD = ("序号", "名词", "又称", "释义", "出处", "年份")


def workbook(appendix: Appendix) -> bytes:
    """Return an appendix as .xlsx, one row for each term.

    Raises:
        MissingExtraError: openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise MissingExtraError("没有安装 openpyxl", hint="请运行：pip install 'cetu[tables]'") from error
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名词解释"
    sheet.append(_HEAD)
    for number, entry in enumerate(appendix.entries, 1):
        own = entry.definition
        sheet.append((number, own.term, "、".join(own.aliases), own.definition, own.title, own.year))
    held = BytesIO()
    book.save(held)
    return held.getvalue()
