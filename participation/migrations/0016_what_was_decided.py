"""What a closing decided is kept in its event: what is known of old ones is written there now, once.

Of the last closing of a case that is closed, the case still holds the article, the body, the other case and the day:
they go into the event, with the day of this migration, for the texts of the lists are those of today and not of then.
Of a closing after which the case was opened again nobody kept them: the event says so. The date by which an answer was
due stands in the next event that moved it, or in the case where none did; where a case was opened again, its former
date was not kept. Which remedy was told was not kept of any of them.

History is not rewritten, so its trigger rests for these statements: they only add what the events did not say.
"""

from django.db import migrations, models

DATES = """
update participation_caseevent event set details = event.details || jsonb_build_object('due', known.due)
from (
  select told.id, case when moved.id is null then held.due_on::text else moved.details->>'before' end as due
  from participation_caseevent told
  join participation_case held on held.id = told.case_id
  left join lateral (
    select later.id, later.details from participation_caseevent later
    where later.case_id = told.case_id and later.id > told.id
      and later.kind in ('extended', 'urgent', 'recomputed', 'lapse_undone', 'reopened')
    order by later.id limit 1
  ) moved on true
  where told.kind in ('filed', 'question', 'answer', 'closed')
) known
where known.id = event.id and known.due is not null and not event.details ? 'due'
"""
OUTCOMES = """
update participation_caseevent event
set details = event.details || jsonb_build_object('outcome', coalesce((
  select later.details->>'outcome' from participation_caseevent later
  where later.case_id = event.case_id and later.id > event.id and later.kind = 'reopened' order by later.id limit 1
), held.outcome))
from participation_case held
where held.id = event.case_id and event.kind = 'closed' and not event.details ? 'outcome'
"""
LAST_CLOSINGS = """
update participation_caseevent event set details = event.details || jsonb_strip_nulls(jsonb_build_object(
  'reopen_until', held.reopen_until,
  'ground', case when ground.id is not null then jsonb_build_object(
    'article', ground.article, 'source', ground.source, 'is_confirmed', ground.is_confirmed,
    'name', jsonb_build_object(
      'ar', coalesce(ground.name_ar, ''), 'fr', coalesce(ground.name_fr, ''), 'es', coalesce(ground.name_es, '')
    )
  ) end,
  'other_body', case when body.id is not null then jsonb_build_object(
    'url', body.url,
    'name', jsonb_build_object(
      'ar', coalesce(body.name_ar, ''), 'fr', coalesce(body.name_fr, ''), 'es', coalesce(body.name_es, '')
    )
  ) end,
  'joined_to', extract(year from other.received_at at time zone 'Africa/Casablanca')::text
    || '-' || lpad(other.id::text, greatest(5, length(other.id::text)), '0'),
  'written_later_on', case when coalesce(ground.id, body.id, other.id) is not null then
    (now() at time zone 'Africa/Casablanca')::date
  end
))
from (
  select distinct on (case_id) id, case_id from participation_caseevent where kind = 'closed' order by case_id, id desc
) newest
join participation_case held on held.id = newest.case_id
left join participation_refusalground ground on ground.id = held.ground_id
left join participation_otherbody body on body.id = held.other_body_id
left join participation_case other on other.id = held.duplicate_of_id
where newest.id = event.id and held.state = 'closed'
  and not event.details ?| array['reopen_until', 'ground', 'other_body', 'joined_to']
"""
LOST = """
update participation_caseevent event
set details = event.details || jsonb_build_object('not_kept', to_jsonb(array_remove(array[
  case event.details->>'outcome'
    when 'refused' then 'ground' when 'not_ours' then 'other_body' when 'duplicate' then 'duplicate_of'
  end,
  'reopen_until'
], null)))
where event.kind = 'closed' and not event.details ?| array['reopen_until', 'ground', 'other_body', 'joined_to', 'not_kept']
"""
FILLINGS = (DATES, OUTCOMES, LAST_CLOSINGS, LOST)


def trigger(does):
    statement = f"alter table participation_caseevent {does} trigger event_stands"
    return migrations.RunSQL(statement, migrations.RunSQL.noop)


def kept(outcome, name):
    return ~models.Q(details__outcome=outcome) | models.Q(details__has_key=name) | models.Q(details__has_key="not_kept")


class Migration(migrations.Migration):
    dependencies = [("participation", "0015_addresses_written_to")]

    operations = [
        trigger("disable"),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in FILLINGS),
        # Rules that wait for the end of a transaction would keep the table from being altered in it.
        migrations.RunSQL("set constraints all immediate; set constraints all deferred", migrations.RunSQL.noop),
        trigger("enable"),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.CheckConstraint(
                name="case_event_closing_keeps_what_it_decided",
                condition=~models.Q(kind="closed")
                | models.Q(details__has_key="outcome")
                & kept("refused", "ground")
                & kept("not_ours", "other_body")
                & kept("duplicate", "joined_to"),
            ),
        ),
    ]
