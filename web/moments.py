"""Points in time as readers write them."""

from __future__ import annotations

from datetime import datetime


def moment(text: str) -> str:
    """Return a time in ISO 8601 by the clock of this machine, to the minute: 2031-05-06 09:30."""
    return f"{datetime.fromisoformat(text).astimezone():%Y-%m-%d %H:%M}"
