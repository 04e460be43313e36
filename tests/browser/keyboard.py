"""A reader who has a keyboard and no scripts."""

from playwright.sync_api import expect

ENOUGH = 150  # presses of Tab: more than any page has stops
SEEN = """(element) => {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const ring = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none";
    return ring && box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}"""


class Keyboard:
    """Goes from stop to stop of an open page; every stop must be visibly the one that has the focus."""

    def __init__(self, page):
        self.page = page

    def reach(self, wanted):
        """Press Tab until `wanted`, a selector, has the focus."""
        self.page.wait_for_load_state()  # before its styles are there, a focus has no ring
        stop = self.page.locator(":focus")
        for _press in range(ENOUGH):
            self.page.keyboard.press("Tab")
            if not stop.count():
                continue  # the browser's own controls
            assert stop.evaluate(SEEN), f"the focus is not seen on {stop.evaluate('one => one.outerHTML')[:200]}"
            if stop.evaluate("(one, wanted) => one.matches(wanted)", wanted):
                return
        raise AssertionError(f"{wanted} is not reached by keyboard on {self.page.url}")

    def follow(self, wanted):
        """Reach a link and open it; the focus starts anew on the page that opens."""
        before = self.page.url
        self.reach(wanted)
        self.page.keyboard.press("Enter")
        expect(self.page).not_to_have_url(before)
        self.page.wait_for_load_state()

    def press(self, wanted, key="Enter"):
        self.reach(wanted)
        self.page.keyboard.press(key)

    def write(self, wanted, text):
        self.reach(wanted)
        self.page.keyboard.type(text)
