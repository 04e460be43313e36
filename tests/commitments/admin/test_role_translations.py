"""The translators' pages: each side's words for its own people, and nobody's drafts."""

import pytest
from django.urls import reverse

from commitments.staff.missing_translations import translated_models
from tests.commitments.admin.role_table import MATRIX, differences, rows_seen
from tests.factories.town import marks_in

pytestmark = [pytest.mark.django_db, MATRIX]


def is_for_translators(name):
    """The municipality's, once it is more than a draft; of the monitor's, the recommendations it has finished."""
    hides = name.endswith(("_draft", "_drafting", "recommendation_rival")) and not name.startswith(
        ("axis", "actionplan")
    )
    of_monitor = name.startswith(("annualreport", "inceptionassessment")) or "statement_monitor" in name
    return not (hides or of_monitor or "statement_rival" in name)


def is_for_the_monitor(name):
    """Its own words; those of a report, and what it recommends there, while it is being written."""
    if name.startswith(("annualreport", "recommendation")):
        return name.endswith(("_drafting", "_revised"))
    its_own = name.startswith("inceptionassessment") or "statement_monitor" in name
    return its_own and not name.endswith(("_rival", "statement_monitor_draft"))


def asked(town, client):
    """{name: whether its page is shown, and what stands on it}"""
    found = {}
    kinds = {model._meta.model_name for model in translated_models()}
    for name, row in town.rows.items():
        if row._meta.model_name in kinds:
            url = reverse("staff:translate", args=[row._meta.model_name, row.pk, "es"])
            answer = client.get(f"/fr{url[3:]}")
            assert answer.status_code in {200, 403, 404}
            found[name] = (answer.status_code == 200, marks_in(answer.text))
    return found


@pytest.mark.parametrize(
    ("person", "is_theirs"), [("translator", is_for_translators), ("monitor", is_for_the_monitor)], indirect=["person"]
)
def test_each_translates_what_its_side_has_finished(town, reader, person, is_theirs):
    found = asked(town, reader.client)
    wanted = {name: is_theirs(name) for name in found}
    assert differences({name: is_shown for name, (is_shown, _marks) in found.items()}, wanted) == {}
    read = set().union(*(marks for _is_shown, marks in found.values()))
    assert {name for name in read if not wanted[name]} <= rows_seen(person)


def test_others_translate_nothing(town, reader, person):
    if person not in {"translator", "monitor", "superuser"}:
        assert not any(is_shown for is_shown, _marks in asked(town, reader.client).values())
