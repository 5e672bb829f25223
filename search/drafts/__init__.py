"""The draft check: what a library says differently from a draft. `check(library, text)` is the way in."""

from search.drafts.checking import check

__all__ = ["check"]
