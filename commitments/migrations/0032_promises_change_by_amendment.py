"""What was promised and is public changes with its amendment or not at all, whoever tries: form, command or SQL.

Asked at the end of the transaction. Public means: the commitment and its plan were published before the transaction
began; what came into being in it was never seen. That is read in the record of changes, which nobody writes by hand.
The change stands in the public journal too, by a line of the same transaction.
A missing translation may be filled in, and a fact that was unknown be told. What the portal takes over from its
corrected file (`tetouan_portal.known`) changes with its correction, which is public too.

Nothing is said of how rows stand today: the rule is about what changes from now on.
"""

from django.db import migrations

WAS_PUBLIC = """
create function commitments_is_new(kind text, pk bigint) returns boolean language sql stable as $$
  select exists (
    select from tetouan_portal_auditentry
    where transaction_id = pg_current_xact_id()::text::bigint and operation = 'insert'
      and table_name = kind and row_pk = pk::text
  )
$$;
create function commitments_was_published(kind text, pk bigint, is_published boolean) returns boolean
language sql stable as $$
  select not commitments_is_new(kind, pk) and coalesce((
    select (old->>'is_published')::boolean from tetouan_portal_auditentry
    where transaction_id = pg_current_xact_id()::text::bigint and operation = 'update'
      and table_name = kind and row_pk = pk::text and old ? 'is_published'
    order by id limit 1
  ), is_published)
$$;
create function commitments_was_promised(promise bigint) returns boolean language sql stable as $$
  select exists (
    select from commitments_commitment as commitment
    join commitments_actionplan as plan on plan.id = commitment.plan_id
    where commitment.id = promise
      and commitments_was_published('commitments_commitment', commitment.id, commitment.is_published)
      and commitments_was_published('commitments_actionplan', plan.id, plan.is_published)
  )
$$;
"""
# The newest amendment of a fact, written with the change itself; of words each language has a newest of its own. A
# milestone's institution is told by its slug.
IS_TOLD = """
create function commitments_is_in_journal(subject text, pk bigint, what text) returns boolean language sql stable as $$
  select exists (
    select from tetouan_portal_journalline as line
    where line.transaction_id = pg_current_xact_id() and line.kind = what
      and line.subject = 'commitments.' || commitments_is_in_journal.subject || ':' || pk
  )
$$;
create function commitments_is_corrected(kind text, pk bigint, guarded text, value text) returns boolean
language sql stable as $$
  select exists (
    select from tetouan_portal_correction as correction
    where correction."table" = kind and row_pk = pk::text and correction."column" = guarded
      and becomes = coalesce(value, becomes)
      and corrected_at > transaction_timestamp() - interval '5 minutes' -- clocks of two machines
  )
$$;
create function commitments_is_told(subject text, pk bigint, guarded text, value text) returns boolean
language plpgsql stable as $$
declare
  language text := substring(guarded from '_(ar|fr|es)$');
  fact text := case when guarded = 'institution_id' then 'institutions'
    else regexp_replace(guarded, '_(ar|fr|es)$', '') end;
  newest record;
begin
  select amendment.id, date_to, becomes into newest from commitments_amendment as amendment
  where case subject when 'commitment' then commitment_id when 'milestone' then milestone_id else indicator_id end = pk
    and amendment.field = fact and (language is null or becomes ? language)
  order by amendment.id desc limit 1;
  if found and commitments_is_new('commitments_amendment', newest.id)
    and (commitments_is_in_journal(subject, pk, 'amended') or commitments_is_in_journal(subject, pk, 'corrected'))
    and value is not distinct from (case
    when language is not null then newest.becomes->>language
    when fact = 'institutions' then (
      select institution.id::text from commitments_institution as institution
      where institution.slug = newest.becomes->0->>'slug'
    )
    else coalesce(newest.date_to::text, newest.becomes #>> '{}')
  end) then
    return true;
  end if;
  return commitments_is_in_journal(subject, pk, 'corrected')
    and commitments_is_corrected('commitments_' || subject, pk, guarded, coalesce(value, ''));
end $$;
"""
KEPT = """
create function commitments_promise_is_kept() returns trigger language plpgsql as $$
declare
  subject text := substr(tg_table_name, length('commitments_') + 1);
  was jsonb := to_jsonb(old);
  becomes jsonb;
  guarded text;
begin
  execute format('select to_jsonb(promise) from %I as promise where id = $1', tg_table_name) into becomes using old.id;
  if becomes is null or commitments_is_new(tg_table_name::text, old.id)
    or not commitments_was_promised(coalesce((was->>'commitment_id')::bigint, old.id))
  then
    return null;
  end if;
  foreach guarded in array tg_argv loop
    if was->>guarded is distinct from becomes->>guarded and coalesce(was->>guarded, '') <> ''
      and not commitments_is_told(subject, old.id, guarded, becomes->>guarded)
    then
      raise exception '%.%: what is promised in public is changed by an amendment', tg_table_name, guarded
        using errcode = 'restrict_violation';
    end if;
  end loop;
  return null;
end $$;
create function commitments_had_nobody(promise bigint) returns boolean language sql stable as $$
  select not exists (
    select from commitments_responsibility as responsibility
    where commitment_id = promise and not commitments_is_new('commitments_responsibility', responsibility.id)
  ) and not exists (
    select from tetouan_portal_auditentry
    where transaction_id = pg_current_xact_id()::text::bigint and table_name = 'commitments_responsibility'
      and old->>'commitment_id' = promise::text
  )
$$;
create function commitments_responsibility_is_kept() returns trigger language plpgsql as $$
declare
  promise bigint;
  stands jsonb;
  newest record;
begin
  foreach promise in array array_remove(array[old.commitment_id, new.commitment_id], null) loop
    continue when not commitments_was_promised(promise) or commitments_had_nobody(promise);
    select coalesce(jsonb_agg(jsonb_build_array(role, slug) order by role, slug), '[]') into stands
    from commitments_responsibility as responsibility
    join commitments_institution as institution on institution.id = responsibility.institution_id
    where commitment_id = promise;
    select amendment.id, becomes into newest from commitments_amendment as amendment
    where commitment_id = promise and field = 'institutions' order by amendment.id desc limit 1;
    continue when found and commitments_is_new('commitments_amendment', newest.id)
      and commitments_is_in_journal('commitment', promise, 'amended') and stands = (
      select coalesce(jsonb_agg(jsonb_build_array(one->>'role', one->>'slug') order by one->>'role', one->>'slug'), '[]')
      from jsonb_array_elements(newest.becomes) as one
    );
    continue when commitments_is_corrected(
      'commitments_responsibility', coalesce(new.id, old.id),
      case when tg_op = 'UPDATE' then 'role' else '' end, case when tg_op = 'UPDATE' then new.role end
    );
    raise exception 'commitments_responsibility: what is promised in public is changed by an amendment'
      using errcode = 'restrict_violation';
  end loop;
  return null;
end $$;
create constraint trigger promise_is_kept after insert or update or delete on commitments_responsibility
  deferrable initially deferred for each row execute function commitments_responsibility_is_kept();
"""


