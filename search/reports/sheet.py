"""Terms and their explanations as an Excel workbook."""

from __future__ import annotations

from search.appendix import Appendix
from search.reports.table import table

_HEAD = ("序号", "名词", "又称", "释义", "出处", "年份")


def workbook(appendix: Appendix) -> bytes:
    """Return an appendix as .xlsx, one row for each term.

    Raises:
        MissingExtraError: openpyxl is not installed.
    """
    rows = (
        (number, own.term, "、".join(own.aliases), own.definition, own.title, own.year)
        for number, own in enumerate((entry.definition for entry in appendix.entries), 1)
    )
    return table(_HEAD, rows, "xlsx", title="名词解释")
