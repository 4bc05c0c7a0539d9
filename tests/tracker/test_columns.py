"""The columns of the ledger: what a task has in each, and that more rows cost no more queries."""

from __future__ import annotations

import pytest

from tests.tracker.test_intake import PROBLEMS, TITLE, document
from tracker.columns import COLUMNS, columns, prepared
from tracker.intake import import_file
from tracker.lights import lit
from tracker.models import Task


@pytest.mark.django_db
def test_a_task_has_its_words_and_their_place():
    import_file(document(), "河长制.txt")
    task = prepared(lit(Task.objects.filter(kind="problem"))).earliest("pk")
    row = {column.key: column.value(task) for column in COLUMNS}
    assert row["words"] == PROBLEMS[0]
    assert row["source"].startswith(TITLE)
    assert row["status"] == "待交办"
    assert row["progress"] == row["supporting_units"] == ""
    assert row["reported_on"] is None


@pytest.mark.django_db
def test_queries_do_not_grow_with_rows(django_assert_num_queries):
    import_file(document(), "河长制.txt")
    for most in (1, 4):
        with django_assert_num_queries(4):
            rows = [[column.value(task) for column in COLUMNS] for task in prepared(lit(Task.objects.all()))[:most]]
        assert len(rows) == most


def test_unknown_columns_are_passed_over_and_the_order_is_the_asked_one():
    assert [column.key for column in columns(["status", "nonsense", "code"])] == ["status", "code"]
