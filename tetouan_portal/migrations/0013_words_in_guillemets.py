"""What stands between guillemets is searched too.

`unaccent` turns « into <<, and what PostgreSQL takes for a tag (<oficina del ciudadano>) is no word to it: in French and
Spanish such words were lost from every index.
"""

from django.db import migrations

FRENCH = """
create or replace function portal_fr_norm(source text) returns text
language sql immutable parallel safe strict as $$
  select public.unaccent('public.unaccent', translate(source, '«»‹›', '    '))
$$;
"""
SPANISH = r"""
create or replace function portal_es_norm(source text) returns text
language sql immutable parallel safe strict as $$
  select regexp_replace(
    public.unaccent('public.unaccent', lower(translate(source, '«»‹›', '    '))), '([cs])ion\M', '\1iones', 'g')
$$;
"""
# A stored column is worked out again when a column that it is made of is written: in every row, by no person, so that
# no history tells of it.
AGAIN = """
set constraints all immediate;
do $$
declare
  made record;
begin
  for made in
    select held.table_schema, held.table_name, min(used.column_name) as column_name
    from information_schema.columns held
    join information_schema.column_column_usage used
      on (used.table_schema, used.table_name, used.dependent_column)
       = (held.table_schema, held.table_name, held.column_name)
    where held.table_schema = current_schema() and held.is_generated = 'ALWAYS' and held.udt_name = 'tsvector'
    group by held.table_schema, held.table_name
  loop
    execute format('alter table %I.%I disable trigger user', made.table_schema, made.table_name);
    execute format('update %I.%I set %I = %I',
      made.table_schema, made.table_name, made.column_name, made.column_name);
    execute format('alter table %I.%I enable trigger user', made.table_schema, made.table_name);
  end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("tetouan_portal", "0012_corrections")]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (FRENCH, SPANISH, AGAIN)]
