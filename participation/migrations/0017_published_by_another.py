"""A version of a case is prepared by one officer and published by another, unless the municipality has set otherwise.

What is shown today stays so.
"""

from django.db import migrations, models

PUBLISHED = """
create function participation_published_by_another() returns trigger language plpgsql as $$
declare
  noted constant text[] := array['search', 'title', 'text', 'answer', 'prepared_at'];
begin
  if new.published_at is null or new.unpublished_at is not null
    or (tg_op = 'UPDATE' and to_jsonb(old) - noted = to_jsonb(new) - noted)
  then
    return null;
  end if;
  if portal_publishes_own('municipality', array[tg_table_name::text], array[new.id::text]) then
    raise exception '% is published by another than who wrote it', tg_table_name using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger published_by_another after insert or update on participation_publishedcase
  for each row execute function participation_published_by_another();
"""
BY_ANYBODY = """
drop trigger published_by_another on participation_publishedcase;
drop function participation_published_by_another();
"""


class Migration(migrations.Migration):
    dependencies = [("participation", "0016_what_was_decided"), ("tetouan_portal", "0028_own_words")]

    operations = [
        migrations.AddField(
            "publishedcase",
            "prepared_at",
            models.DateTimeField(editable=False, null=True, verbose_name="prepared for another officer on"),
        ),
        migrations.AlterField(
            "publishedcase", "published_at", models.DateTimeField(blank=True, null=True, verbose_name="published on")
        ),
        migrations.RunSQL(PUBLISHED, BY_ANYBODY),
    ]
