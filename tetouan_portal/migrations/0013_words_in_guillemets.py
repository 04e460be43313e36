"""What stands between guillemets or pointed brackets is searched too.

`unaccent` turns « into <<, and what PostgreSQL takes for a tag (<oficina del ciudadano>) is no word to it: in French and
Spanish such words were lost from every index.
"""

from django.db import migrations

ARABIC = r"""
create or replace function portal_ar_norm(source text) returns text
language sql immutable parallel safe strict as $$
  select regexp_replace(regexp_replace(regexp_replace(
    translate(
      regexp_replace(
        normalize(source, NFKC),
        U&'[\0610-\061A\064B-\065F\0670\06D6-\06ED\0640\200B-\200F\202A-\202E\2066-\2069]', '', 'g'),
      U&'<>\0623\0625\0622\0671\0649\06CC\0624\0626\06A9\06AF'
        || U&'\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669\06F0\06F1\06F2\06F3\06F4\06F5\06F6\06F7\06F8\06F9',
      U&'  \0627\0627\0627\0627\064A\064A\0621\0621\0643\0643' || '01234567890123456789'),
    '\m[وف](?=(ال|لل)[ء-ي]{2})', '', 'g'),
    '\m[بك](?=ال[ء-ي]{3})', '', 'g'),
    '(?<=[ء-ي]{3})ه\M', 'ة', 'g')
$$;
"""
FRENCH = """
create or replace function portal_fr_norm(source text) returns text
language sql immutable parallel safe strict as $$
  select public.unaccent('public.unaccent', translate(source, '«»‹›<>', '      '))
$$;
"""
SPANISH = r"""
create or replace function portal_es_norm(source text) returns text
language sql immutable parallel safe strict as $$
  select regexp_replace(
    public.unaccent('public.unaccent', lower(translate(source, '«»‹›<>', '      '))), '([cs])ion\M', '\1iones', 'g')
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
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (ARABIC, FRENCH, SPANISH, AGAIN)]
