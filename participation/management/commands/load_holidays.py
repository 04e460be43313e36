from django.core.management.base import BaseCommand
from django.utils import timezone

from participation.law.holiday_calendar import coming_years, ensure_fixed_holidays


class Command(BaseCommand):
    help = "Enter Morocco's fixed holidays of this year and the next two. What staff changed stays as it is."

    def handle(self, *args, **options):
        years = coming_years(timezone.localdate())
        self.stdout.write(f"Holidays entered for {years[0]}-{years[-1]}: {ensure_fixed_holidays(years)}.")
