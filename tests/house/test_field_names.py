"""What staff see on a record page has a name in their language."""

from django.contrib import admin
from django.utils.functional import Promise

OURS = ("commitments", "budget_docs", "participation", "tetouan_portal")
THE_SAME_EVERYWHERE = {"sha256", "source_sha256"}


def test_every_field_of_a_record_page_is_named_by_a_text_that_is_translated():
    shown = {(model, None) for model in admin.site._registry}
    for page in admin.site._registry.values():  # within its owner's page a row does not name the owner
        shown |= {(inline.model, page.model) for inline in page.inlines if inline.model not in admin.site._registry}
    fields = [
        field
        for model, owner in shown
        if model._meta.app_label in OURS
        for field in model._meta.concrete_fields
        if field.editable and not field.auto_created and field.name.rpartition("_")[0] not in names_of(model)
        if owner is None or field.related_model is not owner
    ]
    assert fields
    unnamed = [field for field in fields if not isinstance(field._verbose_name, Promise)]
    assert [str(field) for field in unnamed if field.name not in THE_SAME_EVERYWHERE] == []


def names_of(model):
    """Of the columns of one text in each language the text's own name stands for all."""
    return {field.name for field in model._meta.concrete_fields}
