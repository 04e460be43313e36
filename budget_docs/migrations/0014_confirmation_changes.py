"""How often a rule's confirmation changed: calendars that know a date are told by a number that never falls."""

from django.db import migrations, models
from django.db.models import F, Value

COUNT = """
create function budget_confirmation_counted() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.confirmation_changes := (new.confirmed_on is not null)::int;
  else
    new.confirmation_changes :=
      old.confirmation_changes + (new.confirmed_on is distinct from old.confirmed_on)::int;
  end if;
  return new;
end $$;
create trigger confirmation_counted before insert or update on budget_docs_documenttype
  for each row execute function budget_confirmation_counted();
"""
FORGET = """
drop trigger confirmation_counted on budget_docs_documenttype;
drop function budget_confirmation_counted();
"""


def count_those_that_stand(apps, schema_editor):
    confirmed = apps.get_model("budget_docs", "DocumentType").objects.filter(confirmed_on__isnull=False)
    confirmed.update(confirmation_changes=F("confirmation_changes") + Value(1))


class Migration(migrations.Migration):
    dependencies = [("budget_docs", "0013_file_pages")]
    operations = [
        migrations.AddField(
            "documenttype", "confirmation_changes", models.PositiveIntegerField(default=0, editable=False)
        ),
        migrations.RunPython(count_those_that_stand, migrations.RunPython.noop),
        migrations.RunSQL(COUNT, FORGET),
    ]
