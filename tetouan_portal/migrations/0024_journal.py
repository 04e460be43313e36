"""The public journal: a chain of lines that the database lets nobody change, each following from the one before."""

import django.db.models.fields.json
import django.db.models.functions.comparison
from django.db import migrations, models

# A line follows from the last one, its columns say what its entry says, and the texts beside it are those whose digests
# it holds. Afterwards a text may go (to null); nothing else of a line changes, and no line goes.
KEEP = """
create function portal_journal_line() returns trigger language plpgsql as $$
declare
  told jsonb := new.entry::jsonb;
  last record;
  kept record;
begin
  perform pg_advisory_xact_lock(1785689458);
  select number, sha256 into last from tetouan_portal_journalline order by number desc limit 1;
  if new.number <> coalesce(last.number, 0) + 1
    or (told->>'number')::bigint is distinct from new.number
    or told->>'prior' is distinct from coalesce(last.sha256, repeat('0', 64))
    or new.sha256 <> encode(sha256(convert_to(new.entry, 'UTF8')), 'hex')
    or (told->>'at')::timestamptz is distinct from new.at
  then
    raise exception 'the line does not follow from the last one of the journal' using errcode = 'restrict_violation';
  end if;
  for kept in select * from jsonb_each(new.texts) loop
    if position(kept.key in new.entry) = 0 or kept.key <>
      encode(sha256(convert_to((kept.value->>'salt') || (kept.value->>'text'), 'UTF8')), 'hex')
    then
      raise exception 'a text beside the line is none of its own' using errcode = 'restrict_violation';
    end if;
  end loop;
  new.transaction_id := pg_current_xact_id();
  return new;
end $$;

create function portal_journal_is_kept() returns trigger language plpgsql as $$
declare
  kept record;
begin
  if tg_op = 'UPDATE'
    and row(new.number, new.entry, new.sha256, new.at, new.transaction_id)
      = row(old.number, old.entry, old.sha256, old.at, old.transaction_id)
    and (select array_agg(key order by key) from jsonb_object_keys(new.texts) key)
      is not distinct from (select array_agg(key order by key) from jsonb_object_keys(old.texts) key)
  then
    for kept in select * from jsonb_each(new.texts) loop
      if kept.value <> 'null'::jsonb and kept.value <> old.texts->kept.key then
        raise exception 'what the journal says is not rewritten' using errcode = 'restrict_violation';
      end if;
    end loop;
    return new;
  end if;
  raise exception 'what the journal says is not rewritten' using errcode = 'restrict_violation';
end $$;

alter table tetouan_portal_journalline add column transaction_id xid8 not null;
create trigger journal_line before insert on tetouan_portal_journalline
  for each row execute function portal_journal_line();
create trigger journal_is_kept before update or delete on tetouan_portal_journalline
  for each row execute function portal_journal_is_kept();
create trigger journal_is_not_emptied before truncate on tetouan_portal_journalline
  for each statement execute function portal_journal_is_kept();
"""
UNDO = """
drop function portal_journal_line() cascade;
drop function portal_journal_is_kept() cascade;
alter table tetouan_portal_journalline drop column transaction_id;
"""




class Migration(migrations.Migration):

    dependencies = [
        ('tetouan_portal', '0023_security_events_are_not_emptied'),
    ]

    operations = [
        migrations.CreateModel(
            name='JournalLine',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='number')),
                ('entry', models.TextField(verbose_name='what is hashed')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('texts', models.JSONField(default=dict, verbose_name='texts')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('kind', models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('kind', django.db.models.functions.comparison.Cast('entry', models.JSONField())), output_field=models.CharField(max_length=200))),
                ('by', models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('by', django.db.models.functions.comparison.Cast('entry', models.JSONField())), output_field=models.CharField(max_length=200))),
                ('subject', models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('subject', django.db.models.functions.comparison.Cast('entry', models.JSONField())), output_field=models.CharField(max_length=200))),
                ('about', models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('about', django.db.models.functions.comparison.Cast('entry', models.JSONField())), output_field=models.CharField(max_length=200))),
            ],
            options={
                'verbose_name': 'line of the journal',
                'verbose_name_plural': 'journal',
                'ordering': ['-number'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['about', '-number'], name='journal_about'), models.Index(fields=['subject', '-number'], name='journal_subject'), models.Index(fields=['kind', '-number'], name='journal_kind'), models.Index(fields=['by', '-number'], name='journal_by'), models.Index(fields=['at'], name='journal_at')],
            },
        ),
        migrations.RunSQL(KEEP, UNDO),
    ]
