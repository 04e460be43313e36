from django.core.management.base import BaseCommand

from tetouan_portal.synonyms import loading


class Command(BaseCommand):
    help = "Load the words of everyday language that the searches know; a list that has any row is left alone."

    def handle(self, *args, **options):
        count = loading.load()
        self.stdout.write(f"Words of everyday language: {count or 'they were there already'}.")
