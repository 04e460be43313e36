"""What the desk needs first: the days on which it is closed, and time limits that counsel has read."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.models import Holiday, Term
from participation.models.holidays import HolidayKind
from tetouan_portal.lib.first_steps import Step


def steps() -> list[Step]:
    year = timezone.localdate().year
    announced = Holiday.objects.filter(kind=HolidayKind.RELIGIOUS, date__year=year)
    is_confirmed = any(term.is_confirmed for term in Term.objects.all())
    return [
        Step(
            "holidays",
            _("Enter the religious holidays of the year as they are announced"),
            announced.exists(),
            reverse("admin:participation_holiday_changelist"),
        ),
        Step(
            "terms",
            _("Have counsel read the time limits"),
            is_confirmed,
            reverse("admin:participation_term_changelist"),
        ),
    ]
