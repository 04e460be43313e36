"""Texts that came from a browser's form with CR LF are kept with LF, as forms send them to us from now on.

What is frozen keeps its bytes: a row that a rule of the database holds (published, declared final, promised in public,
an event of a case) is left as it is, and so are the snapshots of editions and every line of the journal, which this
does not look at. Forms and comparisons take both line ends for the same. The record of changes has an entry for each
row that was mended; the histories that staff read leave it out, since no word differs.
"""

from django.db import migrations

MEND = r"""
do $$
declare
  texts record;
  mended record;
begin
  set constraints all immediate;  -- a rule that waits for the end would take everything back
  for texts in
    select table_name::text as "table",
      string_agg(format('%I = replace(replace(%I, E''\r\n'', E''\n''), E''\r'', E''\n'')', column_name, column_name), ', ')
        as mending,
      string_agg(format('strpos(%I, E''\r'') > 0', column_name), ' or ') as broken
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = current_schema() and table_type = 'BASE TABLE' and is_generated = 'NEVER'
      and data_type in ('text', 'character varying')
      and table_name ~ '^(commitments|budget_docs|participation)_'
    group by table_name
  loop
    for mended in execute format('select ctid from %I where %s', texts."table", texts.broken) loop
      begin
        execute format('update %I set %s where ctid = $1', texts."table", texts.mending) using mended.ctid;
      exception when integrity_constraint_violation then
        null;  -- frozen
      end;
    end loop;
  end loop;
  set constraints all deferred;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tetouan_portal", "0025_accounts_by_two"),
        ("commitments", "0037_news_is_kept"),
        ("budget_docs", "0020_rule_changes"),
        ("participation", "0016_what_was_decided"),
    ]
    operations = [migrations.RunSQL(MEND, migrations.RunSQL.noop)]
