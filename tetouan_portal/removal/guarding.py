"""How a migration lets removals by law, and nothing else, pass a trigger that keeps what was published."""

from collections.abc import Iterable

from django.db import migrations

PASSAGE = """
  if tg_op = 'UPDATE' then
    if portal_removes(tg_table_name::text, to_jsonb(old), to_jsonb(new)) then
      return new;
    end if;
  end if;
"""


def let_pass(functions: Iterable[str]) -> list[migrations.RunSQL]:
    """At the beginning of these trigger functions, whatever they say by now.

    Frozen: migrations that have run call it. Another passage comes from another function.
    """
    begun, passing = "E'\\nbegin\\n'", f"E'\\nbegin' || $pass${PASSAGE}$pass$"
    return [
        migrations.RunSQL(changed(function, begun, passing), changed(function, passing, begun))
        for function in functions
    ]


def changed(function: str, found: str, becomes: str) -> str:
    """Raises where the function does not say what is to be changed."""
    return f"""
    do $change$
    declare
      was text := pg_get_functiondef('{function}()'::regprocedure);
      place int := position({found} in was);
    begin
      if place = 0 then
        raise exception '{function}: nothing to change';
      end if;
      execute overlay(was placing {becomes} from place for length({found}));
    end $change$;
    """
