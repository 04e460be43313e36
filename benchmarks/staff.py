"""Staff's lists: what 100,000 statements cost against 1,000, in the same process and database."""

import statistics
import time

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client, override_settings

from commitments.models import Commitment, Statement

FEW, MANY = 1_000, 100_000
ROUNDS = 5
LIST = "/fr/admin/commitments/statement/"
REQUESTS = {
    "first page": LIST,
    "page 20": f"{LIST}?p=20",
    "filter: submitted": f"{LIST}?state__exact=submitted",
    "filter: waiting for me": f"{LIST}?waiting=yes",
    "filter: missing Spanish": f"{LIST}?missing=es",
    "one year": f"{LIST}?dated_on__year=2025",
    "search": f"{LIST}?q=atelier",
    "order by level": f"{LIST}?o=5",
    "translators' queue": "/fr/admin/translations/?language=es",
    "first page of a role": "/fr/admin/",
}
# Without triggers: the rows are gone with the transaction, nobody needs their history.
FILL = """
INSERT INTO commitments_statement (commitment_id, side, dated_on, level, summary, summary_fr, summary_es, obstacles,
  next_steps, recorded_at, is_demo, state, return_reason)
SELECT %(commitment)s, 'municipality', date '2022-01-01' + n %% 1500, 'limited', '', 'Atelier numéro ' || n,
  CASE WHEN n %% 3 > 0 THEN 'Taller ' || n END, '', '', now(), true,
  CASE WHEN n %% 50 = 0 THEN 'submitted' ELSE 'published' END, ''
FROM generate_series(1, %(count)s) AS n
"""


@override_settings(STAFF_MFA=False)
def run():
    with transaction.atomic():
        measured = {count: measure(count) for count in (FEW, MANY)}
        transaction.set_rollback(True)
    print(f"| staff page | {MANY:,} rows ÷ {FEW:,} |")
    print("|---|---|")
    for name in REQUESTS:
        few, many = measured[FEW][name], measured[MANY][name]
        print(f"| {name} | {many / few:.1f} ({few * 1000:.0f} → {many * 1000:.0f} ms) |")


def measure(count, rounds=ROUNDS):
    """{name: median seconds of a request} with `count` statements."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(FILL, {"commitment": Commitment.objects.first().pk, "count": count - Statement.objects.count()})
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE commitments_statement")
    client = Client()
    client.force_login(User.objects.create_superuser(f"measure-{count}"))
    return {name: median_seconds(client, address, rounds) for name, address in REQUESTS.items()}


def median_seconds(client, address, rounds):
    taken = []
    for _round in range(rounds):
        begin = time.perf_counter()
        status = client.get(address, HTTP_HOST="localhost").status_code
        taken.append(time.perf_counter() - begin)
        assert status == 200, (address, status)
    return statistics.median(taken)
