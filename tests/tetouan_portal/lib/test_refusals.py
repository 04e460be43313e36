"""What the database refuses, said in the reader's language and without the name of a rule."""

import pytest
from django.db import connection
from django.utils import translation

from commitments.models import Institution, Theme
from participation.models import Holiday
from tests.factories import people
from tests.factories.commitments import (
    AxisFactory,
    CommitmentFactory,
    EventFactory,
    InstitutionFactory,
    StatementFactory,
    ThemeFactory,
)
from tests.factories.participation import HolidayFactory
from tetouan_portal.lib.refusals import BrokenRuleError, in_words

pytestmark = pytest.mark.django_db


def same_slug():
    theme, other = ThemeFactory(), ThemeFactory()
    Theme.objects.filter(pk=theme.pk).update(slug=other.slug)


def same_number():
    axis = AxisFactory()
    AxisFactory(plan=axis.plan, number=axis.number)


def own_words():
    commitment = CommitmentFactory()
    type(commitment).objects.filter(pk=commitment.pk).update(ends_on="2001-01-01")


def no_words():
    Holiday.objects.filter(pk=HolidayFactory().pk).update(name_ar="", name_fr="", name_es="")


def nothing():
    event = EventFactory()
    type(event).objects.filter(pk=event.pk).update(starts_on=None)


def gone():
    event = EventFactory()
    type(event).objects.filter(pk=event.pk).update(plan_id=0)


def independence():
    monitor = InstitutionFactory(kind="monitor")
    people.monitor(monitor)
    Institution.objects.filter(pk=monitor.pk).update(kind="department")


def published():
    StatementFactory().delete()


SAID = {
    same_slug: "Il existe déjà une autre fiche avec la même valeur ici\u00a0: identifiant permanent.",
    same_number: "Il existe déjà une autre fiche avec la même valeur ici\u00a0: plan, numéro.",
    own_words: "La fin ne peut pas précéder le début.",
    no_words: "Ces champs ne vont pas ensemble ou ne sont pas complets\u00a0: nom [ar], nom [fr], nom [es].",
    nothing: "Il manque quelque chose\u00a0: date.",
    gone: "Un élément qui s’y rattache a été supprimé entre-temps, ou en a encore besoin.",
    independence: "Des personnes parlent pour cette institution\u00a0: tant que c’est le cas, elle ne devient pas "
    "indépendante et ne cesse pas de l’être.",
    published: "Rien n’a été enregistré\u00a0: ce qui a été publié, déclaré définitif ou décidé ne se réécrit "
    "pas et ne se supprime pas dans ce formulaire, cela change par un acte propre.",
}


@pytest.mark.parametrize("breaks", SAID)
def test_each_kind_of_refusal_is_a_sentence(breaks):
    with translation.override("fr"), pytest.raises(BrokenRuleError) as refusal, in_words():
        breaks()
    assert refusal.value.messages == [SAID[breaks]]


def test_what_was_refused_is_undone_and_the_work_goes_on():
    before = Theme.objects.count()
    with pytest.raises(BrokenRuleError), in_words():
        same_slug()
    assert Theme.objects.count() == before
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        assert cursor.fetchone() == (1,)
