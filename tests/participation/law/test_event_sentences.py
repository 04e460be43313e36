from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from participation.case import desk_acts
from participation.case.moved_dates import recompute
from participation.case.silence import lapse
from participation.law.event_sentences import sentences
from participation.models import Holiday, Term
from tests.factories import participation as make
from tests.participation.clock_cases import open_request

pytestmark = pytest.mark.django_db
HEAD = "réclamation auprès du président du Conseil communal, chef de l’organisme"
NEXT_DAY = datetime(2026, 6, 30, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_french():
    with translation.override("fr"):
        yield


def test_a_date_that_moved_says_from_to_and_for_which_holiday(now):
    case = open_request()
    make.HolidayFactory(date=date(2026, 6, 16), name_fr="1er Moharram", kind="religious")
    recompute(now=now)
    assert sentences(case.events.get()) == [
        "La réponse est désormais attendue le 30 juin 2026 au lieu du 29 juin 2026.",
        "Jour férié annoncé pendant le délai\u00a0: 1er Moharram, 16 juin 2026.",
    ]
    Holiday.objects.all().delete()
    recompute(now=now)
    assert sentences(case.events.last()) == [
        "La réponse est désormais attendue le 29 juin 2026 au lieu du 30 juin 2026.",
        "N’est plus férié\u00a0: 16 juin 2026.",
    ]


def test_silence_says_that_it_is_a_refusal_and_what_comes_next():
    case = open_request()
    lapse(now=NEXT_DAY)
    assert sentences(case.events.get()) == [
        "La réponse était attendue le 29 juin 2026\u202f; elle n’est pas venue.",
        "Pour une demande d’information, le silence vaut refus.",
        f"Ce que vous pouvez faire ensuite\u00a0: {HEAD}, jusqu’au 27 juillet 2026.",
        (
            "Aucun jour n’avait alors été saisi pour\u00a0: 1er Moharram. La date a été comptée selon le calendrier "
            "tel qu’il était\u202f; un jour saisi plus tard la corrige."
        ),
    ]


def test_a_remedy_that_nobody_confirmed_carries_its_mark_and_a_submission_has_none_at_all():
    Term.objects.create(use="remedy_head", amount=20, unit="working_days")
    request, complaint = open_request(), make.CaseFactory(due_on=date(2026, 6, 29))
    lapse(now=NEXT_DAY)
    assert sentences(request.events.get())[-2].endswith("jusqu’au 27 juillet 2026 (délai à confirmer).")
    assert len(sentences(complaint.events.get())) == 1


def test_what_others_did_is_not_told_by_the_clock(officer, now):
    case = desk_acts.take_up(open_request(), by=officer, now=now)
    assert sentences(case.events.get()) == []
