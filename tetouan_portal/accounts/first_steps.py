"""The municipality's settings, and the first people."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tetouan_portal.lib.first_steps import Step
from tetouan_portal.roles import ROLES


def steps() -> list[Step]:
    return [*settings_steps(), people_step()]


def settings_steps() -> list[Step]:
    known = settings.MUNICIPALITY
    opened_on = getattr(settings, "PORTAL_OPENED_ON", None)
    legal, privacy, home = reverse("pages:legal"), reverse("pages:privacy"), reverse("pages:home")
    return [
        Step("contact", _("Say how to reach the Commune"), bool(known["email"]), legal, "MUNICIPALITY_EMAIL"),
        Step(
            "cndp",
            _("State the reference of the notice to the CNDP, before the form for citizens opens"),
            bool(known["cndp_reference"]),
            privacy,
            "CNDP_REFERENCE",
        ),
        Step("opening", _("Date the opening of the portal"), opened_on is not None, home, "PORTAL_OPENED_ON"),
    ]


def people_step() -> Step:
    active = Count("user", filter=Q(user__is_active=True))
    held = {group.name: group.people for group in Group.objects.annotate(people=active)}
    missing = [str(role.label) for role in ROLES if not held.get(role.slug)]
    address = reverse("admin:auth_user_changelist")
    return Step("people", _("Invite at least one person for each role"), not missing, address, " – ".join(missing))
