"""The timeline is append-only in the database too: triggers refuse UPDATE and DELETE.

They are made after every migrate, since SQLite silently drops a table's triggers when a migration remakes the table.
"""

from __future__ import annotations

from django.db import connections

TABLES = ("tracker_taskevent", "tracker_progressreport", "tracker_attachment", "tracker_chase")
REFUSAL = "the timeline is append-only"


def create(using: str = "default") -> None:
    """Make the triggers, replacing older ones."""
    drop(using)
    _run(using, _CREATE[connections[using].vendor])


def drop(using: str = "default") -> None:
    """Remove the triggers: for an operator who moves a database, and for tests that empty it."""
    _run(using, _DROP[connections[using].vendor])


def _run(using: str, statements: tuple[str, ...]) -> None:
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in TABLES:
            if table in present:
                for statement in statements:
                    cursor.execute(statement.format(table=table, refusal=REFUSAL))


_CREATE = {
    "sqlite": tuple(
        f"CREATE TRIGGER {{table}}_no_{act} BEFORE {act} ON {{table}} BEGIN SELECT RAISE(ABORT, '{{refusal}}'); END"
        for act in ("update", "delete")
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION duban_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$",
        "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION duban_append_only()",
    ),
}
_DROP = {
    "sqlite": tuple(f"DROP TRIGGER IF EXISTS {{table}}_no_{act}" for act in ("update", "delete")),
    "postgresql": ("DROP TRIGGER IF EXISTS {table}_append_only ON {table}",),
}
