"""A marker of its own for every text that somebody types: which model, which field, which language."""

from django.apps import apps
from django.db import models
from modeltranslation.fields import TranslationField
from modeltranslation.translator import translator

APPS = ("commitments", "budget_docs", "participation")
LANGUAGES = ("ar", "fr", "es")
CODE = 2  # characters
EVERY = "xx"  # of a text that is typed once, for readers of all languages


def fields_of(model):
    """(name, is translated) of each text that a person types: no choice, no address, no code that is measured."""
    known = model in translator.get_registered_models()
    translated = {*translator.get_options_for_model(model).get_field_names()} if known else set()
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(
            field, models.URLField | models.SlugField | models.EmailField | TranslationField
        )
        is_code = (field.max_length or CODE + 1) <= CODE  # of a language
        if is_text and not is_code and not field.choices and (field.editable or field.name in translated):
            yield field.name, field.name in translated


def every_text():
    """{"commitments.milestone.expected_output": is translated}"""
    return {
        f"{model._meta.label_lower}.{name}": is_translated
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for name, is_translated in fields_of(model)
    }


class Markers:
    """`sign`: one letter that tells the published ones from the drafts."""

    def __init__(self, sign):
        self.sign, self.typed = sign, []  # (field, language, marker): a field may be typed into several times

    def of(self, model, *names):
        """Columns of a row: those of the fields named, or of all but a withdrawal's; each holds its marker."""
        columns = {}
        for name, is_translated in fields_of(model):
            if name not in names if names else name.startswith("withdrawal_"):
                continue
            for language in LANGUAGES if is_translated else (EVERY,):
                marker = f"z{self.sign}{len(self.typed):03d}{language}"
                self.typed.append((f"{model._meta.label_lower}.{name}", language, marker))
                columns[f"{name}_{language}" if is_translated else name] = marker
        return columns

    def read_in(self, language):
        """(field, marker) of what a reader of the language is to find."""
        return [(field, marker) for field, one, marker in self.typed if one in {language, EVERY}]
