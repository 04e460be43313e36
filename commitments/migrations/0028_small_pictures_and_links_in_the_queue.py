"""Small pictures and links wait as all work does. Of a link that was being asked nothing is lost: it is asked later."""

import django.utils.timezone
from django.db import migrations, models

CARRY_OVER = """
update commitments_thumbnail set
  due_at = case when file = '' and attempts < 3 then now() end,
  owner = case when file = '' and attempts < 3 and lease_until is not null then gen_random_uuid() end,
  lease_until = case when file = '' and attempts < 3 then lease_until end,
  failure = case when file = '' and attempts >= 3 then 'unknown' else '' end,
  failed_at = case when file = '' and attempts >= 3 then now() end
"""
CARRY_BACK = """
update commitments_thumbnail set attempts = 3 where failed_at is not null and due_at is null
"""


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0027_report_pdfs_in_the_queue'),
    ]

    operations = [
        migrations.AddField(
            model_name='linkcheck',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts'),
        ),
        migrations.AddField(
            model_name='linkcheck',
            name='failed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='linkcheck',
            name='failure',
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name='what went wrong'),
        ),
        migrations.AddField(
            model_name='linkcheck',
            name='lease_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='linkcheck',
            name='owner',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='linkcheck',
            name='queued_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='queued at'),
        ),
        migrations.AddField(
            model_name='thumbnail',
            name='due_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='thumbnail',
            name='failed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='thumbnail',
            name='failure',
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name='what went wrong'),
        ),
        migrations.AddField(
            model_name='thumbnail',
            name='owner',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='thumbnail',
            name='queued_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='queued at'),
        ),
        migrations.AlterField(
            model_name='linkcheck',
            name='due_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='thumbnail',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts'),
        ),
        migrations.AlterField(
            model_name='thumbnail',
            name='lease_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunSQL(CARRY_OVER, CARRY_BACK),
        migrations.AddIndex(
            model_name='linkcheck',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='commitments_linkcheck_due'),
        ),
        migrations.AddIndex(
            model_name='thumbnail',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='commitments_thumbnail_due'),
        ),
        migrations.AddConstraint(
            model_name='linkcheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', True), ('owner__isnull', True)), models.Q(('due_at__isnull', False), ('lease_until__isnull', False), ('owner__isnull', False)), _connector='OR'), name='commitments_linkcheck_held_whole_or_not'),
        ),
        migrations.AddConstraint(
            model_name='linkcheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('failed_at__isnull', True), ('failure', '')), models.Q(models.Q(('failure', ''), _negated=True), ('failed_at__isnull', False)), _connector='OR'), name='commitments_linkcheck_failure_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='thumbnail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', True), ('owner__isnull', True)), models.Q(('due_at__isnull', False), ('lease_until__isnull', False), ('owner__isnull', False)), _connector='OR'), name='commitments_thumbnail_held_whole_or_not'),
        ),
        migrations.AddConstraint(
            model_name='thumbnail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('failed_at__isnull', True), ('failure', '')), models.Q(models.Q(('failure', ''), _negated=True), ('failed_at__isnull', False)), _connector='OR'), name='commitments_thumbnail_failure_is_dated'),
        ),
    ]
