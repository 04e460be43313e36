import time

import pytest

from tests.conftest import Watch
from tests.servers import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def watched(chromium):
    context = chromium.new_context()
    yield context.new_page(), Watch(context)
    context.close()


def test_a_request_to_a_stranger_is_refused_and_reported(watched):
    page, watch = watched
    page.set_content('<img src="https://www.example.org/pixel.png">', wait_until="load")
    assert watch.complaints == ["asked a stranger: https://www.example.org/pixel.png"]


def test_what_the_content_security_policy_stops_is_reported(watched):
    page, watch = watched
    policy = '<meta http-equiv="Content-Security-Policy" content="style-src \'none\'">'
    page.set_content(f'{policy}<p style="color: red">red</p>', wait_until="load")
    page.wait_for_timeout(200)
    assert [complaint for complaint in watch.complaints if "Content Security Policy" in complaint]


def test_a_failing_script_is_reported(watched):
    page, watch = watched
    page.set_content("<script>throw new Error('broken')</script>", wait_until="load")
    page.wait_for_timeout(200)
    assert ["broken" in complaint for complaint in watch.complaints] == [True]


def test_our_own_pages_open_with_and_without_scripts(live_server, browser_page, page_without_scripts):
    for page in (browser_page, page_without_scripts):
        assert page.goto(f"{live_server.url}/livez").ok


@pytest.fixture
def slow_site():
    """Two pages, the second with a script that takes half a second to come."""

    def answer(connection, head):
        path = head.split()[1].decode()
        time.sleep(0.5 * path.endswith(".js"))
        kind, body = SLOW_SITE.get(path, ("text/plain", ""))
        connection.sendall(f"HTTP/1.0 200 OK\r\nContent-Type: {kind}\r\n\r\n{body}".encode())

    server = Server(answer)
    yield f"http://127.0.0.1:{server.port}"
    server.close()


SLOW_SITE = {
    "/here": ("text/html", '<a href="there">on</a>'),
    "/there": ("text/html", '<script src="slow.js" defer></script><p>there</p>'),
    "/slow.js": ("text/javascript", "window.there = true"),
}


@pytest.mark.parametrize("act", [lambda link: link.click(), lambda link: link.press("Enter")], ids=["click", "press"])
def test_an_act_ends_when_the_page_that_it_opens_is_there_with_its_scripts(browser_page, slow_site, act):
    browser_page.goto(f"{slow_site}/here")
    act(browser_page.locator("a"))
    assert browser_page.evaluate("window.there") is True
