"""Mails that tell administrators what is tried beyond the usual."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tetouan_portal', '0021_security_events'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='letter',
            name='letter_kind_is_known',
        ),
        migrations.AlterField(
            model_name='letter',
            name='kind',
            field=models.CharField(choices=[('invitation', 'invitation'), ('password_reset', 'link to a new password'), ('password_changed', 'password changed'), ('factor_added', 'second factor added'), ('factor_removed', 'second factor removed'), ('factors_cleared', 'second factor removed by an administrator'), ('recovery_codes', 'new recovery codes'), ('due_dates', 'documents that are due'), ('attack', 'attempts beyond the usual')], max_length=20, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['invitation', 'password_reset', 'password_changed', 'factor_added', 'factor_removed', 'factors_cleared', 'recovery_codes', 'due_dates', 'attack'])), name='letter_kind_is_known'),
        ),
    ]
