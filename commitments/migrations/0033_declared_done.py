"""A milestone is "declared done on" the day that a published statement of the municipality says, and on no other.

Until now the day could be typed. What stands there becomes:
- of a milestone of which such a statement says a day, that day, whatever was typed over it or taken away (the record of
  changes keeps both);
- a day of which no statement says anything stays, with the day of this migration: it was entered by hand before, and
  every page says that no statement says so. From now on nobody enters one so, and nobody takes one of these away but
  with a statement that says a day.

The rule is looked at at the end of the transaction, in which statement and milestone change together.
"""

from django.db import migrations, models
from django.utils import timezone

GUARD = """
create function commitments_declared_done_on(milestone bigint) returns date language sql stable as $$
  select said.done_on from public.commitments_statement said
  where said.milestone_id = milestone and said.side = 'municipality' and said.state = 'published'
    and said.done_on is not null
    and not exists (
      select from public.commitments_statement later where later.supersedes_id = said.id and later.state = 'published'
    )
  order by said.dated_on desc, said.id desc limit 1
$$;
create function commitments_done_is_declared() returns trigger language plpgsql as $$
declare
  held public.commitments_milestone%rowtype;
  said date;
begin
  if tg_op = 'INSERT' then
    if new.done_on is null then
      return null;
    end if;
  elsif new.done_on is not distinct from old.done_on
    and new.done_entered_before is not distinct from old.done_entered_before
  then
    return null;
  end if;
  select * into held from public.commitments_milestone where id = new.id;
  if not found then
    return null;
  end if;
  said := public.commitments_declared_done_on(held.id);
  if said is null and held.done_entered_before is null and tg_op = 'UPDATE' then
    if old.done_entered_before is not null then
      raise exception 'milestone %: what was entered by hand goes when a statement says a day', held.id
        using errcode = 'restrict_violation';
    end if;
  end if;
  if held.done_entered_before is not null and said is null then
    return null;
  end if;
  if held.done_on is distinct from said or held.done_entered_before is not null then
    raise exception 'milestone %: it is done on the day that a published statement says, and on no other', held.id
      using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create function commitments_done_by_hand_is_past() returns trigger language plpgsql as $$
begin
  if new.done_entered_before is not null then
    if tg_op = 'UPDATE' then
      if new.done_entered_before is not distinct from old.done_entered_before
        and new.done_on is not distinct from old.done_on
      then
        return new;
      end if;
    end if;
    raise exception 'milestone %: no day is entered by hand any more', new.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create constraint trigger milestone_done_is_declared after insert or update of done_on, done_entered_before
  on commitments_milestone deferrable initially deferred for each row execute function commitments_done_is_declared();
create trigger milestone_done_by_hand_is_past before insert or update of done_on, done_entered_before
  on commitments_milestone for each row execute function commitments_done_by_hand_is_past();
"""
UNGUARD = """
drop trigger milestone_done_by_hand_is_past on commitments_milestone;
drop trigger milestone_done_is_declared on commitments_milestone;
drop function commitments_done_by_hand_is_past();
drop function commitments_done_is_declared();
drop function commitments_declared_done_on(bigint);
"""
NEWEST = """
select distinct on (said.milestone_id) said.milestone_id, said.done_on from commitments_statement said
where said.milestone_id is not null and said.side = 'municipality' and said.state = 'published'
  and said.done_on is not null
  and not exists (
    select from commitments_statement later where later.supersedes_id = said.id and later.state = 'published'
  )
order by said.milestone_id, said.dated_on desc, said.id desc
"""


def follow_statements(apps, schema_editor):
    """Before the guard is there."""
    schema_editor.execute(
        f"update commitments_milestone milestone set done_on = said.done_on from ({NEWEST}) said"
        " where said.milestone_id = milestone.id and milestone.done_on is distinct from said.done_on"
    )
    schema_editor.execute(
        "update commitments_milestone set done_entered_before = %s"
        f" where done_on is not null and id not in (select milestone_id from ({NEWEST}) said)",
        [timezone.localdate()],
    )


class Migration(migrations.Migration):
    dependencies = [("commitments", "0032_promises_change_by_amendment")]

    operations = [
        migrations.AlterField(
            "milestone",
            "done_on",
            models.DateField(blank=True, editable=False, null=True, verbose_name="declared done on"),
        ),
        migrations.AddField(
            "milestone",
            "done_entered_before",
            models.DateField(blank=True, editable=False, null=True, verbose_name="entered by hand before"),
        ),
        migrations.RunPython(follow_statements, migrations.RunPython.noop),
        # Rules that wait for the end of a transaction would keep the table from being altered in it.
        migrations.RunSQL("set constraints all immediate; set constraints all deferred", migrations.RunSQL.noop),
        migrations.AddConstraint(
            "milestone",
            models.CheckConstraint(
                condition=models.Q(done_entered_before__isnull=True) | models.Q(done_on__isnull=False),
                name="milestone_entered_by_hand_is_done",
            ),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
