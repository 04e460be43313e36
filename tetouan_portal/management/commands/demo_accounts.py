import json
import secrets

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Count

from commitments.models import Affiliation, Institution, InstitutionKind
from tetouan_portal import roles
from tetouan_portal.own_words.models import SIDES, OwnWords


class Command(BaseCommand):
    help = "Create an account for each role, each with a new random password, and print them as JSON."

    @transaction.atomic
    def handle(self, *args, **options):
        if settings.PRODUCTION:
            raise CommandError("Accounts for trying the portal are refused in production: use createsuperuser.")
        roles.sync()
        for side in SIDES:  # each role has one account
            OwnWords.objects.update_or_create(side=side, defaults={"may_publish": True})
        accounts = [self.account("admin", "administrator", is_superuser=True)]
        accounts += [self.account(role.slug, role.slug.replace("_", " "), role=role) for role in roles.ROLES]
        self.stdout.write(json.dumps(accounts))

    def account(self, username, what, role=None, *, is_superuser=False):
        password = secrets.token_urlsafe(9)
        user, _created = User.objects.get_or_create(username=username, defaults={"email": f"{username}@example.org"})
        user.is_staff = user.is_active = True
        user.is_superuser = is_superuser
        user.set_password(password)
        user.save()
        if role:
            user.groups.set([Group.objects.get(name=role.slug)])
            self.affiliate(user, role)
        return {"username": username, "role": what, "password": password}

    def affiliate(self, user, role):
        """The monitor's person with the monitor; the focal point with the service that answers for most."""
        institutions = Institution.objects.annotate(n=Count("responsibilities")).order_by("-n", "pk")
        if role.is_independent:
            institution = institutions.filter(kind=InstitutionKind.MONITOR).first()
        else:
            institution = institutions.exclude(kind=InstitutionKind.MONITOR).first()
        if institution and (role.is_independent or role.slug == "focal_point"):
            Affiliation.objects.update_or_create(user=user, defaults={"institution": institution})
