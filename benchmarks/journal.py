"""The public journal: what 100,000 lines cost against 1,000, read, narrowed, as data, written and verified."""

import datetime
import time
from hashlib import sha256

import rfc8785
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from benchmarks.staff import ROUNDS, median_seconds
from commitments.models import Commitment, Statement
from tetouan_portal.journal.chain import first_break, head
from tetouan_portal.journal.models import JournalLine, Kind
from tetouan_portal.journal.subjects import as_fact
from tetouan_portal.journal.writing import Sealed, enter

FEW, MANY = 1_000, 100_000
A_LINE_EACH = datetime.timedelta(minutes=5)
KINDS = ("stated", "measured", "proved", "amended", "withdrawn")


def run():
    with transaction.atomic():
        measured = {count: measure(count) for count in (FEW, MANY)}
        transaction.set_rollback(True)
    print(f"| the public journal | {MANY:,} lines ÷ {FEW:,} |")
    print("|---|---|")
    for name in measured[FEW]:
        few, many = measured[FEW][name], measured[MANY][name]
        print(f"| {name} | {many / few:.1f} ({few * 1000:.1f} → {many * 1000:.1f} ms) |")


def measure(count):
    fill(count)
    client, about = Client(), JournalLine.objects.get(number=count // 2).about
    pages = {
        "newest": "/fr/journal/",
        "in the middle": f"/fr/journal/?before={count // 2}",
        "one side and one kind": "/fr/journal/?by=monitor&kind=amended",
        "one page": f"/fr/journal/?about={about}",
        "a month": f"/fr/journal/?until={timezone.localdate() - datetime.timedelta(days=2)}",
        "one line": f"/fr/journal/{count // 2}/",
        "a thousand lines as data": f"/journal.jsonl?after={count - FEW}",
    }
    found = {name: median_seconds(client, address, ROUNDS) for name, address in pages.items()}
    found["writing a line"] = seconds(lambda: enter(Kind.STATED, Statement.objects.live().first()))
    found["verifying all"] = seconds(first_break)
    return found


def seconds(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def fill(count):
    """Lines as acts would have left them, hashed here and not looked at by the database one by one."""
    slugs = list(Commitment.objects.values_list("slug", flat=True))
    last = head()
    done, prior = last or (0, "0" * 64)
    began, rows = timezone.now() - A_LINE_EACH * count, []
    for number in range(done + 1, count + 1):
        row = line(number, prior, began + A_LINE_EACH * number, f"/commitments/{slugs[number % len(slugs)]}/")
        prior = row.sha256
        rows.append(row)
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("alter table tetouan_portal_journalline alter transaction_id set default '3'")
        JournalLine.objects.bulk_create(rows, batch_size=1000)
        cursor.execute("alter table tetouan_portal_journalline alter transaction_id drop default")
        cursor.execute("set local session_replication_role = origin")
        cursor.execute("analyze tetouan_portal_journalline")


def line(number, prior, at, about):
    sealed = Sealed()
    words = dict.fromkeys(("ar", "fr", "es"), f"Ce qui fut dit le jour numéro {number}, en quelques mots de plus")
    told = {
        "about": about,
        "at": as_fact(at),
        "by": "monitor" if number % 3 == 0 else "municipality",
        "changes": [{"field": "level", "from": None, "to": "limited"}],
        "decision": None,
        "demonstration": False,
        "kind": KINDS[number % len(KINDS)],
        "number": number,
        "opening": False,
        "prior": prior,
        "public_since": None,
        "reason": sealed.seal_words(words),
        "subject": f"commitments.statement:{number}",
        "title": sealed.seal_words(words),
    }
    entry = rfc8785.dumps(told)
    return JournalLine(number=number, at=at, entry=entry.decode(), sha256=sha256(entry).hexdigest(), texts=sealed.kept)
