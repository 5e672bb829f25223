"""Traditional characters as a simplified text writes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

_HAN = re.compile("[\u3400-\u9fff]+")


def simplified(text: str) -> str:
    """Return a text in simplified characters. The converter is loaded only for a text that may have others."""
    return _HAN.sub(_converted, text)


def _converted(run: re.Match[str]) -> str:
    try:
        run[0].encode("gb2312")
    except UnicodeEncodeError:
        return _converter()(run[0])
    return run[0]


@cache
def _converter() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert
