"""Whether a figure is of several years together (五年来新增14.8万人) or of the last of them (达到66所)."""

from __future__ import annotations

from corpus.patterns import lazy

# What was come to is so at the end; nothing but the number with what bounds it stands behind these.
_COME_TO = lazy(
    r"(?:(?:增加|增长|提高|提升|上升|下降|减少|降低)?(?:达|(?<![收接得受找看])到)|[增减升降提高低多少加长合展]至|突破|迈上|跨上|稳定在|保持在)[^，、；。\d]{0,6}$"
)
_CLAUSE = lazy(r"[，。；、\n]")
_TOGETHER = lazy(r"累计|共[计有]|总共|年均|平均|增长|增幅|增加(?!值)|下降|减少|提高|提升|新增|完成|[增升提高降]了")


def first_year(since: int | None, label: str, before: str) -> int | None:
    """Return the first year of a figure of several years; None where it is of the last year only.

    Args:
        since: The first of the years that its sentence speaks of.
        label: What the figure is of.
        before: What stands before the number.
    """
    before = _CLAUSE.split(before)[-1]
    came_to = _COME_TO.search(before)
    if since is None or came_to is None:
        return since
    return since if _TOGETHER.search(label) or _TOGETHER.search(before[: came_to.start()]) else None
