from django.core.management.base import BaseCommand, CommandError

from tetouan_portal.journal.chain import first_break, head


class Command(BaseCommand):
    help = "Computes every fingerprint of the public journal anew, and fails at the first line that does not hold."

    def handle(self, *args, **options):
        if found := first_break():
            raise CommandError(f"Line {found.number} of the public journal does not hold: {found.what}.")
        last = head()
        self.stdout.write(f"The public journal holds: {f'{last.number} {last.sha256}' if last else 'no line yet'}.")
