"""Since when a report waits for its publisher, noted by the database: nobody writes another day.

Of one that waits today it is today: nobody has let a time pass yet.
"""

from django.db import migrations, models

NOTED = """
create function commitments_report_final_since() returns trigger language plpgsql as $$
declare
  waits boolean := new.status = 'final' or new.next_edition = 'final';
  waited boolean := tg_op = 'UPDATE' and (old.status = 'final' or old.next_edition = 'final');
begin
  new.final_at := case when not waits then null when waited then coalesce(old.final_at, now()) else clock_timestamp() end;
  return new;
end $$;
create trigger final_since before insert or update on commitments_annualreport
  for each row execute function commitments_report_final_since();
update commitments_annualreport set status = status where status = 'final' or next_edition = 'final';
"""


class Migration(migrations.Migration):
    dependencies = [("commitments", "0029_work_on_files")]

    operations = [
        migrations.AddField(
            model_name="annualreport",
            name="final_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="declared final at"),
        ),
        migrations.RunSQL(NOTED, "drop function commitments_report_final_since() cascade"),
    ]
