from django.core.management.base import BaseCommand
from django.utils import timezone

from budget_docs import loading


class Command(BaseCommand):
    help = "Load the kinds of budget documents, their calendar and the figures of the press. Twice changes nothing."

    def handle(self, *args, **options):
        added = loading.load(newest=timezone.localdate().year + 1)
        self.stdout.write("Budget: " + ", ".join(f"{count} {what}" for what, count in added.items()) + " added.")
