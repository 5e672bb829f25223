"""How much is left to each of many askers, counted together by all server processes of a library.

A bucket fills again with time. It lies with the accounts, where all processes write; one statement takes from it, so that two
processes at once never take the same. Whoever takes several at a time asks seldom.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from corpus.databases import TEXT, open_engine, record_address
from corpus.errors import LibraryError

_TABLES = sa.MetaData()
_BUCKETS = sa.Table(
    "buckets",
    _TABLES,
    sa.Column("asker", TEXT, primary_key=True),
    sa.Column("stock", sa.Float, nullable=False),
    # Seconds since 1970: the machines of a library have one time, near enough.
    sa.Column("at_s", sa.Float, nullable=False),
)
_MINUTE_S = 60.0


class SharedBuckets:
    """The buckets of one library folder.

    Raises:
        LibraryError: The database cannot be reached or written.
    """

    def __init__(self, folder: Path) -> None:
        self._where = str(folder)
        self._engine = open_engine(folder, record_address(folder), is_lasting=True)
        try:
            _TABLES.create_all(self._engine)
        except sa.exc.SQLAlchemyError as error:
            raise self._told() from error

    def take(self, asker: str, per_minute: int, wanted: int, now_s: float) -> bool:
        """Take so many from an asker's bucket, if they are there; nothing otherwise.

        Raises:
            LibraryError: The database cannot be reached or written.
        """
        filled = _filled(per_minute, now_s)
        fresh = {"stock": float(per_minute), "at_s": now_s}
        taking = (
            sa.update(_BUCKETS)
            .where(_BUCKETS.c.asker == asker, filled >= wanted)
            .values(stock=filled - wanted, at_s=now_s)
        )
        try:
            with self._engine.begin() as connection:
                if connection.execute(taking).rowcount:
                    return True
                if connection.execute(sa.select(_BUCKETS.c.asker).where(_BUCKETS.c.asker == asker)).first():
                    return False
                # Full ones are as good as none.
                connection.execute(sa.delete(_BUCKETS).where(_BUCKETS.c.at_s < now_s - 2 * _MINUTE_S))
                connection.execute(sa.insert(_BUCKETS).values(asker=asker, **fresh))
                return bool(connection.execute(taking).rowcount)
        except sa.exc.IntegrityError:
            return self.take(asker, per_minute, wanted, now_s)  # another process made it in between
        except sa.exc.SQLAlchemyError as error:
            raise self._told() from error

    def close(self) -> None:
        """Release the database."""
        self._engine.dispose()

    def _told(self) -> LibraryError:
        return LibraryError("请求数记不下来", where=self._where, hint="检查磁盘与权限")


def _filled(per_minute: int, now_s: float) -> sa.ColumnElement[float]:
    """Return what is in a bucket now: what was left, and what came since, up to a minute's worth."""
    risen = _BUCKETS.c.stock + (now_s - _BUCKETS.c.at_s) * (per_minute / _MINUTE_S)
    return sa.case((risen > float(per_minute), float(per_minute)), else_=risen)
