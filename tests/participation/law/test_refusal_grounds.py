import pytest
from django.utils import translation

from participation.case import desk_acts
from tests.factories import participation as make
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("offered", [None, False])
def test_nothing_is_refused_until_staff_have_entered_a_ground(officer, now, offered):
    if offered is not None:
        make.RefusalGroundFactory(is_offered=offered)
    with refused("no_grounds"):
        desk_acts.close(make.CaseFactory(request=True), "refused", "Non", by=officer, now=now)


def test_a_refusal_names_one_of_those_that_there_are(officer, now):
    make.RefusalGroundFactory()
    with translation.override("fr"), refused("case_refused_iff_ground") as refusal:
        desk_acts.close(make.CaseFactory(request=True), "refused", "Non", by=officer, now=now)
    assert refusal.value.messages == ["Un refus indique l’article sur lequel il se fonde."]
