"""One byte changed at a random place of a ledger's tables, as a fault of a disk or a hand would."""

from __future__ import annotations

import string
from functools import partial

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from onrecord.ledger import schema
from onrecord.ledger.connect import writing

TABLES = [table for table in schema.metadata.sorted_tables if table.name != "tail"] + [schema.tail]
SIGNS = string.ascii_letters + string.digits


def places(connection):
    """Every cell that has something in it: table, key of the row, column."""
    for table in TABLES:
        names = [column.name for column in table.primary_key.columns]
        for row in connection.execute(sa.select(table)).mappings():
            for column in table.columns:
                if row[column.name] not in {None, "", b""}:
                    yield table, {name: row[name] for name in names}, column


def change_a_byte(ledger, rng, cells):
    """Change one byte of one of *cells*; the function that changes it back, the table, and what was changed."""
    while True:
        table, key, column = rng.choice(cells)
        where = [table.c[name] == value for name, value in key.items()]
        with ledger.read() as connection:
            old = connection.scalar(sa.select(column).where(*where))
        new = _other(old, rng)
        if new is None:
            continue
        after = [table.c[name] == (new if name == column.name else value) for name, value in key.items()]
        try:
            _write(ledger, column, new, where)
        except IntegrityError:
            continue  # a key that another row has
        restore = partial(_write, ledger, column, old, after)
        return restore, table.name, f"{table.name}.{column.name} {key}: {old!r} -> {new!r}"


def _write(ledger, column, value, where):
    with writing(ledger.engine) as connection:
        done = connection.execute(sa.update(column.table).where(*where).values({column.name: value}))
        assert done.rowcount == 1


def _other(value, rng):
    if isinstance(value, int):
        digits = str(value)
        at = rng.randrange(len(digits))
        changed = digits[:at] + rng.choice([digit for digit in "123456789" if digit != digits[at]]) + digits[at + 1 :]
        return int(changed) if changed.lstrip("-").isdigit() else None
    at = rng.randrange(len(value))
    if isinstance(value, bytes):
        return value[:at] + bytes([value[at] ^ rng.randrange(1, 256)]) + value[at + 1 :]
    if ord(value[at]) > 127:
        return None
    return value[:at] + rng.choice([sign for sign in SIGNS if sign != value[at]]) + value[at + 1 :]
