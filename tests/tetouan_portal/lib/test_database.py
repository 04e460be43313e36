import pytest
from django.core.exceptions import ImproperlyConfigured

from tetouan_portal.lib.database import postgresql


def test_an_address_becomes_settings():
    config = postgresql("postgresql://portal:s%40fe@db.example.org:5433/town?sslmode=require")
    wanted = {"NAME": "town", "USER": "portal", "PASSWORD": "s@fe", "HOST": "db.example.org", "PORT": "5433"}
    assert {name: config[name] for name in wanted} == wanted
    assert config["OPTIONS"]["sslmode"] == "require"


def test_a_socket_directory_is_a_host():
    assert postgresql("postgresql://portal@/town?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize("url", ["mysql://portal:secret-word@db/town", "postgresql://portal:secret-word@db/town?no=1"])
def test_a_wrong_address_is_refused_without_its_password(url):
    with pytest.raises(ImproperlyConfigured) as refusal:
        postgresql(url)
    assert "secret-word" not in str(refusal.value)
