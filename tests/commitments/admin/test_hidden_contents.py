"""Evidence that holds more than its readers see: declared, held back, taken up, published, or cleaned."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from commitments import tasks
from commitments.evidence import proof_files
from commitments.models import Evidence, Statement
from commitments.standing.overview import news_of
from commitments.statements import publication
from tests.commitments.admin.pages import address, form_on, press, sent
from tests.commitments.staff.progress_page import address as progress_address
from tests.commitments.staff.progress_page import filled
from tests.factories import hiding, people
from tests.factories.commitments import (
    CommitmentFactory,
    InstitutionFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ResponsibilityFactory,
    StatementFactory,
)
from tests.factories.documents import EXCEL
from tetouan_portal.lib import uploads

pytestmark = pytest.mark.django_db
WORKBOOK = hiding.workbook()  # a hidden sheet “agents” and a hidden row
CLEAN = hiding.workbook(hides=[])


@pytest.fixture
def service():
    return InstitutionFactory()


@pytest.fixture
def commitment(service):
    found = CommitmentFactory()
    ResponsibilityFactory(commitment=found, institution=service)
    return found


def signed_in(client, user):
    client.force_login(user)
    return client


def attached(content=WORKBOOK, **about):
    """Evidence as every door makes it; `hidden=None`: as it lay there before anybody asked."""
    row = Evidence(title_fr="Liste", dated_on=date(2026, 1, 31), **about)
    row.file = proof_files.describe(
        row, uploads.accept(SimpleUploadedFile("liste.xlsx", content), max_bytes=10_000_000)
    )
    row.save()
    return row


def former(content=WORKBOOK, **about):
    row = attached(content, **about)
    Evidence.objects.filter(pk=row.pk).update(hidden=None, held_back=False)
    return Evidence.objects.get(pk=row.pk)


def refused(code, act, *args, **kwargs):
    with pytest.raises(ValidationError) as error, transaction.atomic():
        act(*args, **kwargs)
    assert error.value.code == code


def take_up(client, row, **reasons):
    return press(client, row, "take_up", follow=True, **reasons)


def is_public(row):
    return Evidence.objects.public().filter(pk=row.pk).exists()


# --- the focal point's form -------------------------------------------------------------------


def test_the_form_tells_at_once_what_a_file_hides_and_takes_it_as_it_is_when_sent_again(client, commitment, service):
    focal = signed_in(client, people.focal_point(service))
    url = progress_address(commitment)
    first = focal.post(
        url, filled(focal.get(url), submit="", **{"evidence-0-file": SimpleUploadedFile("l.xlsx", WORKBOOK)})
    )
    assert first.status_code == 400
    assert "1 feuille masquée" in first.content.decode()
    assert not Statement.objects.exists()
    again = focal.post(url, form_on(first, "progress_form") | {"submit": ""})
    assert again.status_code == 302
    row = Evidence.objects.get()
    assert (row.held_back, [one["kind"] for one in row.open_kinds]) == (True, ["sheets", "rows"])


def test_a_cleaned_file_may_be_chosen_instead(client, commitment, service):
    focal = signed_in(client, people.focal_point(service))
    url = progress_address(commitment)
    first = focal.post(
        url, filled(focal.get(url), submit="", **{"evidence-0-file": SimpleUploadedFile("l.xlsx", WORKBOOK)})
    )
    cleaned = form_on(first, "progress_form") | {"submit": "", "evidence-0-file": SimpleUploadedFile("l.xlsx", CLEAN)}
    assert focal.post(url, cleaned).status_code == 302
    assert (Evidence.objects.get().hidden, Evidence.objects.get().held_back) == ([], False)


# --- publication ------------------------------------------------------------------------------


@pytest.mark.parametrize("made_by", [StatementFactory, ProgressUpdateFactory])
def test_what_hides_something_is_published_once_each_kind_is_taken_up(made_by):
    parent = made_by(draft=True)
    row = attached(**{"update" if made_by is ProgressUpdateFactory else "statement": parent})
    refused("hides", publication.publish, parent)
    by = people.publisher()
    proof_files.take_up(row, {"sheets": "Liste publique"}, by=by)
    refused("hides", publication.publish, parent)
    proof_files.take_up(row, {"rows": "Ligne de contrôle"}, by=by)
    publication.publish(parent)
    assert is_public(row)


def test_a_statement_waits_for_evidence_that_nobody_has_looked_into():
    statement = StatementFactory(draft=True)
    row = former(statement=statement)
    refused("unexamined", publication.publish, statement)
    assert tasks.look_into_waiting_files() == {"looked into": 1}
    row.refresh_from_db()
    assert row.held_back
    refused("hides", publication.publish, statement)


def test_the_publisher_reads_what_is_hidden_beside_the_statement_and_decides_on_the_evidence(
    client, commitment, service
):
    statement = StatementFactory(submitted=True, commitment=commitment, institution=service)
    row = attached(statement=statement)
    publisher = signed_in(client, people.publisher())
    page = publisher.get(address("statement", "change", statement.pk)).content.decode()
    assert "1 feuille masquée" in page
    assert address("evidence", "change", row.pk) in page
    press(publisher, statement, "publish")
    assert Statement.objects.get().state == "submitted"
    assert take_up(publisher, row, sheets="", rows="").status_code == 400
    page = take_up(publisher, row, sheets="Liste publique", rows="Contrôle").content.decode()
    assert "Liste publique" in page
    press(publisher, statement, "publish")
    assert Statement.objects.get().state == "published"


@pytest.mark.parametrize("role", ["focal", "team", "monitor"])
def test_nobody_else_takes_it_up(client, commitment, service, role):
    row = attached(statement=StatementFactory(submitted=True, commitment=commitment, institution=service))
    user = {
        "focal": lambda: people.focal_point(service),
        "team": people.technical_team,
        "monitor": lambda: people.monitor(InstitutionFactory(kind="monitor")),
    }[role]()
    answer = take_up(signed_in(client, user), row, sheets="a", rows="b")
    assert answer.status_code in {403, 200}
    row.refresh_from_db()
    assert len(row.open_kinds) == 2


def test_a_publisher_does_not_decide_on_the_monitors_evidence_and_the_monitor_does(client):
    monitor = InstitutionFactory(kind="monitor")
    statement = StatementFactory(draft=True, side="monitor", institution=monitor)
    row = attached(statement=statement)
    take_up(signed_in(client, people.publisher()), row, sheets="a", rows="b")
    assert len(Evidence.objects.get().open_kinds) == 2
    take_up(signed_in(client, people.monitor(monitor)), row, sheets="a", rows="b")
    assert Evidence.objects.get().open_kinds == []


# --- what is public at once, and what is public already --------------------------------------------


def test_evidence_of_a_milestone_is_saved_and_held_back_until_it_is_taken_up(client, staff):
    milestone = MilestoneFactory()
    file = SimpleUploadedFile("liste.xlsx", WORKBOOK, EXCEL)
    values = {"milestone": milestone.pk, "title_fr": "Liste", "dated_on": "31/01/2026", "file": file}
    answer = sent(staff, address("evidence", "add"), "evidence_form", **values)
    assert answer.status_code == 302
    row = Evidence.objects.get()
    url = row.get_absolute_url()
    assert (is_public(row), client.get(url).status_code) == (False, 404)
    assert "liste.xlsx" not in client.get(milestone.commitment.get_absolute_url()).content.decode()
    take_up(staff, row, sheets="a", rows="b")
    assert (is_public(row), client.get(url).status_code) == (True, 200)


def test_a_file_that_replaces_another_begins_anew(staff):
    row = attached(CLEAN, milestone=MilestoneFactory())
    file = SimpleUploadedFile("autre.xlsx", WORKBOOK, EXCEL)
    sent(staff, address("evidence", "change", row.pk), "evidence_form", file=file)
    row.refresh_from_db()
    assert (row.held_back, len(row.open_kinds)) == (True, 2)


def test_what_is_published_is_looked_into_and_listed_for_the_publisher(client):
    row = former(statement=StatementFactory())
    former(CLEAN, statement=StatementFactory())
    assert tasks.look_into_waiting_files() == {"looked into": 2}
    assert tasks.look_into_waiting_files() == {}
    assert is_public(row)
    publisher = signed_in(client, people.publisher())
    page = publisher.get("/fr/admin/").content.decode()
    assert f"{address('evidence')}?hides=open" in page
    assert "1 fichier contient" in page
    take_up(publisher, row, sheets="a", rows="b")
    assert "?hides=open" not in publisher.get("/fr/admin/").content.decode()
    assert is_public(row)


def test_a_link_hides_nothing_and_holds_nothing_up():
    statement = StatementFactory(draft=True)
    Evidence.objects.create(statement=statement, title_fr="Page", dated_on=date(2026, 1, 31), url="https://example.org")
    assert tasks.look_into_waiting_files() == {}
    publication.publish(statement)


def test_a_file_that_is_gone_is_tried_once_and_listed():
    row = former(statement=StatementFactory())
    row.file.storage.delete(row.file.name)
    row.file.storage.save(row.file.name, ContentFile(b"no archive"))
    tasks.look_into_waiting_files()
    assert [one["kind"] for one in Evidence.objects.get().open_kinds] == ["unread"]


def test_what_is_held_back_is_no_news():
    milestone = MilestoneFactory()
    row = attached(milestone=milestone)
    about = [{"pk": milestone.commitment_id}]
    assert news_of(about, on=date(2026, 6, 1)) == []
    proof_files.take_up(row, {"sheets": "a", "rows": "b"}, by=people.publisher())
    assert [one["kind"] for one in news_of(about, on=date(2026, 6, 1))] == ["evidence"]
