import pytest

from participation import list_loading
from participation.models import AnswerTemplate, Category, District, OtherBody

pytestmark = pytest.mark.django_db
MODELS = (Category, District, OtherBody, AnswerTemplate)


def test_every_list_is_filled_in_three_languages():
    list_loading.load()
    for model in MODELS:
        rows = list(model.objects.all())
        field = "title" if model is AnswerTemplate else "name"
        assert rows
        assert all(getattr(row, f"{field}_{code}") for row in rows for code in ("ar", "fr", "es"))


def test_what_staff_have_changed_or_deleted_is_not_put_back():
    list_loading.load()
    Category.objects.filter(slug="noise").delete()
    Category.objects.filter(slug="waste").update(name_fr="Déchets ménagers")
    assert not list_loading.load()
    assert not Category.objects.filter(slug="noise").exists()
    assert Category.objects.get(slug="waste").name_fr == "Déchets ménagers"
