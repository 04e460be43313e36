"""How a migration puts a table under the record of changes."""

from collections.abc import Sequence

from django.db import migrations


def track(table: str, *, leave_out: Sequence[str] = (), mask: Sequence[str] = (), key: str = "id") -> migrations.RunSQL:
    """Record every change of `table` from now on.

    Frozen: migrations that have run call it. Triggers of another shape come from another function.

    `leave_out`: columns whose changes are noise; generated columns are left out anyway. `mask`: columns with
    personal data, recorded as changed, without values. `key`: the column that names the row; for a join
    table its owner's (commitment_id), so that the entry belongs to the owner's history.
    """
    arguments = ", ".join(f"'{text}'" for text in (",".join(leave_out), ",".join(mask), key))
    return migrations.RunSQL(
        f"""
        create or replace trigger portal_audit after insert or update or delete on {table}
          for each row execute function portal_audit({arguments});
        create or replace trigger portal_audit_truncate after truncate on {table}
          for each statement execute function portal_audit({arguments});
        """,
        f"drop trigger portal_audit on {table}; drop trigger portal_audit_truncate on {table};",
    )
