from django.core.management.base import BaseCommand
from django.utils import timezone

from budget_docs import loading
from tetouan_portal.known.telling import tell


class Command(BaseCommand):
    help = "Load the kinds of budget documents, their calendar and the figures of the press. Twice changes nothing."

    def handle(self, *args, **options):
        outcome, years, dates = loading.load(newest=timezone.localdate().year + 1)
        tell(outcome, what="Budget", out=self.stdout)
        if years or dates:
            self.stdout.write(f"Budget: {years} years and {dates} dates laid out.")
