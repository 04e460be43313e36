import json
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Create the accounts for trying the portal, each with a new random password, and print them as JSON."

    def handle(self, *args, **options):
        if settings.PRODUCTION:
            raise CommandError("Accounts for trying the portal are refused in production: use createsuperuser.")
        password = secrets.token_urlsafe(9)
        user, _created = get_user_model().objects.get_or_create(
            username="admin", defaults={"is_staff": True, "is_superuser": True}
        )
        user.is_staff = user.is_superuser = user.is_active = True
        user.set_password(password)
        user.save()
        account = {"username": user.username, "role": "administrator (everything)", "password": password}
        self.stdout.write(json.dumps([account]))
