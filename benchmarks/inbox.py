"""The desk's inbox and pages: what 100,000 cases cost against 1,000, in the same process and database."""

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client, override_settings

from benchmarks.staff import ROUNDS, median_seconds
from participation.models import Case

FEW, MANY = 1_000, 100_000
INBOX = "/fr/admin/participation/case/"
REQUESTS = {
    "the inbox": INBOX,
    "all cases": f"{INBOX}?standing=all",
    "overdue": f"{INBOX}?standing=overdue",
    "the author has written": f"{INBOX}?standing=author",
    "mail came back": f"{INBOX}?standing=mail",
    "search in the inbox": f"{INBOX}?q=lampadaire+40",
    "search for a word of every case": f"{INBOX}?q=lampadaire&standing=all",
    "a reference": f"{INBOX}?q=2026-00040",
    "an officer's first page": "/fr/admin/",
}
# Without triggers: the rows are gone with the transaction, nobody needs their history. One in twenty is open.
FILL = """
INSERT INTO participation_case (kind, channel, language, category_id, place, subject, text, is_formal,
  national_reference, may_be_published, received_at, fingerprint, is_held, state, due_on, due_facts, is_urgent, outcome,
  closed_at, reopened_count, satisfaction, is_demo)
SELECT 'complaint', 'web', 'fr', NULL, 'Rue ' || n, 'Lampadaire ' || n,
  'Le lampadaire numéro ' || n || ' devant la maison est éteint, on ne voit rien la nuit.', false,
  '', n %% 3 = 0, now() - (n || ' minutes')::interval, md5(n::text), false,
  CASE WHEN n %% 20 = 0 THEN 'in_progress' ELSE 'closed' END, current_date + (n %% 80) - 20, '{}', false,
  CASE WHEN n %% 20 = 0 THEN '' ELSE 'solved' END, CASE WHEN n %% 20 = 0 THEN NULL ELSE now() END, 0, '', false
FROM generate_series(1, %(count)s) AS n
"""
EVENTS = """
INSERT INTO participation_caseevent (case_id, kind, at, by, text, details, words_erased, is_demo)
SELECT one.id, told.kind, received_at, CASE WHEN told.kind = 'answer' THEN 'desk' ELSE 'author' END, 'Merci', '{}',
  false, false
FROM participation_case AS one, unnest(array['filed', 'answer', 'reply']) AS told(kind)
WHERE subject LIKE 'Lampadaire %' AND NOT EXISTS (SELECT FROM participation_caseevent AS e WHERE e.case_id = one.id)
"""


@override_settings(STAFF_MFA=False)
def run():
    with transaction.atomic():
        measured = {count: measure(count) for count in (FEW, MANY)}
        transaction.set_rollback(True)
    print(f"| the desk | {MANY:,} cases ÷ {FEW:,} |")
    print("|---|---|")
    for name in measured[FEW]:
        few, many = measured[FEW][name], measured[MANY][name]
        print(f"| {name} | {many / few:.1f} ({few * 1000:.0f} → {many * 1000:.0f} ms) |")


def measure(count, rounds=ROUNDS):
    """{name: median seconds of a request} with about `count` cases."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(FILL, {"count": count - Case.objects.count()})
        cursor.execute(EVENTS)
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE participation_case")
        cursor.execute("ANALYZE participation_caseevent")
    client = Client()
    client.force_login(User.objects.create_superuser(f"desk-{count}"))
    one = Case.objects.filter(subject="Lampadaire 40").first()
    requests = {**REQUESTS, "one case": f"{INBOX}{one.pk}/change/"}
    return {name: median_seconds(client, address, rounds) for name, address in requests.items()}
