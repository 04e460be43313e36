import datetime
import os
import shutil
import uuid
from urllib.parse import urlsplit

import hypothesis
import pytest
from celery import current_app
from django.db import connection, connections, transaction
from django.test import TransactionTestCase, override_settings
from django.utils import translation

from budget_docs.lines import apart, tables
from tests import database, demonstration, inspection
from tests.mail_server import mailers, running
from tests.relay import Relay
from tests.workers import celery
from tetouan_portal import roles
from tetouan_portal.lib import file_texts, photos, uploads
from tetouan_portal.lib.inspection.cell import examine_apart
from tetouan_portal.own_words.models import SIDES, OwnWords
from tetouan_portal.security import events

BROWSER_ARGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
OURS = {"localhost", "127.0.0.1"}
FOR_EVERY_TEST = {
    "STAFF_MFA": False,
    # The real one is slow on purpose, and nearly every test of the admin makes an account.
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}


# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("untimed", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture
def today():
    """The fixed date on which the tests take place."""
    return datetime.date(2026, 6, 15)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """With the roles of staff; it goes at the end, even where a thread of a server has not let go of it yet."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        roles.sync()
        for side in SIDES:  # most tests play one person who writes and publishes; `another_publishes` is the rule
            OwnWords.objects.update_or_create(side=side, defaults={"may_publish": True})
        database.remember()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: database.restore())
        yield
        connection.close_pool()
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session", autouse=True)
def _inspected_here_and_once():
    """Most tests send honest files. Where others come, and from end to end, each is looked into as it really is."""
    with pytest.MonkeyPatch.context() as patch:
        examine = inspection.remembered(inspection.examine_here)
        patch.setattr(uploads, "examine_apart", examine)
        patch.setattr(photos, "examine_all_apart", inspection.one_by_one(examine))
        patch.setattr(file_texts, "pages_apart", inspection.read_here)
        patch.setattr(apart, "open_apart", tables.open_here)
        yield


@pytest.fixture
def another_publishes(db):
    """As a portal is where neither side has said anything: nobody publishes what they wrote."""
    OwnWords.objects.all().delete()


@pytest.fixture(scope="session")
def remembered_apart():
    return inspection.remembered(examine_apart)


@pytest.fixture
def inspected_apart(remembered_apart, monkeypatch):
    """A process of its own looks into each file; into the same bytes once."""
    monkeypatch.setattr(uploads, "examine_apart", remembered_apart)
    monkeypatch.setattr(photos, "examine_all_apart", inspection.one_by_one(remembered_apart))


@pytest.fixture(scope="session", autouse=True)
def _demonstration_of_few_files():
    with demonstration.of_few_files():
        yield


@pytest.fixture(scope="module")
def rows_of_a_module(django_db_setup, django_db_blocker, tmp_path_factory):
    """What a module's fixtures make while this is in force stays until its last test: each is taken back to it.

    The folder of its files.
    """
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**FOR_EVERY_TEST, MEDIA_ROOT=folder):
            yield folder
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _temporary_files(settings, tmp_path_factory):
    """A folder of each test's own, made when a file is stored: most store none."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "media" / uuid.uuid4().hex


@pytest.fixture(autouse=True)
def _counts_of_one_test(settings):
    """What one test sends does not make the next one's challenge harder, nor stand in its records."""
    settings.REDIS_PREFIX = f"test-{uuid.uuid4().hex}"
    events.TALLY.counts.clear()


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    """Tests sign in without a second factor, except those about signing in."""
    for name, value in FOR_EVERY_TEST.items():
        setattr(settings, name, value)


@pytest.fixture(autouse=True)
def _language_of_one_test():
    """A request leaves its language behind: the next test begins without one."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- only where a browser is driven

    from tests import clicks  # noqa: PLC0415

    path = shutil.which("chromium-headless-shell")
    assert path, "Install Chromium without a window: apt-get install chromium-headless-shell"
    # The driver keeps an event loop running in this thread, in which Django would refuse the ORM. With a loop, Django
    # also keeps the thread's sessions of the database in another place: what lay in the former one stayed open, unseen.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    connections.close_all()
    with sync_playwright() as playwright, clicks.that_wait():
        browser = playwright.chromium.launch(executable_path=path, args=list(BROWSER_ARGS))
        yield browser
        browser.close()
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Watch:
    """What a page must never do: ask a stranger, break the content security policy, fail in a script."""

    def __init__(self, context):
        self.complaints = []
        context.route("**/*", self.pass_or_refuse)
        context.on("console", self.read)
        context.on("weberror", lambda failure: self.complaints.append(f"script: {failure.error}"))

    def pass_or_refuse(self, route):
        address = urlsplit(route.request.url)
        if address.scheme in {"http", "https"} and address.hostname not in OURS:
            self.complaints.append(f"asked a stranger: {route.request.url}")
            route.abort()
        else:
            route.continue_()

    def read(self, message):
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)


@pytest.fixture
def open_page(chromium):
    """A function that opens a page: `open_page(width=360, javascript=False, language="ar")`."""
    opened = []

    def page(*, width=1280, javascript=True, language="ar"):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript, locale=language
        )
        context.set_default_timeout(15_000)
        opened.append((context, Watch(context)))
        return context.new_page()

    yield page
    for context, _watch in opened:
        context.close()
    assert [complaint for _context, watch in opened for complaint in watch.complaints] == []


@pytest.fixture
def browser_page(open_page):
    """A page in a real Chromium, scripts allowed; the test fails when it asks any host but ours."""
    return open_page()


@pytest.fixture
def page_without_scripts(open_page):
    """As `browser_page`, as a reader without JavaScript sees it."""
    return open_page(javascript=False)


@pytest.fixture
def mail_server(settings):
    """To which the portal's mails go in this test."""
    with running() as box:
        settings.MAILERS = mailers(box.port)
        yield box


@pytest.fixture(autouse=True)
def _workers_begin_with_nothing(request):
    """Other tests wake workers that are not there: what they sent waits for the first one that comes."""
    if request.node.get_closest_marker("worker"):
        current_app.control.purge()


@pytest.fixture
def relay():
    """A way to the tests' PostgreSQL: nobody answers there before `relay.come()`."""
    made = Relay()
    yield made
    made.close()


@pytest.fixture
def worker(tmp_path, settings):
    """The log of a Celery worker on the test database, whose files and mails lie beside it. It does all work."""
    settings.MEDIA_ROOT = tmp_path / "media"
    with celery(tmp_path, "worker", "-P", "solo") as (log, _process):
        yield log
