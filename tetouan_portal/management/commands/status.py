import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from tetouan_portal.health.standing import of_everything
from tetouan_portal.lib.queue import all_queues


class Command(BaseCommand):
    help = "How the portal stands: servers, keys, workers, what waits, what room. Fails when something is wrong."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args, **options):
        with translation.override(None):
            found = of_everything()
            is_reached = all(finding.state != "down" for finding in found if finding.name == "database")
            queues = {str(queue.label): queue.standing()._asdict() for queue in all_queues()} if is_reached else None
            if options["json"]:
                told = [{"name": one.name, "state": one.state, "said": one.said} for one in found]
                self.stdout.write(json.dumps({"findings": told, "work": queues}, default=str, ensure_ascii=False))
            else:
                self.tell(found, queues or {})
        wrong = [finding.name for finding in found if finding.is_wrong]
        if wrong:
            raise CommandError(f"Needs attention: {', '.join(wrong)}")

    def tell(self, found, queues):
        for finding in found:
            self.stdout.write(f"{finding.state:<8} {finding.label}: {finding.said}")
        for label, standing in queues.items():
            told = [
                f"{name} {standing[name]}" for name in ("waiting", "put_off", "in_work", "given_up") if standing[name]
            ]
            if told:
                since = standing["waiting_since"]
                told += [f"waiting since {since:%Y-%m-%d %H:%M %Z}"] if since else []
                told += [f"last failure {standing['failure']}"] if standing["failure"] else []
                self.stdout.write(f"         {label}: {', '.join(told)}")
