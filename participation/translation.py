"""Which texts exist in every language of the portal."""

from modeltranslation.translator import TranslationOptions, register

from participation import models


def translate(model, *names):
    register(model)(type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": names}))


translate(models.Category, "name")
translate(models.District, "name")
translate(models.OtherBody, "name")
translate(models.AnswerTemplate, "title", "text")
translate(models.Holiday, "name")
translate(models.RefusalGround, "name")
translate(models.PublishedCase, "title", "text", "answer")
