import pytest
from django.contrib.auth.models import User
from django.test import Client


@pytest.fixture
def office(live_server, open_page):
    """A function that opens a page of the admin, signed in: `office("fr", "statement/add/")`."""
    User.objects.create_superuser("chief", password="a long enough password")
    client = Client()
    client.login(username="chief", password="a long enough password")
    session = client.cookies["sessionid"].value

    def enter(language, path="", *, width=1280):
        page = open_page(width=width, language=language)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}/{language}/admin/{'commitments/' if path else ''}{path}")
        return page

    return enter
