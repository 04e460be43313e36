from django.core.management.base import BaseCommand

from participation import list_loading
from tetouan_portal.known.telling import tell


class Command(BaseCommand):
    help = "Load the lists that a desk begins with: categories, districts, other bodies, answer templates."

    def handle(self, *args, **options):
        tell(list_loading.load(), what="Lists of the desk", out=self.stdout)
