"""The original beside the text: which page of the file to show, and where on it the evidence stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.documents import Document, Region
from corpus.readers.originals import picture_form

_MARGIN = 0.004
"""What is left free around evidence, as a share of the page."""


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of the original and the places to light on it; `pages` is the number of pages with text."""

    number: int
    pages: int
    form: str
    regions: tuple[Region, ...]


def page_count(document: Document) -> int:
    """Return how many pages of a document can be shown: none where its format has no pages, or stores no places."""
    return max(document.offsets.pages, default=0) if picture_form(document.media_type) else 0


def page_view(document: Document, evidence: tuple[int, int] | None, asked: int | None) -> PageView | None:
    """Return the page that a reader asked for, else the one where the evidence begins; None where none is to be shown.

    Page 0 is the wish to see none.
    """
    pages = page_count(document)
    places = document.offsets.regions_of(*evidence) if evidence and pages else ()
    number = asked if asked is not None else places[0][0] if places else 0
    if not 1 <= number <= pages:
        return None
    lit = [region for page, region in places if page == number]
    return PageView(number, pages, picture_form(document.media_type), tuple(_joined(lit)))


def _joined(regions: Sequence[Region]) -> list[Region]:
    """Return the regions with a margin, as (left, top, width, height)."""
    return [
        (
            round(left - _MARGIN, 4),
            round(top - _MARGIN, 4),
            round(right - left + 2 * _MARGIN, 4),
            round(bottom - top + 2 * _MARGIN, 4),
        )
        for left, top, right, bottom in regions
    ]
