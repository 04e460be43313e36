"""Removal by law: two people, and the one passage that it opens in what the database otherwise keeps.

A removal is carried out once, by another than who proposed it, and stays as it is; with it goes a line of the public
journal. In its transaction, and in no other, the columns of the rows that it names may change, and only so that a text
in them becomes its sentence; and the record of changes lets go of what it kept of them, noting that there was something.

Nothing is said of how rows stand today: nothing was removed before.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tetouan_portal.audit.tracking import track
from tetouan_portal.removal.guarding import let_pass

KEPT = """
alter table tetouan_portal_removal add column transaction_id xid8;
create index removal_of_transaction on tetouan_portal_removal (transaction_id);

create function portal_removal_is_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'open' then
      raise exception 'a removal begins with a proposal' using errcode = 'restrict_violation';
    end if;
    new.transaction_id := null;
    return new;
  end if;
  if tg_op = 'UPDATE' then
    if row(new.id, new."table", new.row_pk, new.part, new.language, new.ground, new.reference, new.proposed_at)
        = row(old.id, old."table", old.row_pk, old.part, old.language, old.ground, old.reference, old.proposed_at)
      and (new.proposed_by_id is null or new.proposed_by_id is not distinct from old.proposed_by_id)
    then
      if old.state = 'open' and new.state = 'done' and new.decided_by_id <> new.proposed_by_id
        and (select count(*) = 3 and bool_and(value ~ '^\\[.{10,190}\\]$') from jsonb_each_text(new.sentences))
      then
        new.transaction_id := pg_current_xact_id();
        return new;
      end if;
      if (old.state = 'open' and new.state in ('open', 'refused') and new.transaction_id is null)
        or row(new.state, new.decided_at, new.sentences, new.transaction_id)
          is not distinct from row(old.state, old.decided_at, old.sentences, old.transaction_id)
          and (new.decided_by_id is null or new.decided_by_id is not distinct from old.decided_by_id)
      then
        return new; -- refused, or an account of the two is gone
      end if;
    end if;
  end if;
  raise exception 'a removal is by two people, and stays as it was decided' using errcode = 'restrict_violation';
end $$;
create trigger removal_is_kept before insert or update or delete on tetouan_portal_removal
  for each row execute function portal_removal_is_kept();

create function portal_removal_is_told() returns trigger language plpgsql as $$
begin
  if not exists (
    select from tetouan_portal_journalline where transaction_id = pg_current_xact_id() and kind = 'removed'
  ) then
    raise exception 'a removal stands in the public journal' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create constraint trigger removal_is_told after update on tetouan_portal_removal deferrable initially deferred
  for each row when (old.state = 'open' and new.state = 'done') execute function portal_removal_is_told();

create function portal_removed_place_is_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if exists (
      select from tetouan_portal_removal where id = new.removal_id and transaction_id = pg_current_xact_id()
    ) then
      return new;
    end if;
  end if;
  raise exception 'places are named by the act itself' using errcode = 'restrict_violation';
end $$;
create trigger removed_place_is_kept before insert or update or delete on tetouan_portal_removedplace
  for each row execute function portal_removed_place_is_kept();
"""
NOT_KEPT = """
drop function portal_removed_place_is_kept() cascade;
drop function portal_removal_is_told() cascade;
drop function portal_removal_is_kept() cascade;
alter table tetouan_portal_removal drop column transaction_id;
"""
# Texts become sentences of the removal, whole or where their words stood; nothing else of a value differs. Of a file's
# name no more than its ending stays.
REMOVES = """
create function portal_only_removes(was jsonb, becomes jsonb, sentences text[]) returns boolean
language plpgsql immutable as $$
declare
  pattern text;
  plain text;
  sentence text;
