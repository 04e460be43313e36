import json

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from commitments.models import Affiliation
from tests.factories.commitments import InstitutionFactory, ResponsibilityFactory
from tetouan_portal import roles

pytestmark = pytest.mark.django_db


def make_accounts(capsys):
    call_command("demo_accounts")
    return json.loads(capsys.readouterr().out)


def test_each_account_can_sign_in_with_the_printed_password(capsys):
    for account in make_accounts(capsys):
        assert authenticate(username=account["username"], password=account["password"]).is_staff


def test_a_second_run_changes_the_passwords_and_nothing_else(capsys):
    first, second = make_accounts(capsys), make_accounts(capsys)
    names = ["admin", *(role.slug for role in roles.ROLES)]
    assert [account["username"] for account in first] == [account["username"] for account in second] == names
    assert first[0]["password"] != second[0]["password"]
    assert authenticate(username="admin", password=first[0]["password"]) is None
    assert User.objects.count() == len(names)


def test_there_is_an_account_for_each_role_and_it_speaks_for_whom_it_should(capsys):
    service, monitor = ResponsibilityFactory().institution, InstitutionFactory(kind="monitor")
    make_accounts(capsys)
    for role in roles.ROLES:
        assert roles.roles_of(User.objects.get(username=role.slug)) == [role]
    spoken_for = dict(Affiliation.objects.values_list("user__username", "institution"))
    assert spoken_for == {"focal_point": service.pk, "monitor": monitor.pk}


def test_production_refuses_them(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="refused in production"):
        call_command("demo_accounts")
    assert not User.objects.exists()
