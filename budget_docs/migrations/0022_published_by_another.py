"""Nobody publishes a budget document, a new version of its file or a budget as data that they wrote themselves.

A new version of what is public waits for another person; what is planned is not rewritten until its hour. Where the
municipality has set that who wrote may publish, they do. Files of today stay as they are: none of them waits.
"""

from django.db import migrations, models
from django.db.models import Q

PUBLISHED = """
create function budget_published_by_another() returns trigger language plpgsql as $$
declare
  was jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) else '{}' end;
  becomes jsonb := to_jsonb(new);
  kinds text[];
  numbers text[];
begin
  if becomes->>'publish_at' is null or (
    was->>'publish_at' = becomes->>'publish_at' and (
      tg_table_name = 'budget_docs_budget'
      or (was->>'publish_at')::timestamptz <= now()
      or was - array['search', 'is_demo'] = becomes - array['search', 'is_demo']
    )
  ) then
    return null;
  end if;
  select array_agg(kind), array_agg(id::text) into kinds, numbers from (
    select tg_table_name::text, new.id
    union all select 'budget_docs_documentfile', id from budget_docs_documentfile
      where tg_table_name = 'budget_docs_budgetdocument' and document_id = new.id and (is_current or held_back)
    union all select 'budget_docs_lineimport', id from budget_docs_lineimport
      where tg_table_name = 'budget_docs_budget' and budget_id = new.id
  ) as published (kind, id);
  if portal_publishes_own('municipality', kinds, numbers) then
    raise exception '% is published by another than who wrote it', tg_table_name using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger published_by_another after insert or update on budget_docs_budgetdocument
  for each row execute function budget_published_by_another();
create trigger published_by_another after insert or update on budget_docs_budget
  for each row execute function budget_published_by_another();
create function budget_file_published_by_another() returns trigger language plpgsql as $$
begin
  if new.is_current and (tg_op = 'INSERT' or not old.is_current)
    and exists (select from budget_docs_budgetdocument where id = new.document_id and publish_at is not null)
    and portal_publishes_own('municipality', array[tg_table_name::text], array[new.id::text])
  then
    raise exception '% is published by another than who wrote it', tg_table_name using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger published_by_another after insert or update on budget_docs_documentfile
  for each row execute function budget_file_published_by_another();
"""
BY_ANYBODY = """
drop trigger published_by_another on budget_docs_documentfile;
drop function budget_file_published_by_another();
drop trigger published_by_another on budget_docs_budget;
drop trigger published_by_another on budget_docs_budgetdocument;
drop function budget_published_by_another();
"""
# As in 0007, and of a version that nobody but its giver has seen.
KEPT = """
create or replace function budget_file_kept() returns trigger language plpgsql as $$
declare
  published_at timestamptz;
  invented boolean;
begin
  if %s and not old.is_current and not exists (
    select from budget_docs_documentfile
    where document_id = old.document_id and language = old.language and is_current and version > old.version
  ) then
    return old;
  end if;
  select publish_at, is_demo from budget_docs_budgetdocument where id = old.document_id into published_at, invented;
  if published_at <= now() and not invented then
    raise exception '%%: what was published is kept', tg_table_name using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("budget_docs", "0021_due_day_with_its_month"), ("tetouan_portal", "0028_own_words")]

    operations = [
        migrations.AddField(
            "documentfile",
            "is_unseen",
            models.BooleanField(default=False, editable=False, verbose_name="waits for another person"),
        ),
        migrations.AddConstraint(
            "documentfile",
            models.CheckConstraint(
                condition=Q(("is_current", False), ("is_unseen", False), _connector="OR"),
                name="document_file_in_force_was_seen",
            ),
        ),
        migrations.RunSQL(KEPT % "(old.held_back or old.is_unseen)", KEPT % "old.held_back"),
        migrations.RunSQL(PUBLISHED, BY_ANYBODY),
    ]
