"""The timeline is append-only in the database too: triggers refuse UPDATE and DELETE, and what does the same.

The one exemption is the undo of an import: it removes tasks that nobody has worked on, with the lines that the import
itself wrote of them. It holds for one table within one transaction, and for DELETE only.

The triggers are made after every migrate, since SQLite silently drops a table's triggers when a migration remakes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.models import Model

TABLES = ("tracker_taskevent", "tracker_progressreport", "tracker_attachment", "tracker_chase")
REFUSAL = "the timeline is append-only"


def create(using: str = "default") -> None:
    """Make the triggers, replacing older ones."""
    drop(using)
    _run(using, _CREATE[connections[using].vendor])


def drop(using: str = "default") -> None:
    """Remove the triggers: for an operator who moves a database, and for tests that empty it."""
    _run(using, _DROP[connections[using].vendor])


@contextmanager
def lifted(model: type[Model], using: str = "default") -> Iterator[None]:
    """Allow DELETE from a table of the timeline inside the `with`, to this transaction only."""
    table, vendor = model._meta.db_table, connections[using].vendor
    with transaction.atomic(using), connections[using].cursor() as cursor:
        cursor.execute(_LIFT[vendor].format(table=table))
        yield
        cursor.execute(_LOWER[vendor].format(table=table, refusal=REFUSAL))


def _run(using: str, statements: tuple[str, ...]) -> None:
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in TABLES:
            if table in present:
                for statement in statements:
                    cursor.execute(statement.format(table=table, refusal=REFUSAL))


_NO = "CREATE TRIGGER {{table}}_no_{act} BEFORE {act} ON {{table}} BEGIN SELECT RAISE(ABORT, '{{refusal}}'); END"
_CREATE = {
    "sqlite": tuple(_NO.format(act=act) for act in ("update", "delete")),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION duban_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'DELETE' AND current_setting('duban.lifted', true) = TG_TABLE_NAME THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION '{refusal}'; END $$",
        "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION duban_append_only()",
        "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION duban_append_only()",
    ),
}
_DROP = {
    "sqlite": tuple(f"DROP TRIGGER IF EXISTS {{table}}_no_{act}" for act in ("update", "delete")),
    "postgresql": tuple(
        f"DROP TRIGGER IF EXISTS {{table}}_{name} ON {{table}}" for name in ("append_only", "no_truncate")
    ),
}
#: SQLite's triggers come and go with the transaction; PostgreSQL would lock the table, so there a setting tells them.
_LIFT = {
    "sqlite": "DROP TRIGGER IF EXISTS {table}_no_delete",
    "postgresql": "SET LOCAL duban.lifted = '{table}'",
}
_LOWER = {
    "sqlite": _NO.format(act="delete"),
    "postgresql": "SET LOCAL duban.lifted = ''",
}
