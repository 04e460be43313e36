"""A name, an address and a telephone number that stand nowhere else are sent through every form, and then looked for
in everything that the public, other offices, logs and the record of changes can show.
"""

import json
import logging
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from zipfile import ZipFile, is_zipfile

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from participation.case import author_acts, desk_acts
from participation.models import Case, CaseLetter
from tests.factories import participation as make
from tests.factories import people
from tests.factories.reports import published_report
from tests.participation.admin.desk import INBOX, Desk, address
from tests.participation.citizen import send
from tests.walk import pages_reached_from
from tetouan_portal.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
MARKS = {"name": "Zoubaïda Marquée", "email": "marque.7f3a@cherchee.example", "phone": "+212 699 88 77 66"}
SOUGHT = ["Zoubaïda", "Marquée", "marque.7f3a", "cherchee.example", "699887766", "699 88 77 66"]
KINDS = ["observation", "suggestion", "complaint", "request"]


@pytest.fixture(scope="module")
def log():
    """All that anything logs while these tests run."""
    text, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(text), root.level
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield text.getvalue
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture(scope="module")
def filed(rows_of_a_module, log):
    """One case of each kind, whose author named themselves wherever one can, handled and published by the desk."""
    client = Client()
    make.CategoryFactory()
    officer = people.desk_officer()
    receipts = [send(client, kind, author={**MARKS, "may_be_published": "on"}, **signed()) for kind in KINDS]
    for receipt in receipts:
        follow(client, receipt, officer)
    at_the_counter(Desk(officer))
    return receipts


def signed():
    """The words end as letters do."""
    return {"text": f"La rue est sombre. {MARKS['name']}, {MARKS['phone']}, {MARKS['email']}"}


def follow(client, receipt, officer):
    now = timezone.now()
    desk_acts.ask(receipt.case, "Dans quelle rue ?", by=officer, now=now)
    client.post("/fr/track/", {"code": receipt.code})
    client.post("/fr/track/case/reply/", {"text": f"Rue Sidi Mandri. {MARKS['name']}"})
    outcome = "provided" if receipt.case.is_request else "solved"
    desk_acts.close(receipt.case, outcome, f"Fait, {MARKS['name']}.", by=officer, now=now)
    client.post("/fr/track/case/satisfaction/", {"satisfaction": "no", "text": f"Non. {MARKS['name']}"})
    client.post("/fr/track/case/not-solved/", {"text": f"Toujours sombre. {MARKS['email']}"})
    words = {"title_fr": "Une rue sombre", "text_fr": "La rue est sombre.", "answer_fr": "La lampe est changée."}
    desk_acts.publish(receipt.case, words, by=officer, now=now)
    client.post("/fr/track/close/")


def at_the_counter(desk):
    """The same person once more, entered and handled on the desk's own pages."""
    entry = {"channel": "phone", "received_on": timezone.localdate().isoformat(), "language": "fr"}
    words = {"category": "lighting", "subject": "Une rue sombre", "may_be_published": "on", **signed()}
    assert "sheet" in desk.client.post(f"{INBOX}add/", {**entry, **words, **MARKS}).context
    case = Case.objects.latest("pk")
    desk.done(case, note=f"Rappeler {MARKS['name']}", act="ask", text=f"Bonjour {MARKS['name']}, où ?")
    public = {"public__title_fr": "Une rue sombre", "public__text_fr": "La rue est sombre.", "public__answer_fr": ""}
    desk.done(
        case,
        act="close",
        outcome="solved",
        text=f"Fait, {MARKS['name']}.",
        public__publication="publish",
        public__is_read="on",
        **public,
    )


def text_of(response):
    return as_text(b"".join(response) if response.streaming else response.content)


def as_text(content):
    """A workbook, or an archive, is the names and the words of all its parts."""
    if not is_zipfile(BytesIO(content)):
        return content.decode(errors="replace")
    with ZipFile(BytesIO(content)) as archive:
        return "\n".join(f"{name}\n{unescape(as_text(archive.read(name)))}" for name in archive.namelist())


def found_in(text):
    return [mark for mark in SOUGHT if mark.casefold() in text.casefold()]


def test_every_form_was_passed(filed):
    """Otherwise the hunt would hunt nothing."""
    assert sorted(Case.objects.values_list("kind", flat=True)) == sorted([*KINDS, "complaint"])
    for case in Case.objects.all():
        assert case.contact.email == MARKS["email"]
        assert found_in(case.text)
        kinds = set(case.events.values_list("kind", flat=True))
        assert {"reply", "rated", "reopened"} <= kinds or {"note", "question", "closed", "published"} <= kinds
    assert CaseLetter.objects.exists()


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_no_public_page_feed_or_file_shows_the_author(client, filed, language):
    published_report()
    seen = pages_reached_from(client, f"/{language}/")
    paths = {path.partition("?")[0] for path in seen}
    assert {f"/{language}/participate/cases/", f"/{language}/participate/statistics/"} <= paths
    for path, response in seen.items():
        assert found_in(text_of(response)) == [], path


