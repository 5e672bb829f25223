"""What is kept of the people of a library, and the values that it is given out as."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from corpus.audiences import Audience, audience_of
from corpus.databases import TEXT

TABLES = sa.MetaData()
ACCOUNTS = sa.Table(
    "accounts",
    TABLES,
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("role", TEXT, nullable=False),
    sa.Column("password", TEXT, nullable=False),
    sa.Column("made_at", TEXT, nullable=False),
)
MEMBERSHIPS = sa.Table(
    "memberships",
    TABLES,
    sa.Column("account", TEXT, primary_key=True),
    sa.Column("label", TEXT, primary_key=True),
)
# Who signs in elsewhere: the issuer and its name of the person, which never changes, and the account that is theirs here.
SUBJECTS = sa.Table(
    "subjects",
    TABLES,
    sa.Column("subject", TEXT, primary_key=True),
    sa.Column("account", TEXT, nullable=False),
)
SUSPENDED = sa.Table("suspended", TABLES, sa.Column("account", TEXT, primary_key=True))
KEYS = sa.Table(
    "keys",
    TABLES,
    sa.Column("digest", TEXT, primary_key=True),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("account", TEXT, nullable=False),
    sa.Column("title", TEXT, nullable=False),
    sa.Column("made_at", TEXT, nullable=False),
    # Empty: until it is withdrawn.
    sa.Column("ends_at", TEXT, nullable=False),
)
TRAIL = sa.Table(
    "trail",
    TABLES,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("made_at", TEXT, nullable=False),
    sa.Column("who", TEXT, nullable=False),
    sa.Column("what", TEXT, nullable=False),
    sa.Column("subject", TEXT, nullable=False),
    sa.Column("address", TEXT, nullable=False),
    sa.Index("trail_by_time", "what", "made_at"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `role` is one of `ROLES`, each of which may do what those before it may.

    Attributes:
        groups: The labels of documents that the account may see beside what everybody with an account sees.
        is_active: Whether it may sign in; an account that may not keeps its name, its rights and its deeds.
    """

    name: str
    role: str
    made_at: str
    groups: tuple[str, ...] = ()
    is_active: bool = True

    @property
    def audience(self) -> Audience:
        """Return which documents the account may see."""
        return audience_of(self.role, self.groups)


@dataclass(frozen=True, slots=True)
class Token:
    """A key for programs, as lists show it: the key itself is shown once, when it is made. `id` names it."""

    id: str
    title: str
    made_at: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of the trail: `what` is sign_in, sign_out, sign_in_failed, export, decide, add, remove, label, account or token."""

    number: int
    made_at: str
    who: str
    what: str
    subject: str
    address: str
