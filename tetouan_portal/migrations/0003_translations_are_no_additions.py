"""A text that was empty in every language is no missing translation: nothing is added to what was published."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("tetouan_portal.migrations.0002_append_only").APPEND_ONLY
WAS_MISSING = "(guarded ~ '_(ar|fr|es)$' and coalesce(was->>guarded, '') = '')"
WAS_MISSING_A_TRANSLATION = """(
        guarded ~ '_(ar|fr|es)$' and coalesce(was->>guarded, '') = ''
        and exists (
          select 1 from unnest(array['ar', 'fr', 'es']) as language
          where coalesce(was->>(regexp_replace(guarded, '(ar|fr|es)$', '') || language), '') <> ''
        )
      )"""


class Migration(migrations.Migration):
    dependencies = [("tetouan_portal", "0002_append_only")]
    operations = [migrations.RunSQL(BEFORE.replace(WAS_MISSING, WAS_MISSING_A_TRANSLATION), BEFORE)]
