"""The area or level that a figure is said of: 全市, 省级, 国家级."""

from __future__ import annotations

import re

_SCOPE = re.compile(
    r"全国|全球|全省|全市|全区|全县|全州|全镇|国家级|省级|市级|县级|区级|乡镇级|市县两级|我省|我市|我区|我县"
)


def scope_of(clause: str) -> str:
    """Return the first area or level that a clause names, or empty."""
    found = _SCOPE.search(clause)
    return found[0] if found else ""
