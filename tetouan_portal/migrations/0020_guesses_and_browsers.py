"""How often secrets were got wrong, browsers that are known, and what ends when an account is closed."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Whoever closes an account or changes its password, by a form, a command or SQL: what was open ends with it. Opening
# the account again brings nothing back.
ACCOUNT_IS_SHUT = """
create function portal_account_is_shut() returns trigger language plpgsql as $$
begin
  delete from tetouan_portal_knownbrowser where user_id = new.id;
  if old.is_active and not new.is_active then
    delete from django_session
      where session_key in (select session_key from usersessions_usersession where user_id = new.id);
    delete from usersessions_usersession where user_id = new.id;
  end if;
  return null;
end $$;
create trigger account_is_shut after update of password, is_active on auth_user for each row
  when (old.password is distinct from new.password or (old.is_active and not new.is_active))
  execute function portal_account_is_shut();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("tetouan_portal", "0019_signs_of_life"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Guesses",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                ("user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("counted", models.PositiveIntegerField(default=0)),
                ("pause_until", models.DateTimeField(null=True)),
                ("forgotten_at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["forgotten_at"], name="guesses_forgotten_at")],
            },
        ),
        migrations.CreateModel(
            name="KnownBrowser",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="known_browsers", to=settings.AUTH_USER_MODEL, verbose_name="member of staff")),
                ("secret_hash", models.CharField(editable=False, max_length=64)),
                ("has_signed_in", models.BooleanField()),
                ("last_used_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="last used")),
            ],
            options={
                "verbose_name": "known browser",
                "verbose_name_plural": "known browsers",
                "default_permissions": (),
                "indexes": [models.Index(fields=["secret_hash"], name="known_browser_secret")],
                "constraints": [models.UniqueConstraint(fields=("user", "secret_hash"), name="known_browser_once")],
            },
        ),
        migrations.RunSQL(ACCOUNT_IS_SHUT, "drop function portal_account_is_shut() cascade"),
    ]
