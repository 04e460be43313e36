"""The style guide as a picture of each section, both directions in one: a change in one is seen in the other.

`make screenshots` keeps the pictures of what is there now as what is wanted.
"""

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from PIL import Image

from tests.browser import likeness
from tests.factories import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.matrix(2)]
PICTURES = Path(__file__).parent / "pictures"
KEEP = os.environ.get("KEEP_PICTURES") == "1"
ADD_STYLE = """(text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets.push(sheet);
}"""


@pytest.fixture
def style_guide(open_page, live_server, client):
    """A function that opens it: `style_guide("ar", width=1280)`."""
    client.force_login(people.technical_team())

    def opened(language, *, width):
        page = open_page(width=width, language=language)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{live_server.url}/{language}/style-guide/")
        page.wait_for_function("document.fonts.status === 'loaded'")
        return page

    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=True):
        yield opened


@pytest.mark.parametrize(("language", "width"), [("ar", 1280), ("fr", 360)])
def test_the_components_look_as_they_did(style_guide, tmp_path, language, width):
    page = style_guide(language, width=width)
    sections = page.locator("section.specimens").all()
    wrong = [found for section in sections if (found := compared(section, f"{language}-{width}", tmp_path))]
    assert len(sections) > 10
    assert not wrong, "Look at these, and run `make screenshots` when they are right:\n" + "\n".join(wrong)


def picture_of(section):
    return Image.open(io.BytesIO(section.screenshot())).convert("RGB")


def compared(section, prefix, folder):
    """None, or where a picture shows the difference."""
    path = PICTURES / f"{prefix}-{section.get_attribute('id')}.png"
    now = picture_of(section)
    if KEEP:
        likeness.written(likeness.kept(now), path)
        return None
    if not path.exists():
        return f"{path.name}: no picture is kept"
    before = Image.open(path)
    if not (found := likeness.differences(before, now)):
        return None
    likeness.side_by_side(before, now, found).save(folder / path.name)
    return f"{folder / path.name}: {', '.join(f'{one.top}-{one.bottom} by {one.amount}' for one in found[:5])}"


@pytest.mark.parametrize(
    ("change", "is_seen"),
    [
        ("h2 { opacity: 1; }", False),
        (":root { --green: #a3422b; }", True),
        (".specimen-face { transform: translateX(12px); }", True),
        ("[dir=rtl] .button { float: left; margin-inline-start: 3rem; }", True),
    ],
)
def test_a_changed_component_is_seen(style_guide, change, is_seen):
    page = style_guide("ar", width=1280)
    section = page.locator("section.specimens", has=page.locator(".button")).first
    before = likeness.kept(picture_of(section))
    page.evaluate(ADD_STYLE, change)
    assert bool(likeness.differences(before, picture_of(section))) is is_seen
