"""What an attack would leave behind, counted in rows that nobody rewrites."""

from django.db import migrations, models

# A row counts further and nothing else of it changes; it goes after ninety days.
KEEP = """
create function portal_security_event_is_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if new.count > old.count and new.last_at >= old.last_at
      and to_jsonb(new) - 'count' - 'last_at' = to_jsonb(old) - 'count' - 'last_at'
    then
      return new;
    end if;
  elsif tg_op = 'DELETE' then
    if old.last_at < now() - interval '90 days' then
      return old;
    end if;
  end if;
  raise exception '%: events are counted and never changed', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger security_event_is_kept before update or delete on tetouan_portal_securityevent
  for each row execute function portal_security_event_is_kept();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tetouan_portal', '0020_guesses_and_browsers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, unique=True)),
                ('told_at', models.DateTimeField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SecurityEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sign_in', 'signed in'), ('sign_in_failed', 'wrong password or unknown name'), ('sign_in_locked', 'attempt during a pause after failures'), ('code_failed', 'wrong code of a second factor'), ('passkey_failed', 'passkey refused'), ('recovery_used', 'recovery code used'), ('recovery_renewed', 'recovery codes made'), ('factor_added', 'second factor added'), ('factor_removed', 'second factor removed'), ('password_changed', 'password changed'), ('reset_asked', 'new password asked for'), ('session_ended', 'session ended'), ('role_changed', 'roles changed'), ('account_closed', 'account closed'), ('account_opened', 'account opened again'), ('file_refused', 'file refused'), ('flood', 'limit of a flood reached'), ('request_refused', 'malformed request refused')], max_length=20, verbose_name='what happened')),
                ('hour', models.DateTimeField(editable=False)),
                ('account', models.BigIntegerField(null=True, verbose_name='account')),
                ('by', models.BigIntegerField(null=True, verbose_name='done by')),
                ('address', models.CharField(blank=True, max_length=16, verbose_name='pseudonym of the network address')),
                ('detail', models.CharField(blank=True, max_length=60, verbose_name='more exactly')),
                ('first_at', models.DateTimeField(verbose_name='first')),
                ('last_at', models.DateTimeField(verbose_name='last')),
                ('count', models.PositiveBigIntegerField(verbose_name='number of times')),
            ],
            options={
                'verbose_name': 'security event',
                'verbose_name_plural': 'security events',
                'ordering': ['-last_at', '-pk'],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['last_at'], name='security_event_last_at')],
                'constraints': [
                    models.UniqueConstraint(fields=('kind', 'hour', 'account', 'by', 'address', 'detail'), name='security_event_counts', nulls_distinct=False),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['sign_in', 'sign_in_failed', 'sign_in_locked', 'code_failed', 'passkey_failed', 'recovery_used', 'recovery_renewed', 'factor_added', 'factor_removed', 'password_changed', 'reset_asked', 'session_ended', 'role_changed', 'account_closed', 'account_opened', 'file_refused', 'flood', 'request_refused'])), name='security_event_kind_is_known'),
                    models.CheckConstraint(condition=models.Q(('detail__regex', '^[a-z0-9_.:-]*$')), name='security_event_detail_is_a_code'),
                    models.CheckConstraint(condition=models.Q(('address__regex', '^[0-9a-f]*$')), name='security_event_address_is_a_hash'),
                    models.CheckConstraint(condition=models.Q(('count__gt', 0)), name='security_event_happened'),
                ],
            },
        ),
        migrations.RunSQL(KEEP, "drop function portal_security_event_is_kept() cascade"),
    ]
