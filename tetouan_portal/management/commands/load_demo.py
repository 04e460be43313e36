from django.core.management.base import BaseCommand, CommandError

from budget_docs import demonstration as budget
from commitments import demonstration as commitments


class Command(BaseCommand):
    help = "Load invented progress, evidence, reports and budgets on top of what is real. Twice changes nothing."

    def handle(self, *args, **options):
        try:
            commitments.require_plan()
            created = budget.load() + commitments.load()  # reports freeze what the budget's calendar says
        except (commitments.DemonstrationError, budget.DemonstrationError) as refusal:
            raise CommandError(str(refusal)) from refusal
        if not created:
            self.stdout.write("Demonstration data: it was there already.")
            return
        counts = ", ".join(f"{count} {model}" for model, count in created.items())
        self.stdout.write(f"Demonstration data created: {counts}.")
