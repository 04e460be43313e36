from django.core.management.base import BaseCommand

from commitments import demonstration


class Command(BaseCommand):
    help = "Take the demonstration data away, its files too. Real rows stay."

    def handle(self, *args, **options):
        removed = demonstration.remove()
        counts = ", ".join(f"{count} {model}" for model, count in sorted(removed.items()))
        self.stdout.write(f"Demonstration data removed: {counts or 'there was none'}.")
