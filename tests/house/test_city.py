"""The city is to become data: nothing new names it. What does so today stands here, and may only grow less.

Out of the count: the plan and what else is really known of the city (`*/data/`), the invented life on top of it, the
package's own name, which is the product's, and what was sent or frozen long ago (migrations, tests).
"""

import ast
import re

from django.conf import settings

from tests.house.catalogues import catalogue

ROOT = settings.BASE_DIR
NAMES_IT = re.compile(r"t[eé]to?u[aá]n|تطوان", re.IGNORECASE)
THE_PRODUCT = re.compile(r"tetouan[_-]portal", re.IGNORECASE)
MESSAGES = {
    "Budget of the Commune of Tétouan, %(year)s",
    "Budgets and accounts of the Commune of Tétouan, as they are published.",
    "Commune of Tétouan",
    "Commune of Tétouan, Morocco.",
    "How Tétouan’s plan was written",
    "Open government in Tétouan",
    "Tétouan",
    "Tétouan, open commune",
    "Tétouan, open commune: new budget documents",
    "Tétouan, open commune: news of the commitments",
    "Tétouan, open commune: what citizens say, and the answers",
    "Tétouan, open commune: what is due",
    "What the Commune of Tétouan promised, whether it is kept, and what proves it.",
    "What the Open Government Partnership is, what Tétouan promised there, who wrote it and who watches over it.",
    "What this page says of Tétouan comes from the published plan and from the monitor’s inception report.",
    "Your account on the portal of the Commune of Tétouan",
}
BEGINNINGS = {  # of longer ones
    "Cities and regions take part through its local programme, OGP Local.",
    "Law 09-08 gives you the right to know what is held about you,",
    "OGP asks that a plan be written by the authorities and civil society",
    "The Commune of Tétouan has promised to work more openly.",
    "The Commune of Tétouan made public promises of open government.",
    "The whole of the promises for some years. Tétouan’s plan was",
    "You are invited to work on the open-government portal of the Commune",
}
LITERALS = {
    ("tetouan_portal/settings.py", "https://www.tetouan.ma/"),
    ("tetouan_portal/settings.py", "tetouan"),
}
DATA = {"budget_docs/data/budget.json", "commitments/data/plan-2022-2026.json", "participation/data/lists.json"}


def names_it(text):
    return NAMES_IT.search(THE_PRODUCT.sub("", text)) is not None


def python_files():
    for app in ("tetouan_portal", "commitments", "budget_docs", "participation"):
        yield from (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def literals_of(path):
    """Strings that are no docstring and no message of the catalogues."""
    tree = ast.parse(path.read_text())
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    }


def test_no_message_but_these_names_the_city():
    found = {message.id for message in catalogue("fr") if message.id and names_it(str(message.id))}
    longer = {text for text in found if any(text.startswith(beginning) for beginning in BEGINNINGS)}
    assert found - longer == MESSAGES, "MESSAGES may only lose"
    assert len(longer) == len(BEGINNINGS)


def test_no_translation_names_the_city_where_its_message_does_not():
    for language in ("ar", "fr", "es"):
        named = [
            message.id
            for message in catalogue(language)
            if message.id and not names_it(str(message.id)) and names_it(str(message.string))
        ]
        assert named == [], language


def test_no_literal_of_the_code_but_these_names_the_city():
    known = {str(message.id) for message in catalogue("fr") if message.id}
    found = {
        (str(path.relative_to(ROOT)), text)
        for path in python_files()
        for text in literals_of(path)
        if names_it(text) and text not in known
    }
    assert found == LITERALS, "LITERALS may only lose"


def test_no_data_file_but_these_names_the_city():
    found = {
        str(path.relative_to(ROOT))
        for path in [*ROOT.glob("*/data/*.json"), *ROOT.glob("locale/*.json")]
        if names_it(path.read_text())
    }
    assert found == DATA, "DATA may only lose"


def test_no_file_and_no_picture_is_named_after_the_city():
    files = (
        path
        for folder in ("templates", "locale", "commitments", "budget_docs", "participation", "tetouan_portal", "deploy")
        for path in (ROOT / folder).rglob("*")
    )
    assert [str(path) for path in files if names_it(str(path.relative_to(ROOT)))] == []


def test_no_template_script_or_sheet_says_the_city_outside_the_catalogues():
    known = {str(message.id) for message in catalogue("fr") if message.id}
    found = []
    for path in [*(ROOT / "templates").rglob("*.*"), *(ROOT / "tetouan_portal" / "static").rglob("*.[jc]s*")]:
        text = path.read_text()
        for message in sorted(known, key=len, reverse=True):
            if names_it(message):
                text = text.replace(message, "")
        found += [str(path)] if names_it(text) else []
    assert found == []
