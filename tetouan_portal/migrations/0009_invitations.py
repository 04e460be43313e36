"""Invitations and the mails that wait; what changes of them, and of second factors, is recorded."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tetouan_portal.audit.tracking import track


class Migration(migrations.Migration):

    dependencies = [
        ('tetouan_portal', '0008_cache_table'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=2, verbose_name='language of the mails')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='invited on')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('accepted_at', models.DateTimeField(null=True, verbose_name='accepted on')),
                ('secret_hash', models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='invitation', to=settings.AUTH_USER_MODEL, verbose_name='member of staff')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'constraints': [models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), ('secret_hash__isnull', True), _connector='OR'), name='invitation_accepted_has_no_link_left')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('invitation', 'invitation'), ('password_reset', 'link to a new password'), ('password_changed', 'password changed'), ('factor_added', 'second factor added'), ('factor_removed', 'second factor removed'), ('factors_cleared', 'second factor removed by an administrator'), ('recovery_codes', 'new recovery codes')], max_length=20, verbose_name='kind')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('details', models.JSONField(default=dict, editable=False)),
                ('state', models.CharField(choices=[('queued', 'waiting to be sent'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'could not be sent')], default='queued', max_length=10, verbose_name='state')),
                ('lease_until', models.DateTimeField(editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('error', models.TextField(blank=True, verbose_name='what went wrong')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='written on')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent on')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to=settings.AUTH_USER_MODEL, verbose_name='member of staff')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mails',
                'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'sending'])), fields=['id'], name='letters_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['invitation', 'password_reset', 'password_changed', 'factor_added', 'factor_removed', 'factors_cleared', 'recovery_codes'])), name='letter_kind_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sending', 'sent', 'failed'])), name='letter_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='letter_sent_iff_dated')],
            },
        ),
        track("tetouan_portal_invitation", leave_out=["secret_hash"]),
        track("mfa_authenticator", leave_out=["last_used_at"], mask=["data"]),
        track("account_emailaddress", mask=["email"]),
    ]
