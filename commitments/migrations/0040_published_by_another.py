"""Nobody publishes a statement, news or an answer to a recommendation that they wrote, whichever way they try.

Evidence hung on a public milestone or value is public at once: it then comes with a statement or news. Where their
side has set that they may, they do. What is public today stays so.
"""

from django.db import migrations

PUBLISHED = """
create function commitments_published_by_another() returns trigger language plpgsql as $$
declare
  words jsonb := to_jsonb(new);
  kinds text[];
  numbers text[];
begin
  if new.state <> 'published' or (tg_op = 'UPDATE' and old.state = 'published') then
    return null;
  end if;
  select array_agg(kind), array_agg(id::text) into kinds, numbers from (
    select tg_table_name::text, new.id
    union all select 'commitments_evidence', id from commitments_evidence
      where case tg_table_name when 'commitments_statement' then statement_id else update_id end = new.id
    union all select 'commitments_proposedreading', id from commitments_proposedreading
      where tg_table_name = 'commitments_statement' and statement_id = new.id
  ) as published (kind, id);
  if portal_publishes_own(coalesce(words->>'side', 'municipality'), kinds, numbers) then
    raise exception '% is published by another than who wrote it', tg_table_name using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create function commitments_proof_by_another() returns trigger language plpgsql as $$
declare
  noted constant text[] := array['is_demo', 'hidden', 'hides', 'held_back', 'scan', 'search', 'answered_on', 'withdrawn_at',
    'withdrawal_reason', 'withdrawal_reason_ar', 'withdrawal_reason_fr', 'withdrawal_reason_es'];
begin
  if coalesce(new.milestone_id, new.reading_id) is null
    or (tg_op = 'UPDATE' and to_jsonb(old) - noted = to_jsonb(new) - noted)
    or not exists (
      select from commitments_commitment where is_published and id in (
        select commitment_id from commitments_milestone where id = new.milestone_id
        union all
        select commitment_id from commitments_reading join commitments_indicator
          on commitments_indicator.id = indicator_id where commitments_reading.id = new.reading_id
      )
    )
  then
    return null;
  end if;
  if portal_publishes_own('municipality', array[tg_table_name::text], array[new.id::text]) then
    raise exception 'evidence of what is public comes with what another publishes' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger published_by_another after insert or update on commitments_evidence
  for each row execute function commitments_proof_by_another();
create function commitments_edition_by_another() returns trigger language plpgsql as $$
declare
  side text := coalesce(new.snapshot->'edition'->'published_by'->>'side', 'municipality');
  kinds text[];
  numbers text[];
begin
  select array_agg(kind), array_agg(id::text) into kinds, numbers from (
    select 'commitments_recommendation', id from commitments_recommendation where report_id = new.report_id
    union all select 'commitments_finding', id from commitments_finding
      where side = 'monitor' and report_id = new.report_id
    union all select 'commitments_annualreport', new.report_id where side = 'monitor'
  ) as published (kind, id);
  if portal_publishes_own(side, kinds, numbers) then
    raise exception '% is published by another than who wrote it', tg_table_name using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger published_by_another after insert on commitments_edition
  for each row execute function commitments_edition_by_another();
create trigger published_by_another after insert or update on commitments_statement
  for each row execute function commitments_published_by_another();
create trigger published_by_another after insert or update on commitments_progressupdate
  for each row execute function commitments_published_by_another();
"""
BY_ANYBODY = """
drop trigger published_by_another on commitments_edition;
drop function commitments_edition_by_another();
drop trigger published_by_another on commitments_evidence;
drop function commitments_proof_by_another();
drop trigger published_by_another on commitments_progressupdate;
drop trigger published_by_another on commitments_statement;
drop function commitments_published_by_another();
"""


class Migration(migrations.Migration):
    dependencies = [("commitments", "0039_the_public_is_kept"), ("tetouan_portal", "0028_own_words")]

    operations = [migrations.RunSQL(PUBLISHED, BY_ANYBODY)]
