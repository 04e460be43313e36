from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from tetouan_portal.health.before_start import preflight
from tetouan_portal.health.findings import State


class Command(BaseCommand):
    help = (
        "Whether the portal can start here: each thing it needs, in order or not, and what to do. Fails unless all are."
    )
    requires_system_checks = ()

    def handle(self, *args, **options):
        with translation.override(None):
            found = preflight()
            self.stdout.write("ok       Settings: they are complete.")  # or no command would begin
            for finding in found:
                word = "ok" if finding.state == State.WELL else finding.state
                self.stdout.write(f"{word:<8} {finding.label}: {finding.said}")
        wrong = [finding.name for finding in found if finding.state != State.WELL]
        if wrong:
            raise CommandError(f"Not yet: {', '.join(wrong)}")
