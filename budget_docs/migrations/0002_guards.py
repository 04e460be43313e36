"""What was published is not deleted; lines are never patched; every table but the lines is recorded."""

from django.db import migrations

from tetouan_portal.audit.tracking import track

KEEP = """
create function budget_kept() returns trigger language plpgsql as $$
declare
  owner_id bigint := (to_jsonb(old) ->> tg_argv[1])::bigint;
  published_at timestamptz;
  invented boolean;
begin
  execute format('select publish_at, is_demo from %I where id = $1', tg_argv[0])
    into published_at, invented using owner_id;
  if published_at <= now() and not invented then
    raise exception '%: what was published is kept', tg_table_name using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create function budget_unpatched() returns trigger language plpgsql as $$
begin
  raise exception '%: a budget is replaced whole, its lines are never changed', tg_table_name
    using errcode = 'restrict_violation';
end $$;
create function budget_publication_stands() returns trigger language plpgsql as $$
begin
  if old.publish_at <= now() and new.publish_at is distinct from old.publish_at and not old.is_demo then
    raise exception '%: what was published stays published; it is withdrawn or replaced', tg_table_name
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create function budget_history() returns trigger language plpgsql as $$
begin
  raise exception '%: history is not rewritten', tg_table_name using errcode = 'restrict_violation';
end $$;
"""
FORGET = """
drop function budget_kept(); drop function budget_unpatched(); drop function budget_publication_stands();
drop function budget_history();
"""


def trigger(name, when, table, call):
    return migrations.RunSQL(
        f"create trigger {name} {when} on budget_docs_{table} for each row execute function {call}",
        f"drop trigger {name} on budget_docs_{table}",
    )


DOCUMENT, BUDGET = "budget_docs_budgetdocument", "budget_docs_budget"
RECORDED = {
    "fiscalyear": "",
    "documenttype": "name explanation legal_basis",
    "publicationdate": "note reminded",
    "duedatechange": "reason",
    "budgetdocument": "title summary withdrawal_reason",
    "documentfile": "text_search",
    "statedfigure": "note source_title",
    "budget": "",
    "columnmapping": "",
    "lineimport": "report preview rows_read rows_expected attempts claimed_at",
}


class Migration(migrations.Migration):
    dependencies = [("budget_docs", "0001_initial"), ("tetouan_portal", "0009_invitations")]
    operations = [
        migrations.RunSQL(KEEP, FORGET),
        trigger("published_is_kept", "before delete", "budgetdocument", f"budget_kept('{DOCUMENT}', 'id')"),
        trigger("published_is_kept", "before delete", "documentfile", f"budget_kept('{DOCUMENT}', 'document_id')"),
        trigger("published_is_kept", "before delete", "budget", f"budget_kept('{BUDGET}', 'id')"),
        trigger("published_is_kept", "before delete", "budgetline", f"budget_kept('{BUDGET}', 'budget_id')"),
        trigger("published_is_kept", "before delete", "budgetheading", f"budget_kept('{BUDGET}', 'budget_id')"),
        trigger("unpatched", "before update", "budgetline", "budget_unpatched()"),
        trigger("unpatched", "before update", "budgetheading", "budget_unpatched()"),
        trigger("publication_stands", "before update", "budgetdocument", "budget_publication_stands()"),
        trigger("publication_stands", "before update", "budget", "budget_publication_stands()"),
        trigger("history", "before update or delete", "duedatechange", "budget_history()"),
        *(track(f"budget_docs_{table}", leave_out=out.split()) for table, out in RECORDED.items()),
    ]
