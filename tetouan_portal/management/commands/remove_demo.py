from django.core.management.base import BaseCommand

from budget_docs.demo import demonstration as budget
from commitments.demo import demonstration as commitments
from participation import demonstration as participation
from tetouan_portal.journal.forgetting import forget_demonstration


class Command(BaseCommand):
    help = "Take the demonstration data away, its files too. Real rows stay."

    def handle(self, *args, **options):
        # The commitments last: a report that people wrote is frozen anew from what the others have left.
        removed = budget.remove() + participation.remove() + commitments.remove()
        forget_demonstration()
        counts = ", ".join(f"{count} {model}" for model, count in sorted(removed.items()))
        self.stdout.write(f"Demonstration data removed: {counts or 'there was none'}.")
