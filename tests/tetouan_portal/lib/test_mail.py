import pytest
from django.core.exceptions import ImproperlyConfigured

from tetouan_portal.lib.mail import TIMEOUT, mailer


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, "", "", False, False)),
        ("smtp://portal:w%40rd@mail.example.org:587?tls=1", ("mail.example.org", 587, "portal", "w@rd", True, False)),
        ("smtps://portal:word@mail.example.org", ("mail.example.org", 465, "portal", "word", False, True)),
    ],
)
def test_an_address_becomes_a_mail_server(url, expected, tmp_path):
    names = ("host", "port", "username", "password", "use_tls", "use_ssl")
    assert mailer(url, folder=tmp_path)["OPTIONS"] == {**dict(zip(names, expected, strict=True)), "timeout": TIMEOUT}


def test_no_address_means_a_folder(tmp_path):
    assert mailer("", folder=tmp_path)["OPTIONS"] == {"file_path": str(tmp_path)}


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://portal:the-word@mail.example.org:port",
        "smtp://portal:the-word@mail.example.org?tls=yes",
        "smtps://portal:the-word@mail.example.org?tls=1",
    ],
)
def test_an_unclear_address_is_refused_without_repeating_its_password(url, tmp_path):
    with pytest.raises(ImproperlyConfigured, match="MAIL_URL") as refused:
        mailer(url, folder=tmp_path)
    assert "the-word" not in str(refused.value)
