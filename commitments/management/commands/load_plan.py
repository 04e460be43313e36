from django.core.management.base import BaseCommand

from commitments import plan_loading


class Command(BaseCommand):
    help = "Load what is really known of the action plans. Running it twice changes nothing."

    def handle(self, *args, **options):
        created = plan_loading.load()
        self.stdout.write(f"Plans created: {', '.join(created) or 'none, they were there already'}.")
