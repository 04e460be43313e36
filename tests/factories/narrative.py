"""What a plan says of itself."""

import factory
from factory.django import DjangoModelFactory

from commitments import models
from tests.factories.commitments import ActionPlanFactory, InstitutionFactory


class NarrativeSectionFactory(DjangoModelFactory):
    class Meta:
        model = models.NarrativeSection

    plan = factory.SubFactory(ActionPlanFactory)
    question = models.NarrativeQuestion.VISION
    body_ar, body_fr, body_es = "رؤية الجماعة", "La vision de la commune", "La visión de la comuna"


class CoCreationFigureFactory(DjangoModelFactory):
    class Meta:
        model = models.CoCreationFigure

    plan = factory.SubFactory(ActionPlanFactory)
    position = factory.Sequence(lambda n: n + 1)
    category_ar, category_fr, category_es = "جمعيات", "Associations", "Asociaciones"
    count = 40


class EndorsementFactory(DjangoModelFactory):
    class Meta:
        model = models.Endorsement

    plan = factory.SubFactory(ActionPlanFactory)
    position = factory.Sequence(lambda n: n + 1)
    person, organisation, language = "A. Example", "Asociación de Ejemplo", "es"


class PlanAttachmentFactory(DjangoModelFactory):
    class Meta:
        model = models.PlanAttachment

    plan = factory.SubFactory(ActionPlanFactory)
    position = factory.Sequence(lambda n: n + 1)
    title_ar, title_fr, title_es = "محضر", "Procès-verbal", "Acta"


class PlanNoteFactory(DjangoModelFactory):
    class Meta:
        model = models.PlanNote

    plan = factory.SubFactory(ActionPlanFactory)
    position = factory.Sequence(lambda n: n + 1)
    topic = "dates"
    text_ar, text_fr, text_es = "تاريخان مختلفان", "Deux dates diffèrent", "Dos fechas difieren"


class PlanPromiseFactory(DjangoModelFactory):
    class Meta:
        model = models.PlanPromise

    plan = factory.SubFactory(ActionPlanFactory)
    slug = factory.Sequence(lambda n: f"promise-{n}")
    question = "follow_up"
    title_ar, title_fr, title_es = "لقاء سنوي", "Rencontre annuelle", "Encuentro anual"


class InstitutionAliasFactory(DjangoModelFactory):
    class Meta:
        model = models.InstitutionAlias

    institution = factory.SubFactory(InstitutionFactory)
    name, language = "Servicio de Presupuesto", "es"
