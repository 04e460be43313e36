"""Who sets that one person does both, what becomes public of it, and where it is said."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from tests.factories import people
from tests.factories.commitments import CommitmentFactory, InstitutionFactory
from tests.refusals import refused
from tetouan_portal.journal.models import JournalLine
from tetouan_portal.own_words import setting
from tetouan_portal.own_words.models import OwnWords

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("another_publishes")]
PAGE = "/fr/admin/auth/user/own-words/"
REASON = {"fr": "Une seule personne tient ce service."}
SAYS = {
    "municipality": "Ce que la Commune écrit peut être publié par qui l’a écrit.",
    "monitor": "Ce que l’organe de suivi indépendant écrit peut être publié par qui l’a écrit.",
}


@pytest.fixture
def chief():
    return people.superuser()


@pytest.fixture
def monitor():
    return people.monitor(InstitutionFactory(kind="monitor"))


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def allowed():
    return list(OwnWords.objects.filter(may_publish=True).values_list("side", flat=True))


def test_an_administrator_sets_it_for_the_municipality_and_the_monitor_for_itself(chief, monitor):
    for person, side in ((chief, "municipality"), (monitor, "monitor")):
        setting.set_rule(side, may_publish=True, reason=REASON, by=person)
        assert side in allowed()


@pytest.mark.parametrize("who", ["chief", "monitor", "publisher"])
def test_nobody_sets_it_for_another_side(who, chief, monitor):
    person, sides = {
        "chief": (chief, ["monitor"]),
        "monitor": (monitor, ["municipality"]),
        "publisher": (people.publisher(), ["municipality", "monitor"]),
    }[who]
    for side in [*sides, "portal"]:
        with pytest.raises(PermissionDenied):
            setting.set_rule(side, may_publish=True, reason=REASON, by=person)
    assert allowed() == []


def test_each_change_is_one_line_of_the_journal_with_its_reason(chief):
    for may in (True, False):
        setting.set_rule("municipality", may_publish=may, reason=REASON, by=chief)
    lines = JournalLine.objects.order_by("number")
    assert [(line.kind, line.by, line.about) for line in lines] == [("amended", "municipality", "/about/")] * 2
    changes = [[(one["field"], one["from"], one["to"]) for one in line.told["changes"]] for line in lines]
    assert changes == [[("may_publish", False, True)], [("may_publish", True, False)]]
    assert all(REASON["fr"] in {kept["text"] for kept in line.texts.values()} for line in lines)


def test_it_is_not_set_without_a_reason_or_twice(chief):
    with refused("unexplained"):
        setting.set_rule("municipality", may_publish=True, reason={"fr": " "}, by=chief)
    with refused("unchanged"):
        setting.set_rule("municipality", may_publish=False, reason=REASON, by=chief)
    assert JournalLine.objects.count() == 0


def test_the_page_sets_it_and_shows_how_it_is(chief):
    client = signed_in(chief)
    client.post(PAGE, {"may_publish": "on", "reason_fr": REASON["fr"]})
    assert allowed() == ["municipality"]
    assert client.get(PAGE).context["form"]["may_publish"].value() is True
    refusal = client.post(PAGE, {"reason_fr": ""})
    assert (refusal.status_code, allowed()) == (200, ["municipality"])
    client.post(PAGE, {"reason_fr": REASON["fr"]})
    assert allowed() == []


def test_the_monitor_has_the_page_and_nobody_else(monitor):
    signed_in(monitor).post(PAGE, {"may_publish": "on", "reason_fr": REASON["fr"]})
    assert allowed() == ["monitor"]
    assert signed_in(people.publisher()).get(PAGE).status_code == 403


@pytest.mark.parametrize("sides", [[], ["monitor"], ["municipality", "monitor"]])
def test_public_pages_say_it_while_it_is_so(client, sides):
    for side in sides:
        OwnWords.objects.create(side=side, may_publish=True)
    commitment = CommitmentFactory()
    for address in ("/fr/about/", f"/fr/commitments/{commitment.slug}/"):
        page = client.get(address).content.decode()
        assert {side: sentence in page for side, sentence in SAYS.items()} == {side: side in sides for side in SAYS}
