"""Files that are to be destroyed, and files that are missed."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tetouan_portal', '0014_letters_in_the_queue'),
    ]

    operations = [
        migrations.CreateModel(
            name='DoomedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='queued at')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True)),
                ('owner', models.UUIDField(editable=False, null=True)),
                ('lease_until', models.DateTimeField(editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts')),
                ('failure', models.CharField(blank=True, editable=False, max_length=100, verbose_name='what went wrong')),
                ('failed_at', models.DateTimeField(editable=False, null=True)),
                ('storage', models.CharField(max_length=40, verbose_name='storage')),
                ('name', models.CharField(max_length=255, verbose_name='stored file')),
                ('reason', models.CharField(choices=[('erased', 'erased at its author’s request'), ('time_over', 'its time is over'), ('taken_out', 'taken out of a draft'), ('withdrawn', 'withdrawn'), ('replaced', 'replaced'), ('infected', 'a virus was found in it'), ('abandoned', 'nobody went on with it'), ('with_picture', 'small picture of a photo that is gone'), ('demo', 'demonstration data'), ('orphan', 'no record names it')], max_length=12, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'file to be destroyed',
                'verbose_name_plural': 'files to be destroyed',
                'ordering': ['queued_at', 'pk'],
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='tetouan_portal_doomedfile_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', True), ('owner__isnull', True)), models.Q(('due_at__isnull', False), ('lease_until__isnull', False), ('owner__isnull', False)), _connector='OR'), name='tetouan_portal_doomedfile_held_whole_or_not'), models.CheckConstraint(condition=models.Q(models.Q(('failed_at__isnull', True), ('failure', '')), models.Q(models.Q(('failure', ''), _negated=True), ('failed_at__isnull', False)), _connector='OR'), name='tetouan_portal_doomedfile_failure_is_dated'), models.UniqueConstraint(fields=('storage', 'name'), name='doomed_file_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='doomed_file_has_a_name'), models.CheckConstraint(condition=models.Q(('reason__in', ['erased', 'time_over', 'taken_out', 'withdrawn', 'replaced', 'infected', 'abandoned', 'with_picture', 'demo', 'orphan'])), name='doomed_file_reason_is_known')],
            },
        ),
        migrations.CreateModel(
            name='MissingFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=100, verbose_name='kind of record')),
                ('row_pk', models.CharField(max_length=40, verbose_name='number of the record')),
                ('field', models.CharField(max_length=63, verbose_name='field')),
                ('name', models.CharField(max_length=255, verbose_name='stored file')),
                ('noticed_at', models.DateTimeField(verbose_name='noticed')),
            ],
            options={
                'verbose_name': 'missing file',
                'verbose_name_plural': 'missing files',
                'ordering': ['noticed_at', 'pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('model', 'row_pk', 'field'), name='missing_file_once')],
            },
        ),
    ]
