import pytest

from tests.conftest import Watch

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
        assert page.goto(f"{live_server.url}/healthz").ok
