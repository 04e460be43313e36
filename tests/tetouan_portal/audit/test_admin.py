"""The log as staff read it: what they may see, nothing else, and quickly."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from commitments.models import Commitment, Milestone, Theme
from tests.factories.commitments import (
    CommitmentFactory,
    EvidenceFactory,
    InstitutionFactory,
    MilestoneFactory,
    ReadingFactory,
    StatementFactory,
    ThemeFactory,
)
from tetouan_portal.audit.admin import AuditEntryAdmin
from tetouan_portal.audit.context import acting
from tetouan_portal.audit.filters import BoundedPaginator
from tetouan_portal.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def address(name, *arguments):
    with translation.override("fr"):
        return reverse(f"admin:{name}", args=arguments)


@pytest.fixture
def log():
    return address("tetouan_portal_auditentry_changelist")


@pytest.fixture
def chief(client):
    """A superuser, signed in to `client`."""
    user = User.objects.create_superuser("chief")
    client.force_login(user)
    return user


@pytest.fixture
def reader(client):
    """Somebody who reads the log and sees themes, and nothing else of the portal; signed in to `client`."""
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_auditentry", "view_theme"]))
    client.force_login(user)
    return user


def of(entries, table):
    return entries(f"commitments_{table}")[-1]


def test_who_did_what_is_listed_newest_first(client, chief, log):
    with acting(user=chief, origin="form", detail="admin:commitments_theme_add"):
        ThemeFactory(name_fr="Eau potable")
    ThemeFactory(name_fr="Voirie")
    page = client.get(log).content.decode()
    assert page.index("Voirie") < page.index("Eau potable")
    assert "chief" in page
    assert "admin:commitments_theme_add" in page


def test_nobody_without_the_permission_reads_the_log(client, entries, log):
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_theme"))
    client.force_login(user)
    ThemeFactory(name_fr="Eau potable")
    for page in (log, address("tetouan_portal_auditentry_change", of(entries, "theme").pk)):
        assert client.get(page).status_code == 403


def test_what_the_admin_hides_the_log_hides(client, reader, entries, log):
    ThemeFactory(name_fr="Eau potable")
    MilestoneFactory(title_fr="Rédiger la charte")
    page = client.get(log).content.decode()
    assert "Eau potable" in page
    assert "Rédiger la charte" not in page
    assert "commitments_milestone" not in [entry.table_name for entry in client.get(log).context["cl"].result_list]
    shown, hidden = of(entries, "theme"), of(entries, "milestone")
    assert client.get(address("tetouan_portal_auditentry_change", shown.pk)).status_code == 200
    answer = client.get(address("tetouan_portal_auditentry_change", hidden.pk))
    assert (answer.status_code, "charte" in answer.content.decode()) == (302, False)


def test_what_was_deleted_is_read_by_superusers_alone(client, reader, entries, log):
    theme = ThemeFactory(name_fr="Eau potable")
    theme.delete()
    entry = of(entries, "theme")
    page = address("tetouan_portal_auditentry_change", entry.pk)
    assert client.get(page).status_code == 302
    assert "Eau potable" not in client.get(log).content.decode()
    client.force_login(User.objects.create_superuser("chief"))
    assert "Eau potable" in client.get(page).content.decode()


def test_the_name_of_a_hidden_row_is_not_told_by_one_that_is_seen(client, entries):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_auditentry", "view_milestone", "view_dashboard"])
    )
    client.force_login(user)
    milestone = MilestoneFactory(title_fr="Charte", institution=InstitutionFactory(name_fr="Division secrète"))
    page = client.get(address("tetouan_portal_auditentry_change", of(entries, "milestone").pk)).content.decode()
    assert "Charte" in page
    assert "Division secrète" not in page
    assert milestone.commitment.title_fr not in page


def test_a_join_row_is_seen_by_whoever_sees_its_owner(client, reader, entries, log):
    CommitmentFactory().themes.add(ThemeFactory(name_fr="Eau potable"))
    tables = [entry.table_name for entry in client.get(log).context["cl"].result_list]
    assert "commitments_commitment_themes" not in tables


@pytest.mark.parametrize("page", ["add", "change", "delete"])
def test_the_log_is_only_read(client, chief, entries, page):
    ThemeFactory()
    arguments = [] if page == "add" else [of(entries, "theme").pk]
    answer = client.post(address(f"tetouan_portal_auditentry_{page}", *arguments), {"post": "yes"})
    assert answer.status_code == 403


def test_filters_find_a_kind_an_origin_and_a_person(client, chief, log):
    with acting(user=chief, origin="form"):
        ThemeFactory(name_fr="Eau potable")
    ThemeFactory(name_fr="Voirie")
    MilestoneFactory()

    def names(**query):
        found = client.get(log, query).context["cl"].result_list
        return {entry.new["name_fr"] for entry in found if entry.table_name == "commitments_theme"}, len(found)

    assert names(table_name="commitments_theme") == ({"Eau potable", "Voirie"}, 2)
    assert names(actor=chief.pk) == ({"Eau potable"}, 1)
    assert names(origin="form") == ({"Eau potable"}, 1)
    assert names(origin="outside", table_name="commitments_theme") == ({"Voirie"}, 1)
    assert names(operation__exact="delete") == (set(), 0)


def test_the_list_counts_no_further_than_it_leads(monkeypatch):
    monkeypatch.setattr("tetouan_portal.audit.filters.MOST", 3)
    ThemeFactory.create_batch(5)
    with CaptureQueriesContext(connection) as asked:
        assert BoundedPaginator(AuditEntry.objects.all(), 2).num_pages == 2
    assert "LIMIT 3" in asked[0]["sql"]


def test_a_history_reads_as_a_difference_grouped_by_act(client, chief):
    with acting(user=chief, origin="form"):
        commitment = CommitmentFactory(title_fr="Publier le budget")
        Commitment.objects.filter(pk=commitment.pk).update(title_fr="Publier le budget citoyen")
    page = client.get(address("commitments_commitment_history", commitment.pk)).content.decode()
    assert "<ins> citoyen</ins>" in page
    assert "Titre (Français)" in page
    assert "<strong>chief</strong>" in page


def test_a_history_has_the_rows_own_joins_and_no_other_row(client, chief):
    commitment, other = CommitmentFactory(), CommitmentFactory(title_fr="Autre engagement")
    commitment.themes.add(ThemeFactory(name_fr="Eau potable"))
    other.themes.add(ThemeFactory(name_fr="Voirie"))
    page = client.get(address("commitments_commitment_history", commitment.pk)).content.decode()
    assert "Eau potable" in page
    assert "Voirie" not in page
    assert "Autre engagement" not in page


def test_the_history_of_a_row_that_is_hidden_is_hidden(client, reader):
    milestone = MilestoneFactory(title_fr="Rédiger la charte")
    answer = client.get(address("commitments_milestone_history", milestone.pk))
    assert (answer.status_code in {302, 403}, "charte" in answer.content.decode()) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_a_long_history_goes_on_without_losing_repeating_or_dividing_an_act(client, chief):
    theme = ThemeFactory(name_fr="0")
    for number in range(1, 101, 4):  # acts of four updates, so that a page ends amid one
        with transaction.atomic():
            Theme.objects.filter(pk=theme.pk).update(name_fr=f"{number} et plus")
            Theme.objects.filter(pk=theme.pk).update(name_fr=f"{number + 1} et plus")
            Theme.objects.filter(pk=theme.pk).update(name_fr=f"{number + 2} et plus")
            Theme.objects.filter(pk=theme.pk).update(name_fr=f"{number + 3} et plus")
    acts, address_of_page = [], address("commitments_theme_history", theme.pk)
    older = [""]
    while older:
        page = client.get(address_of_page, {"before": older[0]}).content.decode()
        acts += [re.findall(r"<ins>(\d+)", act) for act in page.split("<h2 id=")[1:]]
        older = re.findall(r'class="paginator"><a href="\?before=(\d+)', page)
    expected = [[str(number + turn) for turn in range(4)] for number in range(97, 0, -4)]
    assert acts == [*expected, []]


def test_an_accounts_history_tells_what_changed_and_no_personal_data(client, chief):
    person = User.objects.create_user("amina", "amina@example.org")
    person.email = "idrissi@example.org"
    person.save()
    page = client.get(address("auth_user_history", person.pk)).content.decode()
    assert "Adresse électronique" in page
    assert "@example.org" not in page


def rows(count):
    for _number in range(count):
        milestone = MilestoneFactory(institution=InstitutionFactory())
        Milestone.objects.filter(pk=milestone.pk).update(institution=InstitutionFactory())
        EvidenceFactory()
        ReadingFactory()
        StatementFactory(institution=InstitutionFactory())
        milestone.commitment.themes.add(ThemeFactory())


def queries_of(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_the_list_asks_as_often_for_many_entries_as_for_few(client, chief, log, monkeypatch):
    monkeypatch.setattr(AuditEntryAdmin, "list_per_page", 500)
    rows(1)
    few = queries_of(client, log)
    rows(4)
    assert queries_of(client, log) == few


def test_a_history_asks_as_often_for_ten_acts_as_for_one(client, chief):
    milestone = MilestoneFactory()
    page = address("commitments_milestone_history", milestone.pk)
    Milestone.objects.filter(pk=milestone.pk).update(institution=InstitutionFactory())
    few = queries_of(client, page)
    for _turn in range(10):
        Milestone.objects.filter(pk=milestone.pk).update(institution=InstitutionFactory())
    assert queries_of(client, page) == few
