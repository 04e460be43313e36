"""What no key opens any more shuts nobody out who has something else."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User

from tests.tetouan_portal.accounts.conftest import PASSWORD, code_now, sign_in
from tetouan_portal.accounts import factor_keys
from tetouan_portal.health.findings import State
from tetouan_portal.security.models import Kind, SecurityEvent

ENTER, AGAIN, CODES = (f"/fr/accounts/second-factor/{name}/" for name in ("enter", "again", "codes"))
APP, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES
DAMAGED = [{"secret": "gAAAAA-cut-off", "seed": "gAAAAA-cut-off"}, {"secret": 1, "seed": None}, {}]
BOTH = pytest.mark.parametrize("damage", DAMAGED, ids=["sealed otherwise", "of another kind", "nothing"])


@pytest.fixture
def amina(person, with_app):
    return with_app(person("publisher"))


def damage_of(kind, data):
    row = Authenticator.objects.get(type=kind)
    Authenticator.objects.filter(pk=row.pk).update(data={"used_mask": 0, **data})
    return row


def recovery_code():
    return Authenticator.objects.get(type=RECOVERY).wrap().get_unused_codes()[0]


def errors_of(response):
    assert response.status_code == 200
    return response.context["form"].errors["code"]


@BOTH
def test_a_recovery_code_opens_beside_a_damaged_app(client, amina, damage, caplog):
    row = damage_of(APP, damage)
    sign_in(client, "amina")
    assert "ne peut plus être vérifié" in errors_of(client.post(ENTER, {"code": code_now()}))[0]
    assert client.post(ENTER, {"code": recovery_code()})["Location"] == "/fr/admin/"
    assert f"A second factor cannot be read: mfa.Authenticator {row.pk}" in caplog.text
    assert "gAAAAA" not in caplog.text
    assert SecurityEvent.objects.filter(kind=Kind.CODE_FAILED, detail="unreadable", account=amina.pk).exists()


@BOTH
def test_the_app_opens_beside_damaged_recovery_codes_which_are_made_anew(client, amina, damage):
    damage_of(RECOVERY, damage)
    sign_in(client, "amina")
    assert client.post(ENTER, {"code": code_now()})["Location"] == "/fr/admin/"
    for path in (CODES, f"{CODES}file/"):
        response = client.get(path, follow=True)
        assert response.redirect_chain == [(f"{CODES}new/", 302)]
        assert "Créez-en de nouveaux" in response.text
    assert client.post(f"{CODES}new/")["Location"] == CODES
    assert len(client.get(CODES).context["unused_codes"]) == 10


@BOTH
def test_who_has_no_good_one_is_told_whom_to_ask(client, amina, damage):
    for kind in (APP, RECOVERY):
        damage_of(kind, damage)
    sign_in(client, "amina")
    for _door in range(2):
        (sentence,) = errors_of(client.post(ENTER, {"code": "123456"}))
        assert "demandez à l’administration du portail" in sentence
    assert "_auth_user_id" not in client.session


def test_whoever_proves_again_who_they_are_passes_over_it_too(client, amina):
    damage_of(APP, DAMAGED[0])
    client.force_login(amina)
    client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})
    assert "ne peut plus être vérifié" in errors_of(client.post(AGAIN, {"code": code_now()}))[0]
    assert client.post(AGAIN, {"code": recovery_code()}).status_code == 302


def test_one_damaged_among_many_is_told_to_operators(with_app):
    for number in range(20):
        with_app(User.objects.create_user(f"member{number}", f"m{number}@example.org"))
    assert factor_keys.second_factors().state == State.WELL
    middle = Authenticator.objects.order_by("pk")[20]
    Authenticator.objects.filter(pk=middle.pk).update(data={**middle.data, "secret": "cut", "seed": "cut"})
    found = factor_keys.second_factors()
    assert found.state == State.UNWELL
    assert "1" in found.said
