"""Whoever decides about evidence is told on the first page, in the list and on its page which links are silent."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.models import LinkCheck
from tests.commitments.admin.pages import address
from tests.factories import people
from tests.factories.commitments import EvidenceFactory, InstitutionFactory, StatementFactory

pytestmark = pytest.mark.django_db
TRIED = datetime(2026, 6, 14, 23, 30, tzinfo=UTC)  # the 15th in Morocco
HEADING = "Liens qui n’ont pas répondu"


def silent(title="Procès-verbal", *, answered=None, **values):
    row = EvidenceFactory(title_fr=title, **values)
    LinkCheck.objects.create(
        evidence=row,
        url=row.url,
        host="www.example.org",
        due_at=TRIED,
        tried_at=TRIED,
        answered_at=answered,
        failing_since=TRIED - timedelta(days=3),
        outcome="missing",
        status=404,
    )
    return row


def first_page(client, user, language="fr"):
    client.force_login(user)
    return client.get(f"/{language}/admin/").text


def test_the_publisher_reads_which_links_are_silent_and_since_when_they_were_heard(client):
    row = silent(answered=TRIED - timedelta(days=30))
    page = first_page(client, people.publisher())
    assert HEADING in page
    assert address("evidence", "change", row.pk) in page
    words = page.partition(HEADING)[2]
    assert 'N’a pas répondu le <time datetime="2026-06-15">15 juin 2026</time>' in words
    assert "son serveur dit qu’il n’y a rien à cette adresse" in words
    assert 'Dernière réponse le <time datetime="2026-05-16">' in words
    assert "Une preuve n’est pas fausse parce que son lien se tait" in words


@pytest.mark.parametrize(
    ("language", "words"), [("ar", "لم يجب بتاريخ"), ("fr", "N’a pas répondu le"), ("es", "No respondió el")]
)
def test_it_is_said_in_each_language(client, language, words):
    silent()
    assert words in first_page(client, people.publisher(), language)


def test_each_side_is_told_of_its_own_evidence(client):
    monitor = InstitutionFactory(kind="monitor")
    silent("De la Commune")
    silent("Du suivi", statement=StatementFactory(by_monitor=True, institution=monitor))
    of_publisher = first_page(client, people.publisher())
    of_monitor = first_page(client, people.monitor(monitor))
    assert ("De la Commune" in of_publisher, "Du suivi" in of_publisher.partition(HEADING)[2]) == (True, False)
    assert ("De la Commune" in of_monitor.partition(HEADING)[2], "Du suivi" in of_monitor) == (False, True)


def test_nothing_is_said_while_every_link_answers_and_to_whoever_decides_nothing(client):
    assert HEADING not in first_page(client, people.publisher())
    silent()
    assert HEADING not in first_page(client, people.technical_team())
    assert HEADING not in first_page(client, people.focal_point(InstitutionFactory()))


def test_the_list_finds_the_silent_ones_and_says_why(staff):
    silent("Muet")
    EvidenceFactory(title_fr="Jamais interrogé")
    everything = staff.get(address("evidence")).text
    found = staff.get(address("evidence") + "?link=silent").text
    assert "Pas encore interrogé." in everything
    assert "Jamais interrogé" in everything
    assert "Muet" in found
    assert "N’a pas répondu" in found
    assert "Jamais interrogé" not in found
    assert "Muet" not in staff.get(address("evidence") + "?link=answers").text.partition('id="result_list"')[2]


def test_the_form_says_it_and_takes_nothing_typed(staff):
    row = silent(statement=StatementFactory(draft=True))
    assert "Il n’a encore jamais répondu à ce portail." in staff.get(address("evidence", "change", row.pk)).text


def test_the_list_costs_no_query_a_row(staff):
    silent()
    staff.get(address("evidence"))
    with CaptureQueriesContext(connection) as of_one:
        staff.get(address("evidence"))
    for _ in range(4):
        silent()
    with CaptureQueriesContext(connection) as of_five:
        staff.get(address("evidence"))
    assert len(of_five) == len(of_one)
