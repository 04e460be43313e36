"""Letters wait as all work does: what waited, was held or rested at that moment goes on so."""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

CARRY_OVER = """
update tetouan_portal_letter set
  queued_at = created_at,
  due_at = case state when 'queued' then coalesce(lease_until, created_at) when 'sending' then created_at end,
  owner = case when state = 'sending' and lease_until is not null then gen_random_uuid() end,
  lease_until = case when state = 'sending' then lease_until end,
  failure = case when state = 'failed' and error = '' then 'unknown' when state = 'sent' then '' else left(error, 100) end,
  failed_at = case when state = 'failed' or state <> 'sent' and error <> '' then now() end
"""
CARRY_BACK = """
update tetouan_portal_letter set error = failure, lease_until = coalesce(lease_until, case state when 'queued' then due_at end)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tetouan_portal', '0013_words_in_guillemets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='letter',
            options={'permissions': [('view_work', 'Can see how the work outside the pages stands')], 'verbose_name': 'mail', 'verbose_name_plural': 'mails'},
        ),
        migrations.RemoveIndex(
            model_name='letter',
            name='letters_waiting',
        ),
        migrations.AddField(
            model_name='letter',
            name='due_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='letter',
            name='failed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='letter',
            name='failure',
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name='what went wrong'),
        ),
        migrations.AddField(
            model_name='letter',
            name='owner',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='letter',
            name='queued_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='queued at'),
        ),
        migrations.AlterField(
            model_name='letter',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts'),
        ),
        migrations.RunSQL(CARRY_OVER, CARRY_BACK),
        migrations.RemoveField(
            model_name='letter',
            name='error',
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='tetouan_portal_letter_due'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', True), ('owner__isnull', True)), models.Q(('due_at__isnull', False), ('lease_until__isnull', False), ('owner__isnull', False)), _connector='OR'), name='tetouan_portal_letter_held_whole_or_not'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('failed_at__isnull', True), ('failure', '')), models.Q(models.Q(('failure', ''), _negated=True), ('failed_at__isnull', False)), _connector='OR'), name='tetouan_portal_letter_failure_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', False), ('state__in', ['queued', 'sending'])), models.Q(('due_at__isnull', True), ('state__in', ['sent', 'failed'])), _connector='OR'), name='letter_is_due_while_it_waits'),
        ),
    ]
