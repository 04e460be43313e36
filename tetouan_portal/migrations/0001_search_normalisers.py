"""SQL functions that bring a text to the form in which it is searched (see `lib/search.py`)."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

# Arabic: NFKC; tashkeel, kashida and direction marks away; one form of alef, ya, hamza, kaf;
# Western digits; the conjunctions و/ف and prepositions ب/ك before the article away (the
# stemmer misses them); final ه read as ة.
ARABIC = r"""
create or replace function portal_ar_norm(source text) returns text
language sql immutable parallel safe strict as $$
  select regexp_replace(regexp_replace(regexp_replace(
    translate(
      regexp_replace(
        normalize(source, NFKC),
        U&'[\0610-\061A\064B-\065F\0670\06D6-\06ED\0640\200B-\200F\202A-\202E\2066-\2069]', '', 'g'),
      U&'\0623\0625\0622\0671\0649\06CC\0624\0626\06A9\06AF'
        || U&'\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669\06F0\06F1\06F2\06F3\06F4\06F5\06F6\06F7\06F8\06F9',
      U&'\0627\0627\0627\0627\064A\064A\0621\0621\0643\0643' || '01234567890123456789'),
    '\m[وف](?=(ال|لل)[ء-ي]{2})', '', 'g'),
    '\m[بك](?=ال[ء-ي]{3})', '', 'g'),
    '(?<=[ء-ي]{3})ه\M', 'ة', 'g')
$$;
"""
# unaccent() itself is only stable: naming its dictionary makes the result depend on nothing else.
FRENCH = """
create or replace function portal_fr_norm(source text) returns text
language sql immutable parallel safe strict as $$
  select public.unaccent('public.unaccent', source)
$$;
"""
# The Spanish stemmer needs the accent of -ción: the plural form leads to the same stem.
SPANISH = r"""
create or replace function portal_es_norm(source text) returns text
language sql immutable parallel safe strict as $$
  select regexp_replace(public.unaccent('public.unaccent', lower(source)), '([cs])ion\M', '\1iones', 'g')
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(ARABIC, "drop function portal_ar_norm(text)"),
        migrations.RunSQL(FRENCH, "drop function portal_fr_norm(text)"),
        migrations.RunSQL(SPANISH, "drop function portal_es_norm(text)"),
    ]
