from django.core.management.base import BaseCommand

from commitments import plan_loading
from tetouan_portal.known.telling import tell


class Command(BaseCommand):
    help = "Load what is really known of the action plans, and its corrections. Running it twice changes nothing."

    def handle(self, *args, **options):
        tell(plan_loading.load(), what="Plan", out=self.stdout)
