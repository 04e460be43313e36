"""A trigger for rows that are never rewritten, whoever tries: form, command or SQL."""

from django.db import migrations

# Arguments: the guarded columns. None of them changes, except that a translation that was
# missing may be filled in (title_fr, note_es). `is_published` false, where the column exists, means a
# draft, which may still change and be deleted; demonstration rows may be deleted.
APPEND_ONLY = """
create or replace function portal_append_only() returns trigger language plpgsql as $$
declare
  was jsonb := to_jsonb(old);
  becomes jsonb;
  guarded text;
begin
  if coalesce((was->>'is_published')::boolean, true) is false then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' then
    if coalesce((was->>'is_demo')::boolean, false) then
      return old;
    end if;
    raise exception '%: what was published is not deleted, it is corrected', tg_table_name
      using errcode = 'restrict_violation';
  end if;
  becomes := to_jsonb(new);
  foreach guarded in array tg_argv loop
    if was->guarded is distinct from becomes->guarded
      and not (guarded ~ '_(ar|fr|es)$' and coalesce(was->>guarded, '') = '')
    then
      raise exception '%.%: what was published is not rewritten, it is corrected', tg_table_name, guarded
        using errcode = 'restrict_violation';
    end if;
  end loop;
  return new;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("tetouan_portal", "0001_search_normalisers")]
    operations = [migrations.RunSQL(APPEND_ONLY, "drop function portal_append_only()")]
