"""Published news is neither changed nor deleted, nor is its evidence, whoever tries; it is withdrawn with a reason.

What was taken back stays taken back, news and evidence alike. Rows of today keep all of these rules as they are: what
was changed before stands in the record of changes.
"""

from django.db import migrations, models
from django.db.models import Q

from tetouan_portal.audit.tracking import track

FORMER = track("commitments_progressupdate", leave_out=["title", "body"])
CURRENT = track("commitments_progressupdate", leave_out=["title", "body", "withdrawal_reason"])
GUARDED = "state commitment_id dated_on institution_id title_ar title_fr title_es body_ar body_fr body_es"
KEPT = (
    "create trigger progressupdate_append_only before update or delete on commitments_progressupdate"
    f" for each row execute function portal_append_only({', '.join(GUARDED.split())})"
)
LET_GO = "drop trigger progressupdate_append_only on commitments_progressupdate"

EVIDENCE = """
create or replace function portal_evidence_kept() returns trigger language plpgsql as $$
declare
  was jsonb := to_jsonb(old);
  becomes jsonb;
  guarded text;
begin
  if old.reading_id is null
    and not exists (select from commitments_statement where id = old.statement_id and is_published)
    %s
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
      and not (guarded like 'title\\_%%' and coalesce(was->>guarded, '') = '')
    then
      raise exception 'evidence of what was published is kept: %%', guarded using errcode = 'restrict_violation';
    end if;
  end loop;
  return new;
end $$;
"""
OF_NEWS_TOO = EVIDENCE % "and not exists (select from commitments_progressupdate where id = old.update_id and is_published)"
OF_STATEMENTS = EVIDENCE % ""
FORMER_COLUMNS = (
    "statement_id reading_id title_ar title_fr title_es dated_on url file filename content_type size sha256"
)


def evidence_trigger(columns):
    return (
        "drop trigger evidence_kept on commitments_evidence;"
        " create trigger evidence_kept before update or delete on commitments_evidence"
        f" for each row execute function portal_evidence_kept({', '.join(columns.split())})"
    )


WITHDRAWN = """
create function commitments_withdrawn_stays() returns trigger language plpgsql as $$
declare
  was jsonb := to_jsonb(old);
  becomes jsonb := to_jsonb(new);
  reason text;
begin
  if old.withdrawn_at is null then
    return new;
  end if;
  if new.withdrawn_at is distinct from old.withdrawn_at then
    raise exception '%: what was withdrawn stays withdrawn', tg_table_name using errcode = 'restrict_violation';
  end if;
  foreach reason in array array['withdrawal_reason_ar', 'withdrawal_reason_fr', 'withdrawal_reason_es'] loop
    if was->reason is distinct from becomes->reason and coalesce(was->>reason, '') <> '' then
      raise exception '%: the reason of a withdrawal is not rewritten', tg_table_name
        using errcode = 'restrict_violation';
    end if;
  end loop;
  return new;
end $$;
create trigger withdrawn_stays before update on commitments_progressupdate
  for each row execute function commitments_withdrawn_stays();
create trigger withdrawn_stays before update on commitments_evidence
  for each row execute function commitments_withdrawn_stays();
"""
NOT_FOR_GOOD = """
drop trigger withdrawn_stays on commitments_evidence;
drop trigger withdrawn_stays on commitments_progressupdate;
drop function commitments_withdrawn_stays();
"""


def in_some_language(field):
    condition = Q()
    for code in ("ar", "fr", "es"):
        condition |= Q((f"{field}_{code}__isnull", False)) & ~Q((f"{field}_{code}", ""))
    return condition


def in_no_language(field):
    condition = Q()
    for code in ("ar", "fr", "es"):
        condition &= Q((f"{field}_{code}__isnull", True)) | Q((f"{field}_{code}", ""))
    return condition


def reason(code=""):
    name = f"withdrawal_reason_{code}" if code else "withdrawal_reason"
    empty = {"null": True} if code else {}
    field = models.TextField(blank=True, editable=False, verbose_name="why it was withdrawn", **empty)
    return migrations.AddField("progressupdate", name, field)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0036_slips_of_the_pen"), ("tetouan_portal", "0003_translations_are_no_additions")]

    operations = [
        migrations.AddField(
            "progressupdate",
            "withdrawn_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn at"),
        ),
        reason(),
        *(reason(code) for code in ("ar", "fr", "es")),
        migrations.AddConstraint(
            "progressupdate",
            models.CheckConstraint(
                name="update_withdrawn_iff_explained",
                condition=Q(withdrawn_at__isnull=False) & in_some_language("withdrawal_reason")
                | Q(withdrawn_at__isnull=True) & in_no_language("withdrawal_reason"),
                violation_error_message="Give a reason when, and only when, news is withdrawn.",
            ),
        ),
        migrations.RunSQL(CURRENT.sql, FORMER.sql),
        migrations.RunSQL(KEPT, LET_GO),
        migrations.RunSQL(
            OF_NEWS_TOO + evidence_trigger(f"{FORMER_COLUMNS} update_id"),
            OF_STATEMENTS + evidence_trigger(FORMER_COLUMNS),
        ),
        migrations.RunSQL(WITHDRAWN, NOT_FOR_GOOD),
    ]
