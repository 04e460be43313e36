"""One table and one trigger function that record every change of the tables that `track()` names."""

from django.db import migrations, models

TABLE = """
create table tetouan_portal_auditentry (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  table_name text not null,
  row_pk text not null,
  operation text not null check (operation in ('insert', 'update', 'delete', 'truncate')),
  actor bigint,
  origin text not null,
  detail text not null,
  transaction_id bigint not null,
  database_role text not null,
  application text not null,
  old jsonb,
  new jsonb,
  masked text[] not null
);
create index audit_newest on tetouan_portal_auditentry (at, id);
create index audit_history_of_row on tetouan_portal_auditentry (table_name, row_pk, id);
create index audit_of_table on tetouan_portal_auditentry (table_name, at);
create index audit_of_actor on tetouan_portal_auditentry (actor, at);
create index audit_from_origin on tetouan_portal_auditentry (origin, at);
create index audit_of_operation on tetouan_portal_auditentry (operation, at);
create index audit_of_transaction on tetouan_portal_auditentry (transaction_id);
"""
# Runs as the table's owner, so that writers need no right of their own on the log; names are
# qualified, so that a table of the same name on somebody's search path is not written instead.
RECORD = """
create function portal_audit() returns trigger language plpgsql
security definer set search_path = pg_catalog, pg_temp as $$
declare
  act jsonb := nullif(current_setting('portal.act', true), '');
  left_out text[] := string_to_array(tg_argv[0], ',');
  secret text[] := string_to_array(tg_argv[1], ',');
  nothing constant jsonb[] := array['null', '""']; -- forms save a missing translation as either
  was jsonb;
  becomes jsonb;
  changed text[];
  masked text[] := '{}';
begin
  if tg_op <> 'TRUNCATE' then
    left_out := left_out || array(
      select attname::text from pg_attribute where attrelid = tg_relid and attgenerated <> ''
    );
    if tg_op <> 'INSERT' then was := to_jsonb(old) - left_out; end if;
    if tg_op <> 'DELETE' then becomes := to_jsonb(new) - left_out; end if;
    if tg_op = 'UPDATE' then
      changed := array(
        select key from jsonb_each(becomes)
        where value is distinct from was->key and not (value = any (nothing) and was->key = any (nothing))
      );
      if changed = '{}' then
        return null;
      end if;
    else
      changed := array(
        select key from jsonb_each(coalesce(becomes, was))
        where key <> all (secret) or value <> all (nothing)
      );
    end if;
    masked := array(select unnest(changed) intersect select unnest(secret) order by 1);
  end if;
  insert into public.tetouan_portal_auditentry (
    table_name, row_pk, operation, actor, origin, detail,
    transaction_id, database_role, application, old, new, masked
  ) values (
    tg_table_name,
    case when tg_op = 'TRUNCATE' then '' else coalesce(becomes, was)->>tg_argv[2] end,
    lower(tg_op),
    (act->>'actor')::bigint, coalesce(act->>'origin', ''), coalesce(act->>'detail', ''),
    pg_current_xact_id()::text::bigint, session_user, current_setting('application_name'),
    (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(was)
      where key = any (changed) and key <> all (masked) having was is not null),
    (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(becomes)
      where key = any (changed) and key <> all (masked) having becomes is not null),
    masked
  );
  return null;
end $$;
"""
# An insert that no trigger makes would be an invented act.
KEEP = """
create function portal_audit_is_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and pg_trigger_depth() > 1 then
    return null;
  end if;
  raise exception '%: entries are written by triggers and never changed', tg_table_name
    using errcode = 'restrict_violation';
end $$;
create trigger audit_is_kept before insert or update or delete or truncate on tetouan_portal_auditentry
  for each statement execute function portal_audit_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("tetouan_portal", "0003_translations_are_no_additions")]
    operations = [
        migrations.CreateModel(  # for content types and permissions: an unmanaged model's columns are its own affair
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "recorded change",
                "verbose_name_plural": "recorded changes",
                "ordering": ["-at", "-pk"],
                "managed": False,
                "default_permissions": ("view",),
            },
        ),
        migrations.RunSQL(TABLE, "drop table tetouan_portal_auditentry"),
        migrations.RunSQL(RECORD, "drop function portal_audit()"),
        migrations.RunSQL(KEEP, "drop function portal_audit_is_kept() cascade"),
    ]
