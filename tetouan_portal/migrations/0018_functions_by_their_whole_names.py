"""A copy of the database can be restored: pg_dump's file looks no name up, and stored columns call these functions.

The same bodies as in 0011, each function called with its schema. Without it the restore stops at the first everyday
word, and what comes after it is not there.
"""

from django.db import migrations

WORDS = """
create or replace function portal_words(language text, source text) returns tsquery
language sql immutable parallel safe strict as $$
  select case language
    when 'ar' then plainto_tsquery('pg_catalog.arabic', public.portal_ar_norm(source))
    when 'fr' then plainto_tsquery('pg_catalog.french', public.portal_fr_norm(source))
    when 'es' then plainto_tsquery('pg_catalog.spanish', public.portal_es_norm(source))
  end
$$;
"""
ANY_OF_THESE = r"""
create or replace function portal_any_of_these(source text) returns tsquery
language sql immutable parallel safe strict as $$
  select coalesce(
    string_agg(distinct format('(%s)', regexp_replace(words::text, '''([^'']+)''', '''\1'':ABCD', 'g')), ' | '), ''
  )::tsquery
  from regexp_split_to_table(translate(source, '''', ' '), '[,،;؛\n]+') as part,
    unnest(array['ar', 'fr', 'es']) as language,
    lateral public.portal_words(language, part) as words
  where numnode(words) > 0
$$;
"""
UNDERSTOOD = """
create or replace function portal_understood(language text, source text) returns tsquery
language sql stable parallel safe strict as $$
  select ts_rewrite(typed, format(
    'select word_%1$s, word_%1$s || meaning from public.tetouan_portal_synonym'
    ' where numnode(word_%1$s) > 0 and word_%1$s <@ %2$L::tsquery order by numnode(word_%1$s) desc, id',
    language, typed::text))
  from public.portal_words(language, source) as typed
$$;
"""
QUERY = r"""
create or replace function portal_query(source text) returns tsquery
language sql stable parallel safe strict as $$
  select regexp_replace(
    (public.portal_understood('ar', source) || public.portal_understood('fr', source)
      || public.portal_understood('es', source))::text,
    '(^| )''([^'']{3,})''(?!:)', '\1''\2'':*', 'g'
  )::tsquery
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("tetouan_portal", "0017_mails_to_staff")]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (WORDS, ANY_OF_THESE, UNDERSTOOD, QUERY)
    ]
