"""Rows with three real languages and fixed dates, free of surprises."""

from datetime import date
from decimal import Decimal

import factory
from django.contrib.auth.models import User
from django.db import transaction
from factory.django import DjangoModelFactory

from commitments import models
from commitments.statements import publication


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = models.Source

    code = factory.Sequence(lambda n: f"source-{n}")
    title_ar, title_fr, title_es = "خطة العمل المنشورة", "Plan d’action publié", "Plan de acción publicado"


class StaffFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"staff-{n}")
    email = factory.Sequence(lambda n: f"staff-{n}@example.org")
    is_staff = True


class InstitutionFactory(DjangoModelFactory):
    class Meta:
        model = models.Institution

    slug = factory.Sequence(lambda n: f"institution-{n}")
    kind = models.InstitutionKind.DEPARTMENT
    name_ar, name_fr, name_es = "قسم الميزانية", "Division du budget", "Departamento de presupuesto"


class AffiliationFactory(DjangoModelFactory):
    class Meta:
        model = models.Affiliation

    user = factory.SubFactory(StaffFactory)
    institution = factory.SubFactory(InstitutionFactory)


class ActionPlanFactory(DjangoModelFactory):
    class Meta:
        model = models.ActionPlan

    class Params:
        draft = factory.Trait(is_published=False)

    slug = factory.Sequence(lambda n: f"plan-{n}")
    kind = models.PlanKind.OGP
    is_published = True
    title_ar, title_fr, title_es = "تطوان جماعة منفتحة", "Tétouan, commune ouverte", "Tetuán, comuna abierta"
    starts_on, ends_on = date(2023, 1, 1), date(2026, 12, 31)


class AxisFactory(DjangoModelFactory):
    class Meta:
        model = models.Axis

    plan = factory.SubFactory(ActionPlanFactory)
    slug = factory.Sequence(lambda n: f"axis-{n}")
    number = factory.Sequence(lambda n: n + 1)
    title_ar, title_fr, title_es = "الشفافية المالية", "Transparence financière", "Transparencia financiera"


class CommitmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Commitment

    class Params:
        draft = factory.Trait(is_published=False)
        late = factory.Trait(starts_on=date(2023, 1, 1), ends_on=date(2024, 3, 31))

    axis = factory.SubFactory(AxisFactory)
    slug = factory.Sequence(lambda n: f"commitment-{n}")
    number = factory.Sequence(lambda n: n + 1)
    title_ar, title_fr, title_es = "نشر وثائق الميزانية", "Publier le budget", "Publicar el presupuesto"
    starts_on, ends_on, is_published = date(2023, 1, 1), date(2026, 12, 31), True


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = models.Theme

    slug = factory.Sequence(lambda n: f"theme-{n}")
    name_ar, name_fr, name_es = "الميزانية", "Budget", "Presupuesto"


class OgpValueFactory(ThemeFactory):
    class Meta:
        model = models.OgpValue


class PolicyAreaFactory(ThemeFactory):
    class Meta:
        model = models.PolicyArea


class SectorFactory(ThemeFactory):
    class Meta:
        model = models.Sector


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = models.Body

    slug = factory.Sequence(lambda n: f"body-{n}")
    name_ar, name_fr, name_es = "لجنة القيادة", "Comité de pilotage", "Comité directivo"
    source = factory.SubFactory(SourceFactory)


class EventFactory(DjangoModelFactory):
    class Meta:
        model = models.Event

    slug = factory.Sequence(lambda n: f"event-{n}")
    plan = factory.SubFactory(ActionPlanFactory)
    source = factory.SubFactory(SourceFactory)
    starts_on = date(2022, 10, 13)
    title_ar, title_fr, title_es = "ورشة", "Atelier", "Taller"


class ResponsibilityFactory(DjangoModelFactory):
    class Meta:
        model = models.Responsibility

    commitment = factory.SubFactory(CommitmentFactory)
    institution = factory.SubFactory(InstitutionFactory)


class InceptionAssessmentFactory(DjangoModelFactory):
    class Meta:
        model = models.InceptionAssessment

    commitment = factory.SubFactory(CommitmentFactory)
    verifiable, relevant = True, True
    kind, depth = models.InceptionKind.NEW, models.InceptionDepth.POSITIVE
    explanation_ar, explanation_fr, explanation_es = "التزام قابل للتحقق", "Engagement vérifiable", "Verificable"


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = models.Milestone

    commitment = factory.SubFactory(CommitmentFactory)
    number = factory.Sequence(lambda n: n + 1)
    title_ar, title_fr, title_es = "إعداد الدليل", "Rédiger le guide", "Redactar la guía"
    due_on = date(2025, 6, 30)

    @classmethod
    def _create(cls, model_class, *args, done_on=None, **values):
        """What is done was declared: by a published statement of that day."""
        milestone = super()._create(model_class, *args, **values)
        return declare_done(milestone, done_on) if done_on else milestone


@transaction.atomic
def declare_done(milestone, day, **values):
    said = {"level": models.CompletionLevel.COMPLETE, "dated_on": day, "done_on": day, "is_demo": milestone.is_demo}
    publication.record_milestone(StatementFactory(commitment=None, milestone=milestone, **said | values))
    milestone.refresh_from_db(fields=["done_on", "done_entered_before"])
    return milestone


