"""Which texts exist in every language of the portal."""

from modeltranslation.translator import TranslationOptions, register

from budget_docs import models


def translate(model, *names):
    register(model)(type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": names}))


translate(models.DocumentType, "name", "explanation", "legal_basis")
translate(models.PublicationDate, "note")
translate(models.DueDateChange, "reason")
translate(models.RuleChange, "reason")
translate(models.BudgetDocument, "title", "summary", "withdrawal_reason")
translate(models.StatedFigure, "note", "source_title")
translate(models.BudgetHeading, "label")
translate(models.BudgetLine, "label")
