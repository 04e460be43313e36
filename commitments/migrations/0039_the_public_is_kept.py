"""What is public is never deleted, hidden, moved or said to have been withdrawn otherwise, whoever tries.

A plan is public once it is published; what is promised in it, once its commitment is too. Demonstration rows may go, and
drafts. Rows that are drafts today stay drafts. Who answers for a commitment, 0032 keeps.
"""

from django.db import migrations

from tetouan_portal.audit.tracking import track

IS_PUBLIC = """
create function portal_promise_is_public(of_table text, was jsonb) returns boolean language plpgsql stable as $$
declare
  of_plan bigint := (was->>'plan_id')::bigint;
  of_commitment bigint := (was->>'commitment_id')::bigint;
begin
  if of_table = 'commitments_actionplan' then
    return (was->>'is_published')::boolean;
  end if;
  if of_commitment is not null then
    return exists (
      select from commitments_commitment as commitment
      join commitments_actionplan as plan on plan.id = commitment.plan_id
      where commitment.id = of_commitment and commitment.is_published and plan.is_published
    );
  end if;
  return coalesce((was->>'is_published')::boolean, true)
    and exists (select from commitments_actionplan where id = of_plan and is_published);
end $$;
"""
# Arguments: the columns that stay as they are.
KEPT = """
create function portal_promise_kept() returns trigger language plpgsql as $$
declare
  was jsonb := to_jsonb(old);
  becomes jsonb;
  kept text;
begin
  if not portal_promise_is_public(tg_table_name, was) then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' then
    if coalesce((was->>'is_demo')::boolean, false) then
      return old;
    end if;
    raise exception '%: what is public is not deleted, it is withdrawn', tg_table_name
      using errcode = 'restrict_violation';
  end if;
  becomes := to_jsonb(new);
  foreach kept in array tg_argv loop
    if was->kept is distinct from becomes->kept then
      raise exception '%.%: what is public stays public, where it is', tg_table_name, kept
        using errcode = 'restrict_violation';
    end if;
  end loop;
  return new;
end $$;
"""
STAYS = {
    "actionplan": ["is_published", "slug"],
    "axis": ["plan_id"],
    "commitment": ["is_published", "slug", "plan_id"],
    "milestone": ["commitment_id", "is_demo"],
    "indicator": ["commitment_id", "is_demo"],
}
# Only copies of one of their translations, as in 0010.
COPIES = {
    "actionplan": "title source_note",
    "commitment": "title problem status_quo action contribution",
    "milestone": "title expected_output",
    "indicator": "title unit definition data_source",
}
OF_WITHDRAWALS = ["withdrawal_reason", "withdrawal_decision"]
SAID = [
    *("withdrawn_at", "withdrawal_decided_on"),
    *(f"{name}_{language}" for name in OF_WITHDRAWALS for language in ("ar", "fr", "es")),
]


def kept(model, columns):
    return migrations.RunSQL(
        f"create trigger {model}_kept before update or delete on commitments_{model}"
        f" for each row execute function portal_promise_kept({', '.join(columns)})",
        f"drop trigger {model}_kept on commitments_{model}",
    )


def withdrawal_kept(model):
    return migrations.RunSQL(
        f"create trigger {model}_withdrawal_kept before update on commitments_{model}"
        f" for each row when (old.withdrawn_at is not null) execute function portal_append_only({', '.join(SAID)})",
        f"drop trigger {model}_withdrawal_kept on commitments_{model}",
    )


def recorded(model, copies):
    table, former = f"commitments_{model}", copies.split()
    return migrations.RunSQL(track(table, leave_out=[*former, *OF_WITHDRAWALS]).sql, track(table, leave_out=former).sql)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0038_withdrawals"), ("tetouan_portal", "0003_translations_are_no_additions")]
    operations = [
        migrations.RunSQL(IS_PUBLIC, "drop function portal_promise_is_public(text, jsonb)"),
        migrations.RunSQL(KEPT, "drop function portal_promise_kept()"),
        *(kept(model, columns) for model, columns in STAYS.items()),
        *(withdrawal_kept(model) for model in COPIES),
        *(recorded(model, copies) for model, copies in COPIES.items()),
    ]
