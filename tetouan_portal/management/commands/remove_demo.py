from django.core.management.base import BaseCommand

from budget_docs import demonstration as budget
from commitments import demonstration as commitments
from participation import demonstration as participation


class Command(BaseCommand):
    help = "Take the demonstration data away, its files too. Real rows stay."

    def handle(self, *args, **options):
        removed = commitments.remove() + budget.remove() + participation.remove()
        counts = ", ".join(f"{count} {model}" for model, count in sorted(removed.items()))
        self.stdout.write(f"Demonstration data removed: {counts or 'there was none'}.")
