from django.core.management.base import BaseCommand, CommandError

from commitments import demonstration


class Command(BaseCommand):
    help = "Load invented progress, evidence and reports on top of the real plan. Running it twice changes nothing."

    def handle(self, *args, **options):
        try:
            created = demonstration.load()
        except demonstration.DemonstrationError as refusal:
            raise CommandError(str(refusal)) from refusal
        if not created:
            self.stdout.write("Demonstration data: it was there already.")
            return
        counts = ", ".join(f"{count} {model}" for model, count in created.items())
        self.stdout.write(f"Demonstration data created: {counts}.")
