"""Links among the evidence are asked only where that is switched on, seldom, and what came is told to staff alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from commitments import tasks
from commitments.evidence import links
from commitments.evidence.links import LINK_CHECKS
from commitments.models import Evidence, LinkCheck
from tests.factories.commitments import CommitmentFactory, EvidenceFactory, StatementFactory
from tests.factories.photos import a_photo
from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.lib.outside.asking import Answer
from tetouan_portal.lib.outside.outcomes import Outcome

pytestmark = pytest.mark.django_db
GOOD, GONE = Answer(Outcome.ANSWERED, 200), Answer(Outcome.MISSING, 404)


@pytest.fixture
def web(monkeypatch, settings):
    """What the web answers, by address; `web.asked` says what it was asked."""

    class Web(dict):
        pass

    settings.EVIDENCE_LINKS_CHECKED = True
    found = Web()
    found.asked = []

    def ask(url, *, agent):
        found.asked.append(url)
        return found.get(url, GOOD)

    monkeypatch.setattr(links, "ask", ask)
    return found


def link(url="https://www.example.org/proof", **values):
    return EvidenceFactory(url=url, **values)


def later(**time):
    """As if the last run had been so long ago."""
    for check in LinkCheck.objects.all():
        moved = {
            name: getattr(check, name) - timedelta(**time)
            for name in ("due_at", "lease_until", "tried_at", "answered_at", "failing_since")
            if getattr(check, name)
        }
        LinkCheck.objects.filter(pk=check.pk).update(**moved)


def test_nothing_is_asked_where_it_is_not_switched_on(web, settings):
    link()
    settings.EVIDENCE_LINKS_CHECKED = False
    assert tasks.ask_waiting_links() == {}
    assert web.asked == []
    assert not LinkCheck.objects.exists()


def test_it_is_switched_off_by_default(settings):
    assert settings.EVIDENCE_LINKS_CHECKED is False


def test_a_link_that_answered_is_asked_again_after_a_week(web):
    row = link()
    assert tasks.ask_waiting_links() == {"answered": 1}
    check = row.link_check
    assert (check.outcome, check.status, check.failing_since) == ("answered", 200, None)
    assert check.answered_at == check.tried_at
    assert tasks.ask_waiting_links() == {}
    later(days=6, hours=23)
    assert tasks.ask_waiting_links() == {}
    later(hours=2)
    assert tasks.ask_waiting_links() == {"answered": 1}
    assert web.asked == [row.url] * 2


def test_one_that_did_not_is_asked_again_the_next_day_and_keeps_since_when(web):
    row = link()
    tasks.ask_waiting_links()
    web[row.url] = GONE
    later(days=8)
    assert tasks.ask_waiting_links() == {"missing": 1}
    first = LinkCheck.objects.get()
    assert first.answered_at < first.failing_since == first.tried_at
    later(days=1, hours=1)
    tasks.ask_waiting_links()
    second = LinkCheck.objects.get()
    assert second.failing_since < second.tried_at
    assert second.answered_at < second.failing_since
    web[row.url] = GOOD
    later(days=2)
    tasks.ask_waiting_links()
    assert LinkCheck.objects.get().failing_since is None


def test_a_single_silence_alarms_nobody(web):
    row = link()
    web[row.url] = GONE
    tasks.ask_waiting_links()
    assert list(links.failing_among(Evidence.objects.all())) == []
    later(days=2)
    tasks.ask_waiting_links()
    assert list(links.failing_among(Evidence.objects.all())) == [row]


def test_only_public_links_are_asked(web):
    link("https://www.example.org/draft", statement=StatementFactory(draft=True))
    link("https://www.example.org/hidden", statement__commitment=CommitmentFactory(is_published=False))
    link("https://www.example.org/w", withdrawn_at=timezone.now(), withdrawal_reason_fr="Un nom.")
    a_photo()
    assert tasks.ask_waiting_links() == {}
    assert web.asked == []


def test_what_was_withdrawn_since_is_asked_no_more(web):
    row = link()
    tasks.ask_waiting_links()
    Evidence.objects.filter(pk=row.pk).update(withdrawn_at=timezone.now(), withdrawal_reason_fr="Un nom.")
    later(days=8)
    assert tasks.ask_waiting_links() == {}


def test_a_server_is_asked_for_one_of_its_links_at_a_time(web):
    for number in range(3):
        link(f"https://www.example.org/{number}")
    link("https://other.example/")
    assert tasks.ask_waiting_links() == {"answered": 2}
    assert tasks.ask_waiting_links() == {"answered": 1}
    assert tasks.ask_waiting_links() == {"answered": 1}
    assert len(set(web.asked)) == 4


def test_a_run_asks_so_many_and_no_more(web, monkeypatch):
    monkeypatch.setattr(links, "AT_ONCE", 2)
    for number in range(3):
        link(f"https://{number}.example/")
    assert tasks.ask_waiting_links() == {"answered": 2}
    assert tasks.ask_waiting_links() == {"answered": 1}


def test_a_run_that_takes_long_begins_no_other(web, monkeypatch):
    monkeypatch.setattr(links, "MOST_SECONDS", -1)
    link()
    assert tasks.ask_waiting_links() == {}
    assert web.asked == []


def test_a_link_that_another_worker_is_asking_is_left_alone(web, monkeypatch):
    row = link()
    links.write_missing()
    seen = LinkCheck.objects.get()
    assert LINK_CHECKS.work_on(seen.pk, links.ask_one) == "answered"
    assert LINK_CHECKS.work_on(seen.pk, links.ask_one) == "nothing to do"
    assert web.asked == [row.url]


def test_a_worker_that_was_killed_leaves_the_link_to_the_next(web, monkeypatch):
    def killed(url, *, agent):
        raise SystemExit

    link()
    monkeypatch.setattr(links, "ask", killed)
    with pytest.raises(SystemExit):
        tasks.ask_waiting_links()
    check = LinkCheck.objects.get()
    assert (check.tried_at, check.outcome) == (None, "")
    monkeypatch.setattr(links, "ask", lambda url, *, agent: GOOD)
    assert tasks.ask_waiting_links() == {}
    later(minutes=11)
    assert tasks.ask_waiting_links() == {"answered": 1}


def test_an_answer_of_another_address_than_the_present_one_counts_for_nothing(web, client):
    row = EvidenceFactory(
        statement=None,
        milestone=CommitmentFactory(slug="light").milestones.create(number=1, title_fr="Jalon", due_on="2026-01-01"),
    )
    tasks.ask_waiting_links()
    Evidence.objects.filter(pk=row.pk).update(url="https://www.example.org/other")
    assert "Il a répondu" not in client.get("/fr/commitments/light/").text
    web["https://www.example.org/other"] = GONE
    assert tasks.ask_waiting_links() == {"missing": 1}
    assert LinkCheck.objects.get().answered_at is None


def test_the_history_says_nothing_of_answers(web):
    link()
    before = AuditEntry.objects.count()
    tasks.ask_waiting_links()
    assert AuditEntry.objects.count() == before


def test_the_portal_says_who_it_is(settings):
    settings.SITE_URL = "https://portal.example"
    assert links.agent() == "open-government-portal link-check (+https://portal.example)"


@pytest.mark.parametrize(
    "values",
    [
        {"outcome": "answered"},
        {"outcome": "missing", "tried_at": timezone.now()},
        {"answered_at": timezone.now()},
        {"outcome": "perhaps"},
    ],
)
def test_the_database_refuses_half_an_answer(values):
    row, now = link(), timezone.now()
    with pytest.raises(IntegrityError, match="link_check"), transaction.atomic():
        LinkCheck.objects.create(evidence=row, url=row.url, host="www.example.org", due_at=now, **values)


# --- what the public is told --------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", "أجاب هذه البوابة"), ("fr", "Il a répondu à ce portail le"), ("es", "Respondió a este portal el")],
)
def test_readers_are_told_when_a_link_last_answered(web, client, language, words):
    link(statement__commitment__slug="light")
    path = f"/{language}/commitments/light/"
    assert words not in client.get(path).text
    tasks.ask_waiting_links()
    assert words in client.get(path).text


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome != Outcome.ANSWERED])
def test_readers_are_told_nothing_of_a_silence(web, client, outcome):
    row = link(statement__commitment__slug="light")
    before = client.get("/fr/commitments/light/").text
    web[row.url] = Answer(outcome)
    tasks.ask_waiting_links()
    later(days=2)
    tasks.ask_waiting_links()
    assert links.failing_among(Evidence.objects.all()).exists()
    assert client.get("/fr/commitments/light/").text == before