class StatementFactory(DjangoModelFactory):
    class Meta:
        model = models.Statement

    class Params:
        by_monitor = factory.Trait(side=models.Side.MONITOR)
        draft = factory.Trait(state="draft")
        submitted = factory.Trait(state="submitted")

    commitment = factory.SubFactory(CommitmentFactory)
    side = models.Side.MUNICIPALITY
    dated_on = date(2025, 12, 31)
    level = models.CompletionLevel.LIMITED
    summary_ar, summary_fr, summary_es = "نُشرت وثيقتان", "Deux documents publiés", "Dos documentos publicados"
    state = "published"


class ProgressUpdateFactory(DjangoModelFactory):
    class Meta:
        model = models.ProgressUpdate

    class Params:
        draft = factory.Trait(state="draft")
        submitted = factory.Trait(state="submitted")

    commitment = factory.SubFactory(CommitmentFactory)
    dated_on = date(2026, 2, 1)
    title_ar, title_fr, title_es = "يوم دراسي", "Journée d’étude", "Jornada de estudio"
    state = "published"


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = models.Indicator

    commitment = factory.SubFactory(CommitmentFactory)
    number = factory.Sequence(lambda n: n + 1)
    title_ar, title_fr, title_es = "الوثائق المنشورة", "Documents publiés", "Documentos publicados"
    unit_ar, unit_fr, unit_es = "وثيقة", "documents", "documentos"
    baseline, target = Decimal(2), Decimal(12)
    baseline_on, target_on = date(2023, 1, 1), date(2026, 12, 31)


class ReadingFactory(DjangoModelFactory):
    class Meta:
        model = models.Reading

    indicator = factory.SubFactory(IndicatorFactory)
    dated_on = date(2025, 12, 31)
    value = Decimal(7)


class ProposedReadingFactory(DjangoModelFactory):
    class Meta:
        model = models.ProposedReading

    statement = factory.SubFactory(StatementFactory, draft=True)
    indicator = factory.SubFactory(IndicatorFactory, commitment=factory.SelfAttribute("..statement.commitment"))
    value = Decimal(8)


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = models.Evidence

    statement = factory.SubFactory(StatementFactory)
    title_ar, title_fr, title_es = "محضر", "Procès-verbal", "Acta"
    dated_on = date(2025, 12, 31)
    url = "https://www.example.org/proof"


class AmendmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Amendment

    commitment = factory.SubFactory(CommitmentFactory)
    field = models.AmendedField.ENDS_ON
    date_from, date_to, decided_on = date(2024, 3, 31), date(2026, 12, 31), date(2024, 2, 5)
    reason_ar, reason_fr, reason_es = "تأخر الصفقة", "Retard du marché", "Retraso del contrato"
    decision_ar, decision_fr, decision_es = "مقرر المجلس", "Délibération du conseil", "Deliberación del consejo"


class DateConfirmationFactory(DjangoModelFactory):
    class Meta:
        model = models.DateConfirmation

    commitment = factory.SubFactory(CommitmentFactory)
    ends_on, confirmed_on = factory.SelfAttribute("commitment.ends_on"), date(2026, 5, 4)
    confirmed_by_ar, confirmed_by_fr, confirmed_by_es = "الكتابة العامة", "Secrétariat général", "Secretaría general"


class DueDateConfirmationFactory(DateConfirmationFactory):
    commitment, ends_on = None, None
    milestone = factory.SubFactory(MilestoneFactory)
    due_on = factory.SelfAttribute("milestone.due_on")


class AnnualReportFactory(DjangoModelFactory):
    class Meta:
        model = models.AnnualReport

    plan = factory.SubFactory(ActionPlanFactory)
    year = 2025
    covers_from, covers_to = date(2025, 1, 1), date(2025, 12, 31)
    author = factory.SubFactory(InstitutionFactory, kind=models.InstitutionKind.MONITOR)
    title_ar, title_fr, title_es = "التقرير السنوي للتتبع", "Rapport annuel de suivi", "Informe anual de seguimiento"
    summary_ar, summary_fr, summary_es = "سنة من التتبع", "Une année de suivi", "Un año de seguimiento"
    context_ar, context_fr, context_es = "السنة الثالثة", "La troisième année", "El tercer año"
    method_ar, method_fr, method_es = "مقابلات وزيارات", "Des entretiens et des visites", "Entrevistas y visitas"
    independence_ar, independence_fr, independence_es = "لا صلة بالجماعة", "Aucun lien", "Ningún vínculo"
    conclusion_ar, conclusion_fr, conclusion_es = "تقدم بطيء", "Un progrès lent", "Un avance lento"


class OfReport(DjangoModelFactory):
    """Written while its report was being written, whatever state that is in now."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, report, **values):
        rows = models.AnnualReport.objects.filter(pk=report.pk)
        state = {"status": report.status, "next_edition": report.next_edition}
        if not report.is_being_written:
            rows.update(status="drafting", next_edition="")
        row = super()._create(model_class, *args, report=report, **values)
        rows.update(**state)
        return row


class FindingFactory(OfReport):
    class Meta:
        model = models.Finding

    report = factory.SubFactory(AnnualReportFactory)
    commitment = factory.SubFactory(CommitmentFactory)
    level = models.CompletionLevel.LIMITED
    text_ar, text_fr, text_es = "تقدم محدود", "Avancée limitée", "Avance limitado"


class RecommendationFactory(OfReport):
    class Meta:
        model = models.Recommendation

    report = factory.SubFactory(AnnualReportFactory)
    number = factory.Sequence(lambda n: n + 1)
    text_ar, text_fr, text_es = "نشر كل وثيقة في أجلها", "Publier à temps", "Publicar a tiempo"
