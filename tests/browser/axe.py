"""What axe-core says about an open page."""

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
BUT_TABS = {"exclude": [[".ui-tabs-nav"]]}  # jQuery UI's, in the admin, put a link into each
CONTRAST_OF_SEVEN = {"color-contrast-enhanced": {"enabled": True}}


def complaints(page):
    """["rule: what it asks", …], each with the elements that break it."""
    options = {"runOnly": RULES, "rules": CONTRAST_OF_SEVEN, "resultTypes": ["violations"]}
    found = Axe().run(page, context=BUT_TABS, options=options).response["violations"]
    return ["\n    ".join([f"{rule['id']}: {rule['help']}", *map(element, rule["nodes"])]) for rule in found]


def element(node):
    return f"{node['target'][-1]} {node['html'][:150]}"
