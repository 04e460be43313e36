"""What the journal tells of a row changes, or goes, with another line of the same transaction, or not at all.

Asked at the end of the transaction, of rows of which a line tells already; a row of which none tells is entered by the
clock once the public may see it. Invented rows go freely, and what was withdrawn or removed before. Nothing is said of
how rows stand today.
"""

from django.db import migrations

IS_TOLD = """
create function portal_journal_is_told() returns trigger language plpgsql as $$
declare
  was jsonb := to_jsonb(old);
  becomes jsonb;
  told text := tg_argv[0] || ':' || (was->>'id');
  guarded text;
  newest record;
begin
  select kind, entry::jsonb->>'demonstration' as is_demo, transaction_id into newest
    from tetouan_portal_journalline where subject = told order by number desc limit 1;
  if not found or newest.transaction_id = pg_current_xact_id() then
    return null;
  end if;
  execute format('select to_jsonb(told) from %I.%I as told where id = $1', tg_table_schema, tg_table_name)
    into becomes using old.id;
  if becomes is null then
    if newest.is_demo = 'true' or newest.kind in ('withdrawn', 'removed') then
      return null;
    end if;
    raise exception '%: what was public goes with a line of the journal', told using errcode = 'restrict_violation';
  end if;
  foreach guarded in array tg_argv[1:] loop
    if coalesce(was->>guarded, '') <> coalesce(becomes->>guarded, '') then
      raise exception '%.%: what is public changes with a line of the journal', told, guarded
        using errcode = 'restrict_violation';
    end if;
  end loop;
  return null;
end $$;
"""


def texts(*fields):
    return " ".join(f"{field}_{language}" for field in fields for language in ("ar", "fr", "es"))


TOLD = {
    "budget_docs.budget": "stage version lines_count sha256",
    "budget_docs.budgetdocument": "session_kind session_on votes_for votes_against abstentions visa visa_on"
    " second_reading_of_id withdrawn_at " + texts("title", "summary"),
    "budget_docs.documentfile": "language version sha256 size filename note",
    "budget_docs.documenttype": "slug due_month due_day due_year_offset position "
    + texts("name", "explanation", "legal_basis"),
    "budget_docs.duedatechange": "due_from due_to " + texts("reason"),
    "budget_docs.fiscalyear": "year population population_source",
    "budget_docs.publicationdate": "type_id is_expected " + texts("note"),
    "budget_docs.rulechange": "type_id confirmed_on " + texts("reason"),
    "budget_docs.statedfigure": "kind amount is_approximate trust source_url " + texts("note", "source_title"),
    "commitments.actionplan": "slug kind starts_on ends_on reporting_ends_on submitted_on is_current source_id"
    " participants_stated groups_stated public_meetings_stated withdrawn_at " + texts("title", "source_note"),
    "commitments.admission": "institution_id admitted_on letter_on letter_reference",
    "commitments.annualreport": "year",
    "commitments.axis": "plan_id number slug source_id " + texts("title", "summary"),
    "commitments.body": "slug position institution_id source_id ties_source_id " + texts("name", "mandate", "ties"),
    "commitments.cocreationfigure": "plan_id position count unit " + texts("category"),
    "commitments.commitment": "number slug ogp_id axis_id starts_on ends_on source_id title_source_id"
    " carried_over_from_id withdrawn_at " + texts("title", "problem", "status_quo", "action", "contribution"),
    "commitments.dateconfirmation": "milestone_id ends_on due_on confirmed_on " + texts("confirmed_by"),
    "commitments.edition": "number published_at sha256",
    "commitments.endorsement": "plan_id position language organisation own_name",
    "commitments.event": "plan_id slug starts_on ends_on is_month source_id " + texts("title", "text"),
    "commitments.evidence": "statement_id reading_id milestone_id update_id dated_on answered_on sha256 size url"
    " withdrawn_at " + texts("title", "alternative_text"),
    "commitments.inceptionassessment": "commitment_id verifiable relevant kind depth assessed_on source_id "
    + texts("explanation"),
    "commitments.indicator": "number kind direction frequency baseline baseline_on target target_on withdrawn_at "
    + texts("title", "unit", "definition", "data_source"),
    "commitments.institution": "slug kind source_id " + texts("name"),
    "commitments.milestone": "number institution_id due_on withdrawn_at " + texts("title", "expected_output"),
    "commitments.narrativesection": "plan_id question source_id " + texts("body"),
    "commitments.planattachment": "plan_id position language as_given url " + texts("title"),
    "commitments.plannote": "plan_id position topic source_id " + texts("text"),
    "commitments.planpromise": "plan_id slug question source_id " + texts("title"),
    "commitments.progressupdate": "institution_id dated_on withdrawn_at " + texts("title", "body"),
    "commitments.reading": "indicator_id dated_on value supersedes_id statement_id " + texts("note"),
    "commitments.statement": "milestone_id institution_id dated_on level done_on supersedes_id "
    + texts("summary", "obstacles", "next_steps"),
    "participation.publishedcase": texts("title", "text", "answer"),
    "participation.refusalground": "slug is_confirmed is_offered position article source " + texts("name"),
    "participation.term": "use amount unit rolls checked_on confirmed_on source article stated_at",
}


def insist(label, columns):
    table = label.replace(".", "_")
    return migrations.RunSQL(
        f"create constraint trigger journal_is_told after update or delete on {table} deferrable initially deferred"
        f" for each row execute function portal_journal_is_told('{label}', {', '.join(columns.split())})",
        f"drop trigger journal_is_told on {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("tetouan_portal", "0026_plain_line_ends"),
        ("commitments", "0039_the_public_is_kept"),
        ("budget_docs", "0020_rule_changes"),
        ("participation", "0016_what_was_decided"),
    ]
    operations = [
        migrations.RunSQL(IS_TOLD, "drop function portal_journal_is_told()"),
        *(insist(label, columns) for label, columns in TOLD.items()),
    ]
