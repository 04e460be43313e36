"""Cases and what the desk keeps, with three real languages and fixed dates."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from participation import models
from participation.case import tracking_code

RECEIVED_AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
CODE = "K7WQ2-9FXRM-4TZ8B"


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = models.Category
        django_get_or_create = ["slug"]

    slug = "lighting"
    name_ar, name_fr, name_es = "الإنارة العمومية", "Éclairage public", "Alumbrado público"


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = models.District
        django_get_or_create = ["slug"]

    slug = "medina"
    name_ar, name_fr, name_es = "المدينة العتيقة", "Médina", "Medina"


class OtherBodyFactory(DjangoModelFactory):
    class Meta:
        model = models.OtherBody
        django_get_or_create = ["slug"]

    slug = "province"
    name_ar, name_fr, name_es = "عمالة إقليم تطوان", "Province de Tétouan", "Provincia de Tetuán"


class RefusalGroundFactory(DjangoModelFactory):
    class Meta:
        model = models.RefusalGround
        django_get_or_create = ["slug"]

    slug = "private-life"
    article = "art. 7"
    name_ar, name_fr, name_es = (
        "الحياة الخاصة للأفراد",
        "La vie privée des personnes",
        "La vida privada de las personas",
    )


class HolidayFactory(DjangoModelFactory):
    class Meta:
        model = models.Holiday
        django_get_or_create = ["date"]

    date = date(2026, 7, 30)
    name_ar, name_fr, name_es = "عيد العرش", "Fête du Trône", "Fiesta del Trono"
    kind = "fixed"


class CaseFactory(DjangoModelFactory):
    """A complaint received on 1 June 2026 by the portal; `request=True` for a formal request for information.

    `question=True`: one without identity, of which the law says nothing.
    """

    class Meta:
        model = models.Case

    class Params:
        request = factory.Trait(
            kind="request", is_formal=True, subject="Marchés de 2025", due_on=date(2026, 6, 29), category=None
        )
        question = factory.Trait(kind="request", subject="Marchés de 2025", due_on=date(2026, 6, 29), category=None)
        closed = factory.Trait(
            state="closed",
            outcome="solved",
            closed_at=datetime(2026, 6, 10, 9, tzinfo=UTC),
            first_answered_at=datetime(2026, 6, 10, 9, tzinfo=UTC),
            reopen_until=date(2026, 7, 10),
        )

    kind = "complaint"
    language = "fr"
    category = factory.SubFactory(CategoryFactory)
    district = factory.SubFactory(DistrictFactory)
    subject = "Lampadaire éteint"
    text = "Le lampadaire devant l’école est éteint depuis deux semaines."
    received_at = RECEIVED_AT
    due_on = date(2026, 7, 31)
    tracking_hash = factory.LazyFunction(lambda: tracking_code.hash_of(tracking_code.new_code()))


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = models.Contact

    case = factory.SubFactory(CaseFactory)
    name = "Salma Bennani"
    email = "salma@example.org"
    phone = "0612345678"
    confirmed_at = factory.Maybe("email", RECEIVED_AT, None)


class PublishedCaseFactory(DjangoModelFactory):
    class Meta:
        model = models.PublishedCase

    case = factory.SubFactory(CaseFactory, closed=True, may_be_published=True)
    title_fr = "Un lampadaire éteint près d’une école"
    text_fr = "Un lampadaire est éteint depuis deux semaines."
    answer_fr = "L’ampoule a été changée."
    published_at = datetime(2026, 6, 11, 9, tzinfo=UTC)
