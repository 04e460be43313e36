"""Report PDFs wait as all work does: what waited, was held or rested at that moment goes on so."""

import django.utils.timezone
from django.db import migrations, models

from tetouan_portal.audit.tracking import track

CARRY_OVER = """
update commitments_reportpdf set
  due_at = case when state in ('queued', 'running') then queued_at end,
  owner = case when state = 'running' then gen_random_uuid() end,
  lease_until = case when state = 'running' then lease_until end,
  failure = case when state = 'failed' then 'unknown' else '' end,
  failed_at = case when state = 'failed' then now() end
"""
CARRY_BACK = """
update commitments_reportpdf set lease_until = null where state <> 'running'
"""

FORMER = track("commitments_reportpdf", leave_out=["queued_at", "lease_until", "attempts"])
CURRENT = track("commitments_reportpdf", leave_out=["queued_at", "due_at", "owner", "lease_until", "attempts", "failure", "failed_at"])


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0026_one_word_for_withdrawal'),
    ]

    operations = [
        migrations.AddField(
            model_name='reportpdf',
            name='due_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='reportpdf',
            name='failed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='reportpdf',
            name='failure',
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name='what went wrong'),
        ),
        migrations.AddField(
            model_name='reportpdf',
            name='owner',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='reportpdf',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts'),
        ),
        migrations.AlterField(
            model_name='reportpdf',
            name='lease_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='reportpdf',
            name='queued_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='queued at'),
        ),
        migrations.RunSQL(CURRENT.sql, FORMER.sql),
        migrations.RunSQL(CARRY_OVER, CARRY_BACK),
        migrations.AddIndex(
            model_name='reportpdf',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='commitments_reportpdf_due'),
        ),
        migrations.AddConstraint(
            model_name='reportpdf',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', True), ('owner__isnull', True)), models.Q(('due_at__isnull', False), ('lease_until__isnull', False), ('owner__isnull', False)), _connector='OR'), name='commitments_reportpdf_held_whole_or_not'),
        ),
        migrations.AddConstraint(
            model_name='reportpdf',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('failed_at__isnull', True), ('failure', '')), models.Q(models.Q(('failure', ''), _negated=True), ('failed_at__isnull', False)), _connector='OR'), name='commitments_reportpdf_failure_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='reportpdf',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', False), ('state__in', ['queued', 'running'])), models.Q(models.Q(('state__in', ['queued', 'running']), _negated=True), ('due_at__isnull', True)), _connector='OR'), name='pdf_is_due_while_it_waits'),
        ),
    ]
