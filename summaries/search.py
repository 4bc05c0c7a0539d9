"""Finding words in the documents: an index of pairs of characters, for words are not where a cutter would cut them.

Each paragraph's pairs stand in a table of their own (SearchEntry), which SQLite's FTS5 or PostgreSQL's GIN looks up.
Pairs find every span of two characters and more; that they stand in a row is then seen in the text itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice, pairwise

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from summaries.models import Paragraph, SearchEntry

MOST_WORDS = 10
MOST_PAIRS = 60  # of a query: more don't find it more exactly
BATCH = 500


def add(paragraphs: Iterable[Paragraph]) -> None:
    """Enter paragraphs that were just stored into the index."""
    written = (each for each in paragraphs if each.text)
    while batch := [SearchEntry(paragraph=each, pairs=" ".join(_pairs(each.text))) for each in islice(written, BATCH)]:
        SearchEntry.objects.bulk_create(batch)


def paragraphs_with(words: str) -> QuerySet[Paragraph]:
    """Return the paragraphs of the latest editions that contain each of the words, which blanks part, in any case."""
    wanted = words.replace("\0", " ").split()[:MOST_WORDS]  # PostgreSQL knows no NUL
    if not wanted:
        return Paragraph.objects.none()
    exact = Q(*(Q(text__icontains=word) for word in wanted))
    found = Paragraph.objects.filter(exact, edition=F("edition__summary__current"))
    pairs = sorted({pair for word in wanted for pair in _pairs(word)})[:MOST_PAIRS]
    return found.filter(pk__in=_looked_up(pairs, found.db)) if pairs else found


def create(using: str) -> None:
    """Make what the database needs to look pairs up, and enter what was stored before there was an index.

    Called after every migrate, since a migration that remakes a table of SQLite drops its triggers.
    """
    connection = connections[using]
    if SearchEntry._meta.db_table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if not (connection.vendor == "postgresql" and _has_index(cursor)):  # even IF NOT EXISTS locks the table
            for statement in _CREATE[connection.vendor]:
                cursor.execute(statement)
    if not SearchEntry.objects.using(using).exists():
        add(Paragraph.objects.using(using).iterator(BATCH))


def _has_index(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT to_regclass('summaries_search')")
    return cursor.fetchone() != (None,)


def _pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring characters as words of letters and digits, which no parser takes apart."""
    return {
        f"x{ord(first):x}x{ord(second):x}"
        for run in text.lower().split()
        for first, second in pairwise(run)
    }  # fmt: skip


def _looked_up(pairs: list[str], using: str) -> RawSQL:
    statement, joint = _LOOK_UP[connections[using].vendor]
    return RawSQL(statement, [joint.join(pairs)])


_LOOK_UP = {
    "sqlite": ("SELECT rowid FROM summaries_search WHERE summaries_search MATCH %s", " AND "),
    "postgresql": (
        "SELECT paragraph_id FROM summaries_searchentry WHERE to_tsvector('simple', pairs) @@ to_tsquery('simple', %s)",
        " & ",
    ),
}
_FTS5 = "content='summaries_searchentry', content_rowid='paragraph_id', detail=none, columnsize=0, tokenize='ascii'"
_CREATE = {
    "sqlite": (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS summaries_search USING fts5(pairs, {_FTS5})",
        "CREATE TRIGGER IF NOT EXISTS summaries_search_add AFTER INSERT ON summaries_searchentry BEGIN "
        "INSERT INTO summaries_search(rowid, pairs) VALUES (new.paragraph_id, new.pairs); END",
        "CREATE TRIGGER IF NOT EXISTS summaries_search_remove AFTER DELETE ON summaries_searchentry BEGIN "
        "INSERT INTO summaries_search(summaries_search, rowid, pairs) "
        "VALUES ('delete', old.paragraph_id, old.pairs); END",
    ),
    "postgresql": (
        "CREATE INDEX IF NOT EXISTS summaries_search ON summaries_searchentry USING gin (to_tsvector('simple', pairs))",
    ),
}