def test_no_search_finds_the_author(client, filed):
    for mark in SOUGHT:
        for page in ("participate/cases", "budget", "commitments", "participate/published", "budget/lines"):
            text = client.get(f"/fr/{page}/", {"q": mark}).text
            assert "Une rue sombre" not in text, page


def test_the_sitemap_names_published_cases_and_nobody(client, filed):
    text = client.get("/sitemap.xml").text
    assert filed[0].case.reference in text
    assert found_in(text) == []


def test_the_annual_report_counts_and_names_nobody(client, filed):
    report = published_report(covers_from=date(2026, 1, 1), covers_to=timezone.localdate())
    snapshot = json.dumps(report.editions.latest("number").snapshot, ensure_ascii=False)
    assert found_in(snapshot) == []


def test_the_record_of_changes_holds_no_word_of_the_author(filed):
    entries = AuditEntry.objects.filter(table_name__startswith="participation_")
    assert entries.exists()
    told = json.dumps(list(entries.values_list("old", "new", "detail")), default=str, ensure_ascii=False)
    assert found_in(told) == []
    assert filed[0].code not in told
    assert found_in(json.dumps(list(LogEntry.objects.values_list("object_repr", "change_message")))) == []


def test_nothing_is_logged_of_the_author_or_the_code(client, filed, log):
    call_command("check")
    assert found_in(log()) == []
    assert not [receipt.code for receipt in filed if receipt.code in log()]


def test_the_database_holds_contact_data_and_codes_encrypted_or_hashed_alone(filed):
    with connection.cursor() as cursor:
        for table in ("contact", "draft"):
            cursor.execute(f"select coalesce(string_agg(to_jsonb(t)::text, ' '), '') from participation_{table} t")
            assert found_in(cursor.fetchone()[0]) == [], table
        cursor.execute("select string_agg(to_jsonb(t)::text, ' ') from participation_case t")
        cases = cursor.fetchone()[0]
    assert not [receipt.code for receipt in filed if receipt.code in cases or receipt.code.replace("-", "") in cases]


def test_other_offices_read_no_word_of_the_author(client, filed):
    for member in (people.technical_team(), people.budget_officer(), people.publisher(), people.translator()):
        client.force_login(member)
        for path in ("", "participation/case/", "tetouan_portal/auditentry/", "participation/contact/"):
            assert found_in(client.get(f"/fr/admin/{path}", follow=True).text) == [], (member, path)


def test_no_file_that_the_desk_takes_away_holds_the_author(filed):
    for officer in (people.desk_officer(), people.information_officer()):
        desk = Desk(officer)
        rows = text_of(desk.client.get(f"{INBOX}export/csv/?standing=all"))
        assert rows.count("\n") > 1
        assert found_in(rows) == []
        book = load_workbook(BytesIO(desk.client.get(f"{INBOX}export/xlsx/?standing=all").content))
        assert found_in(str([list(row) for row in book.active.values])) == []


def test_a_page_of_the_desk_that_fails_logs_no_word_of_the_author(filed, log, monkeypatch):
    case, desk = Case.objects.latest("pk"), Desk()
    form = {**desk.form(case), "note": f"Rappeler {MARKS['name']}, {MARKS['phone']}"}
    desk.client.raise_request_exception = False
    monkeypatch.setattr("participation.admin.case_page.carry_out", lambda *args, **options: 1 / 0)
    answer = desk.client.post(address(case), form)
    assert answer.status_code == 500
    assert found_in(answer.text) == []
    assert "ZeroDivisionError" in log()
    assert found_in(log()) == []


def test_an_author_who_erases_leaves_nothing(client, filed):
    for receipt in filed:
        client.post("/fr/track/", {"code": receipt.code})
        client.post("/fr/track/case/withdraw/", {"sure": "yes"})
    author_acts.withdraw(Case.objects.latest("pk"), now=timezone.now())  # whose code was on paper alone
    with connection.cursor() as cursor:
        for table in ("case", "contact", "caseevent", "draft", "photo", "publishedcase"):
            cursor.execute(f"select coalesce(string_agg(to_jsonb(t)::text, ' '), '') from participation_{table} t")
            assert found_in(cursor.fetchone()[0]) == [], table
