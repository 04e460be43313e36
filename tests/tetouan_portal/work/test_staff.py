"""Those who keep the portal running see what waits, and nothing of what it is about."""

import pytest
from django.contrib.auth.models import Group, User

from tests.factories.commitments import StaffFactory
from tetouan_portal.accounts import letters
from tetouan_portal.accounts.letters import LETTERS
from tetouan_portal.accounts.models import LetterKind
from tetouan_portal.lib.queue import all_queues

pytestmark = pytest.mark.django_db
PAGE = "/fr/admin/work/"


@pytest.fixture
def as_role(client):
    def signed_in(role):
        person = StaffFactory(is_superuser=role == "superuser")
        person.groups.set(Group.objects.filter(name=role))
        client.force_login(person)
        return client

    return signed_in


def queued():
    user, _created = User.objects.get_or_create(username="amina", email="amina@example.org")
    return letters.queue(user, LetterKind.PASSWORD_CHANGED, ip="192.0.2.9")


@pytest.mark.parametrize("role", ["technical_team", "superuser"])
def test_whoever_keeps_the_portal_running_reads_counts_and_codes_alone(as_role, role):
    letter = queued()
    LETTERS.put_back(LETTERS.claim(letter.pk), "SMTPConnectError 421")
    page = as_role(role).get(PAGE)
    (row,) = [kind for kind in page.context["kinds"] if kind.label == LETTERS.label]
    assert row.standing[:4] == (0, 1, 0, 0)
    assert [kind.label for kind in page.context["kinds"] if not kind.is_calm] == [LETTERS.label]
    assert "SMTPConnectError 421" in page.text
    assert not {word for word in ("amina", "192.0.2.9") if word in page.text}


def test_every_kind_of_work_stands_there_in_every_language(as_role):
    client = as_role("superuser")
    for language in ("ar", "fr", "es"):
        page = client.get(f"/{language}/admin/work/")
        assert len(page.context["kinds"]) == len(all_queues())
        assert page.status_code == 200


@pytest.mark.parametrize("role", ["focal_point", "publisher", "monitor", "budget_officer", "desk_officer"])
def test_others_do_not(as_role, role):
    assert as_role(role).get(PAGE).status_code == 403


def test_the_page_is_only_read(as_role):
    assert as_role("superuser").post(PAGE).status_code == 405


def test_a_kind_leads_to_its_list_for_who_may_read_it(as_role):
    def addresses(role):
        return {kind.address for kind in as_role(role).get(PAGE).context["kinds"]}

    assert "/fr/admin/participation/caseletter/" in addresses("superuser")
    assert "/fr/admin/participation/caseletter/" not in addresses("technical_team")
    assert "/fr/admin/commitments/reportpdf/" in addresses("technical_team")


def test_the_page_costs_the_same_however_much_waits(as_role, django_assert_max_num_queries):
    client = as_role("technical_team")
    client.get(PAGE)
    with django_assert_max_num_queries(2 * len(all_queues()) + 60) as few:
        client.get(PAGE)
    for _each in range(2):
        queued()
    with django_assert_max_num_queries(len(few)):
        client.get(PAGE)


def test_the_way_to_it_stands_on_the_overview_for_who_may_go(as_role):
    assert PAGE in as_role("technical_team").get("/fr/admin/dashboard/").text
    assert PAGE not in as_role("publisher").get("/fr/admin/dashboard/").text
