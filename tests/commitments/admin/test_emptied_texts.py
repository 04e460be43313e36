"""A text that was emptied in the form is emptied, in whichever language the page is read."""

import pytest

from tests.commitments.admin.pages import page_of, sent
from tests.factories.commitments import StatementFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_an_emptied_text_is_emptied_also_in_the_language_of_the_page(staff, language):
    texts = {f"obstacles_{code}": f"Avant {code}" for code in ("ar", "fr", "es")}
    draft = StatementFactory(draft=True, **texts)
    page, column = page_of(draft, language), f"obstacles_{language}"
    assert sent(staff, page, "statement_form", **{column: ""}).status_code == 302
    draft.refresh_from_db()
    assert {name: draft.__dict__[name] or "" for name in texts} == texts | {column: ""}
