"""Strangers who cost as much as they can: what becomes of the portal, and of who reads or writes beside them.

The quick versions stand where the bounds are (`tetouan_portal/bounds/` names each test).
"""

import http.client
import http.cookies
import itertools
import random
import threading
import time

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from benchmarks.servers import serving
from participation.models import Draft, Photo
from participation.sending import beginning
from tests.factories.participation import CategoryFactory
from tests.factories.pictures import picture
from tests.production import database_of_tests
from tetouan_portal.lib.photos import OF_A_POST, TURNS

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]
FORM = "/fr/participate/new/complaint/"
PASSKEY = "/fr/accounts/second-factor/passkeys/enter/"
CLIENTS = 8


class Stranger:
    """A browser behind an address of its own, which no run before has used."""

    def __init__(self, port):
        self.port, self.cookies = port, http.cookies.SimpleCookie()
        self.address = f"10.{byte()}.{byte()}.{byte()}"

    def ask(self, path, data=None, **headers):
        """(status, page, seconds)."""
        headers |= {"Host": "127.0.0.1", "X-Forwarded-For": self.address}
        headers["Cookie"] = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        body = None
        if data is not None:
            token = self.cookies["csrftoken"].value
            body = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": token, **data})
            headers["Content-Type"] = MULTIPART_CONTENT
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("POST" if body else "GET", path, body=body, headers=headers)
        answer = connection.getresponse()
        page = answer.read().decode(errors="replace")
        connection.close()
        for header in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.load(header)
        return answer.status, page, time.monotonic() - started

    def begin(self, text, **more):
        if "csrftoken" not in self.cookies:
            self.ask(FORM)
        return self.ask(FORM, {"subject": "Lampe", "text": text, "category": "lighting", "action": "on", **more})


def byte():
    return random.randrange(256)


@pytest.fixture
def portal(tmp_path):
    """The port of a web server as in production: two processes of four threads."""
    CategoryFactory(slug="lighting")
    environment = {"DATABASE_URL": database_of_tests(), "DATA_DIR": str(tmp_path), "TRUSTED_PROXIES": "1"}
    with serving("tetouan_portal.wsgi:application", **environment) as (port, _process):
        yield port


def beside(port, work):
    """What a neighbour waited for each page while `work` ran, in seconds."""
    done, waits = threading.Event(), []

    def read():
        for path in itertools.cycle(("/fr/", "/ar/privacy/", "/fr/commitments/")):
            status, _page, seconds = Stranger(port).ask(path)
            assert status == 200
            waits.append(seconds)
            if done.is_set():
                return

    neighbour = threading.Thread(target=read)
    neighbour.start()
    work()
    done.set()
    neighbour.join(120)
    assert waits
    return waits


def at_once(*acts):
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
        assert not thread.is_alive()


def test_a_flood_of_messages_begun_and_never_sent(portal, tell_drill):
    """Each without the cookie of the one before, all behind one address."""
    flooder, told = Stranger(portal), []
    flooder.ask(FORM)
    posts = 2 * beginning.BEGUN.limit

    def flood():
        for _post in range(posts // CLIENTS):
            one = Stranger(portal)
            one.address, one.cookies = flooder.address, http.cookies.SimpleCookie()
            one.cookies["csrftoken"] = flooder.cookies["csrftoken"].value
            told.append(one.begin("mot " * 1200)[0])

    waits = beside(portal, lambda: at_once(*[flood] * CLIENTS))
    kept = Draft.objects.count()
    assert kept <= beginning.BEGUN.limit
    assert set(told) == {302, 429}
    honest = Stranger(portal)
    status, _page, _seconds = honest.begin("Devant l’école.")
    assert status == 302
    assert "Devant l’école." in honest.ask(FORM)[1]
    tell_drill(
        drag=f"{posts} messages begun behind one address",
        lost=0,
        doubled=Draft.objects.count() - kept - 1,
        stood_again=max(waits),
        seen=f"{kept} kept, then a check beside the form; the neighbour begins at once",
    )


def test_costly_pictures_from_many_sides_at_once(portal, tell_drill):
    """The dearest that is still accepted: 36 million pixels in a small file."""
    costly = [picture("PNG", size=(6000, 6000 - one), compress_level=1) for one in range(settings.PHOTOS_MAX)]
    strangers, told = [Stranger(portal) for _client in range(CLIENTS)], []

    def send(stranger, number):
        photos = [upload(content) for content in costly]
        told.append(stranger.begin(f"Numéro {number} de la rue.", photos=photos))

    acts = [lambda who=who, number=number: send(who, number) for number, who in enumerate(strangers)]
    waits = beside(portal, lambda: at_once(*acts))
    assert {status for status, _page, _seconds in told} <= {302, 400, 503}
    assert all("Envoyez-la seule" in page for status, page, _seconds in told if status == 400)
    assert any(status == 503 and "une minute" in page for status, page, _seconds in told)
    lost = sum(f"Numéro {number} de la rue." not in who.ask(FORM)[1] for number, who in enumerate(strangers))
    assert lost == 0
    first = strangers[0].begin("Encore une fois.", photos=[upload(picture())])
    assert first[0] in {302, 400}  # four were taken already, or there is room again
    busy = sum(status == 503 for status, _page, _seconds in told)
    some = sum(status == 400 for status, _page, _seconds in told)
    tell_drill(
        drag=f"{CLIENTS * len(costly)} costly pictures at once from {CLIENTS} sides",
        lost=lost,
        doubled=0,
        stood_again=max(waits),
        seen=f"{Photo.objects.count()} taken, {TURNS.places} posts at a time, {OF_A_POST} s each; "
        f"of {CLIENTS} {busy} asked to add theirs again, {some} to send some alone",
    )


def upload(content):
    return SimpleUploadedFile("IMG.png", content, content_type="image/png")


def test_a_flood_of_challenges_for_passkeys(portal, tell_drill):
    statuses, asked = [], 400

    def flood():
        for _time in range(asked // CLIENTS):
            statuses.append(Stranger(portal).ask(PASSKEY, **{"X-Requested-With": "XMLHttpRequest"})[0])

    waits = beside(portal, lambda: at_once(*[flood] * CLIENTS))
    assert set(statuses) == {200}
    assert Session.objects.count() == 0
    tell_drill(
        drag=f"{asked} strangers ask for a passkey's challenge",
        lost=0,
        doubled=Session.objects.count(),
        stood_again=max(waits),
        seen="a challenge in a cookie; no row is kept",
    )
