import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from participation import handling
from tests.factories import participation as make

pytestmark = pytest.mark.django_db


def refusal(case, officer, now, **values):
    with pytest.raises(ValidationError) as raised:
        handling.close(case, "refused", "Non", by=officer, now=now, **values)
    return raised.value


@pytest.mark.parametrize("offered", [None, False])
def test_nothing_is_refused_until_staff_have_entered_a_ground(officer, now, offered):
    if offered is not None:
        make.RefusalGroundFactory(is_offered=offered)
    assert refusal(make.CaseFactory(request=True), officer, now).code == "no_grounds"


def test_a_refusal_names_one_of_those_that_there_are(officer, now):
    make.RefusalGroundFactory()
    with translation.override("fr"):
        assert refusal(make.CaseFactory(request=True), officer, now).messages == [
            "Un refus indique l’article sur lequel il se fonde."
        ]
