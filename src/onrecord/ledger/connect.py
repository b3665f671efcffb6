"""From a path or URL to an open ledger of this program's schema, on SQLite or PostgreSQL."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import event, exc

from onrecord.errors import LedgerError, NewerLedgerError, NoLedgerError
from onrecord.ledger import schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

MIGRATIONS = Path(__file__).parent / "migrations"
WAIT_S = 60
"""Seconds that a writer waits for another."""
LOCK = 0x6F6E7265636F7264
"""The advisory lock under which PostgreSQL writers take turns: `onrecord` in ASCII."""
POSTGRES = re.compile(r"postgres(ql)?(\+psycopg)?://")


def open_engine(location: str, *, create: bool = False) -> sa.Engine:
    """An engine on the ledger at *location*, brought to this program's schema.

    Args:
        location: a file, or a URL that begins with `postgresql://`.
        create: make a ledger where there is none.

    Raises:
        NoLedgerError: there is none, and *create* is not set.
        NewerLedgerError: a newer program has written it.
        LedgerError: it is something else, or cannot be reached.
    """
    with told(location):
        engine = _postgres(location) if "://" in location else _sqlite(location, create=create)
        try:
            _bring_up(engine, location, create=create)
        except BaseException:
            engine.dispose()
            raise
        return engine


@contextmanager
def told(location: str) -> Iterator[None]:
    """What the database refuses inside, as one sentence that names *location*."""
    try:
        yield
    except exc.DBAPIError as error:
        reason = " ".join(str(error.orig).split())
        raise LedgerError(f"{plain(location)}: the ledger cannot be used ({reason})") from error


def plain(location: str) -> str:
    """*location* without a password, for people."""
    return re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:***@", location)


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that is the only one to write while it lasts."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield connection


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that sees the ledger as it stood at one moment."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")  # noqa: PLW2901
        with connection.begin():
            yield connection


def _sqlite(location: str, *, create: bool) -> sa.Engine:
    path = Path(location)
    if not create and not path.exists():
        raise NoLedgerError(location)
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise LedgerError(f"{location}: expected a file, or a URL that begins with postgresql://")
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)), connect_args={"timeout": WAIT_S})

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:  # noqa: ANN401, the driver's own
        connection.isolation_level = None  # SQLAlchemy begins transactions, not the driver
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres(location: str) -> sa.Engine:
    if not POSTGRES.match(location):
        raise LedgerError(f"{plain(location)}: expected a file, or a URL that begins with postgresql://")
    try:
        return sa.create_engine(POSTGRES.sub("postgresql+psycopg://", location, count=1))
    except exc.ArgumentError as error:
        raise LedgerError(f"{plain(location)}: found no URL of a database ({error})") from None
    except ImportError:
        raise LedgerError("a ledger on PostgreSQL needs a further package: pip install 'onrecord[postgres]'") from None


def _bring_up(engine: sa.Engine, location: str, *, create: bool) -> None:
    with reading(engine) as connection:
        found = _revision(connection)
    if found == schema.REVISION:
        return
    if found is None and not create:
        raise NoLedgerError(plain(location))
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory
    from alembic.script.revision import RevisionError
    from alembic.util import CommandError

    scripts = ScriptDirectory(str(MIGRATIONS), version_locations=[str(MIGRATIONS)])
    with writing(engine) as connection:
        found = _revision(connection)  # another process may have been first
        try:
            steps = (
                list(scripts.iterate_revisions(schema.REVISION, found or "base")) if found != schema.REVISION else []
            )
        except (CommandError, RevisionError):
            raise NewerLedgerError(plain(location), str(found), schema.REVISION) from None
        context = MigrationContext.configure(connection)
        with Operations.context(context):
            for step in reversed(steps):
                step.module.upgrade()
                context.stamp(scripts, step.revision)
        if found is None:
            connection.execute(schema.tail.insert(), {"size": 0, "frontier": "", "at": ""})


def _revision(connection: sa.Connection) -> str | None:
    """The schema that the database has, None where it has none."""
    tables = sa.inspect(connection).get_table_names()
    if "alembic_version" in tables:
        found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)
    if "entries" in tables or "statements" in tables:
        raise LedgerError("found tables of another program in the database, expected a ledger or nothing")
    return None
