"""Security events that no single statement takes away together."""

from django.db import migrations

KEEP = """
create trigger security_events_are_kept before truncate on tetouan_portal_securityevent
  for each statement execute function portal_security_event_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("tetouan_portal", "0022_letters_about_attacks")]

    operations = [
        migrations.RunSQL(KEEP, "drop trigger security_events_are_kept on tetouan_portal_securityevent"),
    ]
