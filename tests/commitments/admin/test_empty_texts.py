"""A text that is emptied in every language is refused at its field, in the reader's language."""

import pytest

from tests.factories.commitments import AxisFactory
from tests.factories.people import superuser

pytestmark = pytest.mark.django_db


def test_a_title_emptied_in_every_language_is_refused_at_the_readers_own(client):
    axis = AxisFactory()
    client.force_login(superuser())
    page = client.post(f"/fr/admin/commitments/axis/{axis.pk}/change/", {"number": axis.number})
    assert page.status_code == 200
    assert page.context["adminform"].form.errors["title_fr"]
