"""What an installation says of itself once it has come to today, as JSON: run in a process of its own."""

import json
import os
import re
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")
LOCATION = re.compile(r"<loc>https?://[^/]+([^<]*)</loc>")


def told(step):
    """Of the addresses in the sitemap every `step`th is asked for."""
    from allauth.mfa.adapter import get_adapter  # noqa: PLC0415 -- after django.setup()
    from allauth.mfa.models import Authenticator  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from participation.models import Contact  # noqa: PLC0415

    call_command("check", databases=["default"], stdout=sys.stderr)
    factor = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    client = Client(headers={"host": "localhost"})
    addresses = LOCATION.findall(client.get("/sitemap.xml").content.decode())
    return {
        "second factor": get_adapter().decrypt(factor.data["secret"]),
        "contacts": sum(bool(contact.name or contact.email or contact.phone) for contact in Contact.objects.all()),
        "pages": {address: client.get(address).status_code for address in addresses[::step]},
    }


if __name__ == "__main__":
    django.setup()
    json.dump(told(int(sys.argv[1])), sys.stdout)