def texts(*fields):
    return [f"{field}_{language}" for field in fields for language in ("ar", "fr", "es")]


GUARDED = {
    "commitment": [
        *("plan_id", "slug", "starts_on", "ends_on"),
        *texts("title", "problem", "status_quo", "action", "contribution"),
    ],
    "milestone": ["commitment_id", "institution_id", "due_on", *texts("title", "expected_output")],
    "indicator": [
        *("commitment_id", "kind", "direction", "frequency", "baseline", "baseline_on", "target", "target_on"),
        *texts("title", "unit", "definition", "data_source"),
    ],
}


def keep(model, columns):
    return migrations.RunSQL(
        f"create constraint trigger promise_is_kept after update on commitments_{model}"
        " deferrable initially deferred for each row when (old is distinct from new)"
        f" execute function commitments_promise_is_kept({', '.join(columns)})",
        f"drop trigger promise_is_kept on commitments_{model}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0031_amendments_of_every_fact"),
        ("tetouan_portal", "0012_corrections"),
        ("tetouan_portal", "0024_journal"),
    ]
    operations = [
        migrations.RunSQL(
            WAS_PUBLIC,
            "drop function commitments_was_promised(bigint);"
            " drop function commitments_was_published(text, bigint, boolean);"
            " drop function commitments_is_new(text, bigint)",
        ),
        migrations.RunSQL(
            IS_TOLD,
            "drop function commitments_is_told(text, bigint, text, text);"
            " drop function commitments_is_corrected(text, bigint, text, text);"
            " drop function commitments_is_in_journal(text, bigint, text)",
        ),
        migrations.RunSQL(
            KEPT,
            "drop trigger promise_is_kept on commitments_responsibility;"
            " drop function commitments_responsibility_is_kept(); drop function commitments_had_nobody(bigint);"
            " drop function commitments_promise_is_kept()",
        ),
        *(keep(model, columns) for model, columns in GUARDED.items()),
    ]
