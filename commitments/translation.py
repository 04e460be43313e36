"""Which texts exist in every language of the portal. Names of people are never translated."""

from modeltranslation.translator import TranslationOptions, register

from commitments import models

WITHDRAWAL = ("withdrawal_reason", "withdrawal_decision")


def translate(model, *names):
    register(model)(type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": names}))


translate(models.Source, "title")
translate(models.Institution, "name")
translate(models.Theme, "name")
translate(models.OgpValue, "name")
translate(models.PolicyArea, "name")
translate(models.Sector, "name")
translate(models.ActionPlan, "title", "source_note", *WITHDRAWAL)
translate(models.Axis, "title", "summary")
translate(models.Commitment, "title", "problem", "status_quo", "action", "contribution", *WITHDRAWAL)
translate(models.Milestone, "title", "expected_output", *WITHDRAWAL)
translate(models.Amendment, "reason", "decision")
translate(models.DateConfirmation, "confirmed_by")
translate(models.NarrativeSection, "body")
translate(models.CoCreationFigure, "category")
translate(models.PlanAttachment, "title")
translate(models.PlanNote, "text")
translate(models.PlanPromise, "title")
translate(models.Event, "title", "text")
translate(models.Body, "name", "mandate", "composition", "ties")
translate(models.Indicator, "title", "unit", "definition", "data_source", *WITHDRAWAL)
translate(models.Reading, "note")
translate(models.ProposedReading, "note")
translate(models.Evidence, "title", "alternative_text", "withdrawal_reason")
translate(models.Statement, "summary", "obstacles", "next_steps")
translate(models.ProgressUpdate, "title", "body", "withdrawal_reason")
translate(models.InceptionAssessment, "explanation")
translate(
    models.AnnualReport,
    *("title", "summary", "context", "method", "independence", "conclusion", "gaps_reason", "withdrawal_reason"),
)
translate(models.Finding, "text")
translate(models.Recommendation, "text", "answer_reason")
