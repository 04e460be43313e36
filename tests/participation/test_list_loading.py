import json

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
    created, taken, left = list_loading.load()
    assert (created, taken, [one.name for one in left]) == ([], [], ["categories/waste.name_fr"])
    assert not Category.objects.filter(slug="noise").exists()
    assert Category.objects.get(slug="waste").name_fr == "Déchets ménagers"


def test_what_nobody_changed_follows_the_file(tmp_path):
    list_loading.load(file_with(tmp_path, fr="Ordures"))
    assert Category.objects.get(slug="waste").name_fr == "Ordures"
    assert {one.name for one in list_loading.load().taken} == {"categories/waste.name_fr"}
    assert Category.objects.get(slug="waste").name_fr != "Ordures"
    assert list_loading.load() == ([], [], [])


def test_a_list_that_the_desk_made_itself_gets_no_row_of_ours():
    Category.objects.create(slug="own", name_fr="La nôtre")
    list_loading.load()
    assert [row.slug for row in Category.objects.all()] == ["own"]
    assert District.objects.exists()


def file_with(folder, **names):
    """Today's file with another name of the waste."""
    content = json.loads(list_loading.FILE.read_text(encoding="utf-8"))
    next(row for row in content["categories"] if row["slug"] == "waste")["name"] |= names
    path = folder / "lists.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path
