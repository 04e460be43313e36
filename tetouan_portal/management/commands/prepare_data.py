from django.core.management import call_command
from django.core.management.base import BaseCommand

from tetouan_portal.audit.context import acting

KNOWN = ("sync_roles", "load_plan", "load_budget", "load_participation", "load_holidays", "load_synonyms")


class Command(BaseCommand):
    help = "What a migrated portal begins with: roles, plan, calendar of the budget, lists. Twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="invented data on top; without it they are taken away")

    def handle(self, *args, demo, **options):
        """In one process, as each takes two seconds to start; each is recorded under its own name all the same."""
        for name in (*KNOWN, "load_demo" if demo else "remove_demo", "enter_public"):
            with acting(origin="command", detail=name):
                call_command(name, stdout=self.stdout, verbosity=0 if name == "sync_roles" else 1)
