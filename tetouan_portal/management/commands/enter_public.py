from django.core.management.base import BaseCommand

from tetouan_portal.journal.becoming import enter_all_public


class Command(BaseCommand):
    help = (
        "Enters into the public journal every public row of which no line tells: its opening, and what came by itself."
    )

    def handle(self, *args, **options):
        self.stdout.write(f"Public journal: {enter_all_public()} lines written.")
