"""Evidence of a published statement, or of a reading, is neither changed nor deleted; missing titles may be added."""

from django.db import migrations

GUARDED = "statement_id reading_id title_ar title_fr title_es dated_on url file filename content_type size sha256"
KEPT = """
create function portal_evidence_kept() returns trigger language plpgsql as $$
declare
  was jsonb := to_jsonb(old);
  becomes jsonb;
  guarded text;
begin
  if old.reading_id is null
    and not exists (select from commitments_statement where id = old.statement_id and is_published)
  then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' then
    if old.is_demo then
      return old;
    end if;
    raise exception 'evidence of what was published is kept' using errcode = 'restrict_violation';
  end if;
  becomes := to_jsonb(new);
  foreach guarded in array tg_argv loop
    if was->guarded is distinct from becomes->guarded
      and not (guarded like 'title\\_%' and coalesce(was->>guarded, '') = '')
    then
      raise exception 'evidence of what was published is kept: %', guarded using errcode = 'restrict_violation';
    end if;
  end loop;
  return new;
end $$;
"""
GUARD = (
    "create trigger evidence_kept before update or delete on commitments_evidence"
    f" for each row execute function portal_evidence_kept({', '.join(GUARDED.split())})"
)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0008_staff_side")]
    operations = [
        migrations.RunSQL(
            KEPT + GUARD,
            "drop trigger evidence_kept on commitments_evidence; drop function portal_evidence_kept()",
        )
    ]
