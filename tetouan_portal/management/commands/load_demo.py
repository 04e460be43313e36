from django.core.management.base import BaseCommand, CommandError

from budget_docs.demo import demonstration as budget
from commitments.demo import demonstration as commitments
from participation import demonstration as participation
from tetouan_portal.lib.demonstration import DemonstrationError


class Command(BaseCommand):
    help = "Load invented progress, evidence, reports, budgets and cases on top of what is real. Twice changes nothing."

    def handle(self, *args, **options):
        try:
            commitments.require_plan()
            # reports freeze what the budget's calendar and the desk's counts say
            created = budget.load() + participation.load() + commitments.load()
        except DemonstrationError as refusal:
            raise CommandError(str(refusal)) from refusal
        if not created:
            self.stdout.write("Demonstration data: it was there already.")
            return
        counts = ", ".join(f"{count} {model}" for model, count in created.items())
        self.stdout.write(f"Demonstration data created: {counts}.")
