"""Letters to authors wait as all work does: what waited, was held or rested at that moment goes on so."""

import django.utils.timezone
from django.db import migrations, models

CARRY_OVER = """
update participation_caseletter set
  queued_at = created_at,
  due_at = case state when 'queued' then coalesce(lease_until, created_at) when 'sending' then created_at end,
  owner = case when state = 'sending' and lease_until is not null then gen_random_uuid() end,
  lease_until = case when state = 'sending' then lease_until end,
  failure = case
    when state = 'sent' then ''
    when state in ('failed', 'bounced') and error = '' then 'unknown'
    else left(error, 100)
  end,
  failed_at = case when state in ('failed', 'bounced') or state <> 'sent' and error <> '' then coalesce(bounced_at, now()) end
"""
CARRY_BACK = """
update participation_caseletter set
  error = failure, lease_until = coalesce(lease_until, case state when 'queued' then due_at end)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0010_case_subjects'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='caseletter',
            name='case_letters_waiting',
        ),
        migrations.AddField(
            model_name='caseletter',
            name='due_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='caseletter',
            name='failed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='caseletter',
            name='failure',
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name='what went wrong'),
        ),
        migrations.AddField(
            model_name='caseletter',
            name='owner',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='caseletter',
            name='queued_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='queued at'),
        ),
        migrations.AlterField(
            model_name='caseletter',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts'),
        ),
        migrations.RunSQL(CARRY_OVER, CARRY_BACK),
        migrations.RemoveField(
            model_name='caseletter',
            name='error',
        ),
        migrations.AddIndex(
            model_name='caseletter',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='participation_caseletter_due'),
        ),
        migrations.AddConstraint(
            model_name='caseletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', True), ('owner__isnull', True)), models.Q(('due_at__isnull', False), ('lease_until__isnull', False), ('owner__isnull', False)), _connector='OR'), name='participation_caseletter_held_whole_or_not'),
        ),
        migrations.AddConstraint(
            model_name='caseletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('failed_at__isnull', True), ('failure', '')), models.Q(models.Q(('failure', ''), _negated=True), ('failed_at__isnull', False)), _connector='OR'), name='participation_caseletter_failure_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='caseletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', False), ('state__in', ['queued', 'sending'])), models.Q(models.Q(('state__in', ['queued', 'sending']), _negated=True), ('due_at__isnull', True)), _connector='OR'), name='case_letter_is_due_while_it_waits'),
        ),
    ]
