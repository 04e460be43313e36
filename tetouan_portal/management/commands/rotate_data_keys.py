from django.core.management.base import BaseCommand, CommandError

from tetouan_portal.lib.encryption import rotate


class Command(BaseCommand):
    help = (
        "Encrypt what citizens entrusted to us with the newest key of DATA_KEYS. Run it once every process has the new"
        " key; running it twice changes nothing. When it rewrites nothing any more, the old keys may go."
    )

    def handle(self, *args, verbosity, **options):
        unreadable = []
        for label, done in rotate().items():
            if verbosity:
                self.stdout.write(f"{label}: {done.rewritten} rewritten, {done.current} under the newest key already")
            unreadable += [f"{label}.{place}" for place in done.unreadable]
        if unreadable:
            shown = ", ".join(unreadable[:20])
            raise CommandError(f"No key of DATA_KEYS opens {len(unreadable)} texts, left as they are: {shown}")
