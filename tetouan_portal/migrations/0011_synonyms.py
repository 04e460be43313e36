"""Everyday words, and the SQL functions by which every search understands what is typed."""

from django.db import migrations, models

import tetouan_portal.lib.search
from tetouan_portal.audit.tracking import track

WORDS = """
create function portal_words(language text, source text) returns tsquery
language sql immutable parallel safe strict as $$
  select case language
    when 'ar' then plainto_tsquery('pg_catalog.arabic', portal_ar_norm(source))
    when 'fr' then plainto_tsquery('pg_catalog.french', portal_fr_norm(source))
    when 'es' then plainto_tsquery('pg_catalog.spanish', portal_es_norm(source))
  end
$$;
"""
# ":ABCD": of any weight, which is every word; it tells a meaning from what was typed.
ANY_OF_THESE = r"""
create function portal_any_of_these(source text) returns tsquery
language sql immutable parallel safe strict as $$
  select coalesce(
    string_agg(distinct format('(%s)', regexp_replace(words::text, '''([^'']+)''', '''\1'':ABCD', 'g')), ' | '), ''
  )::tsquery
  from regexp_split_to_table(translate(source, '''', ' '), '[,،;؛\n]+') as part,
    unnest(array['ar', 'fr', 'es']) as language,
    lateral portal_words(language, part) as words
  where numnode(words) > 0
$$;
"""
# The longest everyday words first, so that "nid de poule" is not taken for a nest. ts_rewrite leaves alone
# what it has put in: meanings have no meanings of their own.
UNDERSTOOD = """
create function portal_understood(language text, source text) returns tsquery
language sql stable parallel safe strict as $$
  select ts_rewrite(typed, format(
    'select word_%1$s, word_%1$s || meaning from public.tetouan_portal_synonym'
    ' where numnode(word_%1$s) > 0 and word_%1$s <@ %2$L::tsquery order by numnode(word_%1$s) desc, id',
    language, typed::text))
  from portal_words(language, source) as typed
$$;
"""
# What is typed may be the beginning of a word; what it means is whole.
QUERY = r"""
create function portal_query(source text) returns tsquery
language sql stable parallel safe strict as $$
  select regexp_replace(
    (portal_understood('ar', source) || portal_understood('fr', source) || portal_understood('es', source))::text,
    '(^| )''([^'']{3,})''(?!:)', '\1''\2'':*', 'g'
  )::tsquery
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tetouan_portal", "0010_letters_about_due_dates"),
    ]

    operations = [
        migrations.RunSQL(WORDS, "drop function portal_words(text, text)"),
        migrations.RunSQL(ANY_OF_THESE, "drop function portal_any_of_these(text)"),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "word",
                    models.CharField(
                        help_text="One word or a few, in any of the languages.",
                        max_length=60,
                        unique=True,
                        verbose_name="what people type",
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        help_text="Separated by commas, in all three languages: searching for the word finds these too.",
                        max_length=300,
                        verbose_name="what the texts say",
                    ),
                ),
                (
                    "word_ar",
                    models.GeneratedField(
                        db_persist=True,
                        expression=tetouan_portal.lib.search.Words(models.Value("ar"), "word"),
                        output_field=tetouan_portal.lib.search.QueryField(),
                    ),
                ),
                (
                    "word_fr",
                    models.GeneratedField(
                        db_persist=True,
                        expression=tetouan_portal.lib.search.Words(models.Value("fr"), "word"),
                        output_field=tetouan_portal.lib.search.QueryField(),
                    ),
                ),
                (
                    "word_es",
                    models.GeneratedField(
                        db_persist=True,
                        expression=tetouan_portal.lib.search.Words(models.Value("es"), "word"),
                        output_field=tetouan_portal.lib.search.QueryField(),
                    ),
                ),
                (
                    "meaning",
                    models.GeneratedField(
                        db_persist=True,
                        expression=tetouan_portal.lib.search.AnyOfThese("means"),
                        output_field=tetouan_portal.lib.search.QueryField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "word of everyday language",
                "verbose_name_plural": "words of everyday language",
                "ordering": ["word"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("word", ""), _negated=True), models.Q(("means", ""), _negated=True)
                        ),
                        name="synonym_means_something",
                        violation_error_message="Write the word, and what the texts say for it.",
                    )
                ],
            },
        ),
        track("tetouan_portal_synonym"),
        migrations.RunSQL(UNDERSTOOD, "drop function portal_understood(text, text)"),
        migrations.RunSQL(QUERY, "drop function portal_query(text)"),
    ]
