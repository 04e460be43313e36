"""The act as two people do it, and what is left of the words afterwards."""

import json

from django.db import connection

from tetouan_portal.removal.carrying_out import carry_out, going_of
from tetouan_portal.removal.proposing import propose

SECRET = "Mme Amina B., CIN L123456, a signé la décharge"
ORDER = {"ground": "court", "reference": "Jugement du 3 mars"}


def seen(removal):
    return going_of(removal).fingerprint


def removed(row, part, first, second, *, language="", **said):
    """Proposed by the first and carried out by the second person."""
    removal = propose(row, part, language=language, by=first, **ORDER | said)
    done = carry_out(removal, by=second, seen=seen(removal))
    row.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
    return done


def everything_kept():
    """All that any table of the portal still holds, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"select coalesce(string_agg(row_to_json(one)::text, ' '), '') from \"{table}\" as one")
            yield table, cursor.fetchone()[0]


def holding(words):
    return [table for table, kept in everything_kept() if json.dumps(words, ensure_ascii=False)[1:-1] in kept]
