from django.core.management.base import BaseCommand

from commitments.plan import plan_file
from tetouan_portal.known.telling import tell


class Command(BaseCommand):
    help = "Load what is really known of the action plans, and its corrections. Running it twice changes nothing."

    def handle(self, *args, **options):
        tell(plan_file.load(), what="Plan", out=self.stdout)
