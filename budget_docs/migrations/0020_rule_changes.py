"""The rule of a kind of document is confirmed, or put in doubt, by an act that says why; a tick did it before.

A rule that stands confirmed today gets the first entry of its history, with the day that stands there and, for the
reason, that none was kept: nobody was asked for one. From now on the day and the newest entry say the same, which the
database looks at when a transaction ends.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from tetouan_portal.audit.tracking import track

NOT_KEPT = {
    "ar": "أُكدت القاعدة قبل أن يُطلب السبب؛ ولم يُحفظ أي سبب.",
    "fr": "Règle confirmée avant que le motif ne soit demandé\u202f; aucun n’a été conservé.",
    "es": "Regla confirmada antes de que se pidiera el motivo; no se conservó ninguno.",
}
GUARD = """
create trigger history before update or delete on budget_docs_rulechange
  for each row execute function budget_history();
create function budget_rule_is_told() returns trigger language plpgsql as $$
declare
  held date;
  told date;
begin
  select kind.confirmed_on into held from public.budget_docs_documenttype kind where kind.id = new.id;
  if not found then
    return null;
  end if;
  select change.confirmed_on into told from public.budget_docs_rulechange change
    where change.type_id = new.id order by change.id desc limit 1;
  if held is distinct from told then
    raise exception 'document type %: a rule is confirmed, or put in doubt, with its reason', new.slug
      using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create constraint trigger rule_is_told after insert or update of confirmed_on on budget_docs_documenttype
  deferrable initially deferred for each row execute function budget_rule_is_told();
"""
UNGUARD = """
drop trigger rule_is_told on budget_docs_documenttype;
drop function budget_rule_is_told();
drop trigger history on budget_docs_rulechange;
"""


def begin_their_history(apps, schema_editor):
    change = apps.get_model("budget_docs", "RuleChange")
    texts = {f"reason_{code}": text for code, text in NOT_KEPT.items()}
    confirmed = apps.get_model("budget_docs", "DocumentType").objects.filter(confirmed_on__isnull=False).order_by("pk")
    change.objects.bulk_create(
        change(type=kind, confirmed_on=kind.confirmed_on, is_from_before=True, reason=NOT_KEPT["fr"], **texts)
        for kind in confirmed
    )


def in_some_language(field):
    condition = Q()
    for code in ("ar", "fr", "es"):
        condition |= Q((f"{field}_{code}__isnull", False)) & ~Q((f"{field}_{code}", ""))
    return condition


class Migration(migrations.Migration):
    dependencies = [("budget_docs", "0019_work_on_files"), ("tetouan_portal", "0005_audit")]

    operations = [
        migrations.CreateModel(
            "RuleChange",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rule_changes",
                        to="budget_docs.documenttype",
                        verbose_name="document type",
                    ),
                ),
                (
                    "confirmed_on",
                    models.DateField(blank=True, null=True, verbose_name="rule confirmed by the Commune on"),
                ),
                ("reason", models.TextField(verbose_name="source or reason")),
                ("reason_ar", models.TextField(null=True, verbose_name="source or reason")),
                ("reason_fr", models.TextField(null=True, verbose_name="source or reason")),
                ("reason_es", models.TextField(null=True, verbose_name="source or reason")),
                ("is_from_before", models.BooleanField(default=False, editable=False)),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
            ],
            {
                "verbose_name": "confirmation or doubt of a rule",
                "verbose_name_plural": "confirmations and doubts of rules",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        name="rule_change_has_a_reason",
                        condition=in_some_language("reason"),
                        violation_error_message="Give the reason in at least one language.",
                    )
                ],
            },
        ),
        migrations.AlterField(
            "documenttype",
            "confirmed_on",
            models.DateField(
                blank=True, editable=False, null=True, verbose_name="rule confirmed by the Commune on"
            ),
        ),
        migrations.RunPython(begin_their_history, migrations.RunPython.noop),
        migrations.RunSQL(GUARD, UNGUARD),
        track("budget_docs_rulechange", leave_out=["reason"]),
    ]
