"""A further edition has a state of its own, and the words of a report change only while they are being written."""

from django.db import migrations, models
from django.db.models import Q

REPORT = """
create function commitments_report_words() returns trigger language plpgsql as $$
declare
  was jsonb := to_jsonb(old);
  becomes jsonb := to_jsonb(new);
  guarded text;
begin
  foreach guarded in array tg_argv loop
    if was->guarded is distinct from becomes->guarded
      and not (old.status = 'drafting' or (old.next_edition = 'drafting' and guarded !~ '^(plan_id|year|author_id)$'))
    then
      raise exception 'commitments_annualreport.%: what was declared final is not rewritten', guarded
        using errcode = 'restrict_violation';
    end if;
  end loop;
  return new;
end $$;
"""
# The lock makes whoever declares the text final wait for this row, or this row for them.
PART = """
create function commitments_report_part() returns trigger language plpgsql as $$
declare
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  becomes jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  differs boolean := tg_op <> 'UPDATE';
  guarded text;
  concerned bigint;
begin
  foreach guarded in array tg_argv loop
    differs := differs or was->guarded is distinct from becomes->guarded;
  end loop;
  if differs and not (tg_op = 'DELETE' and (was->>'is_demo')::boolean) then
    for concerned in
      select distinct (one->>'report_id')::bigint from unnest(array[was, becomes]) as one where one is not null
    loop
      perform 1 from commitments_annualreport
        where id = concerned and (status = 'drafting' or next_edition = 'drafting') for share;
      if not found then
        raise exception '%: what was declared final is not rewritten', tg_table_name
          using errcode = 'restrict_violation';
      end if;
    end loop;
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
"""


def texts(*fields):
    return [f"{field}_{language}" for field in fields for language in ("ar", "fr", "es")]


WORDS = [
    *("plan_id", "year", "author_id", "covers_from", "covers_to"),
    *texts("title", "summary", "context", "method", "independence", "conclusion"),
]
PARTS = {
    "finding": ["report_id", "commitment_id", "level", *texts("text")],
    "recommendation": ["report_id", "number", "commitment_id", *texts("text")],
}


def guarded(model, columns):
    return migrations.RunSQL(
        f"create trigger {model}_written_in_time before insert or update or delete on commitments_{model}"
        f" for each row execute function commitments_report_part({', '.join(columns)})",
        f"drop trigger {model}_written_in_time on commitments_{model}",
    )


class Migration(migrations.Migration):
    dependencies = [("commitments", "0012_evidence_withdrawal")]
    operations = [
        migrations.AddField(
            "annualreport",
            "next_edition",
            models.CharField(
                "next edition",
                max_length=8,
                choices=[("", "none begun"), ("drafting", "being drafted"), ("final", "final")],
                default="",
                blank=True,
                editable=False,
            ),
        ),
        migrations.AddConstraint(
            "annualreport",
            models.CheckConstraint(
                name="next_edition_is_known", condition=Q(("next_edition__in", ["", "drafting", "final"]))
            ),
        ),
        migrations.AddConstraint(
            "annualreport",
            models.CheckConstraint(
                name="next_edition_of_a_published_report",
                condition=Q(("next_edition", ""), ("status", "published"), _connector="OR"),
            ),
        ),
        migrations.RunSQL(REPORT, "drop function commitments_report_words()"),
        migrations.RunSQL(PART, "drop function commitments_report_part()"),
        migrations.RunSQL(
            "create trigger annualreport_written_in_time before update on commitments_annualreport"
            f" for each row execute function commitments_report_words({', '.join(WORDS)})",
            "drop trigger annualreport_written_in_time on commitments_annualreport",
        ),
        *(guarded(model, columns) for model, columns in PARTS.items()),
    ]
