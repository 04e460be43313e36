from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tetouan_portal.accounts import factor_keys
from tetouan_portal.lib import encryption

WAIT = (
    "The former keys of DATA_KEYS may go now. Let SECRET_KEY_FALLBACKS stand for three days more: so long are the links"
    " good that were mailed for a new password."
)
ORDER = (
    "Everything stands under the first key of DATA_KEYS and under SECRET_KEY. If these are not the keys that you have"
    " just made, they stand in the wrong order: put the new ones in front, restart everything, run this again."
)


class Command(BaseCommand):
    help = (
        "Encrypt what citizens entrusted to us with the first key of DATA_KEYS, and second factors with SECRET_KEY. Run"
        " it once every process has the new keys; running it twice changes nothing. When it rewrites nothing any more,"
        " the former keys (the others of DATA_KEYS, SECRET_KEY_FALLBACKS) may go."
    )

    def handle(self, *args, verbosity, **options):
        rotated = {**encryption.rotate(), factor_keys.LABEL: factor_keys.rotate()}
        if verbosity:
            self.tell(rotated)
        unreadable = [f"{label}.{place}" for label, done in rotated.items() for place in done.unreadable]
        if unreadable:
            shown = ", ".join(unreadable[:20])
            raise CommandError(
                f"No key at hand opens {len(unreadable)} texts, left as they are: {shown}. Put the key that was taken"
                " away back (behind the others of DATA_KEYS, or into SECRET_KEY_FALLBACKS) and run this again."
            )

    def tell(self, rotated):
        for label, done in rotated.items():
            self.stdout.write(f"{label}: {done.rewritten} rewritten, {done.current} under the newest key already")
        has_former = len(settings.DATA_KEYS) > 1 or settings.SECRET_KEY_FALLBACKS
        if has_former and not any(done.rewritten or done.unreadable for done in rotated.values()):
            self.stdout.write(f"Nothing was rewritten. {WAIT} {ORDER}")
