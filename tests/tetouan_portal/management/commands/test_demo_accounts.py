import json

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def make_accounts(capsys):
    call_command("demo_accounts")
    return json.loads(capsys.readouterr().out)


def test_each_account_can_sign_in_with_the_printed_password(capsys):
    for account in make_accounts(capsys):
        assert authenticate(username=account["username"], password=account["password"]).is_staff


def test_a_second_run_changes_the_passwords_and_nothing_else(capsys):
    first, second = make_accounts(capsys), make_accounts(capsys)
    assert [account["username"] for account in first] == [account["username"] for account in second] == ["admin"]
    assert first[0]["password"] != second[0]["password"]
    assert authenticate(username="admin", password=first[0]["password"]) is None
    assert User.objects.count() == 1


def test_production_refuses_them(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="refused in production"):
        call_command("demo_accounts")
    assert not User.objects.exists()