begin
  if was is not distinct from becomes then
    return true;
  end if;
  if jsonb_typeof(was) = 'object' and jsonb_typeof(becomes) = 'object' then
    return (select array_agg(key order by key) from jsonb_object_keys(was) as key)
        is not distinct from (select array_agg(key order by key) from jsonb_object_keys(becomes) as key)
      and not exists (
        select from jsonb_each(was) as one where not portal_only_removes(one.value, becomes->one.key, sentences)
      );
  end if;
  if jsonb_typeof(was) = 'array' and jsonb_typeof(becomes) = 'array' then
    return jsonb_array_length(was) = jsonb_array_length(becomes) and not exists (
      select from generate_series(0, jsonb_array_length(was) - 1) as at
      where not portal_only_removes(was->at, becomes->at, sentences)
    );
  end if;
  if jsonb_typeof(becomes) is distinct from 'string' or coalesce(jsonb_typeof(was), 'null') not in ('string', 'null') then
    return false;
  end if;
  plain := replace(replace(replace(becomes #>> '{}', E'\\\\', E'\\\\\\\\'), '%', E'\\\\%'), '_', E'\\\\_');
  pattern := plain;
  foreach sentence in array sentences loop
    pattern := replace(
      pattern,
      replace(replace(replace(sentence, E'\\\\', E'\\\\\\\\'), '%', E'\\\\%'), '_', E'\\\\_'),
      '%'
    );
  end loop;
  return pattern <> plain and coalesce(was #>> '{}', '') like pattern;
end $$;
create function portal_removes(kind text, was jsonb, becomes jsonb) returns boolean language plpgsql stable as $$
declare
  removal record;
begin
  for removal in
    select id, array(select value from jsonb_each_text(all_of.sentences)) || case when exists (
      select from tetouan_portal_removedplace where removal_id = all_of.id and "column" = 'filename'
    ) then array['removed'] else '{}' end as sentences
    from tetouan_portal_removal as all_of where transaction_id = pg_current_xact_id()
  loop
    if not exists (
      select from jsonb_each(becomes) as one
      where one.value is distinct from was->one.key
        and one.key not in (
          select attname::text from pg_attribute where attrelid = kind::regclass and attgenerated <> ''
        )
        and not (
          exists (
            select from tetouan_portal_removedplace as place
            where place.removal_id = removal.id and place."table" = kind and place.row_pk = was->>'id'
              and place."column" = one.key
          )
          and portal_only_removes(was->one.key, one.value, removal.sentences)
        )
    ) then
      return true;
    end if;
  end loop;
  return false;
end $$;
"""
REMOVES_NOTHING = """
drop function portal_removes(text, jsonb, jsonb);
drop function portal_only_removes(jsonb, jsonb, text[]);
"""
# Whoever touches an entry in a removal's transaction makes it forget the columns that are named of its row; whatever
# else was to be written is not.
FORGETS = """
create function portal_audit_forgets() returns trigger language plpgsql as $$
declare
  gone text[] := array(
    select distinct place."column"::text
    from tetouan_portal_removedplace as place join tetouan_portal_removal as removal on removal.id = place.removal_id
    where removal.transaction_id = pg_current_xact_id()
      and place."table" = old.table_name and place.row_pk = old.row_pk
  );
begin
  gone := array(
    select name from unnest(gone) as name where coalesce(old.old ? name, false) or coalesce(old.new ? name, false)
  );
  if gone = '{}' then
    raise exception '%: entries are written by triggers and never changed', tg_table_name
      using errcode = 'restrict_violation';
  end if;
  new := old;
  new.old := old.old - gone;
  new.new := old.new - gone;
  new.masked := array(select distinct name from unnest(old.masked || gone) as name order by 1);
  return new;
end $$;
create or replace function portal_audit_is_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and pg_trigger_depth() > 1 then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    if exists (select from tetouan_portal_removal where transaction_id = pg_current_xact_id()) then
      return null; -- each entry is looked at by itself
    end if;
  end if;
  raise exception '%: entries are written by triggers and never changed', tg_table_name
    using errcode = 'restrict_violation';
end $$;
create trigger audit_forgets before update on tetouan_portal_auditentry
  for each row execute function portal_audit_forgets();
"""
REMEMBERS = """
drop function portal_audit_forgets() cascade;
create or replace function portal_audit_is_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and pg_trigger_depth() > 1 then
    return null;
  end if;
  raise exception '%: entries are written by triggers and never changed', tg_table_name
    using errcode = 'restrict_violation';
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tetouan_portal", "0029_absences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Removal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=63, verbose_name="kind of record")),
                ("row_pk", models.CharField(max_length=20, verbose_name="number of the record")),
                ("part", models.CharField(max_length=63, verbose_name="what goes")),
                ("language", models.CharField(blank=True, max_length=2, verbose_name="language")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("personal_data", "personal data published by mistake (law 09-08)"),
                            ("court", "decision of a court"),
                            ("commission", "decision of the data protection commission (CNDP)"),
                        ],
                        max_length=13,
                        verbose_name="ground",
                    ),
                ),
                ("reference", models.TextField(verbose_name="reference")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for a second person"),
                            ("done", "carried out"),
                            ("refused", "not carried out"),
                        ],
                        default="open",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("proposed_at", models.DateTimeField(auto_now_add=True, verbose_name="proposed at")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided on")),
                ("sentences", models.JSONField(default=dict, verbose_name="what is read in its place")),
            ],
            options={
                "verbose_name": "removal by law",
                "verbose_name_plural": "removals by law",
                "ordering": ["-proposed_at", "-pk"],
                "permissions": [("remove_by_law", "Can be one of the two people who remove by law")],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="RemovedPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=63)),
                ("row_pk", models.CharField(max_length=20)),
                ("column", models.CharField(max_length=63)),
            ],
            options={
                "verbose_name": "removed passage",
                "verbose_name_plural": "removed passages",
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="doomedfile",
            name="doomed_file_reason_is_known",
        ),
        migrations.AlterField(
            model_name="doomedfile",
            name="reason",
            field=models.CharField(
                choices=[
                    ("erased", "erased at its author’s request"),
                    ("time_over", "its time is over"),
                    ("taken_out", "taken out of a draft"),
                    ("deleted", "deleted with its record"),
                    ("withdrawn", "withdrawn"),
                    ("removed", "removed by law"),
                    ("replaced", "replaced"),
                    ("infected", "a virus was found in it"),
                    ("abandoned", "nobody went on with it"),
                    ("with_picture", "small picture of a photo that is gone"),
                    ("demo", "demonstration data"),
                    ("orphan", "no record names it"),
                ],
                max_length=12,
                verbose_name="reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="doomedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "erased",
                            "time_over",
                            "taken_out",
                            "deleted",
                            "withdrawn",
                            "removed",
                            "replaced",
                            "infected",
                            "abandoned",
                            "with_picture",
                            "demo",
                            "orphan",
                        ],
                    )
                ),
                name="doomed_file_reason_is_known",
            ),
        ),
        migrations.AddField(
            model_name="removal",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="removal",
            name="proposed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="proposed by",
            ),
        ),
        migrations.AddField(
            model_name="removedplace",
            name="removal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="places", to="tetouan_portal.removal"
            ),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=models.CheckConstraint(
                condition=models.Q(("ground__in", ["personal_data", "court", "commission"])),
                name="removal_ground_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "done", "refused"])), name="removal_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                name="removal_has_a_reference",
                violation_error_message="Name the decision or the letter that asks for it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_by", models.F("proposed_by")), ("state", "done"), _negated=True),
                name="removal_by_two_people",
                violation_error_message="Somebody else must carry it out.",
            ),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="removal_decided_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "done"), ("sentences", {}), _connector="XOR"),
                name="removal_tells_once_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("table", "row_pk", "part", "language"),
                name="one_open_removal_of_a_part",
                violation_error_message="This was proposed already, and waits for a second person.",
            ),
        ),
        migrations.AddIndex(
            model_name="removedplace",
            index=models.Index(fields=["table", "row_pk"], name="removed_place_of_row"),
        ),
        migrations.AddConstraint(
            model_name="removedplace",
            constraint=models.UniqueConstraint(
                fields=("removal", "table", "row_pk", "column"), name="removed_place_once"
            ),
        ),
        migrations.RunSQL(KEPT, NOT_KEPT),
        migrations.RunSQL(REMOVES, REMOVES_NOTHING),
        migrations.RunSQL(FORGETS, REMEMBERS),
        *let_pass(["portal_append_only"]),
        track("tetouan_portal_removal", leave_out=["transaction_id"], mask=["reference"]),
    ]
