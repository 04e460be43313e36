"""Whether whoever wrote may publish, of each side: no until a side sets it so. And what the database knows of writers.

What is public today stays so. Of what waits to be published the record of changes says who wrote it.
"""

from django.db import migrations, models

from tetouan_portal.audit.tracking import track

# Where something stands, and what machines note of it, is nobody's words; every other column, also one to come, is.
NOTES = """
  state return_reason submitted_at status next_edition final_at publish_at published_at unpublished_at is_published
  is_current held_back hidden hides scan text_state pages withdrawn_at withdrawal_reason withdrawal_reason_ar
  withdrawal_reason_fr withdrawal_reason_es queued_at due_at owner lease_until attempts failure failed_at rows_read
  report preview read_at budget_id lines_count is_demo is_unseen
"""
WROTE = f"""
create function portal_wrote(person bigint, kind text, number text) returns boolean language sql stable
security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from public.tetouan_portal_auditentry
    where table_name = kind and row_pk = number and actor = person and (
      operation = 'insert'
      or operation = 'update' and exists (
        select from unnest(array(select jsonb_object_keys(coalesce(new, '{{}}'))) || masked) as column_name
        where column_name <> all ('{{{",".join(NOTES.split())}}}'::text[])
      )
    )
  )
$$;
create function portal_publishes_own(speaks_for text, kinds text[], numbers text[]) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  person bigint := (nullif(current_setting('portal.act', true), '')::jsonb->>'actor')::bigint;
begin
  return person is not null
    and not exists (select from public.tetouan_portal_ownwords where side = speaks_for and may_publish)
    and exists (
      select from unnest(kinds, numbers) as published (kind, number) where public.portal_wrote(person, kind, number)
    );
end $$;
"""
UNKNOWN = "drop function portal_publishes_own(text, text[], text[]); drop function portal_wrote(bigint, text, text);"


class Migration(migrations.Migration):
    dependencies = [("tetouan_portal", "0027_told_in_the_journal")]

    operations = [
        migrations.CreateModel(
            name="OwnWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("municipality", "the municipality"), ("monitor", "the independent monitor")],
                        max_length=12,
                        unique=True,
                        verbose_name="side",
                    ),
                ),
                (
                    "may_publish",
                    models.BooleanField(default=False, verbose_name="may be published by whoever wrote it"),
                ),
            ],
            options={
                "verbose_name": "publication of one’s own words",
                "verbose_name_plural": "publication of one’s own words",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["municipality", "monitor"])), name="own_words_side_is_known"
                    )
                ],
            },
        ),
        track("tetouan_portal_ownwords"),
        migrations.RunSQL(
            "create constraint trigger journal_is_told after update or delete on tetouan_portal_ownwords"
            " deferrable initially deferred for each row"
            " execute function portal_journal_is_told('tetouan_portal.ownwords', side, may_publish)",
            "drop trigger journal_is_told on tetouan_portal_ownwords",
        ),
        migrations.RunSQL(WROTE, UNKNOWN),
    ]
