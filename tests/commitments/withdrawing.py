"""What was promised and is withdrawn, and what was public before anybody could make it so by an act."""

from datetime import date

from django.db import connection, transaction

from commitments.plan import publishing

REASON = {"fr": "Le terrain n’est plus disponible."}
DECISION = {"fr": "Délibération 12 du conseil"}
DECIDED_ON = date(2026, 1, 5)
WHY = {"reasons": REASON, "decision": DECISION, "decided_on": DECIDED_ON}
# Of a row that is withdrawn as it is made.
GONE = {
    "withdrawn_at": "2026-01-06T09:00:00Z",
    "withdrawal_reason_fr": REASON["fr"],
    "withdrawal_decision_fr": DECISION["fr"],
    "withdrawal_decided_on": DECIDED_ON,
}


def withdrawn(row):
    return publishing.withdraw(row, **WHY)


def as_a_draft(rows):
    """As they were before they became public: no door leads back there, and the triggers hold it shut."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        rows.update(is_published=False)
        cursor.execute("set local session_replication_role = origin")
