"""Nobody speaks for both sides: who is of an independent institution is no administrator and of no other.

Rows that are so already stay, and speak for neither side (`commitments/access.py`): the people's page of the admin marks
them, and a person takes one tie away. The triggers look at what is written from now on. They lock the account and the
institution, so that two ties made at one moment see each other.

An institution is no longer deleted with the people who speak for it.
"""

import django.db.models.deletion
from django.db import migrations, models

ONE_SIDE = """
create function portal_require_one_side(person bigint) returns void language plpgsql
set search_path = public, pg_temp as $$
declare
  is_administrator boolean;
  independent bigint;
  institutions bigint;
begin
  select is_superuser into is_administrator from auth_user where id = person for no key update;
  select count(*) filter (where institution.kind in ('monitor')), count(*) into independent, institutions
    from commitments_affiliation as tie
    join commitments_institution as institution on institution.id = tie.institution_id
    where tie.user_id = person;
  if independent > 0 and (is_administrator or institutions > 1) then
    raise exception 'nobody speaks for both sides: account %', person
      using errcode = 'check_violation', constraint = 'one_side_alone';
  end if;
end $$;

create function portal_tie_is_to_one_side() returns trigger language plpgsql
set search_path = public, pg_temp as $$
begin
  perform from commitments_institution where id = new.institution_id for share;
  perform public.portal_require_one_side(new.user_id);
  return null;
end $$;
create trigger affiliation_is_to_one_side after insert or update on commitments_affiliation
  for each row execute function portal_tie_is_to_one_side();

create function portal_administrator_has_no_side() returns trigger language plpgsql
set search_path = public, pg_temp as $$
begin
  perform public.portal_require_one_side(new.id);
  return null;
end $$;
create trigger administrator_has_no_side after update of is_superuser on auth_user for each row
  when (new.is_superuser and not old.is_superuser) execute function portal_administrator_has_no_side();

create function portal_independence_is_kept() returns trigger language plpgsql
set search_path = public, pg_temp as $$
begin
  if (old.kind in ('monitor')) is distinct from (new.kind in ('monitor'))
    and exists (select from commitments_affiliation where institution_id = new.id)
  then
    raise exception 'people speak for institution %: it neither becomes nor stops being independent', new.id
      using errcode = 'check_violation', constraint = 'independence_is_kept';
  end if;
  return null;
end $$;
create trigger independence_is_kept after update of kind on commitments_institution
  for each row execute function portal_independence_is_kept();
"""
UNDO = """
drop function portal_independence_is_kept() cascade;
drop function portal_administrator_has_no_side() cascade;
drop function portal_tie_is_to_one_side() cascade;
drop function portal_require_one_side(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0033_declared_done"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [
        migrations.AlterField(
            model_name="affiliation",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="affiliations",
                to="commitments.institution",
                verbose_name="institution",
            ),
        ),
        migrations.RunSQL(ONE_SIDE, UNDO),
    ]
