"""Imports wait as all work does: what waited, was held or rested at that moment goes on so."""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from tetouan_portal.audit.tracking import track

CARRY_OVER = """
update budget_docs_lineimport set
  queued_at = created_at,
  due_at = case when state in ('waiting', 'reading', 'storing') then created_at end,
  owner = case when state in ('reading', 'storing') and claimed_at is not null then gen_random_uuid() end,
  lease_until = case when state in ('reading', 'storing') then claimed_at + interval '10 minutes' end,
  failure = case when state = 'failed' then 'unknown' else '' end,
  failed_at = case when state = 'failed' then now() end
"""
CARRY_BACK = """
update budget_docs_lineimport set
  claimed_at = case when state in ('reading', 'storing') then lease_until - interval '10 minutes' end
"""

FORMER = track("budget_docs_lineimport", leave_out=["report", "preview", "rows_read", "attempts", "claimed_at", "read_at"])
CURRENT = track("budget_docs_lineimport", leave_out=["report", "preview", "rows_read", "read_at", "queued_at", "due_at", "owner", "lease_until", "attempts", "failure", "failed_at"])


class Migration(migrations.Migration):

    dependencies = [
        ('budget_docs', '0017_figures_in_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='lineimport',
            name='due_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='lineimport',
            name='failed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='lineimport',
            name='failure',
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name='what went wrong'),
        ),
        migrations.AddField(
            model_name='lineimport',
            name='lease_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='lineimport',
            name='owner',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='lineimport',
            name='queued_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='queued at'),
        ),
        migrations.AlterField(
            model_name='lineimport',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts'),
        ),
        migrations.RunSQL(CURRENT.sql, FORMER.sql),
        migrations.RunSQL(CARRY_OVER, CARRY_BACK),
        migrations.RemoveField(
            model_name='lineimport',
            name='claimed_at',
        ),
        migrations.AddIndex(
            model_name='lineimport',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='budget_docs_lineimport_due'),
        ),
        migrations.AddConstraint(
            model_name='lineimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', True), ('owner__isnull', True)), models.Q(('due_at__isnull', False), ('lease_until__isnull', False), ('owner__isnull', False)), _connector='OR'), name='budget_docs_lineimport_held_whole_or_not'),
        ),
        migrations.AddConstraint(
            model_name='lineimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('failed_at__isnull', True), ('failure', '')), models.Q(models.Q(('failure', ''), _negated=True), ('failed_at__isnull', False)), _connector='OR'), name='budget_docs_lineimport_failure_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='lineimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', False), ('state__in', ['waiting', 'reading', 'storing'])), models.Q(models.Q(('state__in', ['waiting', 'reading', 'storing']), _negated=True), ('due_at__isnull', True)), _connector='OR'), name='line_import_is_due_while_it_waits'),
        ),
    ]
