from django.core.management.base import BaseCommand

from tetouan_portal import roles


class Command(BaseCommand):
    help = "Give the staff groups the permissions that tetouan_portal/roles.py lists. Running it twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--table", action="store_true", help="only print the roles, as the README shows them")

    def handle(self, *args, table, verbosity, **options):
        if table:
            self.stdout.write(roles.as_table())
            return
        for slug, count in roles.sync().items():
            if verbosity:
                self.stdout.write(f"{slug}: {count} permissions")
