"""Nothing but public addresses is asked, in whatever spelling another hides."""

import ipaddress
import socket
import threading

import pytest

from tetouan_portal.lib.outside import addresses
from tetouan_portal.lib.outside.addresses import is_public, places_of, web_address
from tetouan_portal.lib.outside.outcomes import Outcome, Unanswered

PUBLIC = ["8.8.8.8", "196.200.131.1", "2606:4700:4700::1111", "2a00:1450:4003::5e"]
NOT_PUBLIC = [
    *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "192.88.99.1"),
    *("255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "ff0e::1"),
    *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::a00:1"),
    *("2002:7f00:1::", "2002:808:808::", "2001:0:808:808::1", "2001:db8::1", "2001:20::1", "100::1"),
]


@pytest.mark.parametrize("place", PUBLIC)
def test_a_public_place_is_public(place):
    assert is_public(ipaddress.ip_address(place))


@pytest.mark.parametrize("place", NOT_PUBLIC)
def test_private_special_and_disguised_places_are_not(place):
    assert not is_public(ipaddress.ip_address(place))


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://www.example.org/",
            "file:///etc/passwd",
            "gopher://www.example.org/",
            "javascript:alert(1)",
            "//x.org/",
        ),
        *(
            "https://user:pass@www.example.org/",
            "https://user@www.example.org/",
            "https://@www.example.org/",
            "//x.org/",
        ),
        *("http://www.example.org:8080/", "https://www.example.org:80/", "http://www.example.org:99999/"),
        *("http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://0x7f.1/"),
        *("http://0/", "http://127.0.0.1.0x0/", "http://[::1/", "http://[fe80::1%25eth0]/", "http://a b/", "http://-/"),
        *("http://good.example\\@127.0.0.1/", "http://good.example\\.bad/", "http:///etc", "http://..", "http://a..b/"),
        *("http://xn--a\u0300\u0300.example\u2260/", f"http://{'a' * 64}.example/", "mailto:a@example.org"),
    ],
)
def test_such_an_address_is_not_asked(url):
    with pytest.raises(Unanswered) as refused:
        web_address(url)
    assert refused.value.outcome == Outcome.NOT_ASKED


@pytest.mark.parametrize("spelling", ["１２７.0.0.1", "127。0。0。1", "127.0.0.1.", "①②⑦.0.0.1"])
def test_a_local_address_in_other_characters_is_recognised(spelling):
    with pytest.raises(Unanswered) as refused:
        places_of(web_address(f"http://{spelling}/"), 1)
    assert refused.value.outcome == Outcome.NOT_PUBLIC


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://www.tetouan.ma/", "www.tetouan.ma", "/"),
        ("HTTP://WWW.Tetouan.MA:80", "www.tetouan.ma", "/"),
        ("https://تطوان.example/ميزانية?سنة=2026#part", "xn--mgbf3b7ci.example", None),
        ("https://www.example.org/a b%20c?d=é", "www.example.org", "/a%20b%20c?d=%C3%A9"),
        ("http://8.8.8.8/a", "8.8.8.8", "/a"),
        ("http://[2606:4700:4700::1111]/", "2606:4700:4700::1111", "/"),
    ],
)
def test_an_ordinary_address_is_asked_in_ascii(url, host, path):
    found = web_address(url)
    assert found.host == host
    assert found.path.isascii()
    assert path in (None, found.path)


def answering(monkeypatch, *places):
    asked = []

    def getaddrinfo(name, *args, **kwargs):
        asked.append(name)
        return [(0, 0, 0, "", (place, 0)) for place in places]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize("places", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1", "8.8.8.8"], ["fe80::1%eth0"]])
def test_a_name_that_leads_to_any_private_place_is_not_asked(monkeypatch, places):
    answering(monkeypatch, *places)
    with pytest.raises(Unanswered) as refused:
        places_of(web_address("https://www.example.org/"), 1)
    assert refused.value.outcome == Outcome.NOT_PUBLIC


def test_a_name_without_a_place_is_not_known(monkeypatch):
    answering(monkeypatch)
    with pytest.raises(Unanswered) as refused:
        places_of(web_address("https://www.example.org/"), 1)
    assert refused.value.outcome == Outcome.NO_NAME


def test_an_address_in_numbers_is_looked_up_nowhere(monkeypatch):
    asked = answering(monkeypatch, "10.0.0.1")
    assert places_of(web_address("http://8.8.8.8/"), 1) == [ipaddress.ip_address("8.8.8.8")]
    assert asked == []


def test_a_look_up_that_does_not_end_is_left_behind(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: over.wait(30) and [])
    with pytest.raises(Unanswered) as refused:
        addresses.look_up("www.example.org", 0.05)
    over.set()
    assert refused.value.outcome == Outcome.TOO_SLOW
