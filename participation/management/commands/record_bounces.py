import sys
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand

from participation.letters import bounces


class Command(BaseCommand):
    help = "Record mails that came back: one from standard input (an alias of the mail server), or a Maildir folder."

    def add_arguments(self, parser):
        parser.add_argument("maildir", nargs="?", help="its new/ folder is read and emptied")

    def handle(self, *args, maildir=None, **options):
        if maildir is None:
            self.stdout.write(bounces.record(sys.stdin.buffer.read(bounces.LONGEST + 1)))
            return
        happened = Counter()
        for file in sorted((Path(maildir) / "new").iterdir()):
            happened[bounces.record(file.read_bytes())] += 1
            file.unlink()
        self.stdout.write(", ".join(f"{count} {what}" for what, count in happened.items()) or "nothing new")
