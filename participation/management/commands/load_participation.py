from django.core.management.base import BaseCommand

from participation import list_loading


class Command(BaseCommand):
    help = "Load the lists that a desk begins with: categories, districts, other bodies, answer templates."

    def handle(self, *args, **options):
        created = list_loading.load()
        counts = ", ".join(f"{count} {model}" for model, count in created.items())
        self.stdout.write(f"Lists of the desk: {counts or 'they were there already'}.")
