"""Absences and deputies. Two that are entered at one moment see each other: each waits for the table."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from tetouan_portal.audit.tracking import track

ALONE = """
create function portal_absence_stands_alone() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('tetouan_portal_absence'));
  if exists (
    select from public.tetouan_portal_absence as other
    where other.id is distinct from new.id
      and other.starts_on <= new.ends_on and other.ends_on >= new.starts_on and other.absent_id = new.absent_id
  ) then
    raise exception 'absences of one person do not overlap'
      using errcode = 'check_violation', constraint = 'absence_does_not_overlap';
  end if;
  if exists (
    select from public.tetouan_portal_absence as other
    where other.id is distinct from new.id and other.starts_on <= new.ends_on and other.ends_on >= new.starts_on
      and (other.absent_id = new.deputy_id or other.deputy_id = new.absent_id)
  ) then
    raise exception 'who stands in for somebody is not away on these days'
      using errcode = 'check_violation', constraint = 'absence_is_no_chain';
  end if;
  return new;
end $$;
create trigger stands_alone before insert or update on tetouan_portal_absence
  for each row execute function portal_absence_stands_alone();
"""


def person(name, related, label):
    field = models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE,
        related_name=related,
        to=settings.AUTH_USER_MODEL,
        verbose_name=label,
    )
    return name, field


class Migration(migrations.Migration):
    dependencies = [("tetouan_portal", "0028_own_words"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                person("absent", "absences", "absent"),
                person("deputy", "deputyships", "deputy"),
            ],
            options={
                "verbose_name": "absence",
                "verbose_name_plural": "absences",
                "ordering": ["starts_on", "pk"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["deputy", "ends_on"], name="absence_of_deputy")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("ends_on__gte", F("starts_on"))),
                        name="absence_ends_after_it_starts",
                        violation_error_message="The last day lies before the first.",
                    ),
                    models.CheckConstraint(
                        condition=~Q(("absent", F("deputy"))),
                        name="absence_has_another_as_deputy",
                        violation_error_message="Nobody stands in for themselves.",
                    ),
                ],
            },
        ),
        track("tetouan_portal_absence"),
        migrations.RunSQL(
            ALONE,
            "drop trigger stands_alone on tetouan_portal_absence; drop function portal_absence_stands_alone();",
        ),
    ]
