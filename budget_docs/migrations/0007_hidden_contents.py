"""What a file hides, and whether it is held back. A version that readers never got may be destroyed."""

from django.db import migrations, models

HIDES = models.GeneratedField(
    db_persist=True,
    expression=models.Func(
        models.F("hidden"),
        output_field=models.BooleanField(null=True),
        template="jsonb_path_exists(%(expressions)s, '$[*] ? (!exists(@.reason))')",
    ),
    output_field=models.BooleanField(null=True),
    verbose_name="hides something that nobody has taken up",
)
# As `budget_kept`, but for a version held back that no later one in force has superseded: it was never public.
KEPT = """
create function budget_file_kept() returns trigger language plpgsql as $$
declare
  published_at timestamptz;
  invented boolean;
begin
  if old.held_back and not old.is_current and not exists (
    select from budget_docs_documentfile
    where document_id = old.document_id and language = old.language and is_current and version > old.version
  ) then
    return old;
  end if;
  select publish_at, is_demo from budget_docs_budgetdocument where id = old.document_id into published_at, invented;
  if published_at <= now() and not invented then
    raise exception '%: what was published is kept', tg_table_name using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create or replace trigger published_is_kept before delete on budget_docs_documentfile
  for each row execute function budget_file_kept();
"""
FORMER = """
create or replace trigger published_is_kept before delete on budget_docs_documentfile
  for each row execute function budget_kept('budget_docs_budgetdocument', 'document_id');
drop function budget_file_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("budget_docs", "0006_read_texts_anew")]
    operations = [
        migrations.AddField(
            model_name="documentfile",
            name="hidden",
            field=models.JSONField(editable=False, null=True, verbose_name="what it hides"),
        ),
        migrations.AddField(model_name="documentfile", name="hides", field=HIDES),
        migrations.AddField(
            model_name="documentfile",
            name="held_back",
            field=models.BooleanField(default=False, editable=False, verbose_name="held back"),
        ),
        migrations.AddConstraint(
            model_name="documentfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("held_back", False), models.Q(("hides", True), ("hides__isnull", False)), _connector="OR"),
                name="documentfile_held_back_while_it_hides",
            ),
        ),
        migrations.RunSQL(KEPT, FORMER),
    ]
