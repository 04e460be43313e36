"""A new focal point, from the invitation’s mail to evidence that the public reads, in ten steps at most."""

import re

import pytest
from django.contrib.auth.models import Group, User

from commitments.models import Evidence, Statement
from tests.factories.commitments import CommitmentFactory, IndicatorFactory, ResponsibilityFactory
from tests.factories.files import a_pdf
from tetouan_portal.accounts.inviting import invite
from tetouan_portal.accounts.tasks import send_waiting_letters

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.matrix(2),
    pytest.mark.usefixtures("inspected_apart"),
]
SAID = {"ar": "نظمنا ورشتين في المدينة العتيقة", "fr": "Nous avons tenu deux ateliers dans la médina"}
SECRET = "BROUILLON-SECRET"


class Steps:
    """What a person does, counted: each link, choice, text, file and button."""

    def __init__(self):
        self.taken = []

    def __call__(self, what, act, *args, **kwargs):
        self.taken.append(what)
        act(*args, **kwargs)


@pytest.fixture
def service(live_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    responsibility = ResponsibilityFactory(commitment__slug="open-budget", institution__slug="service")
    IndicatorFactory(commitment=responsibility.commitment)
    CommitmentFactory(title_ar=SECRET, title_fr=SECRET)  # another service's
    return responsibility.institution


@pytest.fixture
def mailed_link(service, mailoutbox):
    """A function that invites a focal point of the service and answers the link in the mail."""

    def invited(language):
        person = {"email": "amal@example.org", "name": "Amal", "roles": ["focal_point"]}
        invite(**person, language=language, institutions=[service], by=User.objects.create_superuser("chief"))
        send_waiting_letters()
        (mail,) = mailoutbox
        return re.search(r"http\S+", mail.body)[0]

    return invited


@pytest.mark.parametrize(
    "seat",
    [
        {"language": language, **device}
        for language in ("ar", "fr")
        for device in ({"width": 360, "javascript": True}, {"width": 1280, "javascript": False})
    ],
    ids=str,
)
def test_from_invitation_to_published_evidence(live_server, open_page, mailed_link, tmp_path, seat):
    language = seat["language"]
    file = tmp_path / "pv-atelier.pdf"
    file.write_bytes(a_pdf())
    step, page = Steps(), open_page(**seat)

    step("open the link", page.goto, mailed_link(language))
    for field in page.locator("input[type=password]").all():
        field.fill("une longue phrase secrète")
    step("choose a password", page.locator("main form button[type=submit]").first.click)
    page.wait_for_selector(".staff-desk")
    assert page.locator("html").get_attribute("lang") == language
    assert SECRET not in page.content()
    step("enter progress", page.locator(".staff-desk a.staff-button").first.click)
    step("where it stands", page.locator("input[name=level][value=substantial]").check)
    step("what was done", page.fill, "#id_summary", SAID[language])
    step("the proof", page.set_input_files, "#id_evidence-0-file", str(file))
    step("submit", page.locator("button[name=submit]").click)
    page.wait_for_selector(".messagelist .success")
    assert not Evidence.objects.public().exists()

    publisher = publisher_page(live_server, open_page, language)
    step("read", publisher.locator(".staff-desk a.staff-button").first.click)
    step("publish", publisher.locator("button[name=_do][value=publish]").click)
    step("publish for good", publisher.locator("button[name=_seen]").click)
    publisher.wait_for_selector(".messagelist .success")

    assert len(step.taken) <= 10, step.taken
    assert Statement.objects.released().get().institution.slug == "service"
    reader = open_page(javascript=False)
    reader.goto(f"{live_server.url}/{language}/commitments/open-budget/")
    assert SAID[language] in reader.locator("main").inner_text()
    proof = reader.locator(".evidence a").first
    assert "pv-atelier" in proof.inner_text()
    answer = reader.request.get(live_server.url + proof.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")


def publisher_page(live_server, open_page, language):
    publisher = User.objects.create_user("publisher", password="une longue phrase secrète", is_staff=True)
    publisher.groups.add(Group.objects.get(name="publisher"))
    page = open_page(language=language)
    page.goto(f"{live_server.url}/{language}/admin/")
    page.locator("input[name=login]").fill("publisher")
    page.locator("input[type=password]").fill("une longue phrase secrète")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_selector(".staff-desk")
    return page
