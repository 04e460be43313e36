"""A value that was declared with a statement names it: both are about the same commitment."""

import django.db.models.deletion
from django.db import migrations, models

FORMER = ["indicator_id", "dated_on", "value", "supersedes_id", "recorded_at", "note_ar", "note_fr", "note_es"]
# Two steps lie between a reading and its commitment, and a statement may be about a milestone: no foreign key says it.
SAME_COMMITMENT = """
create function commitments_reading_of_its_statement() returns trigger language plpgsql as $$
begin
  if not exists (
    select from commitments_statement as statement
    left join commitments_milestone as milestone on milestone.id = statement.milestone_id
    join commitments_indicator as indicator on indicator.id = new.indicator_id
    where statement.id = new.statement_id
      and coalesce(statement.commitment_id, milestone.commitment_id) = indicator.commitment_id
  ) then
    raise exception 'reading_of_its_statement: a value is declared with a statement on its own commitment'
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger of_its_statement before insert or update on commitments_reading
  for each row when (new.statement_id is not null) execute function commitments_reading_of_its_statement();
create function commitments_stays_with_its_readings() returns trigger language plpgsql as $$
begin
  if exists (
    select from commitments_reading as reading
    join commitments_statement as statement on statement.id = reading.statement_id
    where case tg_argv[0] when 'indicator' then reading.indicator_id else statement.milestone_id end = old.id
  ) then
    raise exception 'reading_of_its_statement: values were declared with statements on this commitment'
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger stays_with_its_readings before update of commitment_id on commitments_indicator
  for each row when (new.commitment_id is distinct from old.commitment_id)
  execute function commitments_stays_with_its_readings('indicator');
create trigger stays_with_its_readings before update of commitment_id on commitments_milestone
  for each row when (new.commitment_id is distinct from old.commitment_id)
  execute function commitments_stays_with_its_readings('milestone');
"""
ANY_COMMITMENT = """
drop trigger stays_with_its_readings on commitments_milestone;
drop trigger stays_with_its_readings on commitments_indicator;
drop trigger of_its_statement on commitments_reading;
drop function commitments_stays_with_its_readings();
drop function commitments_reading_of_its_statement();
"""


def guard(guarded):
    return (
        "create or replace trigger reading_append_only before update or delete on commitments_reading"
        f" for each row execute function portal_append_only({', '.join(guarded)})"
    )


class Migration(migrations.Migration):
    dependencies = [("commitments", "0021_due_date_confirmation")]
    operations = [
        migrations.AddField(
            "reading",
            "statement",
            models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="readings",
                to="commitments.statement",
                verbose_name="declared with the statement",
            ),
        ),
        migrations.RunSQL(SAME_COMMITMENT, ANY_COMMITMENT),
        migrations.RunSQL(guard([*FORMER, "statement_id"]), guard(FORMER)),
    ]
